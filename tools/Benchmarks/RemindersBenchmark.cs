using System.Diagnostics;
using System.Globalization;
using Courses.Contracts.Timetable;
using Courses.Platform.Database;
using Courses.Platform.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Courses.Benchmarks;

/// <summary>
/// 100,000 people have a session tomorrow: the run that works out and queues a reminder for each of them, and the run ten minutes later that finds nothing more to do. Beside it the rows alone, copied
/// by bare SQL.
/// </summary>
internal static class RemindersBenchmark
{
    private const double Limit = 60;

    public static async Task Run(string[] args)
    {
        var people = args is [var count, ..] ? int.Parse(count, CultureInfo.InvariantCulture) : 100_000;
        await using var app = await BenchmarkHost.Start();
        await using var source = NpgsqlDataSource.Create(Environment.GetEnvironmentVariable("COURSES_CONNECTION")!);
        await using (var scope = app.Services.CreateAsyncScope())
        {
            await AttendingCity.HasPeopleInClasses(scope.ServiceProvider.GetRequiredService<CoursesDb>(), people, [Tomorrow()]);
        }

        await BenchmarkedHost.Settle(source);
        Console.Error.WriteLine("Measuring ...");
        using var memory = new PeakMemory();
        var (seconds, queued) = await Remind(app);
        if (queued != people)
        {
            throw new InvalidOperationException($"{queued} of {people} people are reminded.");
        }

        await BenchmarkedHost.Settle(source);
        var (again, nothing) = await Remind(app);
        if (nothing != 0)
        {
            throw new InvalidOperationException($"{nothing} people are reminded a second time.");
        }

        var watch = Stopwatch.StartNew();
        await using (var bare = source.CreateCommand("create table messaging.bare (like messaging.message including indexes); insert into messaging.bare select * from messaging.message"))
        {
            await bare.ExecuteNonQueryAsync();
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"MEASURED the same {people} rows copied inside the database took {watch.Elapsed.TotalSeconds:0.0} s"));
        Figure.AtMost("reminders-decided", seconds, "s", Limit);
        Figure.AtMost("reminders-again", again, "s", seconds);
        Figure.AtMost("reminders-memory", memory.Megabytes, "MB", 512);
    }

    private static NewSession Tomorrow()
    {
        var begins = TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow().AddHours(20), TimeZoneInfo.FindSystemTimeZoneById("Europe/Vienna"));
        var from = new TimeOnly(Math.Min(begins.Hour, 22), 0);
        return new(DateOnly.FromDateTime(begins.DateTime), from, from.AddHours(1), 45);
    }

    private static async Task<(double Seconds, int Queued)> Remind(WebApplication app)
    {
        var watch = Stopwatch.StartNew();
        var queued = await app.Services.GetRequiredService<JobRunner>().Run("session-reminders", CancellationToken.None);
        return (watch.Elapsed.TotalSeconds, queued!.Value);
    }
}
