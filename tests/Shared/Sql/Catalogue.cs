namespace Courses.Tests.Shared.Sql;

/// <summary>What a script leaves in a database. Names compare as the server compares them.</summary>
internal sealed class Catalogue
{
    public Dictionary<string, Table> Tables { get; } = new(StringComparer.OrdinalIgnoreCase);

    public HashSet<string> Schemas { get; } = new(StringComparer.OrdinalIgnoreCase) { "dbo" };

    public Table? Find(string name) => Tables.GetValueOrDefault(name);

    /// <summary>Line by line, in order, so that two of them can be compared.</summary>
    public IReadOnlyList<string> Lines() =>
    [
        .. Tables.Values.SelectMany(table => table.Columns.Values.Select(column => $"{table.Name}.{column.Name} {column.Type}{(column.Nullable ? "" : " not null")}")
            .Concat(table.Keys.Select(key => $"{table.Name} {(key.IsPrimary ? "primary key" : "unique")} {key.Name} {(key.Clustered ? "clustered" : "nonclustered")} ({string.Join(", ", key.Columns)})"))
            .Concat(table.Indexes.Select(index => $"{table.Name} {(index.Unique ? "unique " : "")}{(index.Clustered ? "clustered " : "")}index {index.Name} ({string.Join(", ", index.Columns)}) {index.Filter}".TrimEnd()))
            .Concat(table.ForeignKeys.Select(key => $"{table.Name} foreign key {key.Name} ({string.Join(", ", key.Columns)}) to {key.Table} ({string.Join(", ", key.Referenced)}) {key.OnDelete}"))
            .Concat(table.Checks.Select(check => $"{table.Name} check {check.Name} {check.Text}")))
            .Order(StringComparer.Ordinal),
    ];
}

internal sealed class Table(string schema, string name)
{
    public string Schema { get; } = schema;

    public string Name { get; set; } = $"{schema}.{name}";

    public Dictionary<string, Column> Columns { get; } = new(StringComparer.OrdinalIgnoreCase);

    public List<Key> Keys { get; } = [];

    public List<Index> Indexes { get; } = [];

    public List<ForeignKey> ForeignKeys { get; } = [];

    public List<Check> Checks { get; } = [];

    public List<string[]> Rows { get; } = [];
}

internal sealed record Column(string Name, SqlType Type, bool Nullable, string? Computed, bool HasDefault);

internal sealed record Key(string Name, bool IsPrimary, bool Clustered, IReadOnlyList<string> Columns);

internal sealed record Index(string Name, bool Unique, bool Clustered, IReadOnlyList<string> Columns, IReadOnlyList<string> Included, string? Filter);

internal sealed record ForeignKey(string Name, IReadOnlyList<string> Columns, string Table, IReadOnlyList<string> Referenced, string OnDelete, string OnUpdate);

internal sealed record Check(string Name, string Text);
