namespace Courses.Vouchers;

internal enum RedemptionState
{
    /// <summary>The money waits with the place on the waiting list.</summary>
    Held,

    /// <summary>Paid for a seat: the provider is owed it once registers prove the course.</summary>
    Redeemed,

    /// <summary>A hold that was given back.</summary>
    Released,

    /// <summary>A payment that was given back.</summary>
    Refunded,
}

/// <summary>One use of a voucher for one enrolment. Changed only under the lock of its voucher; what happened to it stands in the events.</summary>
internal sealed class Redemption
{
    public Guid Id { get; private set; }

    public Guid VoucherId { get; set; }

    public Voucher Voucher { get; init; } = null!;

    public required Guid ParticipantId { get; init; }

    /// <summary>The enrolment it pays for; after a move that in the new class.</summary>
    public required Guid EnrolmentId { get; set; }

    public required Guid GroupId { get; set; }

    public required Guid ProviderId { get; init; }

    public required long PriceCents { get; init; }

    public required long AmountCents { get; init; }

    /// <summary>What was on the voucher beyond the price and may not be used in parts: it went back to the fund when the seat was paid.</summary>
    public long LapsedCents { get; set; }

    /// <summary>Planned class time, which counts towards the cap.</summary>
    public required int PlannedMinutes { get; init; }

    public required RedemptionState State { get; set; }

    public required DateTimeOffset MadeAt { get; init; }

    public DateTimeOffset? RedeemedAt { get; set; }

    /// <summary>When it was given back; null while it stands.</summary>
    public DateTimeOffset? ClosedAt { get; set; }

    public long OwnShareCents => PriceCents - AmountCents;
}
