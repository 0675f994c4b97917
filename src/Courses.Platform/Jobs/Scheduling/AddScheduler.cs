using Courses.Platform.Database;
using Courses.Platform.Work;
using Hangfire;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Platform.Jobs.Scheduling;

internal static class SchedulerRegistration
{
    /// <summary>
    /// Nodes share the store in our database, and one of them runs a job when it is due. COURSES_JOBS=off leaves a node out; it still queues and shows.
    /// </summary>
    public static IServiceCollection AddScheduler(this IServiceCollection services, IConfiguration configuration)
    {
        services
            .AddTables(JobRun.Tables)
            .AddTables(JobEvent.Tables)
            .AddTables(WorkItem.Tables)
            .AddSingleton<JobRunner>()
            .AddSingleton<JobDispatcher>()
            .AddSingleton<WorkRunner>()
            .AddScoped<WorkDesk>()
            .AddSingleton<JobDesk>()
            .AddSingleton<JobScheduler>()

            // The dashboard asks for these two.
            .AddSingleton(provider => provider.GetRequiredService<JobScheduler>().Client)
            .AddSingleton<IRecurringJobManager>(provider => provider.GetRequiredService<JobScheduler>().Recurring);
        if (configuration["COURSES_JOBS"] != "off" && !string.IsNullOrEmpty(configuration["COURSES_CONNECTION"]))
        {
            services.AddHostedService<JobServer>();
        }

        return services;
    }
}
