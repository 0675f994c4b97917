using Courses.Platform.Jobs.Scheduling;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Platform.Database;

public static class Migration
{
    /// <summary>Brings the database to this version, with the tables of the schedule, and takes jobs off the schedule that no module registers any more.</summary>
    public static async Task MigrateDatabase(this IServiceProvider services, CancellationToken cancel)
    {
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<CoursesDb>().Database.MigrateAsync(cancel);

        // The installers know no lock of their own that holds on both engines.
        await using var alone = await services.GetRequiredService<ClusterLocks>().Take("migrate", cancel);
        var scheduler = services.GetRequiredService<JobScheduler>();
        services.GetRequiredService<IEngine>().InstallJobStore(services.GetRequiredService<IConfiguration>()["COURSES_CONNECTION"] ?? "");
        scheduler.Forget();
        foreach (var step in scope.ServiceProvider.GetServices<IAfterMigration>())
        {
            await step.Run(cancel);
        }
    }
}
