using System.Data.Common;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Jobs.Scheduling;
using Courses.Platform.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Courses.Platform.Jobs;

/// <summary>What operators see of the jobs, and 'run now'.</summary>
public sealed class JobDesk(IServiceProvider services, IServiceScopeFactory scopes, JobRunner runner, TimeProvider clock, ILogger<JobDesk> log)
{
    private static readonly TimeSpan EventsAreShown = TimeSpan.FromDays(7);

    private readonly JobScheduler scheduler = services.GetRequiredService<JobScheduler>();

    public async Task<JobsOverview> Overview(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CoursesDb>();
        var now = clock.GetUtcNow();
        var (dayAgo, weekAgo) = (now.AddDays(-1), now - EventsAreShown);
        var runs = db.Set<JobRun>().AsNoTracking();
        var last = await (
            from run in runs
            where run.StartedAt == runs.Where(other => other.Job == run.Job).Max(other => other.StartedAt)
            select new { run.Job, run.StartedAt, run.EndedAt, run.Items, run.Error, run.Node }).ToListAsync(cancel);
        var day = await runs.Where(run => run.StartedAt >= dayAgo).GroupBy(run => run.Job)
            .Select(group => new { Job = group.Key, Runs = group.Count(), Items = group.Sum(run => run.Items), Errors = group.Count(run => run.Error != null) }).ToDictionaryAsync(group => group.Job, cancel);
        var repaired = await db.Set<JobEvent>().AsNoTracking().Where(seen => seen.At >= weekAgo).OrderByDescending(seen => seen.At).Take(20)
            .Select(seen => new JobRepair(seen.Job, seen.Code, seen.Node, seen.At)).ToListAsync(cancel);

        // What is open, and what went wrong lately.
        var work = await db.Set<WorkItem>().AsNoTracking()
            .Where(item => item.State == WorkState.Waiting || item.State == WorkState.Running || (item.State == WorkState.Failed && item.EndedAt >= weekAgo))
            .OrderByDescending(item => item.AskedAt).Take(50)
            .Select(item => new WorkLine(item.Id, item.Name, item.State, item.AskedByName, item.AskedAt, item.Node)).ToListAsync(cancel);
        var nodes = await Nodes(cancel);
        var next = nodes is null ? new Dictionary<string, DateTimeOffset>() : await Task.Run(scheduler.NextRuns, cancel);
        var overview = new List<JobOverview>();
        foreach (var job in runner.Jobs)
        {
            var run = last.FirstOrDefault(run => run.Job == job.Name);
            day.TryGetValue(job.Name, out var sums);
            overview.Add(new(
                job.Name,
                job.Schedule,
                job.Retries,
                run?.StartedAt,
                run?.EndedAt,
                run?.Items ?? 0,
                run?.Error,
                run?.Node,
                next.TryGetValue(job.Name, out var at) ? at : null,
                sums?.Runs ?? 0,
                sums?.Items ?? 0,
                sums?.Errors ?? 0));
        }

        return new(overview, nodes, repaired, work);
    }

    /// <summary>The nodes that run jobs; none when nothing runs by the clock, null when the store of the schedule does not answer or was never made.</summary>
    public async Task<IReadOnlyList<JobNode>?> Nodes(CancellationToken cancel)
    {
        try
        {
            return await Task.Run(scheduler.Nodes, cancel);
        }
        catch (DbException error)
        {
            log.LogWarning(error, "The store of the schedule did not answer");
            return null;
        }
    }

    /// <summary>Through the scheduler where a node runs jobs; here and now where none does.</summary>
    public async Task RunNow(string name, CancellationToken cancel)
    {
        if (runner.Find(name) is null)
        {
            throw new NotFound("job");
        }

        if (await Nodes(cancel) is { Count: > 0 })
        {
            await Task.Run(() => scheduler.Trigger(name), cancel);
        }
        else if (await runner.Run(name, cancel) is null)
        {
            throw new RuleBroken("jobs.runs-already");
        }
    }
}

/// <summary>The jobs of this version, the nodes that run them (null: nobody knows), what the watch put right in the last days, and the work of people that is open or failed.</summary>
public sealed record JobsOverview(IReadOnlyList<JobOverview> Jobs, IReadOnlyList<JobNode>? Nodes, IReadOnlyList<JobRepair> Repairs, IReadOnlyList<WorkLine> Work);

public sealed record JobOverview(
    string Name, JobSchedule Schedule, Retries Retries, DateTimeOffset? LastStart, DateTimeOffset? LastEnd, int LastItems, string? LastError, string? Node, DateTimeOffset? NextRun, int RunsOfTheDay, int ItemsOfTheDay, int ErrorsOfTheDay);

public sealed record WorkLine(Guid Id, string Name, WorkState State, string AskedBy, DateTimeOffset AskedAt, string? Node);

/// <summary>A job that was put back on the schedule; the code is a sentence.</summary>
public sealed record JobRepair(string Job, string Code, string Node, DateTimeOffset At);
