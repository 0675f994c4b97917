using Courses.Contracts.Eligibility;
using Courses.Contracts.Timetable;
using Courses.Contracts.Vouchers;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;

namespace Courses.Timetable.Features;

/// <summary>A newcomer leaves a group. In time the money comes back; later it stays with the provider, who kept the seat.</summary>
internal sealed class Withdraw(CoursesDb db, ITimetable timetable, IVouchers vouchers, IEligibility eligibility, Diaries diaries, Caller caller, TimeProvider clock, IConfiguration configuration)
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

        // Sessions before the person came do not count: who joined a running class may still think again before the first one. What was paid covers earlier stays too.
        var first = await (
            from stay in db.Set<Stay>()
            where stay.BookingId == mine.Id
            join session in db.Set<Session>() on stay.GroupId equals session.GroupId
            where session.CancelledAt == null && session.LocalDate >= stay.From && (stay.Until == null || session.LocalDate <= stay.Until)
            select session).MinAsync(session => (DateTimeOffset?)session.StartsAt, cancel);
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
            await timetable.GiveBackSeat(groupId, participantId, Enrolment.Left, cancel);
            if (isInTime)
            {
                await vouchers.GiveBack([enrolmentId], Enrolment.Left, cancel);
            }

            return isInTime;
        },
        cancel);

    /// <summary>Takes back on the same day that the person left: seat or place in line, and the voucher's money, are as if nothing had happened.</summary>
    public Task ComeBack(Guid groupId, Guid participantId, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var group = await db.Lock<Group>(groupId, cancel) ?? throw new NotFound("The group");
            var mine = await db.Set<Enrolment>().Include(row => row.Stays).SingleOrDefaultAsync(row => row.GroupId == groupId && row.ParticipantId == participantId, cancel)
                ?? throw new NotFound("The enrolment");
            var left = await db.Set<EnrolmentChange>().Where(change => change.EnrolmentId == mine.Id && change.State == EnrolmentState.Withdrawn).OrderByDescending(change => change.At).FirstOrDefaultAsync(cancel) ?? throw new RuleBroken("leave.too-late-to-undo");
            var limits = await diaries.Lock([new(groupId, participantId, mine.ProgrammeCode, caller.Id)], new Dictionary<Guid, Group> { [groupId] = group }, cancel);
            group.TakeBack(mine, left, limits, clock.GetUtcNow(), caller.Id);
            await vouchers.TakeAgain(mine.Id, left.At, cancel);
            await eligibility.MarkStale([participantId], cancel);
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
