using Courses.Platform.Database;
using Courses.Platform.Errors;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace Courses.Platform.Jobs;

/// <summary>What operators see of the jobs, and 'run now'.</summary>
public sealed class JobDesk(IServiceProvider services, IServiceScopeFactory scopes, JobRunner runner, TimeProvider clock)
{
    private readonly ISchedulerFactory? factory = services.GetService<ISchedulerFactory>();

    /// <summary>Are jobs run by the clock on this node?</summary>
    public bool IsOn => factory is not null;

    public async Task<IReadOnlyList<JobOverview>> Overview(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CoursesDb>();
        var dayAgo = clock.GetUtcNow().AddDays(-1);
        var runs = db.Set<JobRun>().AsNoTracking();
        var last = await (
            from run in runs
            where run.StartedAt == runs.Where(other => other.Job == run.Job).Max(other => other.StartedAt)
            select new { run.Job, run.StartedAt, run.EndedAt, run.Items, run.Error, run.Node }).ToListAsync(cancel);
        var day = await runs.Where(run => run.StartedAt >= dayAgo).GroupBy(run => run.Job)
            .Select(group => new { Job = group.Key, Runs = group.Count(), Items = group.Sum(run => run.Items), Errors = group.Count(run => run.Error != null) }).ToDictionaryAsync(group => group.Job, cancel);

        var overview = new List<JobOverview>();
        foreach (var job in runner.Jobs)
        {
            var run = last.FirstOrDefault(run => run.Job == job.Name);
            day.TryGetValue(job.Name, out var sums);
            overview.Add(new(
                job.Name, job.Schedule, run?.StartedAt, run?.EndedAt, run?.Items ?? 0, run?.Error, run?.Node, await NextRun(job.Name, cancel), sums?.Runs ?? 0, sums?.Items ?? 0, sums?.Errors ?? 0));
        }

        return overview;
    }

    public async Task<IReadOnlyList<JobRunLine>> LatestRuns(string name, int count, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CoursesDb>();
        return await db.Set<JobRun>().AsNoTracking().Where(run => run.Job == name).OrderByDescending(run => run.StartedAt).Take(count)
            .Select(run => new JobRunLine(run.StartedAt, run.EndedAt, run.Items, run.Error, run.Node)).ToListAsync(cancel);
    }

    /// <summary>Through the scheduler, so that it never runs twice at once; here and now where the scheduler is off.</summary>
    public async Task RunNow(string name, CancellationToken cancel)
    {
        if (runner.Jobs.All(job => job.Name != name))
        {
            throw new NotFound("job");
        }

        if (factory is null)
        {
            await runner.Run(name, cancel);
            return;
        }

        await (await factory.GetScheduler(cancel)).TriggerJob(new JobKey(name), null, cancel);
    }

    private async Task<DateTimeOffset?> NextRun(string name, CancellationToken cancel) =>
        factory is null ? null : (await (await factory.GetScheduler(cancel)).GetTrigger(new TriggerKey(name), cancel))?.NextFireTimeUtc;
}

public sealed record JobOverview(
    string Name, JobSchedule Schedule, DateTimeOffset? LastStart, DateTimeOffset? LastEnd, int LastItems, string? LastError, string? Node, DateTimeOffset? NextRun, int RunsOfTheDay, int ItemsOfTheDay, int ErrorsOfTheDay);

public sealed record JobRunLine(DateTimeOffset StartedAt, DateTimeOffset? EndedAt, int Items, string? Error, string Node);
