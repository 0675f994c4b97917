using System.Diagnostics;
using System.Globalization;
using Courses.Attendance;
using Courses.Contracts.Attendance;
using Courses.Platform.Chain;
using Courses.Platform.Database;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Courses.Benchmarks;

/// <summary>
/// The facts of a city of many years: how long it takes to chain all of them for the first time, to look whether each is as it was chained, and to look a minute later, when nothing is new. `--facts 6000000` is
/// the city of 100,000 people.
/// </summary>
internal static class ChainBenchmark
{
    private const int AtOnce = 20_000;

    public static async Task Run(string[] args)
    {
        var facts = args is ["--facts", var text, ..] ? int.Parse(text, CultureInfo.InvariantCulture) : 1_000_000;
        await using var app = await BenchmarkHost.Start();
        await using var source = NpgsqlDataSource.Create(Environment.GetEnvironmentVariable("COURSES_CONNECTION")!);
        Console.Error.WriteLine("Arranging ...");
        await HasFacts(app, facts);
        await BenchmarkedHost.Settle(source);

        Console.Error.WriteLine("Measuring ...");
        using var memory = new PeakMemory();
        var (chaining, chained) = await Timed(app, services => services.GetRequiredService<RowChain>().Extend(RowChain.UsualLookBack, CancellationToken.None));
        var (again, nothing) = await Timed(app, services => services.GetRequiredService<RowChain>().Extend(RowChain.UsualLookBack, CancellationToken.None));
        var (checking, verdict) = await Timed(app, services => services.GetRequiredService<ChainWalk>().Run([], CancellationToken.None));
        if (chained != facts || nothing != 0 || verdict.Rows != facts || verdict.Faults.Count > 0)
        {
            throw new InvalidOperationException($"{chained} of {facts} facts were chained, {nothing} again, {verdict.Rows} looked at, {verdict.Faults.Count} found wrong.");
        }

        // Within the hour, with room for the other nodes' work: a city of six million in ten minutes.
        Figure.AtMost(string.Create(CultureInfo.InvariantCulture, $"chain-first-{facts}"), chaining, "s", 600.0 * facts / 6_000_000);
        Figure.AtMost(string.Create(CultureInfo.InvariantCulture, $"chain-check-{facts}"), checking, "s", 600.0 * facts / 6_000_000);
        Figure.AtMost("chain-minute", again, "s", 5);
        Figure.AtMost("chain-memory", memory.Megabytes, "MB", 512);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"MEASURED chained {facts / chaining:0} rows/s, checked {facts / checking:0} rows/s, {verdict.Blocks} blocks"));
    }

    private static async Task HasFacts(WebApplication app, int facts)
    {
        var now = TimeProvider.System.GetUtcNow();
        for (var from = 0; from < facts; from += AtOnce)
        {
            await using var scope = app.Services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<CoursesDb>();
            await db.Engine.BulkInsert(
                db,
                [.. Enumerable.Range(from, Math.Min(AtOnce, facts - from)).Select(i => new AttendanceFact
                {
                    FactId = Guid.NewGuid(),
                    SessionId = Guid.NewGuid(),
                    ParticipantId = Guid.NewGuid(),
                    PassHash = new('a', 64),
                    Kind = FactKind.Present,
                    Source = FactSource.Scan,
                    Claimed = "scan",
                    Proof = ProofGrade.Shown,
                    DeviceId = Guid.NewGuid(),
                    DeviceSequence = i,
                    DeviceTime = now,
                    ClockOffsetMs = 12,
                    ReceivedAt = now,
                    RecordedBy = "Nina",
                })],
                CancellationToken.None);
        }
    }

    private static async Task<(double Seconds, T Answer)> Timed<T>(WebApplication app, Func<IServiceProvider, Task<T>> act)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var watch = Stopwatch.StartNew();
        var answer = await act(scope.ServiceProvider);
        return (watch.Elapsed.TotalSeconds, answer);
    }
}
