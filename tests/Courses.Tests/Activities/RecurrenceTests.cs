using Courses.Activities;
using Courses.Contracts.Attendance;
using Courses.Contracts.Timetable;
using Courses.Platform.Errors;

namespace Courses.Tests.Activities;

public sealed class RecurrenceTests
{
    private static readonly TimeOnly Ten = new(10, 0);

    [Theory]
    [InlineData("2026-11-16", "2026-11-30", "1,4", 1, "16 19 23 26 30")]
    [InlineData("2026-11-18", "2026-12-04", "1,4", 2, "19 30 3")]
    [InlineData("2026-12-28", "2027-01-18", "1", 3, "28 18")]
    [InlineData("2026-11-22", "2026-11-29", "7", 1, "22 29")]
    [InlineData("2026-11-20", "2026-11-20", "5", 8, "20")]
    [InlineData("2026-11-21", "2026-11-22", "5", 1, "")]
    public void Weekdays_come_every_so_many_weeks_from_the_first(string first, string last, string weekdays, int every, string days) =>
        Assert.Equal(days, string.Join(' ', Of(first, last, weekdays, every).Days([]).Select(day => day.Day)));

    [Fact]
    public void Days_without_classes_are_left_out_of_a_series_and_are_meant_when_they_are_chosen_by_themselves()
    {
        var holiday = new[] { new HolidayRow { Id = Guid.NewGuid(), ProviderId = null, Name = "Break", From = new(2026, 12, 24), Until = new(2027, 1, 6) } };
        Assert.Equal([17, 7], Of("2026-12-17", "2027-01-07", "4", 1).Days(holiday).Select(day => day.Day));
        Assert.Equal([24], Of("2026-12-24", "2026-12-24", "", 1).Days(holiday).Select(day => day.Day));
    }

    [Fact]
    public void Appointments_stand_one_after_the_other_and_none_is_cut_short()
    {
        var slots = Of("2026-11-20", "2026-11-20", "", 1).Meetings(Ten, new(11, 40), 30, []);
        Assert.Equal(["10:00-10:30", "10:30-11:00", "11:00-11:30"], slots.Select(slot => $"{slot.From:HH:mm}-{slot.Until:HH:mm}"));
        Assert.All(slots, slot => Assert.Equal(30, slot.PlannedMinutes));
        Assert.Equal([new NewSession(new(2026, 11, 20), Ten, new(11, 40), 100)], Of("2026-11-20", "2026-11-20", "", 1).Meetings(Ten, new(11, 40), null, []));
    }

    [Fact]
    public void What_leaves_no_day_or_too_many_meetings_is_refused()
    {
        Assert.Equal("activity.no-days", Assert.Throws<RuleBroken>(() => Of("2026-11-21", "2026-11-22", "5", 1).Meetings(Ten, new(12, 0), null, [])).Code);
        Assert.Equal("activity.slot-too-long", Assert.Throws<RuleBroken>(() => Of("2026-11-20", "2026-11-20", "", 1).Meetings(Ten, new(10, 20), 30, [])).Code);
        Assert.Equal("activity.too-many", Assert.Throws<RuleBroken>(() => Of("2026-11-20", "2027-11-20", "1,2,3,4,5", 1).Meetings(Ten, new(12, 0), 30, [])).Code);
        Assert.Equal(Recurrence.MostMeetings, Of("2026-01-01", "2027-02-04", "1,2,3,4,5,6,7", 1).Meetings(Ten, new(12, 0), null, []).Count);
    }

    [Theory]
    [InlineData("2020-11-28", "2026-11-27", 5)]
    [InlineData("2020-11-28", "2026-11-28", 6)]
    [InlineData("2020-02-29", "2026-02-28", 6)]
    [InlineData("2020-02-29", "2026-02-27", 5)]
    [InlineData("2020-12-31", "2027-01-01", 6)]
    public void Somebody_is_as_old_as_their_last_birthday(string birth, string day, int years) => Assert.Equal(years, Activity.YearsOn(Day(birth), Day(day)));

    [Fact]
    public void Every_age_has_one_band_and_the_bands_are_in_order()
    {
        var bands = Enumerable.Range(0, 120).Select(GuestCounts.BandOf).ToArray();
        Assert.Equal(GuestCounts.Bands, bands.Distinct());
        Assert.Equal(["6-13", "6-13", "14-17", "61+"], new[] { 6, 13, 14, 61 }.Select(GuestCounts.BandOf));
    }

    private static Recurrence Of(string first, string last, string weekdays, int every) =>
        new(Day(first), Day(last), [.. weekdays.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(day => int.Parse(day, System.Globalization.CultureInfo.InvariantCulture))], every);

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
