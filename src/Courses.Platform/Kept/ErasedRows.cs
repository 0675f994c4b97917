using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Courses.Platform.Kept;

/// <summary>What becomes of the rows of one table when a person is erased.</summary>
public enum Fate
{
    Deleted,

    /// <summary>The row stays, and what tells of the person goes.</summary>
    Emptied,

    /// <summary>It holds nothing but numbers, days and codes, and sums or the chain rest on it.</summary>
    Kept,
}

/// <summary>
/// The answer of one table to an erasure: docs/decisions/0040. May be run again; what is gone already is nothing to do.
/// </summary>
public sealed class ErasedRows
{
    private readonly Func<CancellationToken, Task<int>> erase;

    private ErasedRows(string kind, string table, Fate fate, bool stays, Func<CancellationToken, Task<int>> erase) => (Kind, Table, Fate, Stays, this.erase) = (kind, table, fate, stays, erase);

    /// <summary>The <see cref="KeptKind.Code"/>.</summary>
    public string Kind { get; }

    /// <summary>With its schema.</summary>
    public string Table { get; }

    public Fate Fate { get; }

    /// <summary>The person reads of it as something that stays under a number.</summary>
    public bool Stays { get; }

    /// <summary>In the running transaction; answers how many rows went or were emptied.</summary>
    public Task<int> Erase(CancellationToken cancel) => erase(cancel);

    public static ErasedRows Delete<T>(CoursesDb db, string kind, IQueryable<T> rows)
        where T : class => new(kind, TableOf<T>(db), Fate.Deleted, stays: false, rows.ExecuteDeleteAsync);

    public static ErasedRows Empty<T>(CoursesDb db, string kind, Func<CancellationToken, Task<int>> empty, bool stays = false)
        where T : class => new(kind, TableOf<T>(db), Fate.Emptied, stays, empty);

    public static ErasedRows Keep<T>(CoursesDb db, string kind)
        where T : class => new(kind, TableOf<T>(db), Fate.Kept, stays: true, _ => Task.FromResult(0));

    private static string TableOf<T>(CoursesDb db) => db.Model.FindEntityType(typeof(T))!.GetSchemaQualifiedTableName()!;
}

/// <summary>Why a person cannot be erased yet.</summary>
/// <param name="Code">The sentence in the words of newcomers and staff; the day is its {0} where there is one.</param>
/// <param name="Until">The last day, where one is known.</param>
public sealed record ErasureHold(string Code, DateOnly? Until = null);
