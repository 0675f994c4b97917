using Courses.Contracts.Eligibility;
using Courses.Platform.Errors;
using Courses.Tests.Shared;
using Courses.Vouchers;
using FsCheck;
using FsCheck.Fluent;

namespace Courses.Tests.Vouchers;

/// <summary>
/// Random histories of the vouchers of one allowance against the model: at least 200,000 operations in each run. After every one the answer, the balances, the ledger
/// and the cap must agree. COURSES_HISTORY_OPERATIONS=1000000 makes it a longer one: tools/bench vouchers --histories.
/// </summary>
public sealed class VoucherHistoriesTests
{
    private const int Length = 100;

    private static readonly int Operations = int.TryParse(Environment.GetEnvironmentVariable("COURSES_HISTORY_OPERATIONS"), out var set) ? set : 200_000;

    public sealed record Step(ModelOp Op, int Voucher, int Booking, long Price);

    public sealed record History(long Amount, bool Partial, bool Locked, long? Cap, IReadOnlyList<Step> Steps);

    [Fact]
    public void Every_history_agrees_with_the_model()
    {
        // Days that pass, and bookings of what is booked already, are steps but no operations: only what is asked of a voucher counts.
        var (operations, histories) = (0, 0);
        while (operations < Operations)
        {
            Prop.ForAll(Histories(), history =>
            {
                var world = new World(history);
                world.Run();
                operations += world.Operations;
                histories++;
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(Math.Max(1, (Operations - operations) / Length)));
        }

        Counts.Write("operations on entities that agree with the model", operations);
        Counts.Write("histories of them", histories);
    }

    [Fact]
    public void A_voucher_that_forgets_a_payment_is_noticed()
    {
        // The canary: the same check with a ledger that lost a transaction must go red.
        var history = new History(10_000, true, false, null, [new(ModelOp.Pay, 0, 1, 4_000)]);
        Assert.ThrowsAny<Exception>(() => new World(history) { Forgetful = true }.Run());
    }

    private static Arbitrary<History> Histories()
    {
        var op = Gen.Frequency(
            (6, Gen.Constant(ModelOp.Pay)), (4, Gen.Constant(ModelOp.Hold)), (3, Gen.Constant(ModelOp.TurnHold)), (6, Gen.Constant(ModelOp.GiveBack)),
            (1, Gen.Constant(ModelOp.Unlock)), (1, Gen.Constant(ModelOp.Expire)), (1, Gen.Constant(ModelOp.NextDay)));
        var rare = Gen.Frequency((60, op), (1, Gen.Constant(ModelOp.Cancel)));
        var step =
            from kind in rare
            from voucher in Gen.Choose(0, 2)
            from booking in Gen.Choose(0, 5)
            from price in Gen.Choose(1, 15_000)
            select new Step(kind, voucher, booking, price);
        return (
            from amount in Gen.Choose(1, 10_000)
            from partial in Gen.Elements(true, false)
            from locked in Gen.Frequency((1, Gen.Constant(true)), (3, Gen.Constant(false)))
            from cap in Gen.Frequency((2, Gen.Constant((long?)null)), (2, Gen.Choose(1, 30_000).Select(cents => (long?)cents)))
            from steps in step.ListOf(Length)
            select new History(amount, partial, locked, cap, [.. steps])).ToArbitrary();
    }

    /// <summary>Three vouchers of one allowance, as entities and as models, with the ledger that the entities wrote.</summary>
    private sealed class World
    {
        private const int ValidMonths = 1;

        private static readonly DateOnly Issued = new(2026, 11, 2);
        private static readonly Guid Person = Guid.NewGuid();

        private readonly History history;
        private readonly Allowance allowance;
        private readonly Voucher[] vouchers;
        private readonly VoucherModel[] models;
        private readonly List<LedgerTransaction> ledger = [];
        private readonly Dictionary<(int Voucher, int Booking), Redemption> open = [];
        private int day;

        public World(History history)
        {
            this.history = history;
            var terms = new VoucherTerms
            {
                Version = 1,
                Count = 3,
                AmountCents = history.Amount,
                ValidMonths = ValidMonths,
                Levels = ["A1"],
                WeeksAfterStart = 6,
                Unlocks = history.Locked ? [Voucher.AnyModule, Voucher.AnyModule, Voucher.AnyModule] : [],
                PartialUse = history.Partial,
                FullPaymentFromPercent = 50,
                CapCents = history.Cap,
            };
            allowance = Allowance.Grant(Person, "test", terms, default);
            vouchers = [.. Enumerable.Range(1, 3).Select(ordinal =>
            {
                var (voucher, moved) = Voucher.Issue(allowance, ordinal, terms, $"V{ordinal}", Now);
                ledger.AddRange(moved.Ledger);
                return voucher;
            })];
            var validDays = Issued.AddMonths(ValidMonths).DayNumber - Issued.DayNumber;
            models = [.. vouchers.Select(_ => new VoucherModel(history.Amount, history.Partial, validDays, history.Locked))];
        }

        public bool Forgetful { get; init; }

        public int Operations { get; private set; }

        private Act Now => new(new DateTimeOffset(Issued, new(12, 0), TimeSpan.Zero).AddDays(day), Issued.AddDays(day), Guid.Empty, "");

        public void Run()
        {
            foreach (var step in history.Steps)
            {
                // An hour of the history is ten days, so that it reaches the last day.
                if (step.Op == ModelOp.NextDay)
                {
                    day += 10;
                    for (var i = 0; i < models.Length; i++)
                    {
                        models[i] = models[i] with { Day = day };
                    }

                    continue;
                }

                if (step.Op is ModelOp.Pay or ModelOp.Hold && open.ContainsKey((step.Voucher, step.Booking)))
                {
                    continue;
                }

                Operations++;
                var (expected, after) = models[step.Voucher].Do(step.Op, step.Booking, step.Price, history.Cap is { } cap ? cap - models.Sum(model => model.Spent) : long.MaxValue);
                Assert.Equal(expected, Do(step));
                models[step.Voucher] = after;
                Agree();
            }
        }

        private string Do(Step step)
        {
            var voucher = vouchers[step.Voucher];
            var key = (step.Voucher, step.Booking);
            try
            {
                switch (step.Op)
                {
                    case ModelOp.Unlock:
                        return voucher.WaitsFor("housing", isModule: true) ? Wrote(voucher.Unlock("housing", Now)) : "nothing";
                    case ModelOp.Pay or ModelOp.Hold:
                        var paid = voucher.Pay(allowance, Facts(step.Price), Person, Guid.NewGuid(), step.Op == ModelOp.Hold, Now);
                        open[key] = paid.Redemption!;
                        Wrote(paid);
                        return $"ok {paid.Redemption!.AmountCents}";
                    case ModelOp.TurnHold:
                        return open.TryGetValue(key, out var held) && held.State == RedemptionState.Held ? Wrote(voucher.TurnHoldIntoPayment(held, Now)) : "nothing";
                    case ModelOp.GiveBack:
                        return open.Remove(key, out var mine) ? Wrote(voucher.GiveBack(mine, allowance, "test", Now)) : "nothing";
                    case ModelOp.Expire:
                        return voucher.Expire(Now) is { } expired ? Wrote(expired) : "nothing";
                    default:
                        return Wrote(voucher.Cancel("test", Now));
                }
            }
            catch (RuleBroken refused)
            {
                return refused.Code;
            }
        }

        private string Wrote(Moved moved)
        {
            if (!Forgetful)
            {
                ledger.AddRange(moved.Ledger);
            }

            return "ok";
        }

        private void Agree()
        {
            Assert.All(ledger, transaction => Assert.Equal(0, transaction.Entries.Sum(entry => entry.AmountCents)));
            for (var i = 0; i < vouchers.Length; i++)
            {
                var (voucher, model) = (vouchers[i], models[i]);
                Assert.Equal(model.Left, voucher.RemainingCents);
                Assert.True(voucher is { RemainingCents: >= 0, HeldCents: >= 0, RedeemedCents: >= 0, LapsedCents: >= 0 }, "A balance is below zero.");
                Assert.Equal(voucher.AmountCents, voucher.RemainingCents + voucher.HeldCents + voucher.RedeemedCents + voucher.LapsedCents);
                var accounts = ledger.Where(transaction => ReferenceEquals(transaction.Voucher, voucher)).SelectMany(transaction => transaction.Entries)
                    .GroupBy(entry => entry.Account).ToDictionary(group => group.Key, group => group.Sum(entry => entry.AmountCents));
                Assert.Equal(voucher.RemainingCents, accounts.GetValueOrDefault(Account.Voucher));
                Assert.Equal(voucher.HeldCents, accounts.GetValueOrDefault(Account.Held));
                Assert.Equal(voucher.RedeemedCents, accounts.GetValueOrDefault(Account.Payable));
            }

            Assert.Equal(models.Sum(model => model.Spent), allowance.UsedCents);
            Assert.True(history.Cap is null || allowance.UsedCents <= history.Cap, "The cap is broken.");
        }

        private static ClassFacts Facts(long price) => VoucherTests.Facts() with { PriceCents = price, EndsOn = Issued.AddYears(1) };
    }
}
