using Courses.Contracts.Timetable;
using Courses.Contracts.Vouchers;
using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Courses.Vouchers.Features;

/// <summary>One use of a voucher, with the name of the class.</summary>
internal sealed record Use(Guid RedemptionId, Guid VoucherId, string ClassName, long AmountCents, long OwnShareCents, bool IsHeld, DateTimeOffset MadeAt, DateTimeOffset? ClosedAt);

/// <summary>The vouchers of one person with what each was used for: the phone and the coach's desk show the same.</summary>
internal sealed class MyVouchers(CoursesDb db, ITimetable timetable)
{
    public Task<List<Voucher>> Of(Guid participantId, CancellationToken cancel) =>
        db.Set<Voucher>().AsNoTracking().Where(voucher => voucher.ParticipantId == participantId)
            .OrderBy(voucher => voucher.ProgrammeCode).ThenBy(voucher => voucher.Ordinal).ThenBy(voucher => voucher.Id).ToListAsync(cancel);

    public async Task<ILookup<Guid, Use>> UsesOf(Guid participantId, CancellationToken cancel)
    {
        var uses = await (
            from redemption in db.Set<Redemption>()
            where redemption.ParticipantId == participantId
            join @group in timetable.Groups on redemption.GroupId equals @group.Id
            orderby redemption.MadeAt
            select new Use(
                redemption.Id, redemption.VoucherId, @group.Name, redemption.AmountCents, redemption.PriceCents - redemption.AmountCents,
                redemption.State == RedemptionState.Held, redemption.MadeAt, redemption.ClosedAt)).ToListAsync(cancel);
        return uses.ToLookup(use => use.VoucherId);
    }

    /// <summary>The key of the word for the voucher's state, and how its badge is coloured.</summary>
    public static (string Key, string Tone) Badge(Voucher voucher, DateOnly today) => voucher.State switch
    {
        VoucherState.Redeemed => ("my.vouchers.used", ""),
        VoucherState.Held => ("my.vouchers.held", "warn"),
        VoucherState.Cancelled or VoucherState.Expired => ("my.vouchers.over", ""),
        _ when voucher.ExpiresOn < today => ("my.vouchers.over", ""),
        VoucherState.Issued => ("my.vouchers.locked", "warn"),
        _ => ("my.vouchers.ready", "good"),
    };
}
