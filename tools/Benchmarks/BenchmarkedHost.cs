using System.Diagnostics;
using System.Globalization;
using Courses.Tests.Shared;
using Npgsql;

namespace Courses.Benchmarks;

/// <summary>The host as it runs in production, and its database as it is then: what is measured goes through HTTP.</summary>
internal static class BenchmarkedHost
{
    private const double StillCompiling = 0.02;
    private static readonly TimeSpan LongestWarmUp = TimeSpan.FromMinutes(4);

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

    /// <summary>
    /// Runs what is about to be measured until the host has compiled it as it stays: a server runs for weeks, and the compiler takes as much of the machine as the
    /// work itself at first. Where the system does not name threads it is run once.
    /// </summary>
    public static async Task Warm(HostProcess host, Func<Task> round)
    {
        var watch = Stopwatch.StartNew();
        double share;
        do
        {
            var (before, started) = (host.Recompiling, watch.Elapsed);
            await round();
            var compiled = host.Recompiling.Sum(thread => (thread.Value - before.GetValueOrDefault(thread.Key)).TotalSeconds);
            share = compiled / (watch.Elapsed - started).TotalSeconds;
        }
        while (share > StillCompiling && watch.Elapsed < LongestWarmUp);

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"MEASURED warmed up for {watch.Elapsed.TotalSeconds:0} s; the compiler took {share:0.00} processors at the end"));
    }

    /// <summary>The plans of prepared statements must not be those of empty tables: a city's tables are full, and the database looks at them by itself.</summary>
    public static async Task Settle(NpgsqlDataSource database)
    {
        await using var settle = database.CreateCommand("vacuum analyze");
        settle.CommandTimeout = 300;
        await settle.ExecuteNonQueryAsync();
    }
}
