using Courses.Contracts.Timetable;
using Courses.Timetable;

namespace Courses.Tests.Timetable;

public sealed class LocalTimeTests
{
    [Theory]
    [InlineData("Europe/Vienna", "2026-03-26", "18:00", "2026-03-26T17:00:00Z")]
    [InlineData("Europe/Vienna", "2026-04-02", "18:00", "2026-04-02T16:00:00Z")]
    [InlineData("Europe/Vienna", "2026-10-22", "18:00", "2026-10-22T16:00:00Z")]
    [InlineData("Europe/Vienna", "2026-10-29", "18:00", "2026-10-29T17:00:00Z")]
    [InlineData("Europe/Riga", "2026-03-26", "18:00", "2026-03-26T16:00:00Z")]
    [InlineData("Europe/Riga", "2026-04-02", "18:00", "2026-04-02T15:00:00Z")]
    [InlineData("Europe/Riga", "2026-10-22", "18:00", "2026-10-22T15:00:00Z")]
    [InlineData("Europe/Riga", "2026-10-29", "18:00", "2026-10-29T16:00:00Z")]
    public void A_class_keeps_its_time_on_the_wall_when_the_clocks_change(string zone, string on, string at, string instant) =>
        Assert.Equal(Instant(instant), At(on, at, zone));

    [Theory]
    [InlineData("Europe/Vienna", "2026-03-29", "02:30", "2026-03-29T01:30:00Z")]
    [InlineData("Europe/Riga", "2026-03-29", "03:30", "2026-03-29T01:30:00Z")]
    public void A_time_that_the_spring_change_skips_is_the_hour_after_it(string zone, string on, string at, string instant) =>
        Assert.Equal(Instant(instant), At(on, at, zone));

    [Theory]
    [InlineData("Europe/Vienna", "2026-10-25", "02:30", "2026-10-25T00:30:00Z")]
    [InlineData("Europe/Riga", "2026-10-25", "03:30", "2026-10-25T00:30:00Z")]
    public void A_time_that_the_autumn_change_repeats_is_the_first_of_the_two(string zone, string on, string at, string instant) =>
        Assert.Equal(Instant(instant), At(on, at, zone));

    [Fact]
    public void Every_hour_of_the_year_reads_back_as_it_was_written()
    {
        foreach (var zone in new[] { "Europe/Vienna", "Europe/Riga", "Europe/Athens" })
        {
            var found = TimeZoneInfo.FindSystemTimeZoneById(zone);
            for (var hour = 0; hour < 365 * 24; hour++)
            {
                var local = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Unspecified).AddHours(hour);
                var back = TimeZoneInfo.ConvertTime(LocalTime.Instant(DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local), zone), found).DateTime;
                Assert.Equal(found.IsInvalidTime(local) ? local.AddHours(1) : local, back);
            }
        }
    }

    [Fact]
    public void A_session_cannot_be_planned_longer_than_its_time()
    {
        var group = Groups.Group(10);
        var error = Assert.Throws<Courses.Platform.Errors.RuleBroken>(() => Session.Create(group, new(new(2026, 12, 1), new(18, 0), new(20, 0), 121)));
        Assert.Equal("session.longer-than-time", error.Code);
        Assert.Equal(2, Session.Create(group, new NewSession(new(2026, 12, 1), new(18, 0), new(20, 0), 90)).Weekday);
    }

    private static DateTimeOffset At(string on, string at, string zone) =>
        LocalTime.Instant(DateOnly.Parse(on, System.Globalization.CultureInfo.InvariantCulture), TimeOnly.Parse(at, System.Globalization.CultureInfo.InvariantCulture), zone);

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
