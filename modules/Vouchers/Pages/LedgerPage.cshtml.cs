using Courses.Contracts.Access;
using Courses.Contracts.Eligibility;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.EntityFrameworkCore;

namespace Courses.Vouchers.Pages;

/// <summary>The books: balances per programme and account, whether everything adds up, and the latest movements.</summary>
[Audience(Roles.Administrator, Roles.Auditor)]
internal sealed class LedgerPageModel(CoursesDb db, IEligibility eligibility) : CoursesPage
{
    internal sealed record Balance(string ProgrammeCode, Account Account, long Cents);

    internal sealed record Movement(DateTimeOffset At, LedgerKind Kind, string VoucherNumber, Guid? RedemptionId, string Why, long Cents);

    /// <summary>Names of the programmes by code.</summary>
    public IReadOnlyDictionary<string, string> Programmes { get; private set; } = new Dictionary<string, string>();

    public IReadOnlyList<Balance> Balances { get; private set; } = [];

    /// <summary>Transactions that do not sum to zero. There are none, and this is where one would show.</summary>
    public int Unbalanced { get; private set; }

    /// <summary>Vouchers whose row and ledger tell different balances.</summary>
    public int Differing { get; private set; }

    public IReadOnlyList<Movement> Latest { get; private set; } = [];

    public async Task OnGetAsync()
    {
        Programmes = await eligibility.Programmes.ToDictionaryAsync(programme => programme.Code, programme => programme.Name, Cancel);
        var entries = from entry in db.Set<LedgerEntry>() join transaction in db.Set<LedgerTransaction>() on entry.TransactionId equals transaction.Id select new { entry, transaction };
        Balances = await entries.GroupBy(row => new { row.transaction.ProgrammeCode, row.entry.Account })
            .Select(group => new Balance(group.Key.ProgrammeCode, group.Key.Account, group.Sum(row => row.entry.AmountCents))).ToListAsync(Cancel);
        Unbalanced = await db.Set<LedgerEntry>().GroupBy(entry => entry.TransactionId).CountAsync(group => group.Sum(entry => entry.AmountCents) != 0, Cancel);
        var balances = entries.Where(row => row.entry.Account == Account.Voucher).GroupBy(row => row.transaction.VoucherId)
            .Select(group => new { VoucherId = group.Key, Cents = group.Sum(row => row.entry.AmountCents) });
        Differing = await (from voucher in db.Set<Voucher>() join balance in balances on voucher.Id equals balance.VoucherId where voucher.RemainingCents != balance.Cents select voucher).CountAsync(Cancel);
        Latest = await db.Set<LedgerTransaction>().OrderByDescending(row => row.At).ThenByDescending(row => row.Id).Take(100)
            .Select(row => new Movement(row.At, row.Kind, row.Voucher.Number, row.RedemptionId, row.Why, row.Entries.Where(entry => entry.AmountCents > 0).Sum(entry => entry.AmountCents))).ToListAsync(Cancel);
    }
}
