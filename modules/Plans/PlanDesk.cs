using Courses.Contracts.Access;
using Courses.Contracts.Messaging;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Microsoft.EntityFrameworkCore;

namespace Courses.Plans;

/// <summary>
/// All that happens to plans. Each act takes the plan's row first and asks under it once more whether the plan is the caller's; an id that is not is answered like one that does not exist. What has to do with a consent takes the consent's
/// row before the plan's: docs/concurrency.md.
/// </summary>
internal sealed class PlanDesk(
    CoursesDb db, PlanTemplates templates, PlanWording wording, IParticipants participants, IProviders providers, IStaff staff, IConsents consents, IMessages messages, IAudit audit, CityTime city, Caller caller)
{
    public const string ToAgree = "plan-to-agree";
    public const string CoachPurpose = "plan-coach";
    public const string ProviderPurpose = "plan-provider";

    private Doer Me => new(caller.Id, caller.Is(Roles.Newcomer) ? "" : caller.Name, city.Now) { NewKey = db.Engine.NewKey };

    /// <summary>Makes a plan from a template, with the aims and steps that were chosen.</summary>
    public async Task<Guid> Make(Guid participantId, string? template, IReadOnlyList<ChosenAim> aims, IReadOnlyList<ChosenStep> steps, CancellationToken cancel)
    {
        try
        {
            return await db.Transact(
                async () =>
                {
                    var chosen = await templates.Of(template, cancel);
                    var person = await participants.People.Where(row => row.Id == participantId && !row.IsErased).Select(row => new { row.ArrivedOn, row.RegisteredAt }).SingleOrDefaultAsync(cancel) ?? throw new NotFound("The person");
                    if (await db.Set<Plan>().AnyAsync(plan => plan.ParticipantId == participantId && plan.ClosedOn == null, cancel))
                    {
                        throw new RuleBroken("plan.already");
                    }

                    var (me, terms) = (Me, chosen.Terms);
                    var plan = Plan.Make(participantId, chosen, me, person.ArrivedOn ?? city.DayOf(person.RegisteredAt), city.Today);
                    foreach (var (aim, target, due) in aims)
                    {
                        plan.SetAim(null, aim with { Target = target }, "", due, me);
                    }

                    foreach (var (step, due) in steps)
                    {
                        plan.SetStep(null, step.Code, "", due, step.Who, me);
                    }

                    db.Add(plan);
                    audit.Record("plan.made", plan.Id, plan.TemplateCode);
                    await db.SaveChangesAsync(cancel);
                    return plan.Id;
                },
                cancel);
        }
        catch (DbUpdateException error) when (db.IsDuplicate(error))
        {
            db.ChangeTracker.Clear();
            throw new RuleBroken("plan.already");
        }
    }

    /// <param name="planId">The coach's own.</param>
    /// <param name="aimId">Null for a new one.</param>
    /// <param name="terms">Its kind, measure and target.</param>
    /// <param name="text">In the coach's words.</param>
    /// <param name="due">By when.</param>
    /// <param name="cancel">Stops.</param>
    public Task SetAim(Guid planId, Guid? aimId, AimTerms terms, string text, DateOnly? due, CancellationToken cancel) =>
        OfMine(planId, "plan.changed", (plan, me) => plan.SetAim(aimId is null ? null : plan.Aim(aimId), terms, text, due, me), cancel);

    public Task DropAim(Guid planId, Guid? aimId, CancellationToken cancel) => OfMine(planId, "plan.changed", (plan, me) => plan.DropAim(plan.Aim(aimId), me), cancel);

    /// <summary>The coach says that an aim is reached, and on what that rests.</summary>
    public Task Reach(Guid planId, Guid? aimId, DateOnly on, string evidence, CancellationToken cancel) =>
        OfMine(planId, "plan.aim-reached", (plan, me) => plan.Reach(plan.Aim(aimId), on, null, evidence, me), cancel);

    public Task Reopen(Guid planId, Guid? aimId, CancellationToken cancel) => OfMine(planId, "plan.aim-reopened", (plan, me) => plan.Reopen(plan.Aim(aimId), me), cancel);

    public Task SetStep(Guid planId, Guid? stepId, string text, DateOnly? due, StepHelper who, CancellationToken cancel) =>
        OfMine(planId, "plan.changed", (plan, me) => plan.SetStep(stepId is null ? null : plan.Step(stepId), null, text, due, who, me), cancel);

    public Task DropStep(Guid planId, Guid? stepId, CancellationToken cancel) => OfMine(planId, "plan.changed", (plan, me) => plan.DropStep(plan.Step(stepId), me), cancel);

    public Task Mark(Guid planId, Guid? stepId, bool done, CancellationToken cancel) => OfMine(planId, "plan.step-marked", (plan, me) => plan.Mark(plan.Step(stepId), done, city.Today, me), cancel);

    /// <summary>The city's yes; a letter asks the person for theirs.</summary>
    public Task AgreeForTheCity(Guid planId, int edition, CancellationToken cancel) => OnPlan(
        db.OfCoach(caller.Id).Where(plan => plan.Id == planId),
        async plan =>
        {
            await wording.Prepare(cancel);
            if (plan.Agree(PlanSide.City, edition, wording.Of(plan, await templates.TermsOf(plan.TemplateId, cancel), Language.Of(System.Globalization.CultureInfo.CurrentUICulture.TwoLetterISOLanguageName)), Me))
            {
                audit.Record("plan.agreed", plan.Id);
                if (!plan.PersonHasAgreed)
                {
                    await messages.Queue(new() { ParticipantId = plan.ParticipantId, Kind = ToAgree, OnceKey = $"{ToAgree}:{plan.Id}:{plan.Edition}", Details = [plan.CoachName], About = plan.Id, Link = "/my/plan" }, cancel);
                }
            }
        },
        cancel);

    /// <summary>The person's yes, on the phone in the language of the page.</summary>
    public Task AgreeForMe(Guid planId, int edition, CancellationToken cancel) => AgreeForThePerson(db.OfPerson(caller.Id).Where(plan => plan.Id == planId), edition, atDesk: false, cancel);

    /// <summary>The person's yes at the desk. Whoever calls this has asked for the PIN before.</summary>
    public Task AgreeAtDesk(Guid planId, int edition, CancellationToken cancel) => AgreeForThePerson(db.OfCoach(caller.Id).Where(plan => plan.Id == planId), edition, atDesk: true, cancel);

    public Task Object(Guid planId, string said, CancellationToken cancel) => OfMyself(planId, "plan.objected", (plan, me) => plan.Object(said, me), cancel);

    public Task WishForOther(Guid planId, string said, CancellationToken cancel) => OfMyself(planId, "plan.other-wished", (plan, me) => plan.WishForOther(said, me), cancel);

    /// <summary>A step of one's own.</summary>
    public Task MarkMine(Guid planId, Guid? stepId, bool done, CancellationToken cancel) => OfMyself(
        planId,
        "plan.step-marked",
        (plan, me) =>
        {
            var step = plan.Step(stepId);
            plan.Mark(step.Who == StepHelper.Person ? step : throw new NotFound("The step"), done, city.Today, me);
        },
        cancel);

    public Task AnswerObjection(Guid planId, string said, CancellationToken cancel) => OfMine(planId, "plan.answered", (plan, me) => plan.AnswerObjection(said, me), cancel);

    public Task AnswerWish(Guid planId, string said, CancellationToken cancel) => OfMine(planId, "plan.answered", (plan, me) => plan.AnswerWish(said, me), cancel);

    public Task Review(Guid planId, DateOnly on, ReviewKind kind, string said, DateOnly? next, CancellationToken cancel) => OnPlan(
        db.OfCoach(caller.Id).Where(plan => plan.Id == planId),
        async plan =>
        {
            if (on < plan.MadeOn || on > city.Today)
            {
                throw new RuleBroken("plan.review-day");
            }

            plan.Review(on, kind, said, next, await templates.TermsOf(plan.TemplateId, cancel), Me);
            audit.Record("plan.reviewed", plan.Id, kind.ToString());
        },
        cancel);

    /// <summary>The wording of the template as it is now. Aims and steps that the new one does not know keep the old one.</summary>
    public Task TakeWording(Guid planId, CancellationToken cancel) => OnPlan(
        db.OfCoach(caller.Id).Where(plan => plan.Id == planId),
        async plan =>
        {
            var (now, terms) = (await templates.Of(plan.TemplateCode, cancel), default(PlanTerms));
            terms = now.Terms;
            if (plan.Aims.Exists(aim => aim.Code.Length > 0 && aim.State != AimState.Dropped && terms.Aims.All(known => known.Code != aim.Code))
                || plan.Steps.Exists(step => step.Code is not null && step.State != StepState.Dropped && terms.Steps.All(known => known.Code != step.Code)))
            {
                throw new RuleBroken("plan.other-template");
            }

            plan.TakeTemplate(now, Me);
            audit.Record("plan.changed", plan.Id);
        },
        cancel);

    public Task Close(Guid planId, CloseReason reason, string said, CancellationToken cancel) => OfMine(planId, "plan.closed", (plan, me) => plan.Close(reason, said, city.Today, me), cancel);

    /// <summary>The responsible coach asks the person whether somebody else may have the plan.</summary>
    public Task<Guid> AskFor(Guid planId, Receiver to, DateOnly? until, CancellationToken cancel) => AskFor(db.OfCoach(caller.Id).Where(plan => plan.Id == planId && plan.ClosedOn == null), to, until, cancel);

    /// <summary>The person wants somebody else to have it, and is asked with the same words.</summary>
    public Task<Guid> AskForMine(Guid planId, Receiver to, DateOnly? until, CancellationToken cancel) => AskFor(db.OfPerson(caller.Id).Where(plan => plan.Id == planId && plan.ClosedOn == null), to, until, cancel);

    /// <summary>Another coach asks the person to be given the plan. They see nothing of it before the person said yes.</summary>
    public Task<Guid> AskForMyself(Guid participantId, CancellationToken cancel) =>
        AskFor(db.OfPerson(participantId).Where(plan => plan.ClosedOn == null), new Receiver(caller.Id, null), null, cancel);

    /// <summary>The question is not needed any more, or a provider is to see it no longer.</summary>
    public async Task TakeHandoverBack(Guid planId, Guid? handoverId, CancellationToken cancel)
    {
        var consent = await (
            from handover in db.Set<PlanHandover>()
            where handover.Id == handoverId && handover.PlanId == planId && handover.TookOverAt == null
            join plan in db.OfCoach(caller.Id) on handover.PlanId equals plan.Id
            select (Guid?)handover.ConsentId).SingleOrDefaultAsync(cancel) ?? throw new NotFound("The hand-over");
        await consents.TakeBack(consent, cancel);
    }

    private Task<Guid> AskFor(IQueryable<Plan> which, Receiver to, DateOnly? until, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var plan = await Locked(which, cancel);
            var name = await NameOf(to, cancel) ?? throw new RuleBroken("plan.nobody");
            if (to.CoachId == plan.CoachId)
            {
                throw new RuleBroken("plan.is-theirs");
            }

            if (to.ProviderId is not null && !(until > city.Today))
            {
                throw new RuleBroken("plan.until-day");
            }

            var last = to.CoachId is null ? until : null;
            var purpose = to.CoachId is null ? ProviderPurpose : CoachPurpose;
            if (await (
                from known in db.Set<PlanHandover>()
                where known.PlanId == plan.Id && known.ToCoachId == to.CoachId && known.ToProviderId == to.ProviderId
                join consent in consents.Consents on known.ConsentId equals consent.Id
                where consent.State == ConsentState.Asked
                select (Guid?)known.Id).FirstOrDefaultAsync(cancel) is { } waits)
            {
                // Asked twice it is asked once.
                return waits;
            }

            var handover = new PlanHandover { Id = db.Engine.NewKey(), PlanId = plan.Id, ToCoachId = to.CoachId, ToProviderId = to.ProviderId, ToName = name, FromCoachId = plan.CoachId, FromCoachName = plan.CoachName, Until = last, AskedAt = city.Now };
            handover.ConsentId = await consents.Ask(new() { ParticipantId = plan.ParticipantId, Purpose = purpose, About = handover.Id, Whom = name, Until = last, Link = "/my/plan" }, cancel);
            db.Add(handover);
            plan.TellOfHandover(PlanAct.HandoverAsked, name, Me);
            audit.Record("plan.handover-asked", plan.Id);
            return handover.Id;
        },
        cancel);

    private async Task<string?> NameOf(Receiver to, CancellationToken cancel) => to.CoachId is { } coach
        ? await staff.Staff.Where(row => row.Id == coach && row.Role == Roles.Coach).Select(row => row.Name).FirstOrDefaultAsync(cancel)
        : await providers.Providers.Where(row => row.Id == to.ProviderId).Select(row => row.Name).SingleOrDefaultAsync(cancel);

    private Task AgreeForThePerson(IQueryable<Plan> which, int edition, bool atDesk, CancellationToken cancel) => OnPlan(
        which,
        async plan =>
        {
            await wording.Prepare(cancel);
            var language = atDesk ? await participants.People.Where(row => row.Id == plan.ParticipantId).Select(row => row.Language).SingleAsync(cancel) : System.Globalization.CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
            if (plan.Agree(PlanSide.Person, edition, wording.Of(plan, await templates.TermsOf(plan.TemplateId, cancel), Language.Of(language), atDesk), Me))
            {
                audit.Record("plan.agreed", plan.Id);
            }
        },
        cancel);

    private Task OfMine(Guid planId, string act, Action<Plan, Doer> change, CancellationToken cancel) => OnPlan(
        db.OfCoach(caller.Id).Where(plan => plan.Id == planId), plan => Does(plan, act, change), cancel);

    private Task OfMyself(Guid planId, string act, Action<Plan, Doer> change, CancellationToken cancel) => OnPlan(
        db.OfPerson(caller.Id).Where(plan => plan.Id == planId), plan => Does(plan, act, change), cancel);

    private Task Does(Plan plan, string act, Action<Plan, Doer> change)
    {
        var before = plan.EventCount;
        change(plan, Me);
        if (plan.EventCount > before)
        {
            audit.Record(act, plan.Id);
        }

        return Task.CompletedTask;
    }

    private Task OnPlan(IQueryable<Plan> which, Func<Plan, Task> act, CancellationToken cancel) => db.Transact(async () => await act(await Locked(which, cancel)), cancel);

    private async Task<Plan> Locked(IQueryable<Plan> which, CancellationToken cancel)
    {
        var id = await which.Select(plan => (Guid?)plan.Id).SingleOrDefaultAsync(cancel) ?? throw new NotFound("The plan");
        var plan = await db.LockPlan(id, cancel);

        // It may have changed hands while we waited.
        return await which.AnyAsync(cancel) ? plan : throw new NotFound("The plan");
    }
}

/// <summary>Who is to have a plan: a coach, or a provider.</summary>
internal sealed record Receiver(Guid? CoachId, Guid? ProviderId);

/// <summary>An aim of a template with the target and the day that were chosen.</summary>
internal sealed record ChosenAim(AimTerms Terms, string? Target, DateOnly? DueOn);

internal sealed record ChosenStep(StepTerms Terms, DateOnly? DueOn);

internal static class PlanLock
{
    public static async Task<Plan> LockPlan(this CoursesDb db, Guid id, CancellationToken cancel)
    {
        var plan = await db.Lock<Plan>(id, cancel) ?? throw new NotFound("The plan");
        await db.Entry(plan).Collection(row => row.Aims).LoadAsync(cancel);
        await db.Entry(plan).Collection(row => row.Steps).LoadAsync(cancel);
        return plan;
    }
}
