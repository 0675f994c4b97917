using Courses.Contracts.Attendance;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Vouchers;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;

namespace Courses.Vouchers;

/// <summary>
/// Public money in one person's hand. The terms are those of the day of issue: later rules of the programme do not change it. Every verb answers
/// what it did as rows; the four amounts always add up to what was issued, and the database refuses anything else. Change it only under its lock: docs/concurrency.md.
/// </summary>
internal sealed class Voucher : IVersioned
{
    public const string AnyModule = "any-module";
    private const string CameBack = "came-back";

    private Voucher()
    {
    }

    public Guid Id { get; private set; }

    public Guid AllowanceId { get; set; }

    public Allowance Allowance { get; private init; } = null!;

    public Guid ParticipantId { get; private init; }

    public string ProgrammeCode { get; private init; } = "";

    /// <summary>Its place among the vouchers of the allowance, from 1.</summary>
    public int Ordinal { get; private init; }

    public string Number { get; private init; } = "";

    public VoucherState State { get; private set; }

    public long AmountCents { get; private init; }

    public long RemainingCents { get; private set; }

    public long HeldCents { get; private set; }

    public long RedeemedCents { get; private set; }

    /// <summary>Back in the programme's fund: expired, cancelled, or the rest of a voucher that may not be used in parts.</summary>
    public long LapsedCents { get; private set; }

    public DateOnly IssuedOn { get; private init; }

    /// <summary>The last day on which it pays.</summary>
    public DateOnly ExpiresOn { get; private init; }

    /// <summary>CEFR levels, separated by spaces.</summary>
    public string Levels { get; private init; } = "";

    public int WeeksAfterStart { get; private init; }

    public bool FromItsStart { get; private init; }

    public bool PartialUse { get; private init; }

    public int FullPaymentFromPercent { get; private init; }

    /// <summary>So many percent of a course may be excused at the programme's cost.</summary>
    public int ExcusedPercent { get; private init; } = VoucherTerms.UsualExcusedPercent;

    /// <summary>The weakest proof that pays a presence; vouchers of earlier versions are paid by any.</summary>
    public ProofGrade PaysFrom { get; private init; }

    public int TermsVersion { get; private init; }

    /// <summary>A topic code or <see cref="AnyModule"/>; null when nothing is missing.</summary>
    public string? WaitsForTopic { get; private set; }

    /// <summary>The information module that was used up to unlock it: each unlocks one voucher.</summary>
    public string? UnlockedByModule { get; private set; }

    public DateTimeOffset? ExpiredAt { get; private set; }

    public DateTimeOffset? CancelledAt { get; private set; }

    public Guid? ReplacesId { get; private init; }

    public int Version { get; set; }

    public static (Voucher Voucher, Moved Moved) Issue(Allowance allowance, int ordinal, VoucherTerms terms, string number, Act act)
    {
        var unlock = ordinal <= terms.Unlocks.Count ? terms.Unlocks[ordinal - 1] : "";
        var voucher = new Voucher
        {
            AllowanceId = allowance.Id,
            Allowance = allowance,
            ParticipantId = allowance.ParticipantId,
            ProgrammeCode = allowance.ProgrammeCode,
            Ordinal = ordinal,
            Number = number,
            AmountCents = terms.AmountCents,
            RemainingCents = terms.AmountCents,
            IssuedOn = act.Today,
            ExpiresOn = act.Today.AddMonths(terms.ValidMonths),
            Levels = string.Join(' ', terms.Levels),
            WeeksAfterStart = terms.WeeksAfterStart,
            FromItsStart = terms.FromItsStart,
            PartialUse = terms.PartialUse,
            FullPaymentFromPercent = terms.FullPaymentFromPercent,
            ExcusedPercent = terms.ExcusedPercent,
            PaysFrom = terms.PaysFrom,
            TermsVersion = terms.Version,
            WaitsForTopic = unlock.Length == 0 ? null : unlock,
        };
        return (voucher, voucher.Issued("", act));
    }

    /// <summary>Does finishing this topic unlock it? Whether the topic is a module of its programme, and not the one that comes before all, is for the caller to know.</summary>
    public bool WaitsFor(string topicCode, bool isModule) =>
        State == VoucherState.Issued && (WaitsForTopic == topicCode || (WaitsForTopic == AnyModule && isModule));

    public Moved Unlock(string topicCode, Act act)
    {
        if (WaitsForTopic is null || CancelledAt is not null)
        {
            throw new InvalidOperationException("The voucher waits for nothing.");
        }

        UnlockedByModule = WaitsForTopic == AnyModule ? topicCode : null;
        WaitsForTopic = null;
        return Happened(VoucherEventKind.Unlocked, null, 0, topicCode, act);
    }

    /// <summary>Why it cannot pay at all, whatever the class.</summary>
    public Refusal? RefusalFor(Guid participantId, DateOnly today) => this switch
    {
        _ when ParticipantId != participantId => new("voucher.not-yours", []),
        { CancelledAt: not null } => new("voucher.cancelled", []),
        { State: VoucherState.Redeemed, PartialUse: false } => new("voucher.already-redeemed", []),
        { State: VoucherState.Held } => new("voucher.on-hold", []),
        { ExpiredAt: not null } => new("voucher.expired", [Day(ExpiresOn)]),
        _ when ExpiresOn < today => new("voucher.expired", [Day(ExpiresOn)]),
        { RemainingCents: 0 } => new("voucher.nothing-left", []),
        { WaitsForTopic: AnyModule } => new("voucher.locked-module", []),
        { WaitsForTopic: { } topic } => new("voucher.locked", [topic]),
        _ => null,
    };

    /// <summary>Why it cannot pay for this class, the deciding reason first; empty when it can.</summary>
    public IEnumerable<Refusal> RefusalsFor(Guid participantId, ClassFacts facts, DateOnly today)
    {
        if (RefusalFor(participantId, today) is { } refusal)
        {
            yield return refusal;
        }

        if (!facts.IsIntegrationCourse)
        {
            yield return new("voucher.not-integration-course", [facts.Name]);
        }
        else if (!PaysFor(facts.Level))
        {
            yield return new("voucher.level", [facts.Level, Shown.List(Levels.Split(' '))]);
        }

        if (!facts.HasAccreditation(today))
        {
            yield return new("voucher.provider-not-accredited", [facts.ProviderName]);
        }

        if (facts.IsCancelled)
        {
            yield return new("voucher.course-cancelled", [facts.Name]);
        }
        else if (facts.EndsOn < today)
        {
            yield return new("voucher.course-over", [Day(facts.EndsOn)]);
        }
        else if (facts.StartsOn < IssuedOn.AddDays(-7 * WeeksAfterStart))
        {
            yield return new("voucher.course-too-early", [WeeksAfterStart, Day(facts.StartsOn), Day(IssuedOn)]);
        }
        else if (FromItsStart && facts.StartsOn < IssuedOn && (facts.EnrolledFrom is null || facts.EnrolledFrom > facts.StartsOn))
        {
            yield return new("voucher.course-not-from-start", [Day(facts.StartsOn), Day(IssuedOn)]);
        }

        if (facts.PriceCents == 0)
        {
            yield return new("voucher.not-needed", []);
        }
    }

    public bool PaysFor(string level) => Levels.Split(' ').Any(mine => level == mine || level.StartsWith(mine + ".", StringComparison.Ordinal));

    /// <summary>Pays for a seat, or holds the money for a place on the waiting list. What the price or the cap leaves over stays when the voucher may be used in parts.</summary>
    public Moved Pay(Allowance allowance, ClassFacts facts, Guid participantId, Guid enrolmentId, bool waiting, Act act)
    {
        RefuseUnlessItPays(allowance, facts, participantId, act.Today);
        var redemption = new Redemption
        {
            VoucherId = Id,
            Voucher = this,
            ParticipantId = participantId,
            EnrolmentId = enrolmentId,
            GroupId = facts.GroupId,
            ProviderId = facts.ProviderId,
            PriceCents = facts.PriceCents,
            AmountCents = Math.Min(Math.Min(facts.PriceCents, RemainingCents), allowance.LeftCents),
            PlannedMinutes = facts.PlannedMinutes,
            State = RedemptionState.Held,
            MadeAt = act.At,
        };
        allowance.Use(redemption.AmountCents, redemption.PlannedMinutes);
        RemainingCents -= redemption.AmountCents;
        if (waiting)
        {
            HeldCents += redemption.AmountCents;
            return Happened(
                VoucherEventKind.Held, redemption, redemption.AmountCents, "", act,
                LedgerTransaction.Move(LedgerKind.Hold, this, redemption, Account.Voucher, Account.Held, redemption.AmountCents, "", act));
        }

        return Redeemed(redemption, Account.Voucher, act);
    }

    /// <summary>The checks of <see cref="Pay"/>: what passes them is paid.</summary>
    public void RefuseUnlessItPays(Allowance allowance, ClassFacts facts, Guid participantId, DateOnly today) =>
        Refuse(RefusalsFor(participantId, facts, today).FirstOrDefault() ?? CapRefusal(allowance, facts));

    public static Refusal? CapRefusal(Allowance allowance, ClassFacts facts) => allowance switch
    {
        { LeftCents: <= 0 } => new("voucher.cap-reached", [Money(allowance.CapCents!.Value)]),
        _ when allowance.LeftMinutes < facts.PlannedMinutes => new("voucher.hours-cap-reached", [allowance.CapMinutes!.Value / 45, allowance.LeftMinutes / 45]),
        _ => null,
    };

    /// <summary>The place on the waiting list became a seat.</summary>
    public Moved TurnHoldIntoPayment(Redemption redemption, Act act)
    {
        Expect(redemption, RedemptionState.Held);
        HeldCents -= redemption.AmountCents;
        return Redeemed(redemption, Account.Held, act);
    }

    /// <summary>Makes the voucher whole again: the class was cancelled, or the person withdrew in time.</summary>
    public Moved GiveBack(Redemption redemption, Allowance allowance, string why, Act act)
    {
        var wasHeld = redemption.State == RedemptionState.Held;
        Expect(redemption, wasHeld ? RedemptionState.Held : RedemptionState.Redeemed);
        redemption.State = wasHeld ? RedemptionState.Released : RedemptionState.Refunded;
        redemption.ClosedAt = act.At;
        allowance.GiveBack(redemption.AmountCents, redemption.PlannedMinutes);
        HeldCents -= wasHeld ? redemption.AmountCents : 0;
        RedeemedCents -= wasHeld ? 0 : redemption.AmountCents;
        LapsedCents -= redemption.LapsedCents;
        RemainingCents += redemption.AmountCents + redemption.LapsedCents;
        var back = redemption.AmountCents + redemption.LapsedCents;
        if (CancelledAt is not null)
        {
            // It was cancelled with this booking still standing: the money goes on to the fund.
            Lapse();
        }

        return Happened(
            wasHeld ? VoucherEventKind.Released : VoucherEventKind.Refunded, redemption, redemption.AmountCents, why, act,
            LedgerTransaction.Of(
                wasHeld ? LedgerKind.Release : LedgerKind.Refund, this, redemption, why, act,
                new(wasHeld ? Account.Held : Account.Payable, -redemption.AmountCents),
                new(Account.Fund, -redemption.LapsedCents),
                new(CancelledAt is null ? Account.Voucher : Account.Fund, back)));
    }

    /// <summary>What was given back by mistake is paid or held again, exactly as it was.</summary>
    public Moved TakeAgain(Redemption redemption, Allowance allowance, Act act)
    {
        var isHold = redemption.State == RedemptionState.Released;
        Expect(redemption, isHold ? RedemptionState.Released : RedemptionState.Refunded);
        var back = redemption.AmountCents + redemption.LapsedCents;
        Refuse(CancelledAt is not null || RemainingCents < back || allowance.LeftCents < redemption.AmountCents || allowance.LeftMinutes < redemption.PlannedMinutes
            ? new("voucher.used-meanwhile", []) : null);
        redemption.State = isHold ? RedemptionState.Held : RedemptionState.Redeemed;
        redemption.ClosedAt = null;
        allowance.Use(redemption.AmountCents, redemption.PlannedMinutes);
        HeldCents += isHold ? redemption.AmountCents : 0;
        RedeemedCents += isHold ? 0 : redemption.AmountCents;
        LapsedCents += redemption.LapsedCents;
        RemainingCents -= back;
        return Happened(
            isHold ? VoucherEventKind.Held : VoucherEventKind.Redeemed, redemption, redemption.AmountCents, CameBack, act,
            LedgerTransaction.Of(
                isHold ? LedgerKind.Hold : LedgerKind.Redeem, this, redemption, CameBack, act,
                new(Account.Voucher, -back),
                new(isHold ? Account.Held : Account.Payable, redemption.AmountCents),
                new(Account.Fund, redemption.LapsedCents)));
    }

    /// <summary>The person was moved to another class of the same provider: the money goes along.</summary>
    public Moved Follow(Redemption redemption, Guid enrolmentId, Guid groupId, Act act)
    {
        redemption.EnrolmentId = enrolmentId;
        redemption.GroupId = groupId;
        return Happened(VoucherEventKind.MovedClass, redemption, redemption.AmountCents, "", act);
    }

    /// <summary>Its last day is over: what is left goes back to the fund. What is held for a booking stays.</summary>
    public Moved? Expire(Act act)
    {
        if (CancelledAt is not null || ExpiresOn >= act.Today || RemainingCents == 0)
        {
            return null;
        }

        ExpiredAt = act.At;
        var rest = Lapse();
        return Happened(
            VoucherEventKind.Expired, null, rest, "", act, LedgerTransaction.Move(LedgerKind.Expire, this, null, Account.Voucher, Account.Fund, rest, "", act));
    }

    public Moved Cancel(string why, Act act)
    {
        Refuse(this switch
        {
            { CancelledAt: not null } => new("voucher.cancelled", []),
            { HeldCents: > 0 } => new("voucher.on-hold", []),
            { RemainingCents: 0, RedeemedCents: > 0 } or { PartialUse: false, RedeemedCents: > 0 } => new("voucher.already-redeemed", []),
            { ExpiredAt: not null, RemainingCents: 0 } => new("voucher.expired", [Day(ExpiresOn)]),
            _ => null,
        });
        CancelledAt = act.At;
        var rest = Lapse();
        return Happened(
            VoucherEventKind.Cancelled, null, rest, why, act, LedgerTransaction.Move(LedgerKind.Cancel, this, null, Account.Voucher, Account.Fund, rest, why, act));
    }

    /// <summary>A new voucher with the same terms for what was left on the cancelled one.</summary>
    public (Voucher Voucher, Moved Moved) Successor(long amountCents, string number, Act act)
    {
        var voucher = new Voucher
        {
            AllowanceId = AllowanceId,
            Allowance = Allowance,
            ParticipantId = ParticipantId,
            ProgrammeCode = ProgrammeCode,
            Ordinal = Ordinal,
            Number = number,
            AmountCents = amountCents,
            RemainingCents = amountCents,
            IssuedOn = IssuedOn,
            ExpiresOn = ExpiresOn,
            Levels = Levels,
            WeeksAfterStart = WeeksAfterStart,
            FromItsStart = FromItsStart,
            PartialUse = PartialUse,
            FullPaymentFromPercent = FullPaymentFromPercent,
            ExcusedPercent = ExcusedPercent,
            PaysFrom = PaysFrom,
            TermsVersion = TermsVersion,
            WaitsForTopic = WaitsForTopic,
            UnlockedByModule = UnlockedByModule,
            ReplacesId = Id,
        };
        return (voucher, voucher.Issued(Number, act));
    }

    internal static string Day(DateOnly day) => Shown.Date(day);

    internal static string Money(long cents) => Shown.Money(cents);

    private Moved Issued(string why, Act act) => Happened(
        VoucherEventKind.Issued, null, AmountCents, why, act, LedgerTransaction.Move(LedgerKind.Issue, this, null, Account.Fund, Account.Voucher, AmountCents, why, act));

    private Moved Redeemed(Redemption redemption, Account from, Act act)
    {
        redemption.State = RedemptionState.Redeemed;
        redemption.RedeemedAt = act.At;
        RedeemedCents += redemption.AmountCents;
        List<LedgerTransaction> ledger =
            [LedgerTransaction.Move(LedgerKind.Redeem, this, redemption, from, Account.Payable, redemption.AmountCents, "", act)];
        if (!PartialUse && RemainingCents > 0)
        {
            redemption.LapsedCents = Lapse();
            ledger.Add(LedgerTransaction.Move(LedgerKind.Lapse, this, redemption, Account.Voucher, Account.Fund, redemption.LapsedCents, "", act));
        }

        return Happened(VoucherEventKind.Redeemed, redemption, redemption.AmountCents, "", act, [.. ledger]);
    }

    private long Lapse()
    {
        var rest = RemainingCents;
        LapsedCents += rest;
        RemainingCents = 0;
        return rest;
    }

    private Moved Happened(VoucherEventKind kind, Redemption? redemption, long cents, string why, Act act, params LedgerTransaction[] ledger)
    {
        State = this switch
        {
            { CancelledAt: not null } => VoucherState.Cancelled,
            { HeldCents: > 0 } when RemainingCents == 0 || !PartialUse => VoucherState.Held,
            { RedeemedCents: > 0 } when RemainingCents == 0 || !PartialUse => VoucherState.Redeemed,
            { ExpiredAt: not null, RemainingCents: 0 } => VoucherState.Expired,
            { WaitsForTopic: not null } => VoucherState.Issued,
            _ => VoucherState.Unlocked,
        };
        return new(
            new()
            {
                VoucherId = Id,
                Voucher = this,
                RedemptionId = redemption?.Id,
                Redemption = redemption,
                Kind = kind,
                AmountCents = cents,
                At = act.At,
                By = act.By,
                ByName = act.Name,
                Why = why,
            },
            redemption,
            ledger);
    }

    private void Expect(Redemption redemption, RedemptionState state)
    {
        if (redemption.State != state || !ReferenceEquals(redemption.Voucher ?? this, this))
        {
            throw new InvalidOperationException($"Redemption {redemption.Id} is {redemption.State}, not {state}.");
        }
    }

    private static void Refuse(Refusal? refusal)
    {
        if (refusal is not null)
        {
            throw refusal.Broken();
        }
    }
}

/// <summary>What a verb did, as the rows that tell of it.</summary>
internal sealed record Moved(VoucherEvent Event, Redemption? Redemption, IReadOnlyList<LedgerTransaction> Ledger)
{
    public void WriteTo(CoursesDb db)
    {
        db.Add(Event);
        db.AddRange(Ledger);
    }
}

internal static class Refusals
{
    public static RuleBroken Broken(this Refusal refusal) => new(refusal.Code, [.. refusal.Details]);
}
