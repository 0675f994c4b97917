using System.Data;
using System.Data.Common;
using System.Net.Sockets;
using System.Reflection;
using System.Text.Json;
using Courses.Platform.Jobs.Scheduling;
using Hangfire;
using Hangfire.SqlServer;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.SqlServer.Infrastructure.Internal;
using Microsoft.EntityFrameworkCore.SqlServer.Query.Internal;
using Microsoft.EntityFrameworkCore.Storage;

namespace Courses.Platform.Database;

internal sealed class SqlServer : IEngine
{
    private const int DuplicateInIndex = 2601;
    private const int DuplicateInConstraint = 2627;
    private const int MissingObject = 208;

    // Network, log-in and shutdown errors: the server cannot be reached or is going away.
    private static readonly HashSet<int> Away = [-2, -1, 2, 20, 53, 64, 121, 233, 258, 921, 922, 1225, 4060, 6005, 10053, 10054, 10060, 10061, 11001, 17142, 18456];

    public string Name => "SqlServer";

    /// <summary>The reasons of these settings stand in docs/decisions/0008.</summary>
    public JobStorage JobStore(string connectionString) => new SqlServerStorage(connectionString, new SqlServerStorageOptions
    {
        SqlClientFactory = SqlClientFactory.Instance,
        SchemaName = JobScheduler.Schema,
        PrepareSchemaIfNecessary = false,

        // One worker of each queue looks, not all of them.
        QueuePollInterval = TimeSpan.FromSeconds(1),
        SlidingInvisibilityTimeout = JobScheduler.TakenOverAfter,

        // What the store would find out by asking the database, which need not be there yet.
        TryAutoDetectSchemaDependentOptions = false,
        UseIgnoreDupKeyOption = true,
        DisableGlobalLocks = true,
        DeleteExpiredBatchSize = 10_000,
    });

    public void InstallJobStore(string connectionString)
    {
        using var connection = new SqlConnection(connectionString);
        connection.Open();
        SqlServerObjectsInstaller.Install(connection, JobScheduler.Schema, enableHeavyMigrations: true);
    }

    /// <summary>The server looks for a holder whose machine is gone after thirty seconds of silence.</summary>
    public DbConnection LockSession(string connectionString) =>
        new SqlConnection(new SqlConnectionStringBuilder(connectionString) { Pooling = false, ApplicationName = "courses lock" }.ConnectionString);

    public string TryLock => """
        declare @result int;
        exec @result = sp_getapplock @Resource = @name, @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = 0;
        select cast(case when @result >= 0 then 1 else 0 end as bit);
        """;

    public string Unlock => "exec sp_releaseapplock @Resource = @name, @LockOwner = 'Session';";

    public void Configure(DbContextOptionsBuilder options, string connectionString) =>
        options.UseSqlServer(connectionString, sqlServer => sqlServer
            .EnableRetryOnFailure(4, TimeSpan.FromSeconds(2), null)
            .MigrationsAssembly("Courses.Migrations.SqlServer")
            .MigrationsHistoryTable("migration", "platform"))
            .ReplaceService<IMethodCallTranslatorProvider, TypedTexts>();

    /// <summary>The text of an enum comes without a type, and EF's IndexOf for SQL Server fails on it; every text gets the default type here.</summary>
#pragma warning disable EF1001 // There is no public place to do this.
    private sealed class TypedTexts(RelationalMethodCallTranslatorProviderDependencies dependencies, ISqlServerSingletonOptions options)
        : SqlServerMethodCallTranslatorProvider(dependencies, options)
    {
        private readonly ISqlExpressionFactory sql = dependencies.SqlExpressionFactory;

        public override SqlExpression? Translate(IModel model, SqlExpression? instance, MethodInfo method, IReadOnlyList<SqlExpression> arguments, IDiagnosticsLogger<DbLoggerCategory.Query> logger) =>
            base.Translate(model, instance is { TypeMapping: null } && instance.Type == typeof(string) ? sql.ApplyDefaultTypeMapping(instance) : instance, method, arguments, logger);
    }
#pragma warning restore EF1001

    public bool IsDuplicate(DbException error) => error is SqlException { Number: DuplicateInIndex or DuplicateInConstraint };

    public bool IsAway(DbException error) => error is SqlException sql && (Away.Contains(sql.Number) || sql.InnerException is SocketException);

    public bool IsMissingTable(DbException error) => error is SqlException { Number: MissingObject };

    /// <summary>The join of several is made in the order in which it is written.</summary>
    public (string Sql, object Ids) LockRows(string table, Guid[] ids) => ids is [var id]
        ? ($"select * from {table} with (updlock, rowlock) where id = {{0}}", id)
        : ($"select stored.* from openjson({{0}}) with (id uniqueidentifier '$') as wanted inner loop join {table} as stored with (updlock, rowlock) on stored.id = wanted.id", JsonSerializer.Serialize(ids));

    public async Task BulkInsert<T>(CoursesDb db, IReadOnlyCollection<T> rows, CancellationToken cancel)
        where T : class
    {
        var columns = BulkColumns<T>.Of(db);
        columns.SetKeys(rows);
        await db.Database.OpenConnectionAsync(cancel);
        try
        {
            await Copy(db, columns.FullName, columns, rows, cancel);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    public Task<HashSet<Guid>> InsertNew<T>(CoursesDb db, IReadOnlyCollection<T> rows, string uniqueProperty, CancellationToken cancel)
        where T : class =>
        db.Transact(
            async () =>
            {
#pragma warning disable EF1002 // The names come from the model, never from a caller.
                var columns = BulkColumns<T>.Of(db);
                columns.SetKeys(rows);
                var unique = columns[uniqueProperty].Name;
                await db.Database.ExecuteSqlRawAsync($"drop table if exists #incoming; select top 0 {columns.List} into #incoming from {columns.FullName}", cancel);
                await Copy(db, "#incoming", columns, rows, cancel);

                // The range lock keeps a second node from inserting the same value between the look and the write.
                var inserted = await db.Database.SqlQueryRaw<Guid>(
                    $"""
                    insert into {columns.FullName} ({columns.List})
                    output inserted.{unique} as Value
                    select {columns.List} from (select *, row_number() over (partition by {unique} order by {unique}) as repeat_number from #incoming) as i
                    where repeat_number = 1
                      and not exists (select 1 from {columns.FullName} as stored with (updlock, holdlock) where stored.{unique} = i.{unique})
                    """).ToListAsync(cancel);
                await db.Database.ExecuteSqlRawAsync("drop table #incoming", cancel);
                return inserted.ToHashSet();
#pragma warning restore EF1002
            },
            cancel);

    private static async Task Copy<T>(CoursesDb db, string table, BulkColumns<T> columns, IReadOnlyCollection<T> rows, CancellationToken cancel)
        where T : class
    {
        using var data = new DataTable();
        foreach (var column in columns.Columns)
        {
            data.Columns.Add(column.Name, column.ProviderType);
        }

        foreach (var row in rows)
        {
            data.Rows.Add([.. columns.Columns.Select(column => column.ValueOf(row) ?? DBNull.Value)]);
        }

        using var copy = new SqlBulkCopy((SqlConnection)db.Database.GetDbConnection(), SqlBulkCopyOptions.CheckConstraints, (SqlTransaction?)db.Database.CurrentTransaction?.GetDbTransaction())
        {
            DestinationTableName = table,
            BulkCopyTimeout = 600,
        };
        foreach (var column in columns.Columns)
        {
            copy.ColumnMappings.Add(column.Name, column.Name);
        }

        await copy.WriteToServerAsync(data, cancel);
    }
}
