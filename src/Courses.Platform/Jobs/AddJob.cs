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
    private JobSchedule()
    {
    }

    public TimeSpan? Interval { get; private init; }

    public TimeOnly? DailyAt { get; private init; }

    public static JobSchedule Every(TimeSpan interval) => new() { Interval = interval };

    /// <summary>Once a day at this time of the city (COURSES_TIME_ZONE, Europe/Vienna by default).</summary>
    public static JobSchedule Daily(TimeOnly at) => new() { DailyAt = at };
}

/// <summary>A job as its module registered it. The name is stable; its title for operators stands under <c>job.{Name}</c> in the module's words.</summary>
public sealed record JobDefinition(string Name, JobSchedule Schedule, Type Sweep);

public static class JobRegistration
{
    /// <summary>Registers a recurring job. It gets a scope of its own at each run; on a cluster one node runs it at a time.</summary>
    public static IServiceCollection AddJob<T>(this IServiceCollection services, string name, JobSchedule schedule)
        where T : class, ISweep
    {
        services.TryAddScoped<T>();
        return services.AddSingleton(new JobDefinition(name, schedule, typeof(T)));
    }
}
