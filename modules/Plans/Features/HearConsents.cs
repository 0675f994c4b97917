using System.Text.Json;
using Courses.Contracts.Access;
using Courses.Contracts.Messaging;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Plans.Features;

/// <summary>What a person's yes or no does to a plan, in the commit of the answer: a coach gets it or gives it back, a provider reads it or reads it no longer.</summary>
internal sealed class HearConsents(CoursesDb db, IServiceProvider services, IStaff staff, IMessages messages, IAudit audit, CityTime city, Caller caller) : IConsentHearer
{
    public const string Letter = "plan-handed-over";

    public IReadOnlyCollection<string> Purposes { get; } = [PlanDesk.CoachPurpose, PlanDesk.ProviderPurpose];

    public async Task Heard(ConsentRow consent, CancellationToken cancel)
    {
        if (await db.Set<PlanHandover>().AsNoTracking().SingleOrDefaultAsync(row => row.ConsentId == consent.Id, cancel) is not { } known)
        {
            return;
        }

        var plan = await db.LockPlan(known.PlanId, cancel);
        var handover = await db.Set<PlanHandover>().SingleAsync(row => row.Id == known.Id, cancel);
        var me = new Doer(caller.Id, caller.Is(Roles.Newcomer) ? "" : caller.Name, city.Now) { NewKey = db.Engine.NewKey };
        switch (consent.State)
        {
            case ConsentState.Refused:
                plan.TellOfHandover(PlanAct.HandoverRefused, handover.ToName, me);
                break;
            case ConsentState.Given when handover.ToCoachId is { } coach:
                // From whoever has it at this moment, not from who had it when somebody asked.
                (handover.FromCoachId, handover.FromCoachName, handover.TookOverAt) = (plan.CoachId, plan.CoachName, city.Now);
                plan.HandTo(coach, handover.ToName, PlanAct.HandedOver, me, consent.Id);
                audit.Record("plan.handed-over", plan.Id);
                await Tell(coach, handover.Id, $"/coach/plans/{plan.Id}", cancel);
                break;
            case ConsentState.Given:
                plan.TellOfHandover(PlanAct.Shown, handover.ToName, me);
                audit.Record("plan.shown", plan.Id);
                break;
            case ConsentState.Withdrawn when handover is { ToCoachId: not null, TookOverAt: not null }:
                // Somebody else may have it by now, by another yes: that one holds.
                if (plan.CoachId == handover.ToCoachId)
                {
                    var (back, name) = HandBack.To(await Maker(plan, cancel), await Standing(plan.Id, handover.Id, cancel));
                    plan.HandTo(back, name, PlanAct.HandedBack, me, consent.Id);
                    audit.Record("plan.handed-back", plan.Id);
                    await Tell(back, Guid.Empty, $"/coach/plans/{plan.Id}", cancel, $"{handover.Id}:{city.Now.UtcTicks}");
                }

                break;
            case ConsentState.Withdrawn or ConsentState.TakenBack:
                plan.TellOfHandover(PlanAct.ShownNoLonger, handover.ToName, me);
                break;
        }
    }

    private async Task<(Guid, string)> Maker(Plan plan, CancellationToken cancel)
    {
        var first = await db.Set<PlanEvent>().Where(act => act.PlanId == plan.Id && act.Number == 1).Select(act => act.Values).SingleAsync(cancel);
        var made = JsonSerializer.Deserialize<Made>(first, PlanEvent.Json)!;
        return (made.CoachId, made.CoachName);
    }

    /// <summary>Who got it by a yes that stands. The one that is being taken back is left out: its row is not saved yet.</summary>
    private async Task<IReadOnlyList<TookOver>> Standing(Guid planId, Guid without, CancellationToken cancel) => await (
        from handover in db.Set<PlanHandover>()
        where handover.PlanId == planId && handover.Id != without && handover.ToCoachId != null && handover.TookOverAt != null
        join consent in services.GetRequiredService<IConsents>().InForce on handover.ConsentId equals consent.Id
        select new TookOver(handover.ToCoachId!.Value, handover.ToName, handover.TookOverAt!.Value)).ToListAsync(cancel);

    /// <summary>The letter names nobody: it outlives an erasure.</summary>
    private async Task Tell(Guid coach, Guid handover, string link, CancellationToken cancel, string? key = null)
    {
        if (await staff.Now(coach, cancel) is { } now)
        {
            await messages.QueueForStaff(new() { Email = now.Email, Kind = Letter, OnceKey = $"{Letter}:{key ?? handover.ToString()}", Link = link }, cancel);
        }
    }
}
