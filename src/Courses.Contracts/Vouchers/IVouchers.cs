using Courses.Contracts.Timetable;

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

    /// <summary>Those of these classes that one of the person's vouchers would pay for today: <see cref="Check"/> says nothing against it.</summary>
    Task<IReadOnlySet<Guid>> Payable(Guid participantId, IReadOnlyCollection<Guid> groupIds, CancellationToken cancel);

    /// <summary>
    /// Takes a seat in a class, or the next place on its waiting list, and pays for it: the money of a waiting place is held. Whoever has the seat already pays for that one. Seat, money, letter
    /// and key are one commit, shared with others who pay at the same moment, so it must not be called inside a transaction. The same key answers the same again.
    /// Broken rules: the codes of <see cref="Check"/>, <c>voucher.class-already-paid</c>, and those of <see cref="ITimetable.TakeSeat"/>.
    /// </summary>
    Task<Redeemed> Redeem(NewRedemption wanted, CancellationToken cancel);

    /// <summary>Gives the money of enrolments back to their vouchers: class cancelled, or withdrawn in time. Changes nothing where nothing was paid.</summary>
    Task GiveBack(IReadOnlyCollection<Guid> enrolmentIds, string reason, CancellationToken cancel);

    /// <summary>
    /// Takes what was given back since then again, because leaving is taken back: paid or held as before. Changes nothing where nothing was given back.
    /// Broken rules: <c>voucher.used-meanwhile</c>.
    /// </summary>
    Task TakeAgain(Guid enrolmentId, DateTimeOffset since, CancellationToken cancel);

    /// <summary>
    /// The person was moved: what was paid or held for one enrolment pays for another from now on. Changes nothing where nothing was paid.
    /// Broken rules: <c>move.paid-elsewhere</c> when the money is another provider's, <c>voucher.class-already-paid</c>.
    /// </summary>
    Task Follow(Guid enrolmentId, Guid toEnrolmentId, Guid toGroupId, Guid toProviderId, CancellationToken cancel);

    /// <summary>The place on the waiting list became a seat: what was held is now paid. Answers the cents; 0 when nothing was held.</summary>
    Task<long> TurnHoldIntoPayment(Guid enrolmentId, CancellationToken cancel);
}

/// <summary>A refusal: a stable code, and the details of its sentence in their order.</summary>
public sealed record Refusal(string Code, IReadOnlyList<object> Details);

/// <summary>A voucher that is to pay for a class.</summary>
public sealed record NewRedemption
{
    public required Guid VoucherId { get; init; }

    public required Guid ClassId { get; init; }

    /// <summary>Whose voucher it must be; null for a coach, who pays with anybody's.</summary>
    public required Guid? HolderId { get; init; }

    /// <summary>What the key belongs to, e.g. the caller: two callers may choose the same key.</summary>
    public required string KeyScope { get; init; }

    public required string Key { get; init; }

    /// <summary>Whoever has a seat already is refused with <c>group.already-enrolled</c>, instead of paying for that one.</summary>
    public bool NewSeatOnly { get; init; }
}

/// <summary>What was done. Amounts are euro cents; with a waiting place the money is held, not paid.</summary>
public sealed record Redeemed
{
    public required Guid VoucherId { get; init; }

    public required Guid EnrolmentId { get; init; }

    public required int? WaitingPlace { get; init; }

    public required Guid TransactionId { get; init; }

    public required long AmountCents { get; init; }

    /// <summary>What the person pays beside it.</summary>
    public required long OwnShareCents { get; init; }
}

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

    /// <summary>Planned minutes excused by word alone, and by a certificate; null in lines of earlier versions, which did not tell them apart.</summary>
    public required int? ExcusedByWordMinutes { get; init; }

    public required int? ExcusedByCertificateMinutes { get; init; }

    /// <summary><c>payable</c>, <c>prepared</c>, <c>approved</c> or <c>paid</c>.</summary>
    public required string State { get; init; }
}
