using Courses.Contracts.Timetable;

namespace Courses.Seed;

/// <summary>What the demo city teaches: the catalogue lines of a provider and the weekly pattern of a class.</summary>
internal sealed record Line(string Name, string Level, int AcademicHours, int Weight, int Capacity, string? Programme, long PriceCents)
{
    public static readonly Line[] All =
    [
        new("Deutsch Alphabetisierung", "Alpha", 120, 6, 12, null, 24000),
        new("Deutsch A1.1", "A1.1", 75, 12, 16, null, 15000),
        new("Deutsch A1.2", "A1.2", 75, 10, 16, null, 15000),
        new("Deutsch A1", "A1", 120, 10, 18, null, 24000),
        new("Deutsch A2", "A2", 120, 14, 18, null, 27000),
        new("Deutsch A2.1", "A2.1", 75, 8, 16, null, 16500),
        new("Deutsch B1", "B1", 120, 12, 18, null, 30000),
        new("Deutsch B2", "B2", 120, 5, 16, null, 36000),
        new("Deutsch in kleinen Gruppen A1", "A1", 100, 9, 10, "inlt", 0),
        new("Deutsch in kleinen Gruppen A2", "A2", 100, 7, 10, "inlt", 0),
        new("Deutsch zweimal die Woche A1", "A1", 80, 4, 20, "metadrasi", 0),
        new("Deutsch zweimal die Woche A2", "A2", 80, 3, 20, "metadrasi", 0),
    ];

    /// <summary>Of programmes that give few courses: each has a class that runs, whatever the dice say. Estonia's course is held at weekends.</summary>
    public static readonly Line[] OfOneClass =
    [
        new("Deutsch A1 am Wochenende", "A1", 80, 0, 12, Welcoming, 0),
        new("Deutsch für junge Leute A2", "A2", 100, 0, 10, Prime, 0),
    ];

    public const string Welcoming = "welcoming-estonia";
    public const string Prime = "prime";

    public bool IsWatched => Programme == "inlt" && Level == "A1";

    /// <summary>A class of this line can always be found and paid with a voucher.</summary>
    public bool IsPromised => Programme is null && Level is ("A1" or "A2" or "B1");
}

/// <summary>Weekdays and clock times of a class; planned minutes leave out the break.</summary>
internal sealed record Pattern(DayOfWeek[] Days, TimeOnly From, TimeOnly Until, int PlannedMinutes)
{
    public static readonly Pattern[] All =
    [
        new([DayOfWeek.Monday, DayOfWeek.Wednesday], new(9, 0), new(11, 30), 135),
        new([DayOfWeek.Tuesday, DayOfWeek.Thursday], new(9, 0), new(11, 30), 135),
        new([DayOfWeek.Monday, DayOfWeek.Wednesday], new(18, 0), new(20, 30), 135),
        new([DayOfWeek.Tuesday, DayOfWeek.Thursday], new(17, 45), new(20, 15), 135),
        new([DayOfWeek.Monday, DayOfWeek.Wednesday, DayOfWeek.Friday], new(13, 0), new(15, 30), 135),
        new([DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday], new(8, 30), new(11, 0), 135),
        new([DayOfWeek.Saturday], new(9, 0), new(13, 0), 225),
    ];

    public static Pattern AtWeekends => All[^1];

    /// <summary>The days on which the class meets, from the first day on, until the hours are full.</summary>
    public IEnumerable<NewSession> Sessions(DateOnly firstDay, int academicHours, Func<DateOnly, bool> isHoliday)
    {
        var left = academicHours * 45;
        for (var day = firstDay; left > 0; day = day.AddDays(1))
        {
            if (Days.Contains(day.DayOfWeek) && !isHoliday(day))
            {
                var planned = Math.Min(PlannedMinutes, left);
                left -= planned;
                yield return new(day, From, Until, planned);
            }
        }
    }

    public int Weeks(int academicHours) => (academicHours * 45 / (PlannedMinutes * Days.Length)) + 1;
}
