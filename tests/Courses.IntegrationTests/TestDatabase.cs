using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using System.Text;
using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Respawn;
using Respawn.Graph;

namespace Courses.IntegrationTests;

/// <summary>
/// A migrated and empty database for each <see cref="City"/>, which has it for itself. One that was used is emptied by Respawn and goes to the next city, unless a test changed what came with its tables:
/// then it is dropped, and the next one is made anew, on PostgreSQL as a copy of a template. COURSES_TEST_DATABASES=template makes each anew. The figures stand in docs/decisions/0013-dependencies.md.
/// </summary>
internal static class TestDatabase
{
    private static readonly string Server = Environment.GetEnvironmentVariable("COURSES_CONNECTION")
        ?? throw new InvalidOperationException("COURSES_CONNECTION is not set. Run the tests with tools/test, which starts a database.");

    private static readonly string EngineName = Environment.GetEnvironmentVariable("COURSES_DB") ?? "PostgreSql";
    private static readonly SemaphoreSlim OneAtATime = new(1);
    private static readonly bool Reuses = Environment.GetEnvironmentVariable("COURSES_TEST_DATABASES") != "template";
    private static readonly ConcurrentBag<string> Free = [];
    private static string? template;
    private static Table[] filledWhenNew = [];
    private static string whenNew = "";
    private static Respawner? respawner;
    private static int count;

    // What is kept for the next city goes with the run.
    static TestDatabase() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        while (Free.TryTake(out var kept))
        {
            using var db = new DbContext(Options(kept));
            db.Database.EnsureDeleted();
        }
    };

    public static string Engine => EngineName;

    /// <summary>A database with nothing in it.</summary>
    public static async Task<string> CreateEmpty()
    {
        var name = NextName();
        await Execute($"create database {name}");
        return ConnectionTo(name);
    }

    public static async Task<string> Create(Func<string, Task> migrate)
    {
        if (Reuses && Free.TryTake(out var used))
        {
            return used;
        }

        var name = NextName();
        await OneAtATime.WaitAsync();
        try
        {
            if (EngineName != "PostgreSql")
            {
                await migrate(ConnectionTo(name));
                await RowVersionsAsAsked(ConnectionTo(name));
                await RememberWhatIsFilled(ConnectionTo(name));
                return ConnectionTo(name);
            }

            if (template is null)
            {
                var first = $"courses_template_{Environment.ProcessId}";
                await migrate(ConnectionTo(first));
                await RememberWhatIsFilled(ConnectionTo(first));
                Npgsql.NpgsqlConnection.ClearAllPools();
                template = first;
            }

            await Execute($"create database {name} template {template}");
            return ConnectionTo(name);
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    /// <summary>COURSES_TEST_ROW_VERSIONS=off: everything holds without READ_COMMITTED_SNAPSHOT, too, which 'migrate' turns on.</summary>
    private static async Task RowVersionsAsAsked(string connection)
    {
        if (Environment.GetEnvironmentVariable("COURSES_TEST_ROW_VERSIONS") == "off")
        {
            await using var db = new DbContext(Options(connection));
            await db.Database.ExecuteSqlRawAsync("alter database current set read_committed_snapshot off with rollback immediate");
        }
    }

    /// <summary>A city needs its database no more.</summary>
    public static async Task GiveBack(string connection)
    {
        if (Reuses && await IsAsNew(connection))
        {
            Free.Add(connection);
        }
        else
        {
            await Drop(connection);
        }
    }

    private static async Task<bool> IsAsNew(string connection)
    {
        await using var db = new DbContext(Options(connection));
        var open = db.Database.GetDbConnection();
        await open.OpenAsync();
        if (await Fingerprint(open) != whenNew)
        {
            return false;
        }

        respawner ??= await Respawner.CreateAsync(open, new()
        {
            DbAdapter = EngineName == "PostgreSql" ? DbAdapter.Postgres : DbAdapter.SqlServer,
            TablesToIgnore = filledWhenNew,
        });
        await respawner.ResetAsync(open);
        return true;
    }

    /// <summary>Some rows come with the tables, and whoever empties them leaves those.</summary>
    private static async Task RememberWhatIsFilled(string connection)
    {
        await using var db = new DbContext(Options(connection));
        var open = db.Database.GetDbConnection();
        await open.OpenAsync();
        var filled = string.Join(" union all ", (await Tables(open)).Select(table => $"select '{table.Schema}', '{table.Name}' where exists (select 1 from {Quoted(table)})"));
        filledWhenNew = [.. (await Rows(open, filled)).Select(row => new Table((string)row[0], (string)row[1]))];
        whenNew = await Fingerprint(open);
    }

    /// <summary>Which tables there are, and what stands in those that came filled.</summary>
    private static async Task<string> Fingerprint(DbConnection open)
    {
        var tables = (await Tables(open)).Select(Quoted).Order(StringComparer.Ordinal).ToArray();
        var text = new StringBuilder().AppendJoin('\n', tables);
        foreach (var table in filledWhenNew.Select(Quoted).Intersect(tables, StringComparer.Ordinal))
        {
            var rows = (await Rows(open, $"select * from {table}")).Select(row => string.Join('|', row.Select(value => value is byte[] bytes ? Convert.ToHexString(bytes) : Convert.ToString(value, CultureInfo.InvariantCulture))));
            text.AppendJoin('\n', rows.Order(StringComparer.Ordinal).Prepend($"{table}:"));
        }

        return text.ToString();
    }

    private static async Task<IEnumerable<Table>> Tables(DbConnection open) =>
        (await Rows(open, "select table_schema, table_name from information_schema.tables where table_type = 'BASE TABLE' and table_schema not in ('information_schema', 'pg_catalog', 'sys')"))
            .Select(row => new Table((string)row[0], (string)row[1]));

    private static string Quoted(Table table) => $"\"{table.Schema}\".\"{table.Name}\"";

    private static async Task<List<object[]>> Rows(DbConnection open, string sql)
    {
        await using var command = open.CreateCommand();
#pragma warning disable CA2100 // The names come from the catalogue.
        command.CommandText = sql;
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<object[]>();
        while (await reader.ReadAsync())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }

        return rows;
    }

    public static async Task Drop(string connection)
    {
        await using var db = new DbContext(Options(connection));
        await db.Database.EnsureDeletedAsync();
    }

    private static string NextName() => $"courses_test_{Environment.ProcessId}_{Interlocked.Increment(ref count)}";

    private static string ConnectionTo(string database)
    {
        var builder = new DbConnectionStringBuilder { ConnectionString = Server };
        builder.Remove("Initial Catalog");
        builder["Database"] = database;
        return builder.ConnectionString;
    }

    private static async Task Execute(string sql)
    {
        await using var db = new DbContext(Options(Server));
        await db.Database.ExecuteSqlRawAsync(sql);
    }

    private static DbContextOptions Options(string connection)
    {
        var options = new DbContextOptionsBuilder();
        Engines.Named(EngineName).Configure(options, connection);
        return options.Options;
    }
}
