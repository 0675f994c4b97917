using Courses.Platform.Database;

namespace Courses.Web;

internal static class Migrate
{
    /// <summary>`Courses.Web migrate`: brings the database to this version and ends. Safe to start on several nodes: the first takes the migration lock.</summary>
    public static async Task MigrateDatabase(this WebApplication app) => await app.Services.MigrateDatabase(app.Lifetime.ApplicationStopping);
}
