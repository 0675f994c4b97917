using System.Data.Common;
using Hangfire;
using Microsoft.EntityFrameworkCore;

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

    /// <summary>Is the server away, as opposed to unwilling?</summary>
    bool IsAway(DbException error);

    /// <summary>Does the statement ask for a table that was never made?</summary>
    bool IsMissingTable(DbException error);

    /// <summary>The statement, with its one parameter {0}, that locks the rows with these ids against every writer, one after the other as the ids stand, and answers them as they are then.</summary>
    (string Sql, object Ids) LockRows(string table, Guid[] ids);

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

public static class EngineAnswers
{
    /// <summary>Is the server away, whatever the error is wrapped in?</summary>
    public static bool IsAway(this IEngine engine, Exception error) =>
        error is Microsoft.EntityFrameworkCore.Storage.RetryLimitExceededException || (error is DbException failure && engine.IsAway(failure)) || (error.InnerException is { } inner && engine.IsAway(inner));
}
