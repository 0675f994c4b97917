using System.Data.Common;
using System.Globalization;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Quartz;

namespace Courses.Platform.Database;

internal sealed class PostgreSql : IEngine
{
    private const int FewRows = 1000;

    public string Name => "PostgreSql";

    public void StoreSchedule(IPersistentStoreBuilder store, string connectionString) => store.UsePostgres(NpgsqlFactory.Instance, connectionString);

    public void Configure(DbContextOptionsBuilder options, string connectionString) =>
        options.UseNpgsql(Prepared(connectionString), npgsql => npgsql
            .EnableRetryOnFailure(4, TimeSpan.FromSeconds(2), null)
            .MigrationsAssembly("Courses.Migrations.PostgreSql")
            .MigrationsHistoryTable("migration", "platform"));

    public bool IsDuplicate(DbException error) => error is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    public bool IsAway(DbException error) => error switch
    {
        PostgresException postgres => postgres.SqlState.StartsWith("57P", StringComparison.Ordinal) || postgres.SqlState.StartsWith("08", StringComparison.Ordinal)
            || postgres.SqlState == PostgresErrorCodes.TooManyConnections,
        NpgsqlException npgsql => npgsql.IsTransient || npgsql.InnerException is SocketException or IOException or TimeoutException,
        _ => false,
    };

    public string LockRow(string table) => $"update {table} set version = version + 1 where id = {{0}} returning *";

    public async Task BulkInsert<T>(CoursesDb db, IReadOnlyCollection<T> rows, CancellationToken cancel)
        where T : class
    {
        BulkColumns.SetKeys(db, rows);
        var columns = BulkColumns.Of<T>(db);
        await db.Database.OpenConnectionAsync(cancel);
        try
        {
            if (rows.Count <= FewRows)
            {
                await using var insert = FromArrays(db, columns, rows, "");
                await insert.ExecuteNonQueryAsync(cancel);
                return;
            }

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
                BulkColumns.SetKeys(db, rows);
                var columns = BulkColumns.Of<T>(db);
                var unique = columns[uniqueProperty].Name;
                if (rows.Count <= FewRows)
                {
                    await using var insert = FromArrays(db, columns, rows, $" order by {unique} on conflict ({unique}) do nothing returning {unique}");
                    await using var reader = await insert.ExecuteReaderAsync(cancel);
                    var found = new HashSet<Guid>(rows.Count);
                    while (await reader.ReadAsync(cancel))
                    {
                        found.Add(reader.GetGuid(0));
                    }

                    return found;
                }

                await db.Database.ExecuteSqlRawAsync($"create temporary table incoming (like {columns.FullName}) on commit drop", cancel);
                await Copy(db, "incoming", columns, rows, cancel);
                var inserted = await db.Database.SqlQueryRaw<Guid>(
                    $"insert into {columns.FullName} ({columns.List}) select {columns.List} from incoming order by {unique} on conflict ({unique}) do nothing  returning {unique} as \"Value\"").ToListAsync(cancel);
                await db.Database.ExecuteSqlRawAsync("drop table incoming", cancel);
                return inserted.ToHashSet();
#pragma warning restore EF1002
            },
            cancel);

    /// <summary>One statement, one round trip: each column travels as an array. A temporary table and COPY pay only for more rows.</summary>
    private static NpgsqlCommand FromArrays<T>(CoursesDb db, BulkColumns columns, IReadOnlyCollection<T> rows, string then)
        where T : class
    {
#pragma warning disable CA2100 // The names come from the model, never from a caller.
        var command = new NpgsqlCommand(
            $"insert into {columns.FullName} ({columns.List}) select {columns.List} from unnest({string.Join(", ", columns.Columns.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"${i + 1}")))}) as incoming({columns.List}){then}",
            (NpgsqlConnection)db.Database.GetDbConnection(),
            (NpgsqlTransaction?)db.Database.CurrentTransaction?.GetDbTransaction());
#pragma warning restore CA2100
        foreach (var column in columns.Columns)
        {
            command.Parameters.Add(new() { Value = column.ValuesOf(rows), DataTypeName = column.Mapping.StoreTypeNameBase + "[]" });
        }

        return command;
    }

    /// <summary>The statements a connection sends again and again are parsed and planned once; how many may be set in the connection string.</summary>
    private static string Prepared(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        if (settings.MaxAutoPrepare == 0)
        {
            settings.MaxAutoPrepare = 100;
        }

        return settings.ConnectionString;
    }

    private static async Task Copy<T>(CoursesDb db, string table, BulkColumns columns, IReadOnlyCollection<T> rows, CancellationToken cancel)
        where T : class
    {
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var types = columns.Columns.Select(column => column.Mapping.StoreTypeNameBase).ToArray();
        await using var writer = await connection.BeginBinaryImportAsync($"copy {table} ({columns.List}) from stdin (format binary)", cancel);
        foreach (var row in rows)
        {
            await writer.StartRowAsync(cancel);
            for (var i = 0; i < types.Length; i++)
            {
                var value = columns.Columns[i].ValueOf(row);
                await (value is null ? writer.WriteNullAsync(cancel) : writer.WriteAsync(value, types[i], cancel));
            }
        }

        await writer.CompleteAsync(cancel);
    }
}
