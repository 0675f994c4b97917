using System.Text.Json;
using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Courses.Platform.Kept;

/// <summary>What a row says, in the person's language, for a paper that somebody reads.</summary>
/// <param name="On">The day it is of; null where it is of none.</param>
/// <param name="Text">One line.</param>
public sealed record KeptLine(DateOnly? On, string Text);

/// <summary>One row: what it says, where a person would understand it, and all its fields.</summary>
public sealed record KeptRecord(DateOnly? On, string? Says, IReadOnlyDictionary<string, object?> Fields);

/// <summary>
/// The rows of one table that are about one person. All columns go out but for those that tell of others or open something: who of the staff wrote it,
/// hashes and seals, and what the module leaves out by name.
/// </summary>
public sealed class KeptRows
{
    private static readonly string[] OfOthers = ["By", "ById", "ByName", "Hash", "Lease", "Sealed"];

    private readonly Func<CancellationToken, Task<int>> count;
    private readonly Func<CancellationToken, Task<IReadOnlyList<KeptRecord>>> read;

    private KeptRows(string kind, string table, bool isTold, Func<CancellationToken, Task<int>> count, Func<CancellationToken, Task<IReadOnlyList<KeptRecord>>> read) =>
        (Kind, Table, IsTold, this.count, this.read) = (kind, table, isTold, count, read);

    /// <summary>The <see cref="KeptKind.Code"/>.</summary>
    public string Kind { get; }

    /// <summary>With its schema.</summary>
    public string Table { get; }

    /// <summary>Its rows are what the person would count. The others stand beside them.</summary>
    public bool IsTold { get; }

    public Task<int> Count(CancellationToken cancel) => count(cancel);

    public Task<IReadOnlyList<KeptRecord>> Read(CancellationToken cancel) => read(cancel);

    /// <summary>Rows that stand beside others: in the file with all their fields, and not counted.</summary>
    public static KeptRows Beside<T>(CoursesDb db, string kind, IQueryable<T> rows, params string[] without)
        where T : class => new(kind, TableOf<T>(db), isTold: false, rows.CountAsync, async cancel => Records(db, await rows.AsNoTracking().ToListAsync(cancel), _ => null, without));

    public static KeptRows Of<T>(CoursesDb db, string kind, IQueryable<T> rows, Func<T, KeptLine?> says, params string[] without)
        where T : class => Of(db, kind, rows, (_, _) => Task.FromResult(says), without);

    /// <param name="db">Knows the columns.</param>
    /// <param name="kind">What they are.</param>
    /// <param name="rows">All of the person's.</param>
    /// <param name="says">Given all rows, what each of them says: names are looked up together.</param>
    /// <param name="without">Columns that stay here.</param>
    public static KeptRows Of<T>(CoursesDb db, string kind, IQueryable<T> rows, Func<IReadOnlyList<T>, CancellationToken, Task<Func<T, KeptLine?>>> says, params string[] without)
        where T : class => new(
            kind,
            TableOf<T>(db),
            isTold: true,
            rows.CountAsync,
            async cancel =>
            {
                var found = await rows.AsNoTracking().ToListAsync(cancel);
                return Records(db, found, await says(found, cancel), without);
            });

    private static string TableOf<T>(CoursesDb db) => db.Model.FindEntityType(typeof(T))!.GetSchemaQualifiedTableName()!;

    private static KeptRecord[] Records<T>(CoursesDb db, IReadOnlyList<T> rows, Func<T, KeptLine?> says, string[] without)
        where T : class
    {
        IProperty[] columns =
        [
            .. db.Model.FindEntityType(typeof(T))!.GetProperties()
                .Where(column => column.PropertyInfo is not null && column.Name != nameof(IVersioned.Version) && !without.Contains(column.Name) && !OfOthers.Any(end => column.Name.EndsWith(end, StringComparison.Ordinal))),
        ];
        return
        [
            .. rows.Select(row => (Row: row, Line: Said(row, says))).OrderByDescending(one => one.Line?.On)
                .Select(one => new KeptRecord(one.Line?.On, one.Line?.Text, columns.ToDictionary(column => NameOf(column.Name), column => column.PropertyInfo!.GetValue(one.Row)))),
        ];
    }

    /// <summary>A row that cannot be put into words goes out with its fields, and holds up no other.</summary>
    private static KeptLine? Said<T>(T row, Func<T, KeptLine?> says)
    {
        try
        {
            return says(row);
        }
        catch (Exception error) when (error is JsonException or FormatException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    private static string NameOf(string property) => char.ToLowerInvariant(property[0]) + property[1..];
}
