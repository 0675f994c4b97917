using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;

namespace Courses.Vouchers;

/// <summary>What it cost a person to come to a course in one month: the way, or somebody who looked after the children. Claimed on the phone, decided by a coach, paid by somebody else.</summary>
internal sealed class CostClaim : IVersioned
{
    public const int MostCents = 100_000;

    /// <summary>So many months back something can be claimed.</summary>
    public const int MostMonths = 6;

    /// <summary>Made by the form: a second tap makes no second one.</summary>
    public required Guid Id { get; init; }

    public required Guid ParticipantId { get; init; }

    public required CostKind Kind { get; init; }

    /// <summary>The class, run or meeting that they came to.</summary>
    public required Guid GroupId { get; init; }

    /// <summary>Its first day.</summary>
    public required DateOnly Month { get; init; }

    public required int AmountCents { get; init; }

    public required DateTimeOffset ClaimedAt { get; init; }

    public DateTimeOffset? ApprovedAt { get; private set; }

    /// <summary>What is paid; never more than was claimed.</summary>
    public int? ApprovedCents { get; private set; }

    public DateTimeOffset? RefusedAt { get; private set; }

    public string? ReasonCode { get; private set; }

    public string? Reason { get; private set; }

    public string? ReasonLanguage { get; private set; }

    public Guid? DecidedBy { get; private set; }

    public string? DecidedByName { get; private set; }

    public DateTimeOffset? PaidAt { get; private set; }

    public Guid? PaidBy { get; private set; }

    public string? PaidByName { get; private set; }

    public int Version { get; set; }

    /// <returns>The cents of a sum that can be claimed or paid; null for what is none, too much, or no whole cents.</returns>
    public static int? CentsOf(decimal? euros) => euros is > 0 and <= MostCents / 100m && decimal.Truncate(euros.Value * 100) == euros.Value * 100 ? (int)(euros.Value * 100) : null;

    public bool IsOpen => ApprovedAt is null && RefusedAt is null;

    /// <summary>Broken rules: <c>cost.decided</c>, <c>cost.amount-wrong</c>.</summary>
    public void Approve(int cents, DateTimeOffset now, Guid by, string byName)
    {
        MustBeOpen();
        ApprovedCents = cents > 0 && cents <= AmountCents ? cents : throw new RuleBroken("cost.amount-wrong", Shown.Money(AmountCents));
        (ApprovedAt, DecidedBy, DecidedByName) = (now, by, byName);
    }

    /// <summary>Broken rules: <c>cost.decided</c>.</summary>
    public void Refuse(GivenReason why, DateTimeOffset now, Guid by, string byName)
    {
        MustBeOpen();
        (RefusedAt, ReasonCode, Reason, ReasonLanguage, DecidedBy, DecidedByName) = (now, why.Code, why.Text, why.Language, by, byName);
    }

    /// <summary>The money was handed over. Broken rules: <c>cost.not-approved</c>, <c>cost.paid-already</c>, <c>cost.own-approval</c>.</summary>
    public void Pay(DateTimeOffset now, Guid by, string byName)
    {
        if (ApprovedAt is null)
        {
            throw new RuleBroken("cost.not-approved");
        }

        if (PaidAt is not null)
        {
            throw new RuleBroken("cost.paid-already");
        }

        if (by == DecidedBy)
        {
            throw new RuleBroken("cost.own-approval");
        }

        (PaidAt, PaidBy, PaidByName) = (now, by, byName);
    }

    public void MustBeOpen()
    {
        if (!IsOpen)
        {
            throw new RuleBroken("cost.decided");
        }
    }
}
