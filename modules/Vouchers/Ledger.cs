using Courses.Platform.Database;

namespace Courses.Vouchers;

/// <summary>
/// The accounts of the ledger. The fund gives and takes back; its balance is what the programme has put out. A voucher's balance is what is left on it.
/// </summary>
internal enum Account
{
    Fund,
    Voucher,
    Held,
    Payable,
    Paid,
}

internal enum LedgerKind
{
    Issue,
    Hold,
    Redeem,
    Release,
    Refund,
    Lapse,
    Expire,
    Cancel,
    Settle,
}

/// <summary>One leg: the cents that came to an account (positive) or left it (negative).</summary>
internal sealed record Leg(Account Account, long Cents);

/// <summary>A movement of money about one voucher. It sums to zero or does not come into being, and is never changed: docs/vouchers.md.</summary>
internal sealed class LedgerTransaction : IAppendOnly
{
    private LedgerTransaction()
    {
    }

    public Guid Id { get; private set; }

    public LedgerKind Kind { get; private init; }

    public Guid VoucherId { get; set; }

    public Voucher Voucher { get; private init; } = null!;

    public Guid? RedemptionId { get; set; }

    public Redemption? Redemption { get; private init; }

    public Guid? ProviderId { get; private init; }

    public string ProgrammeCode { get; private init; } = "";

    public string Why { get; private init; } = "";

    public Guid By { get; private init; }

    public DateTimeOffset At { get; private init; }

    public List<LedgerEntry> Entries { get; } = [];

    public static LedgerTransaction Move(LedgerKind kind, Voucher voucher, Redemption? redemption, Account from, Account to, long cents, string why, Act act) =>
        Of(kind, voucher, redemption, why, act, new(from, -cents), new(to, cents));

    /// <summary>The only way to make one. Legs of nothing are left out.</summary>
    public static LedgerTransaction Of(LedgerKind kind, Voucher voucher, Redemption? redemption, string why, Act act, params Leg[] legs)
    {
        if (legs.Sum(leg => leg.Cents) != 0)
        {
            throw new InvalidOperationException($"The legs of '{kind}' sum to {legs.Sum(leg => leg.Cents)} cents instead of zero.");
        }

        var transaction = new LedgerTransaction
        {
            Kind = kind,
            VoucherId = voucher.Id,
            Voucher = voucher,
            RedemptionId = redemption?.Id,
            Redemption = redemption,
            ProviderId = redemption?.ProviderId,
            ProgrammeCode = voucher.ProgrammeCode,
            Why = why,
            By = act.By,
            At = act.At,
        };
        transaction.Entries.AddRange(legs.Where(leg => leg.Cents != 0).Select(leg => new LedgerEntry { Account = leg.Account, AmountCents = leg.Cents }));
        return transaction;
    }
}

/// <summary>One side of a transaction.</summary>
internal sealed class LedgerEntry : IAppendOnly
{
    public Guid Id { get; private set; }

    public Guid TransactionId { get; set; }

    public required Account Account { get; init; }

    public required long AmountCents { get; init; }
}

/// <summary>When and by whom something is done; the name is empty for the system and for newcomers.</summary>
internal sealed record Act(DateTimeOffset At, DateOnly Today, Guid By, string Name);
