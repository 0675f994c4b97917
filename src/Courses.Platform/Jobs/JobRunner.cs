using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Courses.Platform.Jobs;

/// <summary>Runs a job in a scope of its own and writes the run down, whatever becomes of it.</summary>
public sealed class JobRunner(IServiceScopeFactory scopes, IEnumerable<JobDefinition> jobs, TimeProvider clock, ILogger<JobRunner> log)
{
    /// <summary>Quick jobs find nothing to do most of the time; those runs are kept for a day only.</summary>
    private static readonly TimeSpan EmptyRunsAreKept = TimeSpan.FromDays(1);
    private static readonly TimeSpan RunsAreKept = TimeSpan.FromDays(90);

    public IReadOnlyList<JobDefinition> Jobs { get; } = [.. jobs.OrderBy(job => job.Name, StringComparer.Ordinal)];

    public async Task<int> Run(string name, CancellationToken cancel)
    {
        var job = Jobs.Single(job => job.Name == name);
        var started = clock.GetUtcNow();
        Guid runId;
        await using (var scope = scopes.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<CoursesDb>();
            await db.Set<JobRun>().Where(row => row.Job == name && row.EndedAt != null
                && (row.StartedAt < started - RunsAreKept || (row.StartedAt < started - EmptyRunsAreKept && row.Items == 0 && row.Error == null))).ExecuteDeleteAsync(cancel);
            var run = new JobRun { Job = name, Node = Environment.MachineName, StartedAt = started };
            db.Add(run);
            await db.SaveChangesAsync(cancel);
            runId = run.Id;
        }

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
            log.LogError(failure, "Job {Job} failed", name);
            throw;
        }
        catch (OperationCanceledException)
        {
            error = "Stopped with the server; the next run takes over.";
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
}
