using System.Globalization;
using Courses.Contracts.Access;
using Courses.Contracts.Messaging;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Courses.Plans.Features;

/// <summary>Two weeks before both are to look at a plan again, the person gets a letter with the day and the coach one without a name. Once for each day.</summary>
internal sealed class RemindOfReviews(CoursesDb db, IStaff staff, IMessages messages, CityTime city) : ISweep
{
    public const string Letter = "plan-review";
    public const string TransitionLetter = "plan-transition";
    public const string CoachLetter = "plan-review-due";
    public const int DaysBefore = 14;

    public async Task<int> Run(CancellationToken cancel)
    {
        var until = city.Today.AddDays(DaysBefore);
        var due = await db.Set<Plan>().Where(plan => plan.ClosedOn == null && plan.NextReviewOn <= until).OrderBy(plan => plan.Id).Select(plan => plan.Id).ToListAsync(cancel);
        return await db.EachAlone(due, id => Remind(id, until, cancel), cancel);
    }

    private Task<int> Remind(Guid planId, DateOnly until, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var plan = await db.Set<Plan>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == planId && row.ClosedOn == null && row.NextReviewOn <= until, cancel);
            if (plan?.NextReviewOn is not { } on)
            {
                return 0;
            }

            var day = on.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            var kind = plan.NextReviewKind == ReviewKind.Transition ? TransitionLetter : Letter;
            await messages.Queue(new() { ParticipantId = plan.ParticipantId, Kind = kind, OnceKey = $"{kind}:{planId}:{day}", Details = [day, plan.CoachName], About = planId, Link = "/my/plan" }, cancel);
            if (await staff.Now(plan.CoachId, cancel) is { } now)
            {
                await messages.QueueForStaff(new() { Email = now.Email, Kind = CoachLetter, OnceKey = $"{CoachLetter}:{planId}:{day}", Details = [day], Link = $"/coach/plans/{planId}" }, cancel);
            }

            return 1;
        },
        cancel);
}
