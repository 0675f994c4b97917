using Courses.Contracts.Eligibility;
using Courses.Contracts.Vouchers;
using Courses.Platform.Errors;
using Courses.Vouchers;

namespace Courses.Tests.Vouchers;

public sealed class VoucherTests
{
    private static readonly DateOnly Today = new(2026, 11, 16);
    private static readonly Act Now = new(new DateTimeOffset(Today, new(12, 0), TimeSpan.Zero), Today, Guid.NewGuid(), "Coach");
    private static readonly Guid Person = Guid.NewGuid();

    [Fact]
    public void Keeps_the_terms_of_the_day_of_issue()
    {
        var (voucher, _) = Issue(Terms() with { AmountCents = 15_000, Levels = ["A1", "B1"], WeeksAfterStart = 6, ValidMonths = 30 });
        Assert.Equal((15_000, "A1 B1", 6, Today.AddMonths(30)), (voucher.AmountCents, voucher.Levels, voucher.WeeksAfterStart, voucher.ExpiresOn));
    }

    [Fact]
    public void Above_the_voucher_the_person_pays_the_rest()
    {
        var (voucher, allowance) = Issue(Terms());
        var paid = voucher.Pay(allowance, Facts() with { PriceCents = 34_000 }, Person, Guid.NewGuid(), false, Now);
        Assert.Equal((10_000, 24_000, VoucherState.Redeemed), (paid.Redemption!.AmountCents, paid.Redemption.OwnShareCents, voucher.State));
    }

    [Fact]
    public void Below_the_voucher_the_rest_is_not_paid_out()
    {
        var (voucher, allowance) = Issue(Terms());
        var paid = voucher.Pay(allowance, Facts() with { PriceCents = 6_000 }, Person, Guid.NewGuid(), false, Now);
        Assert.Equal((6_000, 4_000, 0), (paid.Redemption!.AmountCents, voucher.LapsedCents, voucher.RemainingCents));
        Assert.Equal("voucher.already-redeemed", Refusal(voucher));
    }

    [Fact]
    public void Below_the_voucher_the_rest_stays_when_it_may_be_used_in_parts()
    {
        var (voucher, allowance) = Issue(Terms() with { PartialUse = true });
        voucher.Pay(allowance, Facts() with { PriceCents = 6_000 }, Person, Guid.NewGuid(), false, Now);
        Assert.Equal((4_000, VoucherState.Unlocked), (voucher.RemainingCents, voucher.State));
        voucher.Pay(allowance, Facts() with { PriceCents = 6_000 }, Person, Guid.NewGuid(), false, Now);
        Assert.Equal("voucher.nothing-left", Refusal(voucher));
    }

    [Fact]
    public void What_is_given_back_is_whole_again()
    {
        var (voucher, allowance) = Issue(Terms());
        var paid = voucher.Pay(allowance, Facts() with { PriceCents = 6_000 }, Person, Guid.NewGuid(), false, Now);
        voucher.GiveBack(paid.Redemption!, allowance, "class-cancelled", Now);
        Assert.Equal((10_000, 0, VoucherState.Unlocked, 0), (voucher.RemainingCents, voucher.LapsedCents, voucher.State, allowance.UsedCents));
    }

    [Fact]
    public void What_is_held_pays_when_the_place_becomes_a_seat()
    {
        var (voucher, allowance) = Issue(Terms());
        var held = voucher.Pay(allowance, Facts() with { PriceCents = 6_000 }, Person, Guid.NewGuid(), true, Now);
        Assert.Equal((VoucherState.Held, "voucher.on-hold"), (voucher.State, Refusal(voucher)));
        voucher.TurnHoldIntoPayment(held.Redemption!, Now);
        Assert.Equal((VoucherState.Redeemed, 6_000, 0), (voucher.State, voucher.RedeemedCents, voucher.HeldCents));
    }

    [Fact]
    public void The_cap_counts_across_vouchers()
    {
        var (first, allowance) = Issue(Terms() with { CapCents = 15_000 });
        var (second, _) = Voucher.Issue(allowance, 2, Terms(), "2", Now);
        var (third, _) = Voucher.Issue(allowance, 3, Terms(), "3", Now);
        first.Pay(allowance, Facts(), Person, Guid.NewGuid(), false, Now);
        Assert.Equal(5_000, second.Pay(allowance, Facts(), Person, Guid.NewGuid(), false, Now).Redemption!.AmountCents);
        Assert.Equal("voucher.cap-reached", Assert.Throws<RuleBroken>(() => third.Pay(allowance, Facts(), Person, Guid.NewGuid(), false, Now)).Code);
    }

    [Fact]
    public void The_cap_of_hours_holds()
    {
        var (voucher, allowance) = Issue(Terms() with { CapMinutes = 60 * 45 });
        Assert.Equal("voucher.hours-cap-reached", Voucher.CapRefusal(allowance, Facts() with { PlannedMinutes = 61 * 45 })!.Code);
        Assert.Null(Voucher.CapRefusal(allowance, Facts() with { PlannedMinutes = 60 * 45 }));
        Assert.Equal(10_000, voucher.RemainingCents);
    }

    [Fact]
    public void A_locked_voucher_says_what_unlocks_it()
    {
        Assert.Equal("voucher.locked-module", Refusal(Issue(Terms() with { Unlocks = [Voucher.AnyModule] }).Voucher));
        Assert.Equal("voucher.locked", Refusal(Issue(Terms() with { Unlocks = ["housing"] }).Voucher));
    }

    [Fact]
    public void Any_module_does_but_nothing_else()
    {
        var (voucher, _) = Issue(Terms() with { Unlocks = [Voucher.AnyModule] });
        Assert.False(voucher.WaitsFor("sport", isModule: false));
        Assert.True(voucher.WaitsFor("housing", isModule: true));
        voucher.Unlock("housing", Now);
        Assert.Null(Refusal(voucher));
    }

    [Theory]
    [InlineData("A1", true)]
    [InlineData("A1.2", true)]
    [InlineData("A2", false)]
    [InlineData("Alpha", false)]
    [InlineData("", false)]
    public void Pays_for_its_levels_and_their_parts(string level, bool pays) => Assert.Equal(pays, Issue(Terms()).Voucher.PaysFor(level));

    [Fact]
    public void Refuses_what_it_is_not_for()
    {
        var (voucher, _) = Issue(Terms());
        string[] Codes(ClassFacts facts) => [.. voucher.RefusalsFor(Person, facts, Today).Select(refusal => refusal.Code)];
        Assert.Empty(Codes(Facts()));
        Assert.Equal(["voucher.not-yours"], [.. voucher.RefusalsFor(Guid.NewGuid(), Facts(), Today).Select(refusal => refusal.Code)]);
        Assert.Equal(["voucher.not-integration-course"], Codes(Facts() with { IsIntegrationCourse = false }));
        Assert.Equal(["voucher.level"], Codes(Facts() with { Level = "B2" }));
        Assert.Equal(["voucher.provider-not-accredited"], Codes(Facts() with { AccreditedUntil = Today.AddDays(-1) }));
        Assert.Equal(["voucher.provider-not-accredited"], Codes(Facts() with { CommitmentSignedOn = null }));
        Assert.Equal(["voucher.course-cancelled"], Codes(Facts() with { IsCancelled = true }));
        Assert.Equal(["voucher.course-over"], Codes(Facts() with { StartsOn = Today.AddDays(-30), EndsOn = Today.AddDays(-1) }));
        Assert.Empty(Codes(Facts() with { StartsOn = Today.AddDays(-42) }));
        Assert.Equal(["voucher.course-too-early"], Codes(Facts() with { StartsOn = Today.AddDays(-43) }));
        Assert.Equal(["voucher.not-needed"], Codes(Facts() with { PriceCents = 0 }));
        Assert.Equal(["voucher.expired"], [.. voucher.RefusalsFor(Person, Facts() with { EndsOn = Today.AddYears(5) }, voucher.ExpiresOn.AddDays(1)).Select(refusal => refusal.Code)]);
    }

    [Fact]
    public void A_course_that_began_before_may_have_to_be_attended_from_its_start()
    {
        var (voucher, _) = Issue(Terms() with { FromItsStart = true });
        var running = Facts() with { StartsOn = Today.AddDays(-14) };
        Assert.Equal("voucher.course-not-from-start", voucher.RefusalsFor(Person, running, Today).Single().Code);
        Assert.Empty(voucher.RefusalsFor(Person, running with { EnrolledFrom = running.StartsOn }, Today));
    }

    [Fact]
    public void Expires_the_day_after_its_last_day_and_leaves_what_is_held()
    {
        var (voucher, allowance) = Issue(Terms() with { PartialUse = true });
        var held = voucher.Pay(allowance, Facts() with { PriceCents = 6_000 }, Person, Guid.NewGuid(), true, Now);
        Assert.Null(voucher.Expire(Now with { Today = voucher.ExpiresOn }));
        Assert.NotNull(voucher.Expire(Now with { Today = voucher.ExpiresOn.AddDays(1) }));
        Assert.Equal((0, 6_000, 4_000), (voucher.RemainingCents, voucher.HeldCents, voucher.LapsedCents));
        voucher.TurnHoldIntoPayment(held.Redemption!, Now);
        Assert.Equal(VoucherState.Redeemed, voucher.State);
    }

    [Fact]
    public void A_successor_carries_the_terms_and_what_was_left()
    {
        var (voucher, allowance) = Issue(Terms() with { PartialUse = true });
        voucher.Pay(allowance, Facts() with { PriceCents = 6_000 }, Person, Guid.NewGuid(), false, Now);
        var left = voucher.RemainingCents;
        voucher.Cancel("lost", Now);
        var (successor, moved) = voucher.Successor(left, "2", Now);
        Assert.Equal((4_000, voucher.ExpiresOn, voucher.Number), (successor.RemainingCents, successor.ExpiresOn, moved.Event.Why));
    }

    [Fact]
    public void The_ledger_refuses_legs_that_do_not_sum_to_zero()
    {
        var (voucher, _) = Issue(Terms());
        Assert.Throws<InvalidOperationException>(() => LedgerTransaction.Of(LedgerKind.Redeem, voucher, null, "", Now, new Leg(Account.Voucher, -10), new Leg(Account.Payable, 11)));
    }

    [Theory]
    [InlineData("0123456789")]
    [InlineData("ZZZZZZZZZZ")]
    [InlineData("7KQ2M9TXB4")]
    public void The_check_character_notices_swapped_neighbours(string ten)
    {
        for (var i = 0; i < 9; i++)
        {
            var swapped = string.Concat(ten.AsSpan(0, i), $"{ten[i + 1]}{ten[i]}", ten.AsSpan(i + 2));
            Assert.Equal(ten[i] == ten[i + 1], VoucherNumber.Of(ten)[^1] == VoucherNumber.Of(swapped)[^1]);
        }
    }

    internal static VoucherTerms Terms() => new()
    {
        Version = 1,
        Count = 3,
        AmountCents = 10_000,
        ValidMonths = 30,
        Levels = ["A1"],
        WeeksAfterStart = 6,
        Unlocks = [],
        PartialUse = false,
        FullPaymentFromPercent = 50,
        CapCents = null,
    };

    internal static ClassFacts Facts() => new()
    {
        GroupId = Guid.NewGuid(),
        Name = "German A1",
        ProviderId = Guid.NewGuid(),
        ProviderName = "School",
        AccreditedFrom = new(2020, 1, 1),
        AccreditedUntil = null,
        CommitmentSignedOn = new(2020, 1, 1),
        StartsOn = Today.AddDays(7),
        EndsOn = Today.AddDays(70),
        IsCancelled = false,
        PlannedMinutes = 60 * 45,
        Level = "A1",
        IsIntegrationCourse = true,
        PriceCents = 10_000,
        EnrolledFrom = null,
    };

    private static (Voucher Voucher, Allowance Allowance) Issue(VoucherTerms terms)
    {
        var allowance = Allowance.Grant(Person, "start-wien", terms, Now.At);
        return (Voucher.Issue(allowance, 1, terms, "1", Now).Voucher, allowance);
    }

    private static string? Refusal(Voucher voucher) => voucher.RefusalFor(Person, Today)?.Code;
}
