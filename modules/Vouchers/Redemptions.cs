using System.Globalization;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Timetable;
using Courses.Contracts.Vouchers;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Requests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Vouchers;

/// <summary>A voucher that is to pay for a class, under which key of the client, and by whom.</summary>
internal sealed record Wish(NewRedemption Wanted, ClientKey Key, RedeemedBy By);

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
/// when the voucher pays, and nothing refuses after that. Locks are taken in the order group, diary, voucher, allowance: docs/concurrency.md.
/// </summary>
internal sealed class Redemptions(CoursesDb db, ClassFactsReader classes, ITimetable timetable, IEligibility eligibility, ClientKeys keys, CityTime time)
{
    public Task<IReadOnlyList<Granted>> Redeem(IReadOnlyList<Wish> wishes, CancellationToken cancel) => db.Transact<IReadOnlyList<Granted>>(
        async () =>
        {
            var seen = await Seen([.. wishes.Select(wish => wish.Wanted.VoucherId).Distinct()], cancel);
            var cases = wishes.Select(wish => new Case(wish)).ToArray();
            foreach (var one in cases)
            {
                one.Judge(() => one.Seen = Look(one.Wish.Wanted, seen));
            }

            if (cases.Where(one => !one.IsRefused).ToArray() is [_, ..] open)
            {
                await Pay(open, cancel);
            }

            return [.. cases.Select(one => one.Answer)];
        },
        cancel);

    /// <summary>A voucher that pays for nothing is refused before any lock is taken.</summary>
    private Voucher Look(NewRedemption wanted, Dictionary<Guid, Voucher> seen)
    {
        var voucher = seen.GetValueOrDefault(wanted.VoucherId);
        if (voucher is null || (wanted.HolderId is { } holder && holder != voucher.ParticipantId))
        {
            throw new NotFound("The voucher");
        }

        return voucher.RefusalFor(voucher.ParticipantId, time.Today) is { } refusal ? throw refusal.Broken() : voucher;
    }

    private async Task Pay(Case[] open, CancellationToken cancel)
    {
        var seats = await timetable.LockSeats([.. open.Select(one => new SeatWish(one.Wish.Wanted.ClassId, one.Seen.ParticipantId, one.Seen.ProgrammeCode, one.Wish.By.Id))], cancel);
        var facts = await classes.Of([.. open.Select(one => one.Wish.Wanted.ClassId).Distinct()], cancel);
        var locked = await db.LockAll<Voucher>(open.Select(one => one.Seen.Id), cancel);
        var allowances = await db.LockAll<Allowance>(open.Select(one => one.Seen.AllowanceId), cancel);
        var paid = await Paid([.. seats.Select(seat => seat?.EnrolmentId).OfType<Guid>()], cancel);
        var told = new List<SeatConfirmation>();
        foreach (var (one, seat) in open.Zip(seats))
        {
            one.Judge(() => one.Done = seat is not null && facts.TryGetValue(one.Wish.Wanted.ClassId, out var lesson)
                ? Pay(one.Wish, locked[one.Seen.Id], allowances[one.Seen.AllowanceId], lesson, seat, paid, told)
                : throw new NotFound("The class"));
        }

        await timetable.ConfirmSeats(told, cancel);
        await eligibility.MarkStale([.. open.Where(one => one.Done is not null).Select(one => one.Seen.ParticipantId)], cancel);
    }

    private Redeemed Pay(Wish wish, Voucher voucher, Allowance allowance, ClassFacts lesson, ISeatAtHand seat, HashSet<Guid> paid, List<SeatConfirmation> told)
    {
        // What speaks against the voucher is said first.
        var act = new Act(time.Now, time.Today, wish.By.Id, wish.By.Name);
        var facts = lesson with { EnrolledFrom = seat.EnrolledFrom };
        voucher.RefuseUnlessItPays(allowance, facts, voucher.ParticipantId, act.Today);
        if (seat.EnrolmentId is { } known && paid.Contains(known))
        {
            throw new RuleBroken("voucher.class-already-paid");
        }

        // Whoever has the seat already pays for it, and knows of it.
        var isKept = facts.EnrolledFrom is not null && !wish.Wanted.NewSeatOnly;
        var taken = isKept ? seat.Keep() : seat.Take();
        if (!isKept)
        {
            told.Add(new(taken, lesson.GroupId, voucher.ParticipantId, lesson.Name));
        }

        var moved = voucher.Pay(allowance, facts, voucher.ParticipantId, taken.EnrolmentId, taken.IsWaiting, act);
        moved.WriteTo(db);
        paid.Add(taken.EnrolmentId);
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

    private Task<Dictionary<Guid, Voucher>> Seen(Guid[] ids, CancellationToken cancel) =>
        db.Set<Voucher>().AsNoTracking().Where(voucher => ids.Contains(voucher.Id)).ToDictionaryAsync(voucher => voucher.Id, cancel);

    /// <summary>Those of the enrolments that something was paid or held for.</summary>
    private async Task<HashSet<Guid>> Paid(Guid[] enrolments, CancellationToken cancel) => enrolments is [] ? [] : await db.Set<Redemption>()
        .Where(redemption => enrolments.Contains(redemption.EnrolmentId) && redemption.ClosedAt == null)
        .Select(redemption => redemption.EnrolmentId)
        .ToHashSetAsync(cancel);

    /// <summary>A wish on its way: refused at some step, or done.</summary>
    private sealed class Case(Wish wish)
    {
        private Exception? refusal;

        public Wish Wish => wish;

        /// <summary>The voucher as it was before it was locked.</summary>
        public Voucher Seen { get; set; } = null!;

        public Redeemed? Done { get; set; }

        public bool IsRefused => refusal is not null;

        public Granted Answer => new(Done, refusal);

        public void Judge(Action step)
        {
            CultureInfo.CurrentUICulture = wish.By.Reader;
            try
            {
                step();
            }
            catch (Exception error) when (error is RuleBroken or NotFound)
            {
                refusal = error;
            }
        }
    }
}
