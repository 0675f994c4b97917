using Courses.Platform.Database;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Courses.Platform.Jobs;

/// <summary>
/// Quartz with its store in our database: nodes share it, each under an id of its own, and one of them runs a job when it is due.
/// COURSES_JOBS=off leaves it out; then jobs run only when an operator or a test asks.
/// </summary>
internal static class SchedulerRegistration
{
    public static IServiceCollection AddScheduler(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddTables(SchedulerTables.Tables).AddTables(JobRun.Tables).AddSingleton<JobRunner>().AddSingleton<JobDesk>();
        if (configuration["COURSES_JOBS"] == "off" || string.IsNullOrEmpty(configuration["COURSES_CONNECTION"]))
        {
            return services;
        }

        var engine = Engines.Named(configuration["COURSES_DB"] ?? "PostgreSql");
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(options =>
            {
                options.InstanceName = "courses";
                options.GenerateInstanceId = true;
            });
            quartz.UseDefaultThreadPool(4);
            quartz.UsePersistentStore(store =>
            {
                engine.StoreSchedule(store, configuration["COURSES_CONNECTION"]!);
                store.UseClustering();
                store.ConfigureStore(options =>
                {
                    options.TablePrefix = SchedulerTables.Prefix;
                    options.SchemaProvisioning = SchemaProvisioning.Validate;
                    options.StoreJobDataAsStrings = true;
                });
            });
        });
        services.AddHostedService<JobPlanner>();
        return services;
    }
}

/// <summary>
/// Puts the jobs of this version into the store, takes out what no module registers any more, and starts the scheduler. While the database is away
/// it tries again and again: the pages come up without it and say so.
/// </summary>
internal sealed class JobPlanner(ISchedulerFactory factory, JobRunner runner, CityTime city, TimeProvider clock, ILogger<JobPlanner> log) : BackgroundService
{
    private IScheduler? running;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await PlanAndStart(stoppingToken);
                return;
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                log.LogWarning(error, "The scheduler could not start yet");
                await Task.Delay(TimeSpan.FromSeconds(5), clock, stoppingToken);
            }
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);

        // A sweep that is cut short rolls back, and the next node runs it again: nobody waits for it here.
        if (Interlocked.Exchange(ref running, null) is { } scheduler)
        {
            await scheduler.Shutdown(false, cancellationToken);
        }
    }

    private async Task PlanAndStart(CancellationToken cancel)
    {
        var scheduler = running = await factory.GetScheduler(cancel);
        foreach (var job in runner.Jobs)
        {
            var detail = JobBuilder.Create<RunJob>().WithIdentity(job.Name).DisallowConcurrentExecution().Build();
            await scheduler.ScheduleJob(detail, TriggerFor(job), ScheduleJobOptions.Replacing, cancel);
        }

        foreach (var gone in (await scheduler.GetJobKeys(GroupMatcher<JobKey>.AnyGroup(), cancel)).Where(key => runner.Jobs.All(job => job.Name != key.Name)))
        {
            await scheduler.DeleteJob(gone, cancel);
        }

        await scheduler.Start(cancel);
    }

    private ITrigger TriggerFor(JobDefinition job)
    {
        var trigger = TriggerBuilder.Create().WithIdentity(job.Name);
        return job.Schedule switch
        {
            // A node that was away runs once and goes on; it does not run every round that it missed.
            { Interval: { } interval } => trigger.StartNow()
                .WithSimpleSchedule(schedule => schedule.WithInterval(interval).RepeatForever().WithMisfireInstruction(SimpleTriggerMisfireInstruction.NextWithExistingCount)).Build(),
            { DailyAt: { } at } => trigger
                .WithRetryPolicy(RetryPolicy.Exponential(5, TimeSpan.FromMinutes(1), 2, TimeSpan.FromMinutes(30)))
                .WithCronSchedule($"0 {at.Minute} {at.Hour} * * ?", schedule => schedule.InTimeZone(city.Zone).WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed)).Build(),
            _ => throw new InvalidOperationException($"Job {job.Name} has no schedule."),
        };
    }
}

/// <summary>What the scheduler calls: the job's name is the key.</summary>
internal sealed class RunJob(JobRunner runner) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await runner.Run(context.JobDetail.Key.Name, cancellationToken);
}
