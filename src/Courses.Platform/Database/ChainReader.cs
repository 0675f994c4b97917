using System.Data.Common;
using System.Globalization;
using System.Text;
using Courses.Platform.Chain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Courses.Platform.Database;

/// <summary>
/// Reads what is bound of a table's rows, as it lies there: past the entities, which would not read what somebody wrote into their columns by hand. The statements are the same text on both engines but
/// for the quotes around names.
/// </summary>
internal sealed class ChainReader
{
    private readonly CoursesDb db;
    private readonly string stream;
    private readonly Column[] columns;
    private readonly int at;
    private readonly RowText text = new();
    private readonly Func<string, string> some;

    public ChainReader(CoursesDb db, ChainedTable table)
    {
        (this.db, stream) = (db, table.Stream);
        var type = db.Model.FindEntityType(table.Entity) ?? throw new InvalidOperationException($"{table.Entity} is not in the model.");
        var sql = db.GetService<ISqlGenerationHelper>();
        columns = [.. table.Columns.Select(name => new Column(type.FindProperty(name) ?? throw new InvalidOperationException($"{table.Entity} has no column {name}.")))];
        at = table.At is null ? -1 : Array.FindIndex(columns, column => column.Property == table.At);
        var (from, key) = (sql.DelimitIdentifier(type.GetTableName()!, type.GetSchema()), sql.DelimitIdentifier(columns[0].Name));
        var list = string.Join(", ", columns.Select(column => sql.DelimitIdentifier(column.Name)));
        var once = table.Once is null ? "" : $" and {sql.DelimitIdentifier(type.FindProperty(table.Once)!.GetColumnName())} is not null";
        Page = string.Create(CultureInfo.InvariantCulture, $"select {list} from {from} where {key} > @after and {key} <= @until{once} order by {key} offset 0 rows fetch next {ChainBlock.MostRows} rows only");
        Keys = $"select {key} from {from} where {key} > @after and {key} <= @until{once} order by {key}";
        One = $"select {list} from {from} where {key} = @after{once}";
        some = keys => $"select {list} from {from} where {key} in ({keys}){once}";
    }

    public string Page { get; }

    public string Keys { get; }

    public string One { get; }

    /// <summary>The next rows with keys behind the one, up to the other.</summary>
    public Task<List<ChainedRow>> Next(Guid after, Guid until, CancellationToken cancel) => Read(Page, [("after", after), ("until", until)], Row, cancel);

    public Task<List<Guid>> KeysBetween(Guid after, Guid until, CancellationToken cancel) => Read(Keys, [("after", after), ("until", until)], reader => reader.GetGuid(0), cancel);

    /// <summary>None when there is no such row, or it does not belong to the stream any more.</summary>
    public Task<List<ChainedRow>> Of(Guid key, CancellationToken cancel) => Read(One, [("after", key)], Row, cancel);

    /// <summary>The texts whose hashes are the rows' leaves, of those that are there; a few hundred at a time.</summary>
    public async Task<Dictionary<Guid, string>> TextsOf(IReadOnlyCollection<Guid> keys, CancellationToken cancel)
    {
        var named = keys.Select((key, number) => (Name: string.Create(CultureInfo.InvariantCulture, $"key{number}"), key)).ToArray();
        var rows = await Read(
            some(string.Join(", ", named.Select(one => "@" + one.Name))),
            named,
            reader =>
            {
                var row = Row(reader);
                return (row.Key, text.Text);
            },
            cancel);
        return rows.ToDictionary(row => row.Key, row => row.Text);
    }

    private ChainedRow Row(DbDataReader reader)
    {
        text.Begin(stream);
        for (var i = 0; i < columns.Length; i++)
        {
            if (!reader.IsDBNull(i))
            {
                Write(reader, i);
            }
        }

        return new(reader.GetGuid(0), text.Leaf(), at < 0 ? null : Column.InstantOf(reader, at));
    }

    /// <summary>What no program of ours wrote may be beyond reading, such as a time without end. It is not what was chained, and stops nobody.</summary>
    private void Write(DbDataReader reader, int column)
    {
        try
        {
            columns[column].Write(reader, column, text);
        }
        catch (Exception error) when (error is InvalidCastException or OverflowException or ArgumentException or FormatException)
        {
            text.Add("unreadable"u8, columns[column].Name);
        }
    }

    private async Task<List<T>> Read<T>(string sql, IEnumerable<(string Name, Guid Value)> values, Func<DbDataReader, T> of, CancellationToken cancel)
    {
        await db.Database.OpenConnectionAsync(cancel);
        try
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // The names come from the model.
            command.CommandText = sql;
#pragma warning restore CA2100
            command.CommandTimeout = 600;
            command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
            foreach (var (name, value) in values)
            {
                Bind(command, name, value);
            }

            await using var reader = await command.ExecuteReaderAsync(cancel);
            var rows = new List<T>();
            while (await reader.ReadAsync(cancel))
            {
                rows.Add(of(reader));
            }

            return rows;
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private static void Bind(DbCommand command, string name, Guid value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }

    /// <summary>A column as the engine stores it.</summary>
    private sealed class Column
    {
        private readonly byte[] name;
        private readonly Action<DbDataReader, int, byte[], RowText> write;

        public Column(IProperty property)
        {
            (Property, Name) = (property.Name, property.GetColumnName());
            name = Encoding.UTF8.GetBytes(Name);
            var type = property.GetTypeMapping().Converter?.ProviderClrType ?? property.ClrType;
            type = Nullable.GetUnderlyingType(type) ?? type;
            write = type switch
            {
                _ when type == typeof(Guid) => (reader, i, name, text) => text.Add(name, reader.GetGuid(i)),
                _ when type == typeof(string) => (reader, i, name, text) => text.Add(name, reader.GetString(i)),
                _ when type == typeof(int) => (reader, i, name, text) => text.Add(name, reader.GetInt32(i)),
                _ when type == typeof(long) => (reader, i, name, text) => text.Add(name, reader.GetInt64(i)),
                _ when type == typeof(DateTimeOffset) => (reader, i, name, text) => text.Add(name, reader.GetFieldValue<DateTimeOffset>(i)),
                _ when type == typeof(bool) => (reader, i, name, text) => text.Add(name, reader.GetBoolean(i)),
                _ when type == typeof(byte[]) => (reader, i, name, text) => text.Add(name, reader.GetFieldValue<byte[]>(i)),
                _ => throw new InvalidOperationException($"{property} is of a type that has no text yet: add it to RowText."),
            };
        }

        public string Property { get; }

        public string Name { get; }

        public void Write(DbDataReader reader, int at, RowText text) => write(reader, at, name, text);

        public static DateTimeOffset? InstantOf(DbDataReader reader, int at)
        {
            try
            {
                return reader.IsDBNull(at) ? null : reader.GetFieldValue<DateTimeOffset>(at);
            }
            catch (Exception error) when (error is InvalidCastException or OverflowException or ArgumentException)
            {
                return null;
            }
        }
    }
}
