using System.Collections.Immutable;

namespace Courses.Tests.Vouchers;

/// <summary>What can happen to a voucher. Bookings are numbered; days count from the day of issue.</summary>
public enum ModelOp
{
    Unlock,
    Pay,
    Hold,
    TurnHold,
    GiveBack,
    Expire,
    Cancel,
    NextDay,
}

public sealed record ModelUse(long Cents, long Lapsed, bool Held);

/// <summary>
/// A voucher as one thinks of it with one client and no database: what was issued, what was taken back, and the bookings that stand. Written without a look
/// at the entity, so that each checks the other.
/// </summary>
public sealed record VoucherModel(long Amount, bool Partial, int ValidDays, bool Locked)
{
    public int Day { get; init; }

    public bool Cancelled { get; init; }

    public bool Expired { get; init; }

    public long Withdrawn { get; init; }

    public ImmutableSortedDictionary<int, ModelUse> Uses { get; init; } = ImmutableSortedDictionary<int, ModelUse>.Empty;

    public long Left => Amount - Withdrawn - Uses.Values.Sum(use => use.Cents + use.Lapsed);

    public long Spent => Uses.Values.Sum(use => use.Cents);

    /// <summary>Everything that decides the future, as text: two equal ones are the same state.</summary>
    public string Fingerprint => $"{Day} {Locked} {Cancelled} {Expired} {Withdrawn} {string.Join(';', Uses.Select(use => $"{use.Key}:{use.Value.Cents}/{use.Value.Lapsed}/{use.Value.Held}"))}";

    /// <summary>Answers what a client is told, and the voucher afterwards.</summary>
    public (string Answer, VoucherModel After) Do(ModelOp op, int booking = 0, long price = 0, long capLeft = long.MaxValue) => op switch
    {
        ModelOp.NextDay => ("ok", this with { Day = Day + 1 }),
        ModelOp.Unlock => Locked && !Cancelled && !Expired ? ("ok", this with { Locked = false }) : ("nothing", this),
        ModelOp.Pay or ModelOp.Hold => Use(booking, price, op == ModelOp.Hold, capLeft),
        ModelOp.TurnHold => Uses.TryGetValue(booking, out var held) && held.Held
            ? ("ok", this with { Uses = Uses.SetItem(booking, held with { Held = false, Lapsed = Partial ? 0 : Left }) })
            : ("nothing", this),
        ModelOp.GiveBack => Uses.TryGetValue(booking, out var mine)
            ? ("ok", this with { Uses = Uses.Remove(booking), Withdrawn = Withdrawn + (Cancelled ? mine.Cents + mine.Lapsed : 0) })
            : ("nothing", this),
        ModelOp.Expire => !Cancelled && Day > ValidDays && Left > 0 ? ("ok", this with { Expired = true, Withdrawn = Withdrawn + Left }) : ("nothing", this),
        _ => Cancel(),
    };

    private (string Answer, VoucherModel After) Use(int booking, long price, bool hold, long capLeft)
    {
        if (WhyNot() is { } refusal)
        {
            return (refusal, this);
        }

        if (capLeft <= 0)
        {
            return ("voucher.cap-reached", this);
        }

        var cents = new[] { price, Left, capLeft }.Min();
        var lapsed = Partial || hold ? 0 : Left - cents;
        return ($"ok {cents}", this with { Uses = Uses.Add(booking, new(cents, lapsed, hold)) });
    }

    /// <summary>Why it pays for nothing now; null when it does.</summary>
    public string? WhyNot()
    {
        if (Cancelled)
        {
            return "voucher.cancelled";
        }

        if (!Partial && Uses.Values.Any(use => !use.Held))
        {
            return "voucher.already-redeemed";
        }

        if (Uses.Values.Any(use => use.Held) && (!Partial || Left == 0))
        {
            return "voucher.on-hold";
        }

        if (Expired || Day > ValidDays)
        {
            return "voucher.expired";
        }

        return Left == 0 ? "voucher.nothing-left" : Locked ? "voucher.locked-module" : null;
    }

    private (string Answer, VoucherModel After) Cancel()
    {
        if (Cancelled)
        {
            return ("voucher.cancelled", this);
        }

        if (Uses.Values.Any(use => use.Held))
        {
            return ("voucher.on-hold", this);
        }

        if (Uses.Count > 0 && (Left == 0 || !Partial))
        {
            return ("voucher.already-redeemed", this);
        }

        return Expired && Left == 0 ? ("voucher.expired", this) : ("ok", this with { Cancelled = true, Withdrawn = Withdrawn + Left });
    }
}
