using Npgsql;

namespace Courses.IntegrationTests.Upgrade;

/// <summary>All that a database holds: for each column of each table how many rows there are, and a hash over its values in the order of the rows' keys.</summary>
internal sealed class Census
{
    private readonly Dictionary<(string Table, string Column), string> columns = [];

    public IReadOnlyDictionary<string, long> Rows { get; private set; } = new Dictionary<string, long>();

    public IEnumerable<(string Table, string Column)> Columns => columns.Keys;

    public static async Task<Census> Of(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        var found = await Read(connection, """
            select quote_ident(c.table_schema) || '.' || quote_ident(c.table_name), quote_ident(c.column_name), k.columns
            from information_schema.columns c
            join (
                select u.table_schema, u.table_name, string_agg(quote_ident(u.column_name), ', ' order by u.ordinal_position) as columns
                from information_schema.key_column_usage u
                join information_schema.table_constraints t using (constraint_schema, constraint_name)
                where t.constraint_type = 'PRIMARY KEY'
                group by u.table_schema, u.table_name) k using (table_schema, table_name)
            where c.table_schema not in ('pg_catalog', 'information_schema')
            """, row => (Table: row.GetString(0), Column: row.GetString(1), Key: row.GetString(2)));
        var census = new Census();
        var rows = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in found.GroupBy(row => (row.Table, row.Key)))
        {
            var names = table.Select(row => row.Column).ToArray();
            var hashes = names.Select(name => $"md5(coalesce(string_agg(coalesce({name}::text, '-') , '|' order by {table.Key.Key}), ''))");
            var (count, values) = (await Read(connection, $"select count(*), array[{string.Join(", ", hashes)}] from {table.Key.Table}", row => (row.GetInt64(0), row.GetFieldValue<string[]>(1))))[0];
            rows[table.Key.Table] = count;
            foreach (var (name, hash) in names.Zip(values))
            {
                census.columns[(table.Key.Table, name)] = hash;
            }
        }

        census.Rows = rows;
        return census;
    }

    /// <summary>What was there before and is not there any more, or not as it was.</summary>
    public IEnumerable<string> LostIn(Census later)
    {
        foreach (var ((table, column), hash) in columns)
        {
            if (!later.columns.TryGetValue((table, column), out var now))
            {
                yield return $"{table}.{column}";
            }
            else if (Rows[table] != later.Rows[table])
            {
                yield return $"{table}: {Rows[table]} rows, now {later.Rows[table]}";
            }
            else if (now != hash)
            {
                yield return $"{table}.{column}: other values";
            }
        }
    }

    private static async Task<List<T>> Read<T>(NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> of)
    {
#pragma warning disable CA2100 // The names come from the catalogue.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(of(reader));
        }

        return rows;
    }
}
