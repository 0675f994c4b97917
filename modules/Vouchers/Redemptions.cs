using System.Globalization;
using Courses.Contracts.Messaging;
using Courses.Contracts.Timetable;
using Courses.Contracts.Vouchers;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Requests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Vouchers;

/// <summary>A voucher that is to pay for a seat, under which key of the client, and by whom.</summary>
internal sealed record Wish(Guid VoucherId, SeatWish Seat, ClientKey Key, RedeemedBy By, Func<Seat, NewMessage>? Tell);

/// <summary>The name is empty for newcomers. A refusal is said in the reader's language.</summary>
internal sealed record RedeemedBy(Guid Id, string Name, CultureInfo Reader);

/// <summary>One of the two: what was done, or why not.</summary>
internal sealed record Granted(Redeemed? Done, Exception? Refusal);

/// <summary>Where people who pay at the same time meet: one commit takes the bookings of several.</summary>
internal sealed class RedemptionIntake(IServiceScopeFactory scopes, IEngine engine)
{
    private readonly Intake<Wish, Granted> intake = new(
        scopes,
        engine,
        new(_ => 1, MostInOneCommit: 32, WorthAnotherCommit: 8),
        (services, wishes) => services.GetRequiredService<Redemptions>().Redeem(wishes, CancellationToken.None));

    /// <summary>A caller who goes away gets no answer; what was handed over is done all the same, and a repeat with the same key hears of it.</summary>
    public Task<Granted> Redeem(Wish wish, CancellationToken cancel) => intake.Take(wish, cancel);
}

/// <summary>
/// Seats and money of several people in one commit, with their keys. One person's refusal changes nothing and is no reason for the others: a seat is taken only
/// when the voucher pays, and nothing refuses after that. Locks are taken in the order group, voucher, allowance: docs/concurrency.md.
/// </summary>
internal sealed class Redemptions(CoursesDb db, VouchersContract vouchers, ITimetable timetable, IMessages messages, ClientKeys keys, CityTime time)
{
    public Task<IReadOnlyList<Granted>> Redeem(IReadOnlyList<Wish> wishes, CancellationToken cancel) => db.Transact<IReadOnlyList<Granted>>(
        async () =>
        {
            var seats = await timetable.LockSeats([.. wishes.Select(wish => wish.Seat)], cancel);
            var facts = await vouchers.FactsOf([.. wishes.Select(wish => wish.Seat.GroupId).Distinct()], cancel);
            var locked = await db.LockAll<Voucher>(wishes.Select(wish => wish.VoucherId), cancel);
            var allowances = await db.LockAll<Allowance>(locked.Values.Select(voucher => voucher.AllowanceId), cancel);
            var paid = await Paid([.. seats.Select(seat => seat?.EnrolmentId).OfType<Guid>()], cancel);
            var told = new List<NewMessage>();
            var granted = wishes.Zip(seats, (wish, seat) =>
            {
                var voucher = locked[wish.VoucherId];
                return Grant(wish, voucher, allowances[voucher.AllowanceId], facts.GetValueOrDefault(wish.Seat.GroupId), seat, paid, told);
            }).ToArray();
            if (told is not [])
            {
                await messages.QueueMany(told, cancel);
            }

            return granted;
        },
        cancel);

    private Granted Grant(Wish wish, Voucher voucher, Allowance allowance, ClassFacts? lesson, ISeatAtHand? seat, HashSet<Guid> paid, List<NewMessage> told)
    {
        CultureInfo.CurrentUICulture = wish.By.Reader;
        try
        {
            return new(Pay(wish, voucher, allowance, lesson ?? throw new NotFound("The class"), seat ?? throw new NotFound("The class"), paid, told), null);
        }
        catch (Exception refusal) when (refusal is RuleBroken or NotFound)
        {
            return new(null, refusal);
        }
    }

    private Redeemed Pay(Wish wish, Voucher voucher, Allowance allowance, ClassFacts lesson, ISeatAtHand seat, HashSet<Guid> paid, List<NewMessage> told)
    {
        // What speaks against the voucher is said first.
        var act = new Act(time.Now, time.Today, wish.By.Id, wish.By.Name);
        var facts = lesson with { EnrolledFrom = seat.EnrolledFrom };
        voucher.RefuseUnlessItPays(allowance, facts, wish.Seat.ParticipantId, act.Today);
        if (seat.EnrolmentId is { } known && paid.Contains(known))
        {
            throw new RuleBroken("voucher.class-already-paid");
        }

        // Whoever has the seat already pays for it.
        var taken = seat.EnrolledFrom is null ? seat.Take() : new(seat.EnrolmentId!.Value, null);
        var moved = voucher.Pay(allowance, facts, wish.Seat.ParticipantId, taken.EnrolmentId, taken.IsWaiting, act);
        moved.WriteTo(db);
        paid.Add(taken.EnrolmentId);
        if (wish.Tell is { } tell)
        {
            told.Add(tell(taken));
        }

        var done = new Redeemed
        {
            VoucherId = voucher.Id,
            EnrolmentId = taken.EnrolmentId,
            WaitingPlace = taken.WaitingPlace,
            TransactionId = moved.Ledger[0].Id,
            AmountCents = moved.Redemption!.AmountCents,
            OwnShareCents = moved.Redemption.OwnShareCents,
        };
        keys.Keep(wish.Key, done);
        return done;
    }

    /// <summary>Those of the enrolments that something was paid or held for.</summary>
    private async Task<HashSet<Guid>> Paid(Guid[] enrolments, CancellationToken cancel) => enrolments is [] ? [] : await db.Set<Redemption>()
        .Where(redemption => enrolments.Contains(redemption.EnrolmentId) && redemption.ClosedAt == null)
        .Select(redemption => redemption.EnrolmentId)
        .ToHashSetAsync(cancel);
}
