using Courses.Contracts.Timetable;

namespace Courses.LanguageCourses;

/// <summary>The weekly plan of a class: on these weekdays, at this time, so many times; days without classes are left out and made up for at the end.</summary>
internal sealed record WeeklyPattern
{
    public const int MostSessions = 300;

    /// <summary>1 is Monday, 7 is Sunday.</summary>
    public required IReadOnlyCollection<int> Weekdays { get; init; }

    public required TimeOnly From { get; init; }

    public required TimeOnly Until { get; init; }

    public required int BreakMinutes { get; init; }

    public required DateOnly FirstDay { get; init; }

    public required int Sessions { get; init; }

    public int PlannedMinutes => (int)(Until - From).TotalMinutes - BreakMinutes;

    /// <summary>How many sessions it takes to teach these academic hours of 45 minutes; the last may be longer than needed.</summary>
    public static int SessionsFor(int academicHours, int plannedMinutes) => plannedMinutes <= 0 ? 0 : ((academicHours * 45) + plannedMinutes - 1) / plannedMinutes;

    /// <summary>Every day of the pattern until enough sessions are planned; a day that is left out carries the name of its holiday.</summary>
    public IReadOnlyList<PlannedDay> Plan(IReadOnlyCollection<HolidayRow> holidays)
    {
        var days = new List<PlannedDay>();
        var planned = 0;

        // Three years are longer than any course; a pattern that only meets on holidays ends there.
        for (var day = FirstDay; planned < Sessions && day < FirstDay.AddYears(3); day = day.AddDays(1))
        {
            if (Weekdays.Contains(day.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)day.DayOfWeek))
            {
                var holiday = holidays.FirstOrDefault(row => row.From <= day && day <= row.Until)?.Name;
                planned += holiday is null ? 1 : 0;
                days.Add(new(day, holiday));
            }
        }

        return days;
    }

    public IReadOnlyList<NewSession> SessionsOf(IReadOnlyCollection<HolidayRow> holidays) =>
        [.. Plan(holidays).Where(day => day.Holiday is null).Select(day => new NewSession(day.On, From, Until, PlannedMinutes))];
}

internal sealed record PlannedDay(DateOnly On, string? Holiday);
