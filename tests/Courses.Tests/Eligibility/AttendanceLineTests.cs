using Courses.Contracts.Eligibility;
using Courses.Eligibility;
using FsCheck;
using FsCheck.Fluent;

namespace Courses.Tests.Eligibility;

/// <summary>The 40 % arithmetic against its own definition, on random sums.</summary>
public sealed class AttendanceLineTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(10_000);

    private static readonly Arbitrary<(int Attended, int Held, int Remaining, int Percent)> Sums = (
        from held in Gen.Choose(0, 30_000)
        from attended in Gen.Choose(0, 30_000)
        from remaining in Gen.Choose(0, 30_000)
        from percent in Gen.Choose(0, 100)
        select (Math.Min(attended, held), held, remaining, percent)).ToArbitrary();

    [Theory]
    [InlineData(400, 1000, true)]
    [InlineData(399, 1000, false)]
    [InlineData(0, 0, true)]
    [InlineData(2, 5, true)]
    [InlineData(1, 3, false)]
    public void Forty_percent_is_exact(int attended, int held, bool reached) => Assert.Equal(reached, AttendanceLine.IsReached(attended, held, 40));

    [Fact]
    public void What_may_still_be_missed_is_the_most_that_keeps_the_line() => Prop.ForAll(
        Sums,
        sums =>
        {
            var standing = AttendanceLine.Standing(sums.Attended, sums.Held, 10_000_000, sums.Percent, 0, 0);
            return sums.Percent == 0 || !AttendanceLine.IsReached(sums.Attended, sums.Held, sums.Percent)
                || (AttendanceLine.IsReached(sums.Attended, sums.Held + standing.MayStillMissMinutes, sums.Percent)
                    && !AttendanceLine.IsReached(sums.Attended, sums.Held + standing.MayStillMissMinutes + 1, sums.Percent));
        }).Check(Many);

    [Fact]
    public void What_must_be_attended_is_the_least_that_reaches_the_line() => Prop.ForAll(
        Sums,
        sums =>
        {
            var must = AttendanceLine.Standing(sums.Attended, sums.Held, 0, sums.Percent, 0, 0).MustStillAttendMinutes;
            return AttendanceLine.IsReached(sums.Attended, sums.Held, sums.Percent)
                ? must == 0
                : sums.Percent == 100
                    || (AttendanceLine.IsReached(sums.Attended + must, sums.Held + must, sums.Percent) && !AttendanceLine.IsReached(sums.Attended + must - 1, sums.Held + must - 1, sums.Percent));
        }).Check(Many);

    [Fact]
    public void Out_of_reach_is_exactly_when_even_coming_to_everything_left_is_not_enough() => Prop.ForAll(
        Sums,
        sums =>
        {
            var forecast = AttendanceLine.Standing(sums.Attended, sums.Held, sums.Remaining, sums.Percent, 0, 0).Forecast;
            var canReach = AttendanceLine.IsReached(sums.Attended + sums.Remaining, sums.Held + sums.Remaining, sums.Percent);
            return sums.Held == 0 || AttendanceLine.IsReached(sums.Attended, sums.Held, sums.Percent)
                ? forecast is not (Forecast.Under or Forecast.OutOfReach)
                : forecast == (canReach ? Forecast.Under : Forecast.OutOfReach);
        }).Check(Many);

    [Fact]
    public void No_decision_before_eight_hours_were_held()
    {
        Assert.Equal(Forecast.TooEarly, AttendanceLine.Standing(0, 359, 1000, 40, 360, 0).Forecast);
        Assert.Equal(Forecast.Under, AttendanceLine.Standing(0, 360, 1000, 40, 360, 0).Forecast);
    }

    [Fact]
    public void At_risk_says_how_much_may_be_missed()
    {
        // 20 of 45 hours attended: five more may be missed, since 20 of 50 is 40 %.
        var standing = AttendanceLine.Standing(20 * 45, 45 * 45, 40 * 45, 40, 360, 8 * 45);
        Assert.Equal(Forecast.AtRisk, standing.Forecast);
        Assert.Equal(5m, standing.MayStillMissHours);
    }

    [Fact]
    public void Hours_are_cut_to_what_may_really_be_missed_and_raised_to_what_must_really_be_attended()
    {
        // 100 of 200 minutes at 40 %: 50 more may be missed, which is 1.11 hours; 79 of 200: two minutes are missing, which is 0.04 hours.
        Assert.Equal(1.1m, AttendanceLine.Standing(100, 200, 900, 40, 0, 0).MayStillMissHours);
        Assert.Equal(0.1m, AttendanceLine.Standing(79, 200, 900, 40, 0, 0).MustStillAttendHours);
        Assert.Equal(0.8m, (AttendanceLine.Standing(100, 200, 900, 40, 0, 0) with { AcademicHourMinutes = 60 }).MayStillMissHours);
    }

    [Fact]
    public void Nothing_may_be_missed_when_nothing_is_left_to_come() =>
        Assert.Equal((0, 0), (AttendanceLine.Standing(7_695, 7_695, 0, 40, 360, 360).MayStillMissMinutes, AttendanceLine.Standing(7_695, 7_695, 0, 40, 360, 360).RemainingMinutes));

    [Theory]
    [InlineData(nameof(Excused.LeavesBothSums), 90, 180)]
    [InlineData(nameof(Excused.CountsAsAttended), 180, 270)]
    [InlineData(nameof(Excused.CountsAsAbsent), 90, 270)]
    public void Excused_absence_counts_as_the_programme_says(string way, int attended, int held)
    {
        var excused = Enum.Parse<Excused>(way);
        var sums = new Sums { PresentPlanned = 90, PresentMinutes = 90, AbsentPlanned = 90, ExcusedPlanned = 90 };
        Assert.Equal((attended, held), (sums.Attended(excused, excused), sums.Held(excused, excused)));
    }
}
