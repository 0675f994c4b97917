using Courses.Platform.Database;
using Hangfire;
using Hangfire.Client;
using Hangfire.Common;
using Hangfire.Server;
using Hangfire.States;
using Hangfire.Storage;
using Microsoft.Extensions.Configuration;

namespace Courses.Platform.Jobs.Scheduling;

/// <summary>
/// Hangfire as the rest of the platform uses it; only this folder and the two engines name it. Its store lies in our database, in a schema of its own that `migrate` makes.
/// Everything here blocks, as Hangfire does.
/// </summary>
internal sealed class JobScheduler
{
    public const string Schema = "hangfire";

    /// <summary>A job whose node gave no sign for so long is run by another. A node that lives says so five times in this time.</summary>
    public static readonly TimeSpan TakenOverAfter = TimeSpan.FromSeconds(30);

    /// <summary>So old may the last sign of a node be that counts as running.</summary>
    public static readonly TimeSpan NodeTimeout = TimeSpan.FromMinutes(1);

    private const string Sweeps = "sweeps";
    private const string Work = "work";

    /// <summary>Sweeps and people do not wait for each other.</summary>
    private const int WorkersOfEach = 2;

    /// <summary>Between two runs of any job. What is planned for later was planned by a node whose clock was wrong, and would not run until then.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromDays(2);

    /// <summary>So often it looks for jobs that are due, and for failed ones whose pause is over.</summary>
    private static readonly TimeSpan SchedulePoll = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>What the operator page shows is ours; the store keeps ended jobs for its dashboard only.</summary>
    private static readonly TimeSpan EndedJobsAreKept = TimeSpan.FromHours(6);

    private readonly IServiceProvider services;
    private readonly JobRunner runner;
    private readonly CityTime city;
    private readonly TimeProvider clock;
    private readonly IJobFilterProvider filters;
    private readonly IBackgroundJobFactory factory;
    private readonly IBackgroundJobStateChanger states;

    /// <summary>The names of types without their assembly's version: a node of an older build could not load a newer one's.</summary>
    static JobScheduler() => TypeHelper.CurrentTypeSerializer = TypeHelper.SimpleAssemblyTypeSerializer;

    public JobScheduler(IServiceProvider services, IEngine engine, IConfiguration configuration, JobRunner runner, CityTime city, TimeProvider clock)
    {
        (this.services, this.runner, this.city, this.clock) = (services, runner, city, clock);
        Store = engine.JobStore(configuration["COURSES_CONNECTION"] ?? "");
        Store.JobExpirationTimeout = EndedJobsAreKept;
        filters = new OwnFilters(new RetriesOfTheJob(runner));
        factory = new BackgroundJobFactory(filters);
        states = new BackgroundJobStateChanger(filters);
        Client = new BackgroundJobClient(Store, factory, states);
        Recurring = new RecurringJobManager(Store, filters, new DefaultTimeZoneResolver(), Now);
    }

    public JobStorage Store { get; }

    public IBackgroundJobClient Client { get; }

    public RecurringJobManager Recurring { get; }

    /// <summary>Puts every job of this version on the schedule, as this version has it.</summary>
    public void Plan()
    {
        foreach (var job in runner.Jobs)
        {
            Plan(job);
        }
    }

    /// <summary>Takes off the schedule what no module registers any more. Only `migrate` does so: a node of an older version would throw out what is new.</summary>
    public void Forget()
    {
        using var connection = Store.GetConnection();
        foreach (var gone in connection.GetAllItemsFromSet("recurring-jobs").Where(name => runner.Find(name) is null))
        {
            Recurring.RemoveIfExists(gone);
        }
    }

    /// <summary>Puts back what a node of another version lost or switched off, and answers what that was.</summary>
    public IReadOnlyList<(string Job, string Code)> Repair()
    {
        using var connection = (JobStorageConnection)Store.GetConnection();
        var planned = connection.GetAllItemsFromSet("recurring-jobs");

        // A job without a next run has the score -1, any other that of its next run.
        var off = connection.GetFirstByLowestScoreFromSet("recurring-jobs", -1, -1, 1_000).ToHashSet(StringComparer.Ordinal);
        var tooLate = JobHelper.ToTimestamp(Now() + LongestPause);
        var late = connection.GetFirstByLowestScoreFromSet("recurring-jobs", tooLate, JobHelper.ToTimestamp(DateTime.MaxValue), 1_000).ToHashSet(StringComparer.Ordinal);
        var broken = runner.Jobs
            .Select(job => (Job: job, Code: !planned.Contains(job.Name) ? "jobs.repaired.lost" : off.Contains(job.Name) ? "jobs.repaired.off" : late.Contains(job.Name) ? "jobs.repaired.late" : null))
            .Where(found => found.Code is not null).ToArray();
        foreach (var (job, _) in broken)
        {
            // The store plans anew only what is new or has changed.
            Recurring.RemoveIfExists(job.Name);
            Plan(job);
        }

        return [.. broken.Select(found => (found.Job.Name, found.Code!))];
    }

    /// <summary>Has it run on whichever node is free, and answers its id in the store.</summary>
    public string Trigger(string name) => Client.Create(CallOf(name), new EnqueuedState(Sweeps));

    /// <summary>Has a piece of work done on whichever node is free.</summary>
    public void Enqueue(string name, Guid id) =>
        Client.Create(Job.FromExpression<JobDispatcher>(dispatcher => dispatcher.DoWork(name, id, CancellationToken.None), Work), new EnqueuedState(Work));

    /// <summary>Signs of life are written by the machine's clock, whatever day a developer has set.</summary>
    public IReadOnlyList<JobNode> Nodes()
    {
        var since = (TimeProvider.System.GetUtcNow() - NodeTimeout).UtcDateTime;
        return [.. Store.GetMonitoringApi().Servers().Where(server => server.Heartbeat > since).OrderBy(server => server.Name, StringComparer.Ordinal)
            .Select(server => new JobNode(server.Name.Split(':')[0], Utc(server.StartedAt), Utc(server.Heartbeat!.Value), server.WorkersCount))];
    }

    public IReadOnlyDictionary<string, DateTimeOffset> NextRuns()
    {
        using var connection = Store.GetConnection();
        return connection.GetRecurringJobs().Where(job => job.NextExecution is not null).ToDictionary(job => job.Id, job => Utc(job.NextExecution!.Value), StringComparer.Ordinal);
    }

    /// <summary>Starts to work on this node. While the database is away the server tries again by itself.</summary>
    public IBackgroundProcessingServer Start()
    {
        var performer = new BackgroundJobPerformer(filters, new FromServices(services), TaskScheduler.Default);
        return new BackgroundProcessingServer(
            Store,
            [
                new Worker([Sweeps], performer, states).UseBackgroundPool(WorkersOfEach),
                new Worker([Work], performer, states).UseBackgroundPool(WorkersOfEach),
                new DelayedJobScheduler(SchedulePoll, states).UseBackgroundPool(1),
                new RecurringJobScheduler(factory, SchedulePoll, new DefaultTimeZoneResolver(), Now).UseBackgroundPool(1),
            ],
            new Dictionary<string, object> { ["Queues"] = new[] { Sweeps, Work }, ["WorkerCount"] = 2 * WorkersOfEach },
            new BackgroundProcessingServerOptions
            {
                ServerName = $"{Environment.MachineName}:{Environment.ProcessId}",
                HeartbeatInterval = Heartbeat,
                ServerTimeout = NodeTimeout,
                ServerCheckInterval = NodeTimeout,

                // A sweep that is cut short rolls back, and the next node runs it again: nobody waits for it here.
                StopTimeout = TimeSpan.FromSeconds(1),
            });
    }

    private DateTime Now() => clock.GetUtcNow().UtcDateTime;

    private void Plan(JobDefinition job) => Recurring.AddOrUpdate(
        job.Name,
        CallOf(job.Name),
        job.Schedule.Cron,
        new RecurringJobOptions
        {
            TimeZone = job.Schedule.DailyAt is null ? TimeZoneInfo.Utc : city.Zone,

            // When no node ran for a while, one run stands for all that were missed.
            MisfireHandling = MisfireHandlingMode.Relaxed,
        });

    private static Job CallOf(string name) => Job.FromExpression<JobDispatcher>(dispatcher => dispatcher.RunJob(name, CancellationToken.None), Sweeps);

    private static DateTimeOffset Utc(DateTime instant) => new(DateTime.SpecifyKind(instant, DateTimeKind.Utc));

    private sealed class FromServices(IServiceProvider services) : JobActivator
    {
        public override object ActivateJob(Type jobType) => services.GetService(jobType)!;
    }

    /// <summary>In place of Hangfire's global ones: those would carry the culture of who pressed the button into the run, and try everything ten times.</summary>
    private sealed class OwnFilters(RetriesOfTheJob retries) : IJobFilterProvider
    {
        private readonly JobFilter[] all = [new(retries, JobFilterScope.Global, null)];

        public IEnumerable<JobFilter> GetFilters(Job job) => all;
    }
}

/// <summary>A process that runs jobs now.</summary>
public sealed record JobNode(string Name, DateTimeOffset Since, DateTimeOffset LastSign, int Workers);
