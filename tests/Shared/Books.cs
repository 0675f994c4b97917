using Courses.Platform.Database;
using Courses.Vouchers;
using Microsoft.EntityFrameworkCore;

namespace Courses.Tests.Shared;

/// <summary>What must always hold of public money, whatever happened. Says what does not; empty when the books balance.</summary>
internal static class Books
{
    public static async Task<List<string>> Findings(CoursesDb db)
    {
        var findings = new List<string>();
        var unbalanced = await db.Set<LedgerEntry>().GroupBy(entry => entry.TransactionId).CountAsync(entries => entries.Sum(entry => entry.AmountCents) != 0);
        Expect(unbalanced == 0, $"{unbalanced} transactions do not sum to zero.");
        var accounts = (await (
            from entry in db.Set<LedgerEntry>()
            join transaction in db.Set<LedgerTransaction>() on entry.TransactionId equals transaction.Id
            group entry by new { transaction.VoucherId, entry.Account } into sums
            select new { sums.Key.VoucherId, sums.Key.Account, Cents = sums.Sum(entry => entry.AmountCents) }).ToListAsync())
            .ToDictionary(row => (row.VoucherId, row.Account), row => row.Cents);
        var redemptions = (await db.Set<Redemption>().AsNoTracking().ToListAsync()).ToLookup(row => row.VoucherId);
        var used = new Dictionary<Guid, long>();
        foreach (var voucher in await db.Set<Voucher>().AsNoTracking().ToListAsync())
        {
            var standing = redemptions[voucher.Id].Where(row => row.ClosedAt is null).ToList();
            var standingCents = standing.Sum(row => row.AmountCents);
            used[voucher.AllowanceId] = used.GetValueOrDefault(voucher.AllowanceId) + standingCents;
            Same("remaining", voucher.RemainingCents, accounts.GetValueOrDefault((voucher.Id, Account.Voucher)));
            Same("held", voucher.HeldCents, accounts.GetValueOrDefault((voucher.Id, Account.Held)));
            Same("held for bookings", voucher.HeldCents, standing.Where(row => row.State == RedemptionState.Held).Sum(row => row.AmountCents));
            Same("paid for bookings", voucher.RedeemedCents, standing.Where(row => row.State == RedemptionState.Redeemed).Sum(row => row.AmountCents));
            Expect(voucher is { RemainingCents: >= 0, HeldCents: >= 0, RedeemedCents: >= 0, LapsedCents: >= 0 }, $"Voucher {voucher.Number} has less than nothing.");
            Expect(voucher.PartialUse || standing.Count <= 1, $"Voucher {voucher.Number} was spent {standing.Count} times.");

            void Same(string what, long inVoucher, long inBooks) => Expect(inVoucher == inBooks, $"Voucher {voucher.Number}: {what} is {inVoucher}, the books say {inBooks}.");
        }

        foreach (var allowance in await db.Set<Allowance>().AsNoTracking().ToListAsync())
        {
            Expect(allowance.CapCents is null || allowance.UsedCents <= allowance.CapCents, $"Allowance {allowance.Id} is over its cap.");
            Expect(allowance.UsedCents == used.GetValueOrDefault(allowance.Id), $"Allowance {allowance.Id} counts {allowance.UsedCents}, its bookings sum to {used.GetValueOrDefault(allowance.Id)}.");
        }

        return findings;

        void Expect(bool holds, string otherwise)
        {
            if (!holds)
            {
                findings.Add(otherwise);
            }
        }
    }
}
