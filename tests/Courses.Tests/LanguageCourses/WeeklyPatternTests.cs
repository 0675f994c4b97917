using Courses.Contracts.Timetable;
using Courses.LanguageCourses;

namespace Courses.Tests.LanguageCourses;

public sealed class WeeklyPatternTests
{
    private static readonly WeeklyPattern Evenings = new()
    {
        Weekdays = [2, 4],
        From = new(18, 0),
        Until = new(20, 15),
        BreakMinutes = 15,
        FirstDay = new(2026, 12, 1),
        Sessions = 6,
    };

    [Fact]
    public void Holidays_are_left_out_and_made_up_for_at_the_end()
    {
        HolidayRow christmas = new() { Id = Guid.NewGuid(), ProviderId = null, Name = "Christmas", From = new(2026, 12, 10), Until = new(2026, 12, 15) };
        var plan = Evenings.Plan([christmas]);
        Assert.Equal(["Christmas", "Christmas"], plan.Select(day => day.Holiday).OfType<string>());
        Assert.Equal(
            [new(2026, 12, 1), new(2026, 12, 3), new(2026, 12, 8), new(2026, 12, 17), new(2026, 12, 22), new DateOnly(2026, 12, 24)],
            Evenings.SessionsOf([christmas]).Select(session => session.On));
        Assert.All(Evenings.SessionsOf([christmas]), session => Assert.Equal(120, session.PlannedMinutes));
    }

    [Fact]
    public void A_pattern_that_only_meets_on_holidays_ends() =>
        Assert.Empty(Evenings.SessionsOf([new() { Id = Guid.NewGuid(), ProviderId = null, Name = "Always", From = new(2020, 1, 1), Until = new(2099, 1, 1) }]));

    [Theory]
    [InlineData(60, 90, 30)]
    [InlineData(60, 120, 23)]
    [InlineData(1, 120, 1)]
    [InlineData(60, 0, 0)]
    public void So_many_sessions_as_the_hours_need(int academicHours, int minutes, int sessions) => Assert.Equal(sessions, WeeklyPattern.SessionsFor(academicHours, minutes));
}
