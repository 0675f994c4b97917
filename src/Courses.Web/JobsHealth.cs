using Courses.Platform.Jobs;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Courses.Web;

/// <summary>
/// Tells when no node runs jobs: letters wait, nothing is settled. The answer stays 'ready' with the word Degraded, because pages work, and a balancer that took the nodes away
/// would make it worse.
/// </summary>
internal sealed class JobsHealth(JobDesk desk) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => await desk.Nodes(cancellationToken) switch
    {
        { Count: > 0 } => HealthCheckResult.Healthy(),
        null => HealthCheckResult.Degraded("The store of the schedule does not answer, or 'migrate' has not made it."),
        _ => HealthCheckResult.Degraded("No node runs jobs."),
    };
}
