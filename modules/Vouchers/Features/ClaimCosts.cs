using System.Globalization;
using Courses.Contracts.Access;
using Courses.Contracts.Attendance;
using Courses.Contracts.Messaging;
using Courses.Contracts.Timetable;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Microsoft.EntityFrameworkCore;

namespace Courses.Vouchers.Features;

/// <summary>Costs of coming: claimed by the person, once a month and course, approved or refused by a coach, paid by an administrator who is somebody else. The person hears of the decision by letter.</summary>
internal sealed class ClaimCosts(CoursesDb db, ITimetable timetable, IAttendance attendance, IMessages messages, IFourEyes fourEyes, StrongSignIn strong, IAudit audit, Caller caller, CityTime city)
{
    public const string ApprovedLetter = "cost-approved";
    public const string RefusedLetter = "cost-refused";

    /// <summary>The courses and months that this person can claim for: a register says that they were there.</summary>
    public IQueryable<DayInCourse> DaysOf(Guid person)
    {
        var first = FirstMonth;
        return
            from mark in attendance.Marks
            join session in timetable.Sessions on mark.SessionId equals session.Id
            where mark.ParticipantId == person && mark.PresentMinutes > 0 && session.CancelledAt == null && session.LocalDate >= first
            select new DayInCourse { GroupId = session.GroupId, On = session.LocalDate };
    }

    public DateOnly FirstMonth => MonthOf(city.Today).AddMonths(-CostClaim.MostMonths);

    public static DateOnly MonthOf(DateOnly day) => new(day.Year, day.Month, 1);

    /// <summary>The same id a second time is the same tap. Broken rules: <c>cost.not-there</c>, <c>cost.claimed-already</c>.</summary>
    public async Task Claim(Guid id, CostKind kind, Guid groupId, DateOnly month, int cents, CancellationToken cancel)
    {
        var (me, first, next) = (caller.Id, MonthOf(month), MonthOf(month).AddMonths(1));
        try
        {
            await db.Transact(
                async () =>
                {
                    if (await db.Set<CostClaim>().AnyAsync(claim => claim.Id == id && claim.ParticipantId == me, cancel))
                    {
                        return;
                    }

                    if (!await DaysOf(me).AnyAsync(came => came.GroupId == groupId && came.On >= first && came.On < next, cancel))
                    {
                        throw new RuleBroken("cost.not-there");
                    }

                    // A first tap may have been stored since: that is no other claim.
                    if (await db.Set<CostClaim>().AnyAsync(claim => claim.Id != id && claim.ParticipantId == me && claim.Kind == kind && claim.GroupId == groupId && claim.Month == first && claim.RefusedAt == null, cancel))
                    {
                        throw new RuleBroken("cost.claimed-already");
                    }

                    db.Add(new CostClaim { Id = id, ParticipantId = me, Kind = kind, GroupId = groupId, Month = first, AmountCents = cents, ClaimedAt = city.Now });
                },
                cancel);
        }
        catch (DbUpdateException error) when (db.IsDuplicate(error))
        {
            // Two taps at once, or two phones: one of them is there.
            db.ChangeTracker.Clear();
            if (!await db.Set<CostClaim>().AnyAsync(claim => claim.Id == id && claim.ParticipantId == me, cancel))
            {
                throw new RuleBroken("cost.claimed-already");
            }
        }
    }

    /// <summary>The person takes it back before somebody decided. Broken rules: <c>cost.decided</c>.</summary>
    public Task TakeBack(Guid id, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var claim = await db.Lock<CostClaim>(id, cancel);
            if (claim is null || claim.ParticipantId != caller.Id)
            {
                throw new NotFound("The claim");
            }

            claim.MustBeOpen();
            db.Remove(claim);
        },
        cancel);

    /// <summary>Broken rules: those of <see cref="CostClaim.Approve"/>.</summary>
    public Task Approve(Guid id, int cents, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var claim = await Find(id, cancel);
            claim.Approve(cents, city.Now, caller.Id, caller.Name);
            audit.Record("cost.approved", claim.ParticipantId, $"{id} {Euros(cents)}");
            await Tell(claim, ApprovedLetter, Euros(cents), cancel);
        },
        cancel);

    /// <summary>Broken rules: those of <see cref="CostClaim.Refuse"/>.</summary>
    public Task Refuse(Guid id, GivenReason why, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var claim = await Find(id, cancel);
            claim.Refuse(why, city.Now, caller.Id, caller.Name);
            audit.Record("cost.refused", claim.ParticipantId, id.ToString());
            await Tell(claim, RefusedLetter, why.AsDetail(), cancel);
        },
        cancel);

    /// <summary>With a second factor, by somebody whose account the coach had no hand in and the other way round. Broken rules: <c>cost.same-hand</c> and those of <see cref="CostClaim.Pay"/>.</summary>
    public async Task Pay(Guid id, CancellationToken cancel)
    {
        strong.Demand();
        await db.Transact(
            async () =>
            {
                var claim = await Find(id, cancel);
                claim.Pay(city.Now, caller.Id, caller.Name);
                if (!await fourEyes.AreIndependent(claim.DecidedBy!.Value, caller.Id, cancel))
                {
                    throw new RuleBroken("cost.same-hand", fourEyes.Days);
                }

                audit.Record("cost.paid", claim.ParticipantId, $"{id} {Euros(claim.ApprovedCents!.Value)}");
            },
            cancel);
    }

    private static string Euros(int cents) => (cents / 100m).ToString("0.00", CultureInfo.InvariantCulture);

    private async Task<CostClaim> Find(Guid id, CancellationToken cancel) => await db.Lock<CostClaim>(id, cancel) ?? throw new NotFound("The claim");

    private async Task Tell(CostClaim claim, string kind, string detail, CancellationToken cancel) => await messages.Queue(
        new()
        {
            ParticipantId = claim.ParticipantId,
            Kind = kind,
            OnceKey = $"cost:{claim.Id:N}",
            Details = [$"word:cost.kind.{claim.Kind}", await timetable.Groups.Where(one => one.Id == claim.GroupId).Select(one => one.Name).FirstOrDefaultAsync(cancel) ?? "", detail],
            Link = "/my/costs",
        },
        cancel);
}

/// <summary>A day on which somebody was in a course.</summary>
internal sealed record DayInCourse
{
    public required Guid GroupId { get; init; }

    public required DateOnly On { get; init; }
}
