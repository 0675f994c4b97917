using Courses.Contracts.Timetable;
using Courses.Platform.Reading;

namespace Courses.LanguageCourses;

/// <summary>A class as one row of a provider's list describes it, with the sessions that follow.</summary>
internal sealed record ListedClass
{
    public required string Number { get; init; }

    public required string Course { get; init; }

    public required string Level { get; init; }

    public required string Language { get; init; }

    public required string Venue { get; init; }

    public required string Address { get; init; }

    public required string TimeZone { get; init; }

    public required int Days { get; init; }

    public required TimeOnly From { get; init; }

    public required TimeOnly Until { get; init; }

    public required DateOnly First { get; init; }

    public required DateOnly Last { get; init; }

    /// <summary>What the list says the whole class takes; null when it does not say.</summary>
    public required int? ListedMinutes { get; init; }

    public required int Seats { get; init; }

    public required long PriceCents { get; init; }

    public required bool Childcare { get; init; }

    public required bool IsIntegrationCourse { get; init; }

    public int Duration => (int)(Until - From).TotalMinutes;

    public int AcademicHours => (int)Math.Round((ListedMinutes ?? Duration * Dates([]).Count) / 45m);

    public int PlannedMinutes(IReadOnlyCollection<HolidayRow> holidays) => Sessions(holidays).Sum(session => session.PlannedMinutes);

    public List<DateOnly> Dates(IReadOnlyCollection<HolidayRow> holidays)
    {
        var days = new LocalTimes.Weekdays(Days, null, null);
        var dates = new List<DateOnly>();
        for (var date = First; date <= Last; date = date.AddDays(1))
        {
            if (days.Has(date.DayOfWeek) && !holidays.Any(holiday => holiday.From <= date && date <= holiday.Until))
            {
                dates.Add(date);
            }
        }

        return dates;
    }

    /// <summary>The first session that the spring change of the clock makes shorter than its minutes, or whose times do not exist that night.</summary>
    public DateOnly? InClockGap(IEnumerable<DateOnly> dates)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(TimeZone);
        return dates.Where(date =>
        {
            var (from, until) = (date.ToDateTime(From), date.ToDateTime(Until));
            return zone.IsInvalidTime(from) || zone.IsInvalidTime(until) || zone.GetUtcOffset(until) > zone.GetUtcOffset(from);
        }).Select(date => (DateOnly?)date).FirstOrDefault();
    }

    /// <summary>Do the listed hours fit the timetable, with a quarter of the time for breaks at most?</summary>
    public bool FitsBreaks(int sessions) => ListedMinutes <= Duration * sessions && ListedMinutes * 4L >= Duration * sessions * 3L;

    public List<NewSession> Sessions(IReadOnlyCollection<HolidayRow> holidays)
    {
        var dates = Dates(holidays);

        // Listed hours that fit leave out the breaks, spread over all sessions; others do not count.
        var total = ListedMinutes is { } listed && FitsBreaks(dates.Count) ? listed : Duration * dates.Count;
        return [.. dates.Select((date, index) => new NewSession(date, From, Until, (total / dates.Count) + (index < total % dates.Count ? 1 : 0)))];
    }
}
