using Courses.Contracts.Timetable;
using Courses.Contracts.Vouchers;
using Microsoft.EntityFrameworkCore;

namespace Courses.Attendance;

/// <summary>What vouchers paid for a person's days in a class: the way from a mark to the money that rests on it.</summary>
internal sealed record PaidSeat(Guid RedemptionId, long AmountCents)
{
    /// <summary>Of one person, by the groups. Whoever was moved has one payment for both classes.</summary>
    public static async Task<ILookup<Guid, PaidSeat>> Of(Guid participantId, ITimetable timetable, IVouchers vouchers, CancellationToken cancel) => (await (
        from stay in timetable.Stays
        where stay.ParticipantId == participantId
        join redemption in vouchers.Redemptions on stay.BookingId equals redemption.EnrolmentId
        where !redemption.IsHeld && redemption.ClosedAt == null
        select new { stay.GroupId, redemption.Id, redemption.AmountCents }).Distinct().ToListAsync(cancel)).ToLookup(row => row.GroupId, row => new PaidSeat(row.Id, row.AmountCents));
}
