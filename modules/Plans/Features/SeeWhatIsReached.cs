using Courses.Contracts.Access;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Courses.Plans.Features;

/// <summary>What the product knows fills itself in: an aim that the records say is reached is written down as reached, with what it rests on, and opened again when that was corrected.</summary>
internal sealed class SeeWhatIsReached(CoursesDb db, PlanFacts facts, IAudit audit, CityTime city) : ISweep
{
    public const string Name = "plan-aims";
    private const int AtOnce = 500;

    public async Task<int> Run(CancellationToken cancel)
    {
        var (seen, after) = (0, Guid.Empty);
        while (true)
        {
            var from = after;
            var plans = await db.Set<Plan>().AsNoTracking().Include(plan => plan.Aims)
                .Where(plan => plan.ClosedOn == null && plan.Id.CompareTo(from) > 0).OrderBy(plan => plan.Id).Take(AtOnce).ToListAsync(cancel);
            if (plans is [])
            {
                return seen;
            }

            after = plans[^1].Id;
            var known = await facts.Of([.. plans.Select(plan => plan.ParticipantId)], cancel);
            var changed = plans.Where(plan => plan.Aims.Exists(aim => IsOther(aim, known[plan.ParticipantId]))).Select(plan => plan.Id).ToArray();
            seen += await db.EachAlone(changed, id => See(id, cancel), cancel);
        }
    }

    /// <summary>One plan at once, for whoever has just opened it.</summary>
    public Task<int> See(Guid planId, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var plan = await db.LockPlan(planId, cancel);
            if (!plan.IsOpen)
            {
                return 0;
            }

            var known = (await facts.Of([plan.ParticipantId], cancel))[plan.ParticipantId];
            var me = new Doer(Guid.Empty, "", city.Now) { NewKey = db.Engine.NewKey };
            var count = 0;
            foreach (var aim in plan.Aims.Where(aim => IsOther(aim, known)).ToArray())
            {
                var progress = known.Of(aim)!;
                if (progress.IsReached)
                {
                    plan.Reach(aim, progress.On!.Value, progress.Code, string.Join('\n', progress.Details), me);
                    audit.Record("plan.aim-reached", plan.Id, aim.Kind);
                }
                else
                {
                    plan.Reopen(aim, me);
                    audit.Record("plan.aim-reopened", plan.Id, aim.Kind);
                }

                count++;
            }

            return count;
        },
        cancel);

    /// <summary>What somebody wrote down as reached stays so, whatever the records say.</summary>
    public static bool IsOther(PlanAim aim, Known known) => known.Of(aim) is { } progress
        && (progress.IsReached ? aim.State == AimState.Open : aim is { State: AimState.Reached, EvidenceCode: not null });
}
