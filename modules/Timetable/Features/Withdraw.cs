using Courses.Contracts.Timetable;
using Courses.Contracts.Vouchers;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;

namespace Courses.Timetable.Features;

/// <summary>A newcomer leaves a group. In time the money comes back; later it stays with the provider, who kept the seat.</summary>
internal sealed class Withdraw(CoursesDb db, ITimetable timetable, IVouchers vouchers, TimeProvider clock, IConfiguration configuration)
{
    /// <summary>Until when leaving gives the money back, as hours before the first session.</summary>
    private int HoursBefore => configuration.GetValue("Timetable:WithdrawHoursBefore", 24);

    /// <summary>The last instant at which leaving gives the money back; null while the person waits for a seat, when it always does.</summary>
    public async Task<DateTimeOffset?> MoneyBackUntil(Guid groupId, Guid participantId, CancellationToken cancel)
    {
        var mine = await db.Set<Enrolment>().AsNoTracking()
            .SingleOrDefaultAsync(enrolment => enrolment.GroupId == groupId && enrolment.ParticipantId == participantId && enrolment.State != EnrolmentState.Withdrawn, cancel)
            ?? throw new NotFound("The enrolment");
        if (mine.State == EnrolmentState.Waiting)
        {
            return null;
        }

        // Sessions before the person came do not count: who joined a running class may still think again before the first one.
        var first = await db.Set<Session>()
            .Where(session => session.GroupId == groupId && session.CancelledAt == null && session.LocalDate >= mine.From)
            .MinAsync(session => (DateTimeOffset?)session.StartsAt, cancel);
        return first?.AddHours(-HoursBefore) ?? DateTimeOffset.MinValue;
    }

    /// <summary>Answers whether the money came back.</summary>
    public Task<bool> Leave(Guid groupId, Guid participantId, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var until = await MoneyBackUntil(groupId, participantId, cancel);
            var isInTime = until is null || clock.GetUtcNow() <= until;
            var enrolmentId = await db.Set<Enrolment>()
                .Where(enrolment => enrolment.GroupId == groupId && enrolment.ParticipantId == participantId)
                .Select(enrolment => enrolment.Id)
                .SingleAsync(cancel);
            await timetable.GiveBackSeat(groupId, participantId, "withdrawn", cancel);
            if (isInTime)
            {
                await vouchers.GiveBack([enrolmentId], "withdrawn", cancel);
            }

            return isInTime;
        },
        cancel);
}

/// <summary>The next in line takes the seat that was offered; what was held for it is paid.</summary>
internal sealed class TakeOfferedSeat(CoursesDb db, ITimetable timetable, IVouchers vouchers)
{
    public Task Take(Guid groupId, Guid participantId, CancellationToken cancel) => db.Transact(
        async () =>
        {
            if (!await db.Set<Offer>().AnyAsync(offer => offer.GroupId == groupId && offer.ParticipantId == participantId && offer.ClosedAt == null, cancel))
            {
                throw new RuleBroken("group.offer-over");
            }

            var seat = await timetable.TakeSeat(groupId, participantId, null, cancel);
            await vouchers.TurnHoldIntoPayment(seat.EnrolmentId, cancel);
        },
        cancel);
}
