using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Courses.IntegrationTests;

/// <summary>
/// A migrated database of its own for each <see cref="City"/>. On PostgreSQL it is a copy of a template that is migrated once a run;
/// SQL Server has no templates, so there each is migrated.
/// </summary>
internal static class TestDatabase
{
    private static readonly string Server = Environment.GetEnvironmentVariable("COURSES_CONNECTION")
        ?? throw new InvalidOperationException("COURSES_CONNECTION is not set. Run the tests with tools/test, which starts a database.");

    private static readonly string EngineName = Environment.GetEnvironmentVariable("COURSES_DB") ?? "PostgreSql";
    private static readonly SemaphoreSlim OneAtATime = new(1);
    private static string? template;
    private static int count;

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
        var name = NextName();
        if (EngineName != "PostgreSql")
        {
            await migrate(ConnectionTo(name));
            return ConnectionTo(name);
        }

        await OneAtATime.WaitAsync();
        try
        {
            if (template is null)
            {
                var first = $"courses_template_{Environment.ProcessId}";
                await migrate(ConnectionTo(first));
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
