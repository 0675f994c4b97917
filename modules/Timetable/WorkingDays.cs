namespace Courses.Timetable;

/// <summary>Days on which the city works: what a deadline is counted in.</summary>
internal static class WorkingDays
{
    /// <summary>A holiday that was typed without its end puts nothing off for longer.</summary>
    private const int MostDaysOff = 366;

    /// <summary>The so-manieth working day after that day. The day itself does not count, whatever it is.</summary>
    public static DateOnly After(DateOnly day, int workingDays, IReadOnlyCollection<(DateOnly From, DateOnly Until)> holidays)
    {
        var daysOff = 0;
        for (var left = workingDays; left > 0;)
        {
            day = day.AddDays(1);
            if (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
            {
                continue;
            }

            if (daysOff < MostDaysOff && holidays.Any(holiday => holiday.From <= day && day <= holiday.Until))
            {
                daysOff++;
                continue;
            }

            left--;
        }

        return day;
    }
}
