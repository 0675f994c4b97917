using Courses.Platform.Database;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Courses.Web;

/// <summary>Ready means: the database answers.</summary>
internal sealed class DatabaseHealth(CoursesDb db) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await db.Database.CanConnectAsync(cancellationToken) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The database does not answer.");
}
