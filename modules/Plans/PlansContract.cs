using Courses.Contracts.Plans;
using Courses.Platform.Database;

namespace Courses.Plans;

internal sealed class PlansContract(CoursesDb db) : IPlans
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
}
