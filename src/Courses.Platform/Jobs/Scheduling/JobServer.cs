using System.Data.Common;
using Courses.Platform.Database;
using Courses.Platform.Work;
using Hangfire.Logging;
using Hangfire.Server;
using Hangfire.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Courses.Platform.Jobs.Scheduling;

/// <summary>
/// Runs jobs on this node: puts those of this version on the schedule, starts, and then keeps watch over the schedule. While the database is away it tries again and again:
/// the pages come up without it and say so.
/// </summary>
internal sealed class JobServer(JobScheduler scheduler, IServiceScopeFactory scopes, IEngine engine, TimeProvider clock, ILoggerFactory logs) : BackgroundService
{
    private static readonly TimeSpan UntilTheNextTry = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenWatches = TimeSpan.FromSeconds(30);

    private readonly ILogger log = logs.CreateLogger<JobServer>();
    private IBackgroundProcessingServer? running;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var isPlanned = false;
        LogProvider.SetCurrentLogProvider(new SchedulerLog(logs));
        while (!stoppingToken.IsCancellationRequested)
        {
            TimeSpan pause;
            try
            {
                if (isPlanned)
                {
                    await Watch(stoppingToken);
                }
                else
                {
                    await RemoveOld(stoppingToken);
                    isPlanned = await IsPlanned(stoppingToken);
                }

                running ??= scheduler.Start();
                pause = isPlanned ? BetweenWatches : UntilTheNextTry;
            }
            catch (DbException error) when (engine.IsMissingTable(error))
            {
                log.LogError(error, "The tables of the jobs are missing, so no jobs run. Run 'Courses.Web migrate'");
                pause = UntilTheNextTry;
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                log.LogWarning(error, "Jobs could not start, or their schedule could not be looked at; it is tried again");
                pause = UntilTheNextTry;
            }

            await Task.Delay(pause, clock, stoppingToken);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (Interlocked.Exchange(ref running, null) is { } server)
        {
            server.SendStop();
            await Task.Run(server.Dispose, cancellationToken);
        }
    }

    /// <summary>Work does not wait for the schedule: a node that died in the middle of writing it keeps it locked for a moment.</summary>
    private async Task<bool> IsPlanned(CancellationToken cancel)
    {
        try
        {
            await Task.Run(scheduler.Plan, cancel);
            return true;
        }
        catch (DistributedLockTimeoutException error)
        {
            log.LogWarning(error, "The schedule is locked; jobs run, and it is tried again");
            return false;
        }
    }

    private async Task RemoveOld(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<CoursesDb>().RemoveOldWork(clock.GetUtcNow(), cancel);
    }

    /// <summary>Queues work that was lost on its way, puts the schedule right where a node of another version broke it, and tells.</summary>
    internal async Task Watch(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CoursesDb>();
        var now = clock.GetUtcNow();
        if (await db.QueueLostWork(scheduler, now, cancel) is > 0 and var found)
        {
            log.LogWarning("{Count} pieces of work were not queued, or their node fell silent; they were queued again", found);
        }

        var repaired = await Task.Run(scheduler.Repair, cancel);
        if (repaired.Count == 0)
        {
            return;
        }

        foreach (var (job, code) in repaired)
        {
            log.LogWarning("The schedule of {Job} was put back: {Code}", job, code);
            db.Add(new JobEvent { Job = job, Code = code, Node = Environment.MachineName, At = now });
        }

        await db.SaveChangesAsync(cancel);
    }
}
