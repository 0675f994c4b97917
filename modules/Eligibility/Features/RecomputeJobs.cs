using Courses.Platform.Database;
using Courses.Platform.Jobs;

namespace Courses.Eligibility.Features;

/// <summary>Each minute: those whose facts changed.</summary>
internal sealed class RecomputeStale(Recompute recompute) : ISweep
{
    public Task<int> Run(CancellationToken cancel) => recompute.WhoIsStale(cancel);
}

/// <summary>Each night: everybody. Days pass, and with them ages, permits and periods; what the day did not change gives no new row.</summary>
internal sealed class RecomputeEverybody(Recompute recompute, CoursesDb db, TimeProvider clock) : ISweep
{
    public async Task<int> Run(CancellationToken cancel)
    {
        await db.ForgetOldSimulations(clock.GetUtcNow(), cancel);
        return await recompute.Everybody(cancel);
    }
}
