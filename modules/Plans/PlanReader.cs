using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Microsoft.EntityFrameworkCore;

namespace Courses.Plans;

/// <summary>Reads a plan as pages show it. Which ones the reader may see is said by whoever asks.</summary>
internal sealed class PlanReader(CoursesDb db, PlanTemplates templates, PlanFacts facts, PlanWording wording, IParticipants participants, CityTime city)
{
    public const int MostEvents = 60;

    public async Task<PlanView?> Find(IQueryable<Plan> which, CancellationToken cancel)
    {
        var plan = await which.AsNoTracking().AsSplitQuery().Include(row => row.Aims).Include(row => row.Steps).Include(row => row.Agreements).OrderBy(row => row.ClosedOn != null).ThenByDescending(row => row.MadeAt).ThenBy(row => row.Id).FirstOrDefaultAsync(cancel);
        if (plan is null)
        {
            return null;
        }

        await wording.Prepare(cancel);
        var person = await participants.People.SingleOrDefaultAsync(row => row.Id == plan.ParticipantId, cancel) ?? throw new NotFound("The person");

        // Of what happened the last part; of what was said all.
        var from = plan.EventCount - MostEvents;
        var history = await db.Set<PlanEvent>().AsNoTracking().Where(act => act.PlanId == plan.Id && (act.Number > from || act.Act == PlanAct.Reviewed || act.Act == PlanAct.Objected || act.Act == PlanAct.OtherWished))
            .OrderByDescending(act => act.Number).ToListAsync(cancel);
        return new(plan, await templates.TermsOf(plan.TemplateId, cancel), person, (await facts.Of([plan.ParticipantId], cancel))[plan.ParticipantId], history, wording, city);
    }

    public async Task<PlanView> Get(IQueryable<Plan> which, CancellationToken cancel) => await Find(which, cancel) ?? throw new NotFound("The plan");
}

/// <summary>A plan with all that is said about it.</summary>
internal sealed record PlanView(Plan Plan, PlanTerms Terms, ParticipantRow Person, Known Known, IReadOnlyList<PlanEvent> History, PlanWording Wording, CityTime City)
{
    public string Name => $"{Person.GivenName} {Person.FamilyName}";

    /// <summary>What is not dropped, what is open first, by its day.</summary>
    public IEnumerable<PlanAim> Aims => Plan.Aims.Where(aim => aim.State != AimState.Dropped).OrderBy(IsReached).ThenBy(aim => aim.DueOn ?? DateOnly.MaxValue).ThenBy(aim => aim.Id);

    public IEnumerable<PlanStep> Steps => Plan.Steps.Where(step => step.State != StepState.Dropped).OrderBy(step => step.State == StepState.Done).ThenBy(step => step.DueOn ?? DateOnly.MaxValue).ThenBy(step => step.Id);

    public IEnumerable<(DateOnly On, ReviewKind Kind, string Said)> Reviews => History.Where(act => act.Act == PlanAct.Reviewed)
        .Select(act => (System.Text.Json.JsonSerializer.Deserialize<Reviewed>(act.Values, PlanEvent.Json)!, act.Said)).Select(one => (one.Item1.On, one.Item1.Kind, one.Said));

    /// <summary>Who got the plan by this row of the history, and from whom; null for what is no hand-over to a coach.</summary>
    public static HandedTo? HandedTo(PlanEvent act) =>
        act.Act is PlanAct.HandedOver or PlanAct.HandedBack ? System.Text.Json.JsonSerializer.Deserialize<HandedTo>(act.Values, PlanEvent.Json) : null;

    /// <summary>By the plan, or by what the product knows since.</summary>
    public bool IsReached(PlanAim aim) => aim.State == AimState.Reached || Known.Of(aim) is { IsReached: true };

    public DateOnly? ReachedOn(PlanAim aim) => aim.State == AimState.Reached ? aim.ReachedOn : Known.Of(aim)?.On;

    /// <summary>The agreement of that side to the plan as it is.</summary>
    public PlanAgreement? AgreedBy(PlanSide side) => (side == PlanSide.City ? Plan.CityHasAgreed : Plan.PersonHasAgreed) ? Plan.Agreements.Where(row => row.Side == side && row.Edition == Plan.Edition).OrderBy(row => row.At).LastOrDefault() : null;

    public DateOnly DayOf(DateTimeOffset instant) => City.DayOf(instant);

    public PlanSheet In(Language language) => new(this, language);
}

/// <summary>A plan as it is read in one language.</summary>
internal sealed record PlanSheet(PlanView View, Language Language)
{
    /// <summary>On paper there is a line for each to sign.</summary>
    public bool ToSign { get; init; }
}
