using Courses.Platform.Errors;
using Courses.Services;

namespace Courses.Tests.Services;

/// <summary>Opening hours as people type them, as they are kept, and whether it is open.</summary>
public sealed class WeekHoursTests
{
    private static readonly WeekHours Usual = WeekHours.Typed(["9-12, 13-17", "9.30 – 12:00", "", "13 Uhr - 18:30", null, "8-24", "0-6;22:00-24:00"]);

    [Fact]
    public void What_is_typed_is_kept_as_a_line_a_day_and_read_again()
    {
        Assert.Equal("Mo 09:00-12:00, 13:00-17:00\nTu 09:30-12:00\nTh 13:00-18:30\nSa 08:00-24:00\nSu 00:00-06:00, 22:00-24:00", Usual.ToString());
        Assert.Equal(Usual.Times, WeekHours.Parse(Usual.ToString()).Times);
        Assert.Equal("09:00-12:00, 13:00-17:00", Usual.TextOf(1));
        Assert.Equal("", Usual.TextOf(3));
        Assert.True(WeekHours.Parse("").IsEmpty);
        Assert.True(WeekHours.Typed([null, " ", ""]).IsEmpty);
    }

    [Theory]
    [InlineData("2026-11-16 09:00", true)]
    [InlineData("2026-11-16 11:59", true)]
    [InlineData("2026-11-16 12:00", false)]
    [InlineData("2026-11-16 13:00", true)]
    [InlineData("2026-11-16 17:00", false)]
    [InlineData("2026-11-18 10:00", false)]
    [InlineData("2026-11-21 23:59", true)]
    [InlineData("2026-11-22 00:00", true)]
    [InlineData("2026-11-22 06:00", false)]
    [InlineData("2026-11-22 22:30", true)]
    public void It_is_open_from_the_first_minute_until_the_last_has_begun(string local, bool isOpen) =>
        Assert.Equal(isOpen, Usual.IsOpen(DateTime.Parse(local, System.Globalization.CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("nine to five", "hours.unreadable")]
    [InlineData("9", "hours.unreadable")]
    [InlineData("9-12-15", "hours.unreadable")]
    [InlineData("9-25", "hours.unreadable")]
    [InlineData("22-2", "hours.ends-before")]
    [InlineData("9-9", "hours.ends-before")]
    [InlineData("9-12, 11-13", "hours.overlap")]
    [InlineData("1-2, 3-4, 5-6, 7-8, 9-10", "hours.too-many")]
    public void What_cannot_be_is_said_with_its_day(string typed, string code)
    {
        var rule = Assert.Throws<RuleBroken>(() => WeekHours.Typed(["9-12", typed]));
        Assert.Equal(code, rule.Code);
        Assert.Equal(2, rule.Details[0]);
    }

    [Fact]
    public void Any_digits_and_any_line_that_fits_are_read()
    {
        Assert.Equal("Mo 09:00-17:30", WeekHours.Typed(["٩-١٧:٣٠"]).ToString());
        var longest = WeekHours.Typed(Enumerable.Repeat("1:15-2:15, 3:15-4:15, 5:15-6:15, 22:15-23:15", 7)).ToString();
        Assert.InRange(longest.Length, 300, WeekHours.Longest);
    }
}
