using Courses.Platform.Database;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Courses.Web;

/// <summary>Ready means: the database answers, and what people do can be written there. Asked at most twice: a balancer asks again anyway, and soon.</summary>
internal sealed class DatabaseHealth(CoursesDb db) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            return await Look(cancellationToken);
        }
        catch (Exception error) when (db.Engine.IsAway(error))
        {
            // Perhaps a connection of the pool that had broken long ago.
        }

        try
        {
            return await Look(cancellationToken);
        }
        catch (Exception error) when (db.Engine.IsAway(error))
        {
            return HealthCheckResult.Unhealthy("The database does not answer.", error);
        }
    }

    private async Task<HealthCheckResult> Look(CancellationToken cancel) =>
        await db.IsReadOnly(cancel) ? HealthCheckResult.Unhealthy("The database is read-only.") : HealthCheckResult.Healthy();
}
