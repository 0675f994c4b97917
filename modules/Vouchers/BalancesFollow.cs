using Courses.Platform.Chain;
using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Courses.Vouchers;

/// <summary>The amounts that stand in a voucher are those of the chained ledger; a unit is a voucher.</summary>
internal sealed class BalancesFollow(CoursesDb db) : IDerivedRows
{
    public string Stream => "balances";

    public IQueryable<Guid> Units => db.Set<Voucher>().Select(voucher => voucher.Id);

    /// <summary>Those to which something happened since yesterday.</summary>
    public IQueryable<Guid> Recent
    {
        get
        {
            var key = db.Engine.KeyMovedBy(db.Engine.NewKey(), -TimeSpan.FromDays(1));
            return db.Set<VoucherEvent>().Where(happened => happened.Id.CompareTo(key) > 0).Select(happened => happened.VoucherId);
        }
    }

    public IQueryable<Guid> UnitsOf(Guid[] rows) => db.Set<Voucher>().Where(voucher => rows.Contains(voucher.Id)).Select(voucher => voucher.Id);

    public async Task<IReadOnlyList<Guid>> Otherwise(Guid[] units, CancellationToken cancel)
    {
        var suspects = await Compare(units, cancel);

        // Somebody may have paid between one look and the other: what seems wrong is looked at again while nobody can.
        return suspects is [] ? [] : await db.Transact(
            async () =>
            {
                await db.LockAll<Voucher>(suspects, cancel);
                return await Compare([.. suspects], cancel);
            },
            cancel);
    }

    private async Task<List<Guid>> Compare(Guid[] ids, CancellationToken cancel)
    {
        var vouchers = await db.Set<Voucher>().Where(voucher => ids.Contains(voucher.Id)).Select(voucher => new { voucher.Id, voucher.RemainingCents, voucher.HeldCents, voucher.RedeemedCents }).ToListAsync(cancel);
        var sums = (await (
            from entry in db.Set<LedgerEntry>()
            join transaction in db.Set<LedgerTransaction>() on entry.TransactionId equals transaction.Id
            where ids.Contains(transaction.VoucherId) && (entry.Account == Account.Voucher || entry.Account == Account.Held || (entry.Account == Account.Payable && transaction.Kind != LedgerKind.Settle))
            group entry.AmountCents by new { transaction.VoucherId, entry.Account } into of
            select new { of.Key.VoucherId, of.Key.Account, Cents = of.Sum() }).ToListAsync(cancel)).ToDictionary(sum => (sum.VoucherId, sum.Account), sum => sum.Cents);
        return [.. vouchers.Where(voucher => (voucher.RemainingCents, voucher.HeldCents, voucher.RedeemedCents)
            != (sums.GetValueOrDefault((voucher.Id, Account.Voucher)), sums.GetValueOrDefault((voucher.Id, Account.Held)), sums.GetValueOrDefault((voucher.Id, Account.Payable)))).Select(voucher => voucher.Id)];
    }
}
