using Courses.Contracts.Participants;
using Courses.Platform.Database;

namespace Courses.Plans;

/// <summary>Who may see which plan. What is not among these is answered like what does not exist.</summary>
internal static class PlanScope
{
    /// <summary>Of the responsible coach, and of nobody else at the desk.</summary>
    public static IQueryable<Plan> OfCoach(this CoursesDb db, Guid coach) => db.Set<Plan>().Where(plan => plan.CoachId == coach);

    public static IQueryable<Plan> OfPerson(this CoursesDb db, Guid person) => db.Set<Plan>().Where(plan => plan.ParticipantId == person);

    /// <summary>What the person said this provider may read, until the consent ends: the join with it is the guard.</summary>
    public static IQueryable<ShownPlan> ShownTo(this CoursesDb db, IConsents consents, Guid provider) =>
        from handover in db.Set<PlanHandover>()
        where handover.ToProviderId == provider
        join consent in consents.InForce on handover.ConsentId equals consent.Id
        join plan in db.Set<Plan>() on handover.PlanId equals plan.Id
        select new ShownPlan { Plan = plan, Until = consent.Until, Since = consent.AnsweredAt };
}

/// <summary>A plan that a provider may read.</summary>
internal sealed record ShownPlan
{
    public required Plan Plan { get; init; }

    public required DateOnly? Until { get; init; }

    public required DateTimeOffset? Since { get; init; }
}
