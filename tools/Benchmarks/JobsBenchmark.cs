using System.Diagnostics;
using System.Globalization;
using Courses.Platform.Database;
using Courses.Platform.Jobs.Scheduling;
using Courses.Platform.Work;
using Courses.Tests.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Courses.Benchmarks;

/// <summary>
/// What jobs cost and how fast they are: the statements a minute of a node that has nothing to do, beside those of the last build with Quartz at the same time on the same
/// server; how long work waits that another process queues; and how much of it a node does.
/// </summary>
internal static class JobsBenchmark
{
    private const int Waits = 200;
    private const int Burst = 1_000;
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(30);

    public static async Task Run(string[] args)
    {
        var seconds = Option(args, "--seconds") is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : 120;
        Console.Error.WriteLine("Arranging ...");
        await using var product = await BenchmarkHost.Start();
        var connection = Environment.GetEnvironmentVariable("COURSES_CONNECTION")!;
        await using var database = NpgsqlDataSource.Create(connection);
        await Execute(database, "create extension if not exists pg_stat_statements");
        await using var node = new HostProcess(connection, HostProcess.FreePort(), ("ASPNETCORE_ENVIRONMENT", "Development"), ("COURSES_THREAD_CHECKS", "off"), ("COURSES_LOG", "text")) { IsSilent = true };
        await node.Start();
        await Idle(database, Option(args, "--quartz"), connection, seconds);
        await Latency(product, database);
        await Throughput(product, database);
    }

    private static async Task Idle(NpgsqlDataSource database, string? quartz, string connection, int seconds)
    {
        Process? old = null;
        var beside = new NpgsqlConnectionStringBuilder(connection) { Database = "bench_quartz" };
        if (quartz is null)
        {
            Console.WriteLine("There is no build with Quartz to measure beside (--quartz DIR, which tools/bench makes from the history of the repository): the idle statements have no limit.");
        }
        else
        {
            var web = Path.Combine(quartz, "src/Courses.Web/bin/Release/net10.0/Courses.Web");
            var folder = Path.Combine(quartz, "src/Courses.Web");
            using (var migrate = Started(web, folder, beside.ConnectionString, "migrate"))
            {
                await migrate.WaitForExitAsync();
            }

            old = Started(web, folder, beside.ConnectionString, "--urls", $"http://127.0.0.1:{HostProcess.FreePort()}", "--contentRoot", folder);
        }

        try
        {
            await Task.Delay(Settled);
            await Execute(database, "select pg_stat_statements_reset()");
            Console.Error.WriteLine($"Measuring idle nodes for {seconds} s ...");
            await Task.Delay(TimeSpan.FromSeconds(seconds));
            var idle = await Number(database, Of("bench")) * 60 / seconds;
            if (old is null)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"jobs-idle-statements {idle:0} a minute, beside nothing"));
                return;
            }

            Figure.AtMost("jobs-idle-statements", idle, "per-minute", await Number(database, Of("bench_quartz")) * 60 / seconds, 2);
        }
        finally
        {
            old?.Kill();
            old?.Dispose();
        }

        // BEGIN and COMMIT count: each is a round trip.
        static string Of(string name) => $"select coalesce(sum(calls), 0)::float8 from pg_stat_statements s join pg_database d on d.oid = s.dbid where d.datname = '{name}'";
    }

    /// <summary>From the commit of the row to its start on the node. This process runs no jobs, so nothing but the database can wake the node.</summary>
    private static async Task Latency(WebApplication product, NpgsqlDataSource database)
    {
        Console.Error.WriteLine("Measuring how long work waits ...");
        var random = new Random(1);
        for (var i = 0; i < Waits; i++)
        {
            await Ask(product);
            await Task.Delay(random.Next(50, 400));
        }

        await AllEnded(database);
        Figure.AtMost("jobs-queue-latency-p95", await Number(database, "select percentile_cont(0.95) within group (order by extract(epoch from started_at - asked_at))::float8 from platform.work"), "s", 2);
        Figure.AtMost("jobs-queue-latency-max", await Number(database, "select max(extract(epoch from started_at - asked_at))::float8 from platform.work"), "s", 15);
    }

    private static async Task Throughput(WebApplication product, NpgsqlDataSource database)
    {
        Console.Error.WriteLine("Measuring how much work a node does ...");
        await Execute(database, "truncate platform.work");
        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(Enumerable.Range(0, Burst), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, _) => await Ask(product));
        await AllEnded(database);

        // A floor of our own: a desk of a large city asks for a few a minute.
        Figure.AtLeast("jobs-a-second", Burst / watch.Elapsed.TotalSeconds, "jobs/s", 10, 1);
    }

    private static async Task Ask(WebApplication product)
    {
        await using var scope = product.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CoursesDb>();
        var now = TimeProvider.System.GetUtcNow();
        var item = new WorkItem { Name = "recompute-person", Arguments = $$"""{"ParticipantId":"{{Guid.CreateVersion7()}}"}""", AskedBy = Guid.NewGuid(), AskedByName = "Bench", AskedAs = "[]", AskedAt = now };
        item.Queue(now);
        db.Add(item);
        await db.SaveChangesAsync();
        scope.ServiceProvider.GetRequiredService<JobScheduler>().Enqueue(item.Name, item.Id);
    }

    private static async Task AllEnded(NpgsqlDataSource database)
    {
        while (await Number(database, "select count(*)::float8 from platform.work where ended_at is null") > 0)
        {
            await Task.Delay(100);
        }

        if (await Number(database, "select count(*)::float8 from platform.work where state <> 'Done'") is > 0 and var failed)
        {
            throw new InvalidOperationException($"{failed} pieces of work failed.");
        }
    }

    private static Process Started(string command, string folder, string connection, params string[] arguments)
    {
        var start = new ProcessStartInfo(command, arguments) { UseShellExecute = false, WorkingDirectory = folder, RedirectStandardOutput = true };
        (start.Environment["COURSES_CONNECTION"], start.Environment["ASPNETCORE_ENVIRONMENT"], start.Environment["COURSES_JOBS"]) = (connection, "Development", "on");
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }

    private static string? Option(string[] args, string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;

    private static async Task Execute(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<double> Number(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (double)(await command.ExecuteScalarAsync())!;
    }
}
