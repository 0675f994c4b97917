using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Courses.Platform.Database;

/// <summary>What SQL Server cannot do at this moment and can a little later. docs/operations.md says what an operator sees of it.</summary>
internal sealed partial class SqlServer
{
    private const int ReadOnly = 3906;

    /// <summary>
    /// The connection is gone, and with it what the server did for it. SqlClient's own networking reports a lost or refused line so, with no number; the class alone says it. Higher
    /// classes tell of more than one connection, up to a damaged database: of those only what is known to pass.
    /// </summary>
    private const byte ConnectionGone = 20;

    /// <summary>Two works met: a deadlock's victim, the versions of a snapshot, a lock that somebody waited for too long.</summary>
    private static readonly int[] Collided = [1205, 1222, 3960];

    /// <summary>The network, by the numbers that Windows gives it.</summary>
    private static readonly int[] Unreachable = [-1, 2, 20, 53, 64, 121, 233, 1225, 10053, 10054, 10060, 10061, 11001];

    /// <summary>The server stops, pauses, starts, or has no more room for a session.</summary>
    private static readonly int[] NotServing = [596, 6005, 17142, 17187, 17188, 17189, 17197, 17809, 18401];

    /// <summary>The database recovers, is restored, or is taken offline and back.</summary>
    private static readonly int[] NotOpen = [904, 921, 922, 923, 924, 927, 942, 952, 4060, 9001];

    /// <summary>An availability group or a mirror changes roles: 3906 is written by the replica that was the primary until now.</summary>
    private static readonly int[] ChangingRoles = [ReadOnly, 954, 955, 956, 976, 978, 979, 982, 983, 988];

    /// <summary>Memory and worker threads, Azure's limits and moves.</summary>
    private static readonly int[] Overloaded = [701, 802, 8628, 8645, 8651, 10928, 10929, 10936, 40197, 40501, 40613, 41301, 41302, 41305, 41325, 41839, 49918, 49919, 49920];

    /// <summary>
    /// Nothing that a second try in the same request mends: a time limit (perhaps it was done after all, and waiting again would only add to the load), a sign-in that the server
    /// refuses, a disk that is full.
    /// </summary>
    private static readonly HashSet<int> NotWorthARetry = [-2, 258, 18452, 18456, 1105, 9002];

    private static readonly HashSet<int> Passing = [.. Collided, .. Unreachable, .. NotServing, .. NotOpen, .. ChangingRoles, .. Overloaded];

    public bool CannotNow(Exception error) => error switch
    {
        SqlException sql => IsWorthARetry(sql) || Numbers(sql).Any(NotWorthARetry.Contains),

        // A pool with no connection left, after it waited for one, and a connection that broke under its transaction have no number at all.
        InvalidOperationException { Source: "Microsoft.Data.SqlClient" } => true,
        _ => false,
    };

    private static bool IsWorthARetry(SqlException error) => error.Class == ConnectionGone || Numbers(error).Any(Passing.Contains);

    private static IEnumerable<int> Numbers(SqlException error) => error.Errors.Count == 0 ? [error.Number] : error.Errors.Cast<SqlError>().Select(one => one.Number);

    public IExecutionStrategy TriesOfOpening(ExecutionStrategyDependencies dependencies) => new Retries(dependencies, onlyOpens: true);

    /// <summary>EF's own tries, with what it does not know.</summary>
    private sealed class Retries(ExecutionStrategyDependencies dependencies, bool onlyOpens = false) : SqlServerRetryingExecutionStrategy(dependencies, Most, Longest, null)
    {
        private const int Most = 4;
        private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

        /// <summary>By this EF decides whether a query fetches all its rows before it gives the first.</summary>
        public override bool RetriesOnFailure => !onlyOpens && base.RetriesOnFailure;

        protected override bool ShouldRetryOn(Exception exception) => base.ShouldRetryOn(exception) || (exception is SqlException sql && IsWorthARetry(sql)) || BrokeBeforeTheQuestion(exception);

        /// <summary>The line broke between opening and asking, so nothing was sent. It has no number, and its words are translated; a pool with no connection left says the same elsewhere and has waited already.</summary>
        private static bool BrokeBeforeTheQuestion(Exception exception) =>
            exception is InvalidOperationException { Source: "Microsoft.Data.SqlClient" } && exception.TargetSite?.DeclaringType == typeof(SqlConnection);

        protected override void OnRetry()
        {
            // The name of the server leads to another one by now; the pool still holds connections to this one.
            if (ExceptionsEncountered[^1].GetBaseException() is SqlException { Number: ReadOnly })
            {
                SqlConnection.ClearPool((SqlConnection)Dependencies.CurrentContext.Context.Database.GetDbConnection());
            }

            base.OnRetry();
        }
    }

    /// <summary>
    /// Where the connection string does not say otherwise: after a fault the pool does not repeat its error for up to a minute instead of trying, so that each retry is one; and
    /// a try ends soon, since SqlClient spends the whole time limit on a server that refuses it.
    /// </summary>
    private static string Tuned(string connectionString)
    {
        var settings = new SqlConnectionStringBuilder(connectionString);
        if (!settings.ShouldSerialize("Pool Blocking Period"))
        {
            settings.PoolBlockingPeriod = PoolBlockingPeriod.NeverBlock;
        }

        if (!settings.ShouldSerialize("Connect Timeout"))
        {
            settings.ConnectTimeout = 5;
        }

        return settings.ConnectionString;
    }
}
