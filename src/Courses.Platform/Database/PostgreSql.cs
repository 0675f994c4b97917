using System.Data.Common;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Quartz;

namespace Courses.Platform.Database;

internal sealed class PostgreSql : IEngine
{
    public string Name => "PostgreSql";

    public void StoreSchedule(IPersistentStoreBuilder store, string connectionString) => store.UsePostgres(NpgsqlFactory.Instance, connectionString);

    public void Configure(DbContextOptionsBuilder options, string connectionString) =>
        options.UseNpgsql(connectionString, npgsql => npgsql
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

    public async Task BulkInsert<T>(CoursesDb db, IReadOnlyCollection<T> rows, CancellationToken cancel)
        where T : class
    {
        BulkColumns.SetKeys(db, rows);
        var columns = BulkColumns.Of<T>(db);
        await db.Database.OpenConnectionAsync(cancel);
        try
        {
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
                await db.Database.ExecuteSqlRawAsync($"create temporary table incoming (like {columns.FullName}) on commit drop", cancel);
                await Copy(db, "incoming", columns, rows, cancel);
                var inserted = await db.Database.SqlQueryRaw<Guid>(
                    $"insert into {columns.FullName} ({columns.List}) select {columns.List} from incoming order by {unique} on conflict ({unique}) do nothing  returning {unique} as \"Value\"").ToListAsync(cancel);
                await db.Database.ExecuteSqlRawAsync("drop table incoming", cancel);
                return inserted.ToHashSet();
#pragma warning restore EF1002
            },
            cancel);

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
