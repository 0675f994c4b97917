using Courses.Eligibility;

namespace Courses.Tests.Eligibility;

public sealed class PeriodsTests
{
    [Theory]
    [InlineData("Month", "2028-02", "2028-02-01", "2028-02-29")]
    [InlineData("Month", "2026-12", "2026-12-01", "2026-12-31")]
    [InlineData("Quarter", "2026-Q4", "2026-10-01", "2026-12-31")]
    [InlineData("Quarter", "2027-Q1", "2027-01-01", "2027-03-31")]
    [InlineData("Year", "2027", "2027-01-01", "2027-12-31")]
    public void A_name_tells_the_days_that_it_was_made_of(string period, string name, string from, string until)
    {
        var days = Periods.Days(name)!.Value;
        Assert.Equal((from, until), ($"{days.From:yyyy-MM-dd}", $"{days.Until:yyyy-MM-dd}"));
        var rule = new AttendanceRule { Percent = 40, Period = Enum.Parse<Period>(period) };
        Assert.Equal(name, rule.NameOf(rule.PeriodStart(days.Until)));
    }

    [Fact]
    public void The_whole_time_has_no_days() => Assert.Null(Periods.Days(""));
}
