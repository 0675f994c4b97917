using System.Globalization;
using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Courses.Platform.Jobs;

/// <summary>Runs a job in a scope of its own, once at a time on the whole cluster, and writes the run down, whatever becomes of it.</summary>
public sealed class JobRunner(IServiceScopeFactory scopes, ClusterLocks locks, IEnumerable<JobDefinition> jobs, TimeProvider clock, ILogger<JobRunner> log)
{
    /// <summary>Quick jobs find nothing to do most of the time; those runs are kept for a day only.</summary>
    private static readonly TimeSpan EmptyRunsAreKept = TimeSpan.FromDays(1);
    private static readonly TimeSpan RunsAreKept = TimeSpan.FromDays(90);

    public IReadOnlyList<JobDefinition> Jobs { get; } = [.. jobs.OrderBy(job => job.Name, StringComparer.Ordinal)];

    public JobDefinition? Find(string name) => Jobs.FirstOrDefault(job => job.Name == name);

    /// <summary>Answers how many items were done; null when another run holds the lock.</summary>
    public async Task<int?> Run(string name, CancellationToken cancel)
    {
        // What a job writes must not depend on who pressed the button, nor on the machine: a Persian calendar has no place in a bank file. Ends with this method.
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (CultureInfo.InvariantCulture, CultureInfo.InvariantCulture);
        var job = Jobs.Single(job => job.Name == name);
        await using var held = await locks.TryTake("job:" + name, cancel);
        if (held is null)
        {
            return null;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel, held.Lost);
        return await WrittenDown(job, stop.Token);
    }

    private async Task<int> WrittenDown(JobDefinition job, CancellationToken cancel)
    {
        var started = clock.GetUtcNow();
        var runId = await Begin(job.Name, started, cancel);
        var items = 0;
        string? error = null;
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            items = await ((ISweep)scope.ServiceProvider.GetRequiredService(job.Sweep)).Run(cancel);
            return items;
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancel.IsCancellationRequested)
        {
            error = failure.ToString();
            log.LogError(failure, "Job {Job} failed", job.Name);
            throw;
        }
        catch (OperationCanceledException)
        {
            error = JobRun.Stopped;
            throw;
        }
        finally
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<CoursesDb>();
            var ended = clock.GetUtcNow();
            await db.Set<JobRun>().Where(row => row.Id == runId).ExecuteUpdateAsync(
                set => set.SetProperty(row => row.EndedAt, ended).SetProperty(row => row.Items, items).SetProperty(row => row.Error, error), CancellationToken.None);
        }
    }

    private async Task<Guid> Begin(string name, DateTimeOffset started, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CoursesDb>();
        await db.Set<JobRun>().Where(row => row.Job == name && row.EndedAt != null
            && (row.StartedAt < started - RunsAreKept || (row.StartedAt < started - EmptyRunsAreKept && row.Items == 0 && row.Error == null))).ExecuteDeleteAsync(cancel);

        // The lock is ours, so a run that has not ended never will: its node died.
        await db.Set<JobRun>().Where(row => row.Job == name && row.EndedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.EndedAt, started).SetProperty(row => row.Error, JobRun.Died), cancel);
        var run = new JobRun { Job = name, Node = Environment.MachineName, StartedAt = started };
        db.Add(run);
        await db.SaveChangesAsync(cancel);
        return run.Id;
    }
}
