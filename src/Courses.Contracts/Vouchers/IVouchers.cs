namespace Courses.Contracts.Vouchers;

/// <summary>Vouchers: public money in one person's hand. Amounts are euro cents.</summary>
public interface IVouchers
{
    IQueryable<VoucherRow> Vouchers { get; }

    IQueryable<VoucherTransactionRow> Transactions { get; }

    IQueryable<SettlementRow> Settlements { get; }

    /// <summary>What vouchers have paid for, or hold for a place on a waiting list.</summary>
    IQueryable<RedemptionRow> Redemptions { get; }

    /// <summary>
    /// Issues what the programme gives today, once per person and programme. Broken rules: <c>voucher.not-eligible</c>, <c>voucher.already-issued</c>,
    /// <c>voucher.programme-gives-none</c>.
    /// </summary>
    Task<IReadOnlyList<Guid>> Issue(Guid participantId, string programmeCode, CancellationToken cancel);

    /// <summary>A module or coaching was finished: unlocks what waits for it. Changes nothing when nothing waits.</summary>
    Task Unlock(Guid participantId, string topicCode, CancellationToken cancel);

    /// <summary>Why this voucher cannot pay for this class: codes of docs/vouchers.md; empty when it can.</summary>
    Task<IReadOnlyList<Refusal>> Check(Guid voucherId, Guid participantId, Guid groupId, CancellationToken cancel);

    /// <summary>
    /// Pays for a seat. Call it inside the transaction that takes the seat: its lock on the class keeps a seat from being paid twice. With <paramref name="waiting"/> the money is held for the place on the
    /// waiting list instead. Broken rules: the codes of <see cref="Check"/>.
    /// </summary>
    Task<Payment> Pay(Guid voucherId, Guid participantId, Guid groupId, Guid enrolmentId, bool waiting, CancellationToken cancel);

    /// <summary>Gives the money of an enrolment back to the voucher: class cancelled, or withdrawn in time. Changes nothing when nothing was paid.</summary>
    Task GiveBack(Guid enrolmentId, string reason, CancellationToken cancel);

    /// <summary>The place on the waiting list became a seat: what was held is now paid.</summary>
    Task TurnHoldIntoPayment(Guid enrolmentId, CancellationToken cancel);
}

/// <summary>A refusal: a stable code, and the details of its sentence in their order.</summary>
public sealed record Refusal(string Code, IReadOnlyList<object> Details);

/// <summary>What was paid or held, in cents, and what the person pays beside it.</summary>
public sealed record Payment(Guid TransactionId, long AmountCents, long OwnShareCents);

public enum VoucherState
{
    /// <summary>Issued, waits for a module or a coaching.</summary>
    Issued,
    Unlocked,
    Held,
    Redeemed,
    Expired,
    Cancelled,
}

/// <summary>A voucher as it stands now.</summary>
public sealed record VoucherRow
{
    public required Guid Id { get; init; }

    public required Guid ParticipantId { get; init; }

    public required string ProgrammeCode { get; init; }

    /// <summary>Number that people can read aloud.</summary>
    public required string Number { get; init; }

    public required VoucherState State { get; init; }

    public required long AmountCents { get; init; }

    public required long RemainingCents { get; init; }

    public required DateOnly IssuedOn { get; init; }

    public required DateOnly ExpiresOn { get; init; }

    /// <summary>What must be done before it can be used; null when nothing is missing.</summary>
    public required string? WaitsForTopic { get; init; }
}

/// <summary>One use of a voucher. Amounts are euro cents.</summary>
public sealed record RedemptionRow
{
    public required Guid Id { get; init; }

    public required Guid VoucherId { get; init; }

    public required Guid ParticipantId { get; init; }

    public required Guid EnrolmentId { get; init; }

    public required Guid GroupId { get; init; }

    public required Guid ProviderId { get; init; }

    public required long AmountCents { get; init; }

    public required long PriceCents { get; init; }

    /// <summary>Held for a place on the waiting list, not yet paid.</summary>
    public required bool IsHeld { get; init; }

    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>When it was given back; null while it stands.</summary>
    public required DateTimeOffset? ClosedAt { get; init; }
}

/// <summary>One side of a ledger transaction: the account and the cents that came (positive) or went (negative).</summary>
public sealed record VoucherTransactionRow
{
    public required Guid Id { get; init; }

    public required Guid TransactionId { get; init; }

    public required string Kind { get; init; }

    public required string Account { get; init; }

    public required Guid? VoucherId { get; init; }

    public required Guid? ProviderId { get; init; }

    public required long AmountCents { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>What a provider is owed for one redemption, with the proof it rests on.</summary>
public sealed record SettlementRow
{
    public required Guid Id { get; init; }

    public required Guid ProviderId { get; init; }

    public required Guid VoucherId { get; init; }

    public required Guid GroupId { get; init; }

    public required long AmountCents { get; init; }

    public required int AttendedMinutes { get; init; }

    public required int HeldMinutes { get; init; }

    /// <summary><c>payable</c>, <c>prepared</c>, <c>approved</c> or <c>paid</c>.</summary>
    public required string State { get; init; }
}
