using Courses.Platform.Jobs.Scheduling;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Courses.Platform.Database;

public static class Migration
{
    /// <summary>Brings the database to this version, with the tables of the schedule, and takes jobs off the schedule that no module registers any more.</summary>
    public static async Task MigrateDatabase(this IServiceProvider services, CancellationToken cancel)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CoursesDb>();
        await db.Database.MigrateAsync(cancel);

        // Before anything below has a session in the database.
        if (!await db.Engine.LetReadersPass(db, cancel))
        {
            services.GetRequiredService<ILogger<CoursesDb>>().LogWarning(
                "READ_COMMITTED_SNAPSHOT is off and could not be turned on: this account may not do it, or somebody else uses the database. All works, but pages and reports wait for writers. "
                + "Stop the nodes and let an administrator run: ALTER DATABASE {Database} SET READ_COMMITTED_SNAPSHOT ON",
                db.Database.GetDbConnection().Database);
        }

        // What follows knows no lock of its own that holds on both engines.
        await using var alone = await services.GetRequiredService<ClusterLocks>().Take("migrate", cancel);
        await db.Engine.Tune(db, cancel);
        var scheduler = services.GetRequiredService<JobScheduler>();
        services.GetRequiredService<IEngine>().InstallJobStore(services.GetRequiredService<IConfiguration>()["COURSES_CONNECTION"] ?? "");
        scheduler.Forget();
        foreach (var step in scope.ServiceProvider.GetServices<IAfterMigration>())
        {
            await step.Run(cancel);
        }
    }
}
