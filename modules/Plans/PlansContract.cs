using System.Globalization;
using Courses.Contracts.Plans;
using Courses.Platform.Database;

namespace Courses.Plans;

internal sealed class PlansContract(CoursesDb db, PlanTemplates templates) : IPlans
{
    public IQueryable<PlanRow> Plans => db.Set<Plan>().Select(plan => new PlanRow
    {
        Id = plan.Id,
        ParticipantId = plan.ParticipantId,
        Template = plan.TemplateCode,
        ProgrammeCode = plan.ProgrammeCode,
        CoachId = plan.CoachId,
        MadeOn = plan.MadeOn,
        DaysAfterArrival = plan.DaysAfterArrival,
        AgreedAt = plan.AgreedAt,
        WaitsForPerson = plan.ClosedOn == null && plan.CityAgreed == plan.Edition && plan.PersonAgreed != plan.Edition,
        NextReviewOn = plan.NextReviewOn,
        ClosedOn = plan.ClosedOn,
    });

    public IQueryable<PlanAimRow> Aims =>
        from aim in db.Set<PlanAim>()
        where aim.State != AimState.Dropped
        join plan in db.Set<Plan>() on aim.PlanId equals plan.Id
        select new PlanAimRow
        {
            Id = aim.Id,
            PlanId = plan.Id,
            ParticipantId = plan.ParticipantId,
            Kind = aim.Kind,
            Target = aim.Target,
            DueOn = aim.DueOn,
            ReachedOn = aim.ReachedOn,
        };

    public async Task<IReadOnlyDictionary<string, string>> KindsInWords(CancellationToken cancel) =>
        (await templates.Current(cancel)).SelectMany(template => template.Terms.Kinds).GroupBy(kind => kind.Key, StringComparer.Ordinal)
            .ToDictionary(kinds => kinds.Key, kinds => PlanTerms.In(kinds.First().Value, CultureInfo.CurrentUICulture), StringComparer.Ordinal);

    public IQueryable<PlanStepRow> Steps =>
        from step in db.Set<PlanStep>()
        where step.State != StepState.Dropped
        join plan in db.Set<Plan>() on step.PlanId equals plan.Id
        select new PlanStepRow
        {
            Id = step.Id,
            PlanId = plan.Id,
            ParticipantId = plan.ParticipantId,
            Code = step.Code,
            Who = step.Who.ToString(),
            DueOn = step.DueOn,
            DoneOn = step.DoneOn,
        };

    public IQueryable<PlanReviewRow> Reviews =>
        from act in db.Set<PlanEvent>()
        where act.ReviewedOn != null
        join plan in db.Set<Plan>() on act.PlanId equals plan.Id
        select new PlanReviewRow
        {
            Id = act.Id,
            PlanId = plan.Id,
            ParticipantId = plan.ParticipantId,
            Kind = act.ReviewKind.ToString()!,
            On = act.ReviewedOn!.Value,
        };

    public IQueryable<PlanHandoverRow> Handovers =>
        from handover in db.Set<PlanHandover>()
        join plan in db.Set<Plan>() on handover.PlanId equals plan.Id
        select new PlanHandoverRow
        {
            Id = handover.Id,
            PlanId = plan.Id,
            ParticipantId = plan.ParticipantId,
            ConsentId = handover.ConsentId,
            ProviderId = handover.ToProviderId,
            Until = handover.Until,
            AskedAt = handover.AskedAt,
            TookOverAt = handover.TookOverAt,
        };
}
