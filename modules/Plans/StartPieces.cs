using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.EntityFrameworkCore;

namespace Courses.Plans;

/// <summary>What waits for a coach: reviews, objections, and whoever came and has no plan yet.</summary>
internal sealed class StartPieces(CoursesDb db, PlanTemplates templates, IParticipants participants, CityTime city, Caller caller) : IStartPieces
{
    public async Task<IReadOnlyList<StartPiece>> Pieces(CancellationToken cancel)
    {
        if (!caller.Is(Roles.Coach))
        {
            return [];
        }

        var (me, today) = (caller.Id, city.Today);
        List<StartPiece> pieces =
        [
            new("start.plan-reviews", await db.OfCoach(me).CountAsync(plan => plan.ClosedOn == null && plan.NextReviewOn <= today, cancel), "/coach/plans?show=reviews", "calendar"),
            new("start.plan-objections", await db.OfCoach(me).CountAsync(plan => plan.ClosedOn == null && plan.ObjectedAt != null, cancel), "/coach/plans?show=objections", "help"),
        ];
        if (await templates.WithinDays(cancel) is { } days)
        {
            pieces.Add(new("start.no-plan", await NoPlan.Of(db, participants, city, days).CountAsync(cancel), "/coach/plans?show=none", "flag"));
        }

        return pieces;
    }
}

/// <summary>Whoever came long enough ago and has no plan.</summary>
internal static class NoPlan
{
    /// <summary>Who came before that is not waited for: plans are made at the beginning.</summary>
    public const int MonthsBack = 12;

    public static IQueryable<ParticipantRow> Of(CoursesDb db, IParticipants participants, CityTime city, int days)
    {
        var (day, before, since) = (city.Today.AddDays(-days), city.At(city.Today.AddDays(-days + 1), TimeOnly.MinValue), city.At(city.Today.AddMonths(-MonthsBack), TimeOnly.MinValue));
        return participants.People.Where(person => !person.IsErased && person.RegisteredAt >= since
            && (person.ArrivedOn != null ? person.ArrivedOn <= day : person.RegisteredAt < before)
            && !db.Set<Plan>().Any(plan => plan.ParticipantId == person.Id));
    }
}
