using System.Collections.Concurrent;
using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Respawn;

namespace Courses.IntegrationTests;

/// <summary>
/// A migrated and empty database for each <see cref="City"/>, which has it for itself. On PostgreSQL it is a copy of a template that is migrated once a run, and is dropped afterwards.
/// SQL Server has no templates and migrating takes seconds, so there a database that was used is emptied by Respawn and goes to the next city: as many are made as classes run at once.
/// COURSES_TEST_DATABASES=respawn or template chooses on PostgreSQL. The figures stand in docs/decisions/0013-dependencies.md.
/// </summary>
internal static class TestDatabase
{
    private static readonly string Server = Environment.GetEnvironmentVariable("COURSES_CONNECTION")
        ?? throw new InvalidOperationException("COURSES_CONNECTION is not set. Run the tests with tools/test, which starts a database.");

    private static readonly string EngineName = Environment.GetEnvironmentVariable("COURSES_DB") ?? "PostgreSql";
    private static readonly SemaphoreSlim OneAtATime = new(1);
    private static readonly bool Reuses = (Environment.GetEnvironmentVariable("COURSES_TEST_DATABASES") ?? (EngineName == "PostgreSql" ? "template" : "respawn")) == "respawn";
    private static readonly ConcurrentBag<string> Free = [];
    private static string? template;
    private static Respawn.Graph.Table[] filledWhenNew = [];
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
        if (EngineName != "PostgreSql")
        {
            await migrate(ConnectionTo(name));
            await RowVersionsAsAsked(ConnectionTo(name));
            await RememberWhatIsFilled(ConnectionTo(name));
            return ConnectionTo(name);
        }

        await OneAtATime.WaitAsync();
        try
        {
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
        if (!Reuses)
        {
            await Drop(connection);
            return;
        }

        await using var db = new DbContext(Options(connection));
        var open = db.Database.GetDbConnection();
        await open.OpenAsync();
        var respawner = await Respawner.CreateAsync(open, new()
        {
            DbAdapter = EngineName == "PostgreSql" ? DbAdapter.Postgres : DbAdapter.SqlServer,
            TablesToIgnore = filledWhenNew,
        });
        await respawner.ResetAsync(open);
        Free.Add(connection);
    }

    /// <summary>Some rows come with the tables, and whoever empties them leaves those.</summary>
    private static async Task RememberWhatIsFilled(string connection)
    {
        await using var db = new DbContext(Options(connection));
        var open = db.Database.GetDbConnection();
        await open.OpenAsync();
        var tables = await Read("select table_schema, table_name from information_schema.tables where table_type = 'BASE TABLE' and table_schema not in ('information_schema', 'pg_catalog', 'sys')");
        filledWhenNew = [.. await Read(string.Join(" union all ", tables.Select(table => $"select '{table.Schema}', '{table.Name}' where exists (select 1 from \"{table.Schema}\".\"{table.Name}\")")))];

        async Task<List<Respawn.Graph.Table>> Read(string sql)
        {
            await using var command = open.CreateCommand();
#pragma warning disable CA2100 // The names come from the catalogue.
            command.CommandText = sql;
#pragma warning restore CA2100
            await using var reader = await command.ExecuteReaderAsync();
            var found = new List<Respawn.Graph.Table>();
            while (await reader.ReadAsync())
            {
                found.Add(new(reader.GetString(0), reader.GetString(1)));
            }

            return found;
        }
    }

    public static async Task Drop(string connection)
    {
        await using var db = new DbContext(Options(connection));
        await db.Database.EnsureDeletedAsync();
    }

    private static string NextName() => $"courses_test_{Environment.ProcessId}_{Interlocked.Increment(ref count)}";

    private static string ConnectionTo(string database)
    {
        var builder = new System.Data.Common.DbConnectionStringBuilder { ConnectionString = Server };
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
