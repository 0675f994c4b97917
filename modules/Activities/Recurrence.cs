using Courses.Contracts.Timetable;
using Courses.Platform.Errors;

namespace Courses.Activities;

/// <summary>On which days, in local time of the place: one day, or these weekdays every so many weeks until a day. Days without classes are left out and not made up for.</summary>
/// <param name="First">The first day that can be one.</param>
/// <param name="Last">The last one.</param>
/// <param name="Weekdays">1 is Monday, 7 is Sunday; none for the first day alone.</param>
/// <param name="EveryWeeks">1 for each week, counted from the week of the first day.</param>
internal sealed record Recurrence(DateOnly First, DateOnly Last, IReadOnlyCollection<int> Weekdays, int EveryWeeks)
{
    public const int MostMeetings = 400;

    public const int MostWeeks = 8;

    private bool Meets(DateOnly day) => Weekdays.Contains(WeekdayOf(day)) && (MondayOf(day).DayNumber - MondayOf(First).DayNumber) / 7 % Math.Max(EveryWeeks, 1) == 0;

    /// <summary>A day that was chosen by itself is meant, whatever day it is.</summary>
    public IReadOnlyList<DateOnly> Days(IReadOnlyCollection<HolidayRow> holidays) => Weekdays.Count == 0
        ? [First]
        : [.. Enumerable.Range(0, Math.Max(0, Last.DayNumber - First.DayNumber + 1)).Select(First.AddDays).Where(day => Meets(day) && !holidays.Any(row => row.From <= day && day <= row.Until))];

    /// <summary>The meetings: one a day, or one after the other in these hours when each takes so many minutes. Broken rules: <c>activity.no-days</c>, <c>activity.too-many</c>, <c>activity.slot-too-long</c>.</summary>
    public IReadOnlyList<NewSession> Meetings(TimeOnly from, TimeOnly until, int? slotMinutes, IReadOnlyCollection<HolidayRow> holidays) => MeetingsOn(Days(holidays), from, until, slotMinutes);

    /// <summary>The same where the days are known. Broken rules as there.</summary>
    public static IReadOnlyList<NewSession> MeetingsOn(IReadOnlyList<DateOnly> days, TimeOnly from, TimeOnly until, int? slotMinutes)
    {
        if (days is [])
        {
            throw new RuleBroken("activity.no-days");
        }

        var all = (int)(until - from).TotalMinutes;
        var length = slotMinutes ?? all;
        if (length > all)
        {
            throw new RuleBroken("activity.slot-too-long");
        }

        var times = Enumerable.Range(0, all / length).Select(number => from.AddMinutes(number * length)).ToArray();
        if ((long)days.Count * times.Length > MostMeetings)
        {
            throw new RuleBroken("activity.too-many", MostMeetings);
        }

        return [.. days.SelectMany(day => times.Select(time => new NewSession(day, time, time.AddMinutes(length), length)))];
    }

    public static int WeekdayOf(DateOnly day) => day.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)day.DayOfWeek;

    public static DateOnly MondayOf(DateOnly day) => day.AddDays(1 - WeekdayOf(day));
}
