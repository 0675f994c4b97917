using Courses.Tests.Shared;
using Npgsql;

namespace Courses.Benchmarks;

/// <summary>The host as it runs in production, and its database as it is then: what is measured goes through HTTP.</summary>
internal static class BenchmarkedHost
{
    public static async Task<HostProcess> Start()
    {
        var port = HostProcess.FreePort();
        var host = new HostProcess(
            Environment.GetEnvironmentVariable("COURSES_CONNECTION")!,
            port,
            ("COURSES_JOBS", "off"),
            // Development only spares the key of the passes: what it looks at beside is off, as in a city.
            ("ASPNETCORE_ENVIRONMENT", "Development"), ("COURSES_THREAD_CHECKS", "off"), ("COURSES_PUBLIC_URL", $"http://127.0.0.1:{port}"))
        { IsSilent = true, Patience = TimeSpan.FromMinutes(3) };
        await host.Start();
        return host;
    }

    /// <summary>The plans of prepared statements must not be those of empty tables: a city's tables are full, and the database looks at them by itself.</summary>
    public static async Task Settle(NpgsqlDataSource database)
    {
        await using var settle = database.CreateCommand("vacuum analyze");
        settle.CommandTimeout = 300;
        await settle.ExecuteNonQueryAsync();
    }
}
