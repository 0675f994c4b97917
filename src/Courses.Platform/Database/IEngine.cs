using System.Data.Common;
using Hangfire;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Courses.Platform.Database;

/// <summary>What differs between the two database engines. Every difference lives in SqlServer.cs and PostgreSql.cs, and nowhere else.</summary>
public interface IEngine
{
    string Name { get; }

    /// <summary>The scheduler's store in our database. Connects at first use only, and expects <see cref="InstallJobStore"/> to have run.</summary>
    JobStorage JobStore(string connectionString);

    /// <summary>Makes the tables of the scheduler's store, or brings them to its version.</summary>
    void InstallJobStore(string connectionString);

    /// <summary>A session apart from the pool: what it locks is free when it ends.</summary>
    DbConnection LockSession(string connectionString);

    /// <summary>The statement that takes the lock named @name for the session, and answers at once whether it could.</summary>
    string TryLock { get; }

    /// <summary>The statement that gives the lock named @name back before the session ends.</summary>
    string Unlock { get; }

    void Configure(DbContextOptionsBuilder options, string connectionString);

    /// <summary>Did a unique index or constraint refuse this write?</summary>
    bool IsDuplicate(DbException error);

    /// <summary>
    /// Can the database not do it now, as opposed to: never? It is away, changes roles, or two works met and this one had to give way. What is worth a second try was tried again by
    /// then; whoever asked is told to come back in a few seconds (503).
    /// </summary>
    sealed bool IsAway(Exception error) => error is RetryLimitExceededException || CannotNow(error) || (error.InnerException is { } inner && IsAway(inner));

    /// <summary><see cref="IsAway"/> of this one exception, whatever it holds.</summary>
    bool CannotNow(Exception error);

    /// <summary>A key for a new row, as the engine wants them: in the order in which its index sorts.</summary>
    Guid NewKey();

    /// <summary>The order in which the engine sorts keys.</summary>
    IComparer<Guid> KeyOrder { get; }

    /// <summary>Where a key would stand that was made so much later than this one, or earlier.</summary>
    Guid KeyMovedBy(Guid key, TimeSpan time);

    /// <summary>The name of the rules by which the engine sorts texts for who reads this language.</summary>
    string CollationOf(string language);

    /// <summary>The last of all keys.</summary>
    Guid LastKey { get; }

    /// <summary>The statement that answers 1 when nothing can be written here: a standby, or a database that somebody closed.</summary>
    string IsReadOnlyQuestion { get; }

    /// <summary>The statement that answers by how many milliseconds (bigint) this copy is behind its primary; 0 on a primary, null when it does not know.</summary>
    string BehindQuestion { get; }

    /// <summary>Makes readers see what is committed instead of waiting for writers, where that is not so already; false when the server refuses. docs/operations.md.</summary>
    Task<bool> LetReadersPass(CoursesDb db, CancellationToken cancel);

    /// <summary>Settings of the database that the product's questions want, where an administrator has not set them. docs/operations.md.</summary>
    Task Tune(CoursesDb db, CancellationToken cancel);

    /// <summary>Does the statement ask for a table that was never made?</summary>
    bool IsMissingTable(DbException error);

    /// <summary>The statement, with its one parameter {0}, that locks the rows with these ids against every writer, one after the other as the ids stand, and answers them as they are then.</summary>
    (string Sql, object Ids) LockRows(string table, Guid[] ids);

    /// <summary>For the rest of the running transaction: what is read goes through whole tables and may use the memory that this takes.</summary>
    Task ReadWhole(CoursesDb db, CancellationToken cancel);

    /// <summary>The same where there is no transaction: on the connection, which is open, until <see cref="ReadAsUsual"/>.</summary>
    Task ReadWholeFromHere(CoursesDb db, CancellationToken cancel);

    Task ReadAsUsual(CoursesDb db);

    /// <summary>The tries of <see cref="CoursesDb.Open"/>: EF's own, which do not tell EF that they are some.</summary>
    IExecutionStrategy TriesOfOpening(ExecutionStrategyDependencies dependencies);

    /// <summary>Makes the engine learn how full its tables are, after much was written at once; otherwise it does so by itself, a while later.</summary>
    Task LookAtTables(CoursesDb db, CancellationToken cancel);

    /// <summary>Writes many rows as fast as the engine can, in the running transaction. Keys are set where the model leaves them unset.</summary>
    Task BulkInsert<T>(CoursesDb db, IReadOnlyCollection<T> rows, CancellationToken cancel)
        where T : class;

    /// <summary>
    /// Inserts those rows whose <paramref name="uniqueProperty"/> is not stored yet, set-based, and answers the values that were new.
    /// Safe when two nodes send the same rows at once.
    /// </summary>
    Task<HashSet<Guid>> InsertNew<T>(CoursesDb db, IReadOnlyCollection<T> rows, string uniqueProperty, CancellationToken cancel)
        where T : class;
}
