using System.Text.RegularExpressions;

namespace Courses.Tests.Shared.Sql;

/// <summary>What the server checks of tables that stand: keys, references, sizes.</summary>
internal static partial class SchemaRules
{
    private const int LongestKey = 1700;
    private const int LongestClusteredKey = 900;
    private const int MostKeyColumns = 32;
    private const int LongestRow = 8060;

    public static IEnumerable<Finding> Check(Catalogue catalogue) =>
        catalogue.Tables.Values.SelectMany(table => KeySizes(table).Concat(RowSize(table)).Concat(ComputedKeys(table)).Concat(References(catalogue, table)))
            .Concat(CascadePaths(catalogue));

    private static IEnumerable<Finding> KeySizes(Table table)
    {
        var keys = table.Keys.Select(key => (key.Name, key.Clustered, key.Columns)).Concat(table.Indexes.Select(index => (index.Name, index.Clustered, index.Columns)));
        foreach (var (name, clustered, names) in keys)
        {
            var columns = names.Select(column => table.Columns.GetValueOrDefault(column)).OfType<Column>().Where(column => column.Computed is null).ToArray();
            if (columns.FirstOrDefault(column => column.Type.IsMax) is { } endless)
            {
                yield return new("1919", $"{name} of {table.Name}: a {endless.Type} like {endless.Name} cannot be a key.");
                continue;
            }

            var (bytes, limit) = (columns.Sum(column => column.Type.Bytes), clustered ? LongestClusteredKey : LongestKey);
            if (bytes > limit)
            {
                yield return new("1945", $"{name} of {table.Name} may be {bytes} bytes long; a {(clustered ? "clustered" : "nonclustered")} key ends at {limit}.");
            }

            if (columns.Length > MostKeyColumns)
            {
                yield return new("1904", $"{name} of {table.Name} has {columns.Length} columns.");
            }
        }
    }

    /// <summary>The part that cannot leave the row: fixed columns, and of variable ones a length and at most the 24 bytes that point elsewhere.</summary>
    private static IEnumerable<Finding> RowSize(Table table)
    {
        var columns = table.Columns.Values.Where(column => column.Computed is null).ToArray();
        var bytes = 7 + ((columns.Length + 7) / 8) + columns.Sum(column => column.Type.IsVariable ? 2 + Math.Min(column.Type.Bytes, 24) : column.Type.Bytes);
        if (bytes > LongestRow)
        {
            yield return new("1701", $"A row of {table.Name} is at least {bytes} bytes long.");
        }
    }

    private static IEnumerable<Finding> ComputedKeys(Table table) =>
        from key in table.Keys.Select(key => (key.Name, key.Columns)).Concat(table.Indexes.Select(index => (index.Name, index.Columns)))
        from name in key.Columns
        let column = table.Columns.GetValueOrDefault(name)
        where column is { Computed: { } computed } && Unsteady().IsMatch(computed)
        select new Finding("2729", $"{key.Name} of {table.Name}: {name} is another value at each look.");

    private static IEnumerable<Finding> References(Catalogue catalogue, Table table)
    {
        foreach (var key in table.ForeignKeys)
        {
            if (catalogue.Find(key.Table) is not { } target)
            {
                yield return new("1767", $"{key.Name} of {table.Name}: there is no table {key.Table}.");
                continue;
            }

            if (!target.Keys.Select(unique => unique.Columns).Concat(target.Indexes.Where(index => index is { Unique: true, Filter: null }).Select(index => index.Columns)).Any(columns => columns.SequenceEqual(key.Referenced, StringComparer.OrdinalIgnoreCase)))
            {
                yield return new("1776", $"{key.Name} of {table.Name}: ({string.Join(", ", key.Referenced)}) is no key of {target.Name}.");
            }

            foreach (var (here, there) in key.Columns.Zip(key.Referenced))
            {
                if (table.Columns.GetValueOrDefault(here) is not { } from)
                {
                    yield return new("1769", $"{key.Name} of {table.Name}: there is no column {here}.");
                }
                else if (target.Columns.GetValueOrDefault(there) is not { } to)
                {
                    yield return new("1770", $"{key.Name} of {table.Name}: {target.Name} has no column {there}.");
                }
                else if (from.Type.Name != to.Type.Name)
                {
                    yield return new("1778", $"{key.Name}: {table.Name}.{here} is {from.Type}, {target.Name}.{there} is {to.Type}.");
                }
                else if (from.Type != to.Type)
                {
                    yield return new("1753", $"{key.Name}: {table.Name}.{here} is {from.Type}, {target.Name}.{there} is {to.Type}.");
                }
                else if (key.OnDelete == "SetNull" && !from.Nullable)
                {
                    yield return new("1761", $"{key.Name}: {table.Name}.{here} is set to null and may not be null.");
                }
            }
        }
    }

    /// <summary>From no table may a delete reach another on two ways, or come back.</summary>
    private static IEnumerable<Finding> CascadePaths(Catalogue catalogue)
    {
        var ways = catalogue.Tables.Values
            .SelectMany(table => table.ForeignKeys.Where(Cascades).Select(key => (From: key.Table, To: table.Name, key.Name)))
            .ToLookup(way => way.From, StringComparer.OrdinalIgnoreCase);
        foreach (var table in catalogue.Tables.Values)
        {
            var reached = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { table.Name };
            var open = new Stack<string>([table.Name]);
            while (open.TryPop(out var from))
            {
                foreach (var way in ways[from])
                {
                    if (reached.Add(way.To))
                    {
                        open.Push(way.To);
                        continue;
                    }

                    yield return new("1785", $"{way.Name}: deleting a row of {table.Name} reaches {way.To} on more than one way.");
                }
            }
        }

        static bool Cascades(ForeignKey key) => new[] { key.OnDelete, key.OnUpdate }.Any(action => action is "Cascade" or "SetNull" or "SetDefault");
    }

    [GeneratedRegex(@"\b(getdate|getutcdate|sysdatetime|sysutcdatetime|sysdatetimeoffset|newid|rand|suser_sname|current_timestamp|session_context)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Unsteady();
}
