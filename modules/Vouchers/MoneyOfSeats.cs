using Courses.Platform.Database;
using Courses.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace Courses.Vouchers;

/// <summary>What becomes of the money of a seat: given back, or, when a waiting place became a seat, no longer held but paid.</summary>
internal sealed class MoneyOfSeats(CoursesDb db, Acting acting)
{
    public Task GiveBack(IReadOnlyCollection<Guid> enrolmentIds, string reason, CancellationToken cancel) => db.Transact(
        async () =>
        {
            // A class may have more people than a statement may have parameters.
            var wanted = enrolmentIds.ToArray();
            var known = await db.Set<Redemption>().AsNoTracking()
                .Where(redemption => EF.Parameter(wanted).Contains(redemption.EnrolmentId) && redemption.ClosedAt == null)
                .Select(redemption => new { redemption.Id, redemption.VoucherId, redemption.Voucher.AllowanceId })
                .ToListAsync(cancel);
            var vouchers = await db.LockAll<Voucher>(known.Select(redemption => redemption.VoucherId), cancel);
            var allowances = await db.LockAll<Allowance>(known.Select(redemption => redemption.AllowanceId), cancel);
            var ids = known.Select(redemption => redemption.Id).ToArray();
            foreach (var redemption in ids is [] ? [] : await db.Set<Redemption>().Where(redemption => EF.Parameter(ids).Contains(redemption.Id) && redemption.ClosedAt == null).ToListAsync(cancel))
            {
                var voucher = vouchers[redemption.VoucherId];
                voucher.GiveBack(redemption, allowances[voucher.AllowanceId], reason, acting.Now).WriteTo(db);
            }

            await db.SaveChangesAsync(cancel);
        },
        cancel);

    public Task TakeAgain(Guid enrolmentId, DateTimeOffset since, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var known = await db.Set<Redemption>().AsNoTracking().Where(row => row.EnrolmentId == enrolmentId && row.ClosedAt >= since)
                .OrderByDescending(row => row.ClosedAt).Select(row => new { row.Id, row.VoucherId }).FirstOrDefaultAsync(cancel);
            if (known is not null)
            {
                var voucher = await db.LockVoucher(known.VoucherId, cancel);
                var allowance = (await db.Lock<Allowance>(voucher.AllowanceId, cancel))!;
                voucher.TakeAgain(await db.Set<Redemption>().SingleAsync(row => row.Id == known.Id, cancel), allowance, acting.Now).WriteTo(db);
                await db.SaveChangesAsync(cancel);
            }
        },
        cancel);

    public Task Follow(Guid enrolmentId, Guid toEnrolmentId, Guid toGroupId, Guid toProviderId, CancellationToken cancel) => db.Transact(
        async () =>
        {
            if (await OpenRedemption(enrolmentId, cancel) is not { } known)
            {
                return;
            }

            if (known.ProviderId != toProviderId)
            {
                throw new RuleBroken("move.paid-elsewhere");
            }

            if (await OpenRedemption(toEnrolmentId, cancel) is not null)
            {
                throw new RuleBroken("voucher.class-already-paid");
            }

            var voucher = await db.LockVoucher(known.VoucherId, cancel);
            voucher.Follow(await db.Set<Redemption>().SingleAsync(row => row.Id == known.Id, cancel), toEnrolmentId, toGroupId, acting.Now).WriteTo(db);
            await db.SaveChangesAsync(cancel);
        },
        cancel);

    public Task<long> TurnHoldIntoPayment(Guid enrolmentId, CancellationToken cancel) => db.Transact(
        async () =>
        {
            if (await OpenRedemption(enrolmentId, cancel) is not { } known)
            {
                return 0;
            }

            var voucher = await db.LockVoucher(known.VoucherId, cancel);
            if (await db.Set<Redemption>().SingleOrDefaultAsync(row => row.Id == known.Id && row.State == RedemptionState.Held, cancel) is not { } redemption)
            {
                return 0;
            }

            voucher.TurnHoldIntoPayment(redemption, acting.Now).WriteTo(db);
            await db.SaveChangesAsync(cancel);
            return redemption.AmountCents;
        },
        cancel);

    private Task<Redemption?> OpenRedemption(Guid enrolmentId, CancellationToken cancel) =>
        db.Set<Redemption>().AsNoTracking().SingleOrDefaultAsync(row => row.EnrolmentId == enrolmentId && row.ClosedAt == null, cancel);
}
