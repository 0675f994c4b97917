using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Courses.Contracts.Timetable;
using Courses.Contracts.Vouchers;
using Courses.Platform.Errors;
using Courses.Platform.Requests;
using Courses.Tests.Shared;
using Courses.Tests.Vouchers;
using Courses.Vouchers;
using Courses.Vouchers.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Vouchers;

/// <summary>
/// Random histories through the database: 64 clients on few vouchers at once, with answers that get lost and taps that come twice. Each voucher's history must
/// have an order in which the single-threaded model gives the same answers (linearizability). COURSES_HISTORY_OPERATIONS=1000000 makes it a longer run: tools/bench vouchers --histories.
/// </summary>
public sealed class VoucherHistoriesTests(City city) : IClassFixture<City>
{
    private const int Clients = 64;
    private const int OpsPerClient = 32;
    private const int Vouchers = 32;

    private static readonly int Operations = int.TryParse(Environment.GetEnvironmentVariable("COURSES_HISTORY_OPERATIONS"), out var set) ? set : 200_000;

    /// <summary>What the database shows when all is over: the cents that are left, and the bookings that stand.</summary>
    private sealed record End(long Left, string Uses)
    {
        public static End Of(VoucherModel model) => new(model.Left, Text(model.Uses.Select(use => (use.Key, use.Value.Cents, use.Value.Held))));

        public static string Text(IEnumerable<(int Booking, long Cents, bool Held)> uses) => string.Join(';', uses.Order().Select(use => $"{use.Booking}:{use.Cents}/{use.Held}"));
    }

    private sealed record Call(long From, long Until, ModelOp Op, int Booking, long Price, string Answer);

    [Fact]
    public async Task Every_concurrent_history_has_an_order_that_the_model_agrees_with()
    {
        var random = new Random(20261121);
        await city.InDatabase(async db =>
        {
            db.Add(new Courses.Orientation.Topic { Code = "history-topic", ProgrammeCode = "start-wien", Name = "Topic", PlannedMinutes = 90 });
            await db.SaveChangesAsync();
        });
        var operations = 0;
        while (operations < Operations)
        {
            operations += await TwoDays(random);
        }

        Counts.Write("operations of 64 clients through the database, in an order that the model agrees with", operations);
        await city.TheBooksBalance();
    }

    /// <summary>The histories of new vouchers over two days; answers how many operations they had.</summary>
    private async Task<int> TwoDays(Random random)
    {
        var operations = 0;
        var at = await city.HasProviderWhoTakesVouchers();
        var prices = new long[] { 3_000, 7_000, 12_000 };
        var classes = new List<Guid>();
        foreach (var price in prices)
        {
            // At other hours each: one person sits in all of them.
            classes.Add(await city.HasClassFor(at, priceCents: price, capacity: Vouchers, from: new(9 + (3 * classes.Count), 0)));
        }

        var subjects = new List<Subject>();
        for (var i = 0; i < Vouchers; i++)
        {
            var (person, partial, locked) = (Guid.NewGuid(), i % 2 == 0, i % 4 == 3);
            var voucher = await city.HasVoucher(person, VoucherCity.Terms() with { PartialUse = partial, ValidMonths = 1, Unlocks = locked ? ["any-module"] : [] });
            var seats = new List<Guid>();
            foreach (var lesson in classes)
            {
                seats.Add(await city.Ask<ITimetable, Guid>(async timetable => (await timetable.TakeSeat(lesson, person, null, default)).EnrolmentId));
            }

            subjects.Add(new(city.AsNewcomer(person), person, voucher, new(10_000, partial, 30, locked), [.. seats]));
        }

        // Two days: on the second the vouchers are over. Between them everybody waits, so that the clock is the same for all.
        foreach (var day in new[] { 0, 40 })
        {
            city.Clock.Advance(TimeSpan.FromDays(day));
            foreach (var subject in subjects)
            {
                subject.Calls.Clear();
                subject.Model = subject.Model with { Day = day };
            }

            var plans = Enumerable.Range(0, Clients).Select(_ => Enumerable.Range(0, OpsPerClient).Select(_ => (
                Subject: subjects[random.Next(subjects.Count)],
                Op: random.Next(12) switch { < 4 => ModelOp.Pay, < 6 => ModelOp.Hold, < 7 => ModelOp.TurnHold, < 10 => ModelOp.GiveBack, < 11 => ModelOp.Unlock, _ => ModelOp.Expire },
                Booking: random.Next(3), IsLost: random.Next(3) == 0)).ToArray()).ToArray();
            await Task.WhenAll(plans.Select(plan => Task.Run(async () =>
            {
                foreach (var (subject, op, booking, isLost) in plan)
                {
                    var from = Stopwatch.GetTimestamp();
                    var answer = await Do(subject, op, booking, classes[booking], isLost);
                    Interlocked.Increment(ref operations);
                    var call = new Call(from, Stopwatch.GetTimestamp(), op, booking, prices[booking], answer);
                    foreach (var touched in op == ModelOp.Expire ? subjects : [subject])
                    {
                        touched.Calls.Add(call);
                    }
                }
            })));

            foreach (var subject in subjects)
            {
                var end = await EndOf(subject);
                subject.Model = Linearize(subject.Model, [.. subject.Calls.OrderBy(call => call.From)], end) ?? throw new Xunit.Sdk.XunitException(
                    $"No order explains the history of {subject.Voucher}, which began as {subject.Model} and ended as {end}:\n{string.Join('\n', subject.Calls.OrderBy(call => call.From))}");
            }
        }

        return operations;
    }

    [Fact]
    public void A_give_back_may_belong_to_a_payment_that_is_told_of_later()
    {
        // The first payment, what gave it back, and the second payment overlap; only one order explains all three.
        var model = new VoucherModel(10_000, Partial: false, 30, Locked: false);
        Assert.NotNull(Linearize(
            model,
            [new(0, 9, ModelOp.Pay, 0, 10_000, "ok 10000"), new(1, 7, ModelOp.GiveBack, 0, 10_000, "done"), new(2, 8, ModelOp.Pay, 0, 10_000, "ok 10000")],
            new(0, "0:10000/False")));
    }

    [Fact]
    public void A_history_that_spends_twice_has_no_order()
    {
        // The canary of the checker itself: two payments of one voucher that both went through.
        var model = new VoucherModel(10_000, Partial: false, 30, Locked: false);
        var end = new End(0, "0:10000/False");
        Assert.NotNull(Linearize(model, [new(0, 9, ModelOp.Pay, 0, 10_000, "ok 10000"), new(1, 8, ModelOp.Pay, 1, 10_000, "voucher.already-redeemed")], end));
        Assert.Null(Linearize(model, [new(0, 9, ModelOp.Pay, 0, 10_000, "ok 10000"), new(1, 8, ModelOp.Pay, 1, 10_000, "ok 10000")], end));
        Assert.Null(Linearize(model, [new(0, 1, ModelOp.Pay, 0, 10_000, "voucher.already-redeemed"), new(2, 3, ModelOp.Pay, 1, 10_000, "ok 10000")], end));

        // And one that tells everybody the right thing but keeps the wrong booking.
        Assert.Null(Linearize(model, [new(0, 9, ModelOp.Pay, 0, 10_000, "ok 10000")], new(0, "1:10000/False")));
        Assert.Null(Linearize(model, [new(0, 9, ModelOp.Pay, 0, 10_000, "ok 10000")], new(0, "0:10000/True")));
    }

    private Task<End> EndOf(Subject subject) => city.Ask<IVouchers, End>(async vouchers =>
    {
        var left = await vouchers.Vouchers.Where(row => row.Id == subject.Voucher).Select(row => row.RemainingCents).SingleAsync();
        var uses = await vouchers.Redemptions.Where(row => row.VoucherId == subject.Voucher && row.ClosedAt == null).ToListAsync();
        return new(left, End.Text(uses.Select(row => (Array.IndexOf(subject.Enrolments, row.EnrolmentId), row.AmountCents, row.IsHeld))));
    });

    private async Task<string> Do(Subject subject, ModelOp op, int booking, Guid lesson, bool isLost)
    {
        if (op == ModelOp.Pay)
        {
            return await PayOverHttp(subject, lesson, isLost);
        }

        if (op == ModelOp.Hold)
        {
            return await Hold(subject, lesson);
        }

        try
        {
            return await city.Ask<IVouchers, string>(async vouchers =>
            {
                var enrolment = subject.Enrolments[booking];
                switch (op)
                {
                    case ModelOp.TurnHold:
                        await vouchers.TurnHoldIntoPayment(enrolment, default);
                        return "done";
                    case ModelOp.GiveBack:
                        await vouchers.GiveBack([enrolment], "test", default);
                        return "done";
                    case ModelOp.Unlock:
                        await vouchers.Unlock(subject.Person, "history-topic", default);
                        return "done";
                    default:
                        await city.Ask<ExpireVouchers, int>(expire => expire.Expire(default));
                        return "done";
                }
            });
        }
        catch (RuleBroken refused)
        {
            return refused.Code;
        }
    }

    /// <summary>Pays as for a class that is full: the enrolment counts as a place on the waiting list.</summary>
    private async Task<string> Hold(Subject subject, Guid lesson)
    {
        await using var scope = city.Services.CreateAsyncScope();
        var redemptions = ActivatorUtilities.CreateInstance<Redemptions>(scope.ServiceProvider, new FullClass(scope.ServiceProvider.GetRequiredService<ITimetable>()));
        var wanted = new NewRedemption { VoucherId = subject.Voucher, ClassId = lesson, HolderId = subject.Person, KeyScope = "history", Key = Guid.NewGuid().ToString() };
        var granted = await redemptions.Redeem([new(wanted, ClientKey.Of(wanted.KeyScope, wanted.Key, wanted.VoucherId), new(subject.Person, "", CultureInfo.InvariantCulture))], default);
        return granted[0] switch
        {
            { Done: { } done } => $"ok {done.AmountCents}",
            { Refusal: RuleBroken refused } => refused.Code,
            var other => throw other.Refusal!,
        };
    }

    /// <summary>With a lost answer the phone does not know what came of its tap and sends it again, with the same key.</summary>
    private static async Task<string> PayOverHttp(Subject subject, Guid lesson, bool isLost)
    {
        var key = Guid.NewGuid().ToString();
        async Task<string> Tap()
        {
            var answer = await RedeemVoucherTests.Redeem(subject.Client, subject.Voucher, lesson, key);
            return answer.IsSuccessStatusCode ? $"ok {(await RedeemVoucherTests.Json(answer)).GetProperty("amountCents").GetInt64()}" : await RedeemVoucherTests.Code(answer);
        }

        var lost = isLost ? Tap() : null;
        var heard = lost is null ? await Tap() : null;
        if (lost is not null)
        {
            // The second tap may overtake the first. A refusal is not kept under the key, so only a payment must be heard twice alike.
            var answers = new[] { await lost, await Tap() };
            heard = answers[0].StartsWith("ok", StringComparison.Ordinal) ? answers[0] : answers[1];
            Assert.True(!answers[0].StartsWith("ok", StringComparison.Ordinal) || answers[0] == answers[1], $"The same key was told '{answers[0]}' and '{answers[1]}'.");
        }

        return heard!;
    }

    /// <summary>
    /// Looks for an order of the calls that keeps what was over before what began later, and in which the model answers the same. Answers the model at its end.
    /// </summary>
    private static VoucherModel? Linearize(VoucherModel start, IReadOnlyList<Call> calls, End end)
    {
        var seen = new HashSet<(string State, string Done)>();
        VoucherModel? Search(VoucherModel model, bool[] done, int left)
        {
            if (left == 0)
            {
                // What the voucher shows when all is over is the last call of the history. Two orders can leave the same cents with other bookings, so both count.
                return End.Of(model) == end ? model : null;
            }

            if (!seen.Add((model.Fingerprint, string.Concat(done.Select(bit => bit ? '1' : '0')))))
            {
                return null;
            }

            var firstEnd = calls.Where((_, i) => !done[i]).Min(call => call.Until);

            var open = Enumerable.Range(0, calls.Count).Where(i => !done[i] && calls[i].From <= firstEnd).OrderBy(i => calls[i].Until).ToArray();

            // What can change nothing, now or later, may be taken as soon as it fits: it stands in nobody's way. A GiveBack that finds nothing now is not of
            // that kind: it may be the one that gave back a payment that is still to come.
            if (open.Where(i => ChangesNothing(model, calls[i]) && Next(model, calls[i]) is not null).Cast<int?>().FirstOrDefault() is { } idle)
            {
                done[idle] = true;
                var found = Search(model, done, left - 1);
                done[idle] = false;
                return found;
            }

            // Of calls that are alike, the one that ended first goes first.
            foreach (var i in open.DistinctBy(i => Likeness(calls[i])))
            {
                if (Next(model, calls[i]) is not { } after)
                {
                    continue;
                }

                done[i] = true;
                if (Search(after, done, left - 1) is { } found)
                {
                    return found;
                }

                done[i] = false;
            }

            return null;
        }

        return Search(start, new bool[calls.Count], calls.Count);
    }

    private static bool ChangesNothing(VoucherModel model, Call call) => call switch
    {
        { Op: ModelOp.Expire } => model.Day <= model.ValidDays,
        { Op: ModelOp.Unlock } => !model.Locked,
        _ => call.Answer.StartsWith("voucher.", StringComparison.Ordinal),
    };

    private static (ModelOp Op, int Booking, string Answer) Likeness(Call call) => (call.Op, call.Op is ModelOp.Expire or ModelOp.Unlock ? 0 : call.Booking, call.Answer);

    /// <summary>The model after the call, or null when the model would have answered something else.</summary>
    private static VoucherModel? Next(VoucherModel model, Call call)
    {
        if (call.Op is ModelOp.Pay or ModelOp.Hold && model.Uses.ContainsKey(call.Booking))
        {
            return call.Answer is "voucher.already-redeemed" or "voucher.class-already-paid" || call.Answer == model.WhyNot() ? model : null;
        }

        var (answer, after) = model.Do(call.Op, call.Booking, call.Price);
        return answer == call.Answer || (call.Answer == "done" && answer is "ok" or "nothing") ? after : null;
    }

    private sealed class Subject(HttpClient client, Guid person, Guid voucher, VoucherModel model, Guid[] enrolments)
    {
        public HttpClient Client => client;

        public Guid Person => person;

        public Guid Voucher => voucher;

        public VoucherModel Model { get; set; } = model;

        public Guid[] Enrolments => enrolments;

        public ConcurrentBag<Call> Calls { get; } = [];
    }

    /// <summary>The real timetable, in which every seat is a place on the waiting list.</summary>
    private sealed class FullClass(ITimetable real) : ITimetable
    {
        public IQueryable<GroupRow> Groups => real.Groups;

        public IQueryable<SessionRow> Sessions => real.Sessions;

        public IQueryable<EnrolmentRow> Enrolments => real.Enrolments;

        public IQueryable<StayRow> Stays => real.Stays;

        public IQueryable<AssignmentRow> Assignments => real.Assignments;

        public IQueryable<OfferRow> Offers => real.Offers;

        public IQueryable<HolidayRow> Holidays => real.Holidays;

        public Task<DateOnly> WorkingDayAfter(DateOnly day, int workingDays, CancellationToken cancel) => real.WorkingDayAfter(day, workingDays, cancel);

        public async Task<IReadOnlyList<ISeatAtHand?>> LockSeats(IReadOnlyList<SeatWish> wishes, CancellationToken cancel) =>
            [.. (await real.LockSeats(wishes, cancel)).Select(seat => new Place(seat!.EnrolmentId!.Value))];

        public Task ConfirmSeats(IReadOnlyList<SeatConfirmation> seats, CancellationToken cancel) => Task.CompletedTask;

        public Task<Guid> CreateGroup(NewGroup group, CancellationToken cancel) => throw new NotSupportedException();

        public Task<IReadOnlyList<Guid>> CreateGroups(IReadOnlyList<NewGroup> groups, CancellationToken cancel) => throw new NotSupportedException();

        public Task<IReadOnlyDictionary<Guid, Refusal>> CheckSeats(Guid participantId, IReadOnlyDictionary<Guid, string?> programmeByGroup, CancellationToken cancel) => throw new NotSupportedException();

        public Task<IReadOnlyDictionary<Guid, DateOnly>> FirstLessons(IReadOnlyCollection<Guid> enrolmentIds, CancellationToken cancel) => real.FirstLessons(enrolmentIds, cancel);

        public Task EndCalendar(Guid participantId, CancellationToken cancel) => throw new NotSupportedException();

        public Task<IReadOnlyList<TakenTime>> TakenTimes(NewGroup group, CancellationToken cancel) => throw new NotSupportedException();

        public Task<Seat> TakeSeat(Guid groupId, Guid participantId, string? programmeCode, CancellationToken cancel) => throw new NotSupportedException();

        public Task<int> CancelGroup(Guid groupId, string reason, string toldAs, CancellationToken cancel) => throw new NotSupportedException();

        public Task<IReadOnlyList<Guid>> ChangeMeeting(Guid groupId, MeetingTerms to, CancellationToken cancel) => throw new NotSupportedException();

        public Task GiveBackSeat(Guid groupId, Guid participantId, string reason, CancellationToken cancel) => throw new NotSupportedException();

        public Task<int> OfferFreeSeats(CancellationToken cancel) => throw new NotSupportedException();

        public Task<int> ExpireOffers(CancellationToken cancel) => throw new NotSupportedException();

        private sealed record Place(Guid Enrolment) : ISeatAtHand
        {
            public Guid? EnrolmentId => Enrolment;

            public DateOnly? EnrolledFrom => null;

            public Seat Take() => new(Enrolment, 1);

            public Seat Keep() => throw new NotSupportedException();
        }
    }
}
