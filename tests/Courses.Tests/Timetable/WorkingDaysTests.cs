using Courses.Timetable;

namespace Courses.Tests.Timetable;

public sealed class WorkingDaysTests
{
    private static readonly (DateOnly From, DateOnly Until)[] Holidays =
        [(new(2026, 12, 8), new(2026, 12, 8)), (new(2026, 12, 24), new(2027, 1, 6)), (new(2026, 12, 25), new(2026, 12, 26)), (new(2028, 1, 1), new(9999, 1, 1))];

    [Theory]
    [InlineData("2026-11-24", 10, "2026-12-09")] // Tuesday; the eighth of December is a holiday
    [InlineData("2026-11-27", 1, "2026-11-30")] // Friday
    [InlineData("2026-11-28", 1, "2026-11-30")] // Saturday: the day itself never counts
    [InlineData("2026-12-23", 1, "2027-01-07")] // holidays that overlap, with two weekends
    [InlineData("2026-12-26", 2, "2027-01-08")]
    [InlineData("2026-12-07", 0, "2026-12-07")]
    public void A_deadline_counts_no_weekend_and_no_day_without_classes(string from, int days, string expected) =>
        Assert.Equal(DateOnly.ParseExact(expected, "yyyy-MM-dd", null), WorkingDays.After(DateOnly.ParseExact(from, "yyyy-MM-dd", null), days, Holidays));

    [Fact]
    public void A_holiday_without_an_end_does_not_put_a_deadline_off_for_ever() =>
        Assert.InRange(WorkingDays.After(new(2027, 12, 31), 10, Holidays), new(2029, 1, 1), new(2029, 12, 31));
}
