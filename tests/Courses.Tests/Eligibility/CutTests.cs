using Courses.Contracts.Eligibility;
using Courses.Eligibility;

namespace Courses.Tests.Eligibility;

/// <summary>A benefit that is cut by the share of the time held that was missed, in the manner of Norway, worked out by hand: 1,000 euros a month, eight sessions of two hours.</summary>
public sealed class CutTests
{
    private static readonly DateOnly February = new(2027, 2, 1);

    private static readonly AttendanceRule Rule = new() { Percent = 100, MinimumHeldHours = 0, Effect = BenefitEffect.Cut, Period = Period.Month, BenefitCents = 100_000, Mode = AttendanceMode.Binding };

    [Theory]
    [InlineData(8, 0, 0, 0, null)]
    [InlineData(5, 3, 0, 0, 37_500L)]
    [InlineData(0, 8, 0, 0, 100_000L)]

    // A third of a cent stays with the person.
    [InlineData(5, 1, 0, 0, 16_666L)]

    // What is excused leaves both sums: one of six is missed, not one of eight.
    [InlineData(5, 1, 2, 0, 16_666L)]

    // A register that is still waited for: the share is not known yet.
    [InlineData(5, 3, 0, 90, null)]
    public void The_share_that_was_missed_is_cut_once_the_month_is_over(int present, int absent, int excused, int waitedFor, long? cents)
    {
        var verdict = Of(Rule, present, absent, excused, 0, new(2027, 3, 1), waitedFor);
        Assert.Equal(cents, verdict.CutCents);
        Assert.Equal((Outcome.May, "2027-02"), (verdict.Outcome, verdict.Period));
    }

    [Fact]
    public void A_month_that_runs_says_what_is_missed_so_far_and_cuts_nothing()
    {
        var verdict = Of(Rule, 5, 3, 0, 0, new(2027, 2, 28), 0);
        Assert.Equal((null, "attendance.cut-so-far"), (verdict.CutCents, verdict.Reason.Code));
        Assert.Equal(["6", "16"], verdict.Reason.Details);
        Assert.Equal("attendance.cut", Of(Rule, 5, 3, 0, 0, new(2027, 3, 1), 0).Reason.Code);
    }

    [Fact]
    public void Over_the_line_nothing_is_cut()
    {
        Assert.Null(Of(Rule with { Percent = 50 }, 4, 4, 0, 0, new(2027, 3, 1), 0).CutCents);
        Assert.Equal(62_500, Of(Rule with { Percent = 50 }, 3, 5, 0, 0, new(2027, 3, 1), 0).CutCents);
    }

    [Fact]
    public void Another_amount_is_another_decision_and_the_same_one_is_not()
    {
        var day = new DateOnly(2027, 3, 1);
        Assert.NotEqual(Of(Rule, 5, 3, 0, 0, day, 0).Signature(1), Of(Rule, 6, 2, 0, 0, day, 0).Signature(1));
        Assert.Equal(Of(Rule, 5, 3, 0, 0, day, 0).Signature(1), Of(Rule, 5, 3, 0, 0, day.AddDays(20), 0).Signature(1));
        var running = new DateOnly(2027, 2, 20);
        Assert.Equal(Of(Rule, 5, 3, 0, 0, running, 0).Signature(1), Of(Rule, 5, 2, 0, 0, running, 0).Signature(1));
    }

    [Fact]
    public void What_only_a_word_excuses_can_count_as_absent_while_a_certificate_excuses()
    {
        var day = new DateOnly(2027, 3, 1);
        Assert.Null(Of(Rule, 5, 0, 3, 1, day, 0).CutCents);

        // Two of the three excused sessions rest on a word: two of seven are missed.
        var verdict = Of(Rule with { ExcusedByWord = Excused.CountsAsAbsent }, 5, 0, 3, 1, day, 0);
        Assert.Equal((28_571L, 5 * 90, 7 * 90), (verdict.CutCents, verdict.Standing!.AttendedMinutes, verdict.Standing.HeldMinutes));

        // And the other way round: a word is enough to be attended, a certificate leaves both sums.
        var kind = Of(Rule with { ExcusedByWord = Excused.CountsAsAttended }, 5, 1, 3, 1, day, 0);
        Assert.Equal((7 * 90, 8 * 90), (kind.Standing!.AttendedMinutes, kind.Standing.HeldMinutes));
    }

    [Theory]
    [InlineData(Period.Month, 100_000)]
    [InlineData(Period.Quarter, 300_000)]
    [InlineData(Period.Year, 1_200_000)]
    public void The_benefit_is_that_of_the_period(object period, long cents) => Assert.Equal(cents, (Rule with { Period = (Period)period }).CutCents(90, 90));

    private static Verdict Of(AttendanceRule rule, int present, int absent, int excused, int proven, DateOnly on, int remaining) => Verdict.Benefit(
        rule,
        new()
        {
            On = on,
            BirthDate = new(1990, 1, 1),
            Excused = rule.Excused,
            ExcusedByWord = rule.ExcusedByWord,
            Hours = new()
            {
                PresentPlanned = present * 90,
                PresentMinutes = present * 90,
                AbsentPlanned = absent * 90,
                ExcusedPlanned = excused * 90,
                ExcusedProven = proven * 90,
                RemainingPlanned = remaining,
                LastSessionOn = new(2027, 2, 12),
            },
        },
        February)!;
}
