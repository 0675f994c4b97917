using Courses.Platform.Database;

namespace Courses.Vouchers;

internal enum VoucherEventKind
{
    Issued,
    Unlocked,
    Held,
    Redeemed,
    Released,
    Refunded,
    Expired,
    Cancelled,

    /// <summary>The person was moved to another class, and the money went along.</summary>
    MovedClass,
}

/// <summary>Something that happened to a voucher: what, when, by whom and why. Never changed.</summary>
internal sealed class VoucherEvent : IAppendOnly
{
    public Guid Id { get; private set; }

    public Guid VoucherId { get; set; }

    public Voucher Voucher { get; init; } = null!;

    public Guid? RedemptionId { get; set; }

    public Redemption? Redemption { get; init; }

    public required VoucherEventKind Kind { get; init; }

    public required long AmountCents { get; init; }

    public required DateTimeOffset At { get; init; }

    public required Guid By { get; init; }

    public required string ByName { get; init; }

    public required string Why { get; init; }
}
