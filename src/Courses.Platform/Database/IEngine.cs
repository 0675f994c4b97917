using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace Courses.Platform.Database;

/// <summary>What differs between the two database engines. Every difference lives in SqlServer.cs and PostgreSql.cs, and nowhere else.</summary>
public interface IEngine
{
    string Name { get; }

    /// <summary>Points the scheduler's store at this engine.</summary>
    void StoreSchedule(IPersistentStoreBuilder store, string connectionString);

    void Configure(DbContextOptionsBuilder options, string connectionString);

    /// <summary>Did a unique index or constraint refuse this write?</summary>
    bool IsDuplicate(DbException error);

    /// <summary>Is the server away, as opposed to unwilling?</summary>
    bool IsAway(DbException error);

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
