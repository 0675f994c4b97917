using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Courses.Platform.Jobs;

/// <summary>
/// Work that comes back by the clock. Each run is a set-based sweep over what is due and may run twice without harm:
/// what must happen once is guarded by a unique row in the module's own tables, not by the scheduler.
/// </summary>
public interface ISweep
{
    /// <summary>Does what is due and answers how many items were done.</summary>
    Task<int> Run(CancellationToken cancel);
}

/// <summary>When a job runs: at an interval, or every night at a local time.</summary>
public sealed record JobSchedule
{
    private static readonly int[] Seconds = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30];
    private static readonly int[] Hours = [1, 2, 3, 4, 6, 8, 12];

    private JobSchedule()
    {
    }

    public TimeSpan? Interval { get; private init; }

    public TimeOnly? DailyAt { get; private init; }

    /// <summary>The schedule as the store keeps it. One of an interval is counted in UTC, where no hour is left out or comes twice; one of a day in the city's zone.</summary>
    public required string Cron { get; init; }

    /// <summary>At the full parts of a minute, an hour or a day, so that every node means the same moments: 30 seconds and 15 minutes can be said, 7 minutes cannot.</summary>
    public static JobSchedule Every(TimeSpan interval) => new() { Interval = interval, Cron = CronOf(interval) };

    /// <summary>
    /// Once a day at this time of the city (COURSES_TIME_ZONE, Europe/Vienna by default), also in the nights of the clock changes. It becomes a cron of one minute and one hour:
    /// steps and ranges would run twice in the hour that autumn repeats, and a day with a weekday means both here.
    /// </summary>
    public static JobSchedule Daily(TimeOnly at) => new() { DailyAt = at, Cron = string.Create(CultureInfo.InvariantCulture, $"{at.Minute} {at.Hour} * * *") };

    private static string CronOf(TimeSpan interval) => interval switch
    {
        { Ticks: > 0 } when interval < TimeSpan.FromMinutes(1) && Divides(interval, TimeSpan.FromSeconds(1), Seconds) is { } seconds => $"*/{seconds} * * * * *",
        { Ticks: > 0 } when interval < TimeSpan.FromHours(1) && Divides(interval, TimeSpan.FromMinutes(1), Seconds) is { } minutes => $"*/{minutes} * * * *",
        { Ticks: > 0 } when interval < TimeSpan.FromDays(1) && Divides(interval, TimeSpan.FromHours(1), Hours) is { } hours => $"0 */{hours} * * *",
        _ => throw new ArgumentOutOfRangeException(nameof(interval), interval, "An interval must divide a minute, an hour or a day."),
    };

    private static string? Divides(TimeSpan interval, TimeSpan unit, int[] counts) =>
        Array.Find(counts, count => unit * count == interval) is var found and > 0 ? found.ToString(CultureInfo.InvariantCulture) : null;
}

/// <summary>When work that failed is tried again: after each of these pauses once.</summary>
public sealed record Retries(params IReadOnlyList<TimeSpan> Pauses)
{
    /// <summary>Not at all: the next run does what was left.</summary>
    public static readonly Retries None = new();

    /// <summary>For what would otherwise wait for the next night.</summary>
    public static readonly Retries OfTheNight = new(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(8), TimeSpan.FromMinutes(16));
}

/// <summary>A job as its module registered it. The name is stable; its title for operators stands under <c>job.{Name}</c> in the module's words.</summary>
public sealed record JobDefinition(string Name, JobSchedule Schedule, Type Sweep, Retries Retries);

public static class JobRegistration
{
    /// <summary>
    /// Registers a recurring job. It gets a scope of its own at each run; on a cluster one node runs it at a time. A job of the night that fails is tried again
    /// within half an hour, one of an interval at its next run, unless <paramref name="retries"/> says otherwise.
    /// </summary>
    public static IServiceCollection AddJob<T>(this IServiceCollection services, string name, JobSchedule schedule, Retries? retries = null)
        where T : class, ISweep
    {
        services.TryAddScoped<T>();
        return services.AddSingleton(new JobDefinition(name, schedule, typeof(T), retries ?? (schedule.DailyAt is null ? Retries.None : Retries.OfTheNight)));
    }
}
