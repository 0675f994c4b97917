using Courses.Platform.Errors;
using Courses.Platform.Reading;

namespace Courses.Services;

/// <summary>
/// When something is open in a week, as a line for each day: <c>Mo 09:00-12:00, 13:00-17:00</c>. What goes over midnight stands on both days.
/// </summary>
internal sealed class WeekHours
{
    /// <summary>Of one day.</summary>
    public const int MostTimes = 4;

    public const int Longest = 500;

    private static readonly string[] Days = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];

    private WeekHours(IEnumerable<OpenTime> times) => Times = [.. times.OrderBy(time => time.Day).ThenBy(time => time.From)];

    public static WeekHours None { get; } = new([]);

    public IReadOnlyList<OpenTime> Times { get; }

    public bool IsEmpty => Times.Count == 0;

    /// <summary>What <see cref="ToString"/> wrote.</summary>
    public static WeekHours Parse(string text) =>
        new(text.Split('\n', StringSplitOptions.RemoveEmptyEntries).SelectMany(line => Read(Array.IndexOf(Days, line[..2]) + 1, line[3..])));

    /// <summary>What somebody typed for each day, Monday first: '9-12, 13-17'; empty for closed. Broken rules, with the day as their first detail: <c>hours.unreadable</c>, <c>hours.ends-before</c>, <c>hours.overlap</c>, <c>hours.too-many</c>.</summary>
    public static WeekHours Typed(IEnumerable<string?> days) => new([.. days.SelectMany((typed, day) => Read(day + 1, typed ?? ""))]);

    public IEnumerable<OpenTime> On(int day) => Times.Where(time => time.Day == day);

    /// <summary>1 for Monday to 7 for Sunday.</summary>
    public static int DayOf(DateTime local) => local.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)local.DayOfWeek;

    /// <param name="local">By the clock of the city.</param>
    public bool IsOpen(DateTime local) => On(DayOf(local)).Any(time => time.From <= local.TimeOfDay.TotalMinutes && local.TimeOfDay.TotalMinutes < time.Until);

    /// <summary>As it is typed again.</summary>
    public string TextOf(int day) => string.Join(", ", On(day));

    public override string ToString() => string.Join('\n', Times.Select(time => time.Day).Distinct().Select(day => $"{Days[day - 1]} {TextOf(day)}"));

    private static List<OpenTime> Read(int day, string text)
    {
        var times = text.Split([',', ';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(part => One(day, part)).OrderBy(time => time.From).ToList();
        if (times.Count > MostTimes)
        {
            throw new RuleBroken("hours.too-many", day, MostTimes);
        }

        if (times.Zip(times.Skip(1)).Any(two => two.First.Until > two.Second.From))
        {
            throw new RuleBroken("hours.overlap", day);
        }

        return times;
    }

    private static OpenTime One(int day, string part)
    {
        var ends = part.Split(['-', '–', '—'], StringSplitOptions.TrimEntries);
        if (ends is not [var begin, var end] || Minute(begin) is not { } from || Minute(end) is not { } until)
        {
            throw new RuleBroken("hours.unreadable", day, Problem.Short(part));
        }

        return from < until ? new(day, from, until) : throw new RuleBroken("hours.ends-before", day, Problem.Short(part));
    }

    private static int? Minute(string text) =>
        Digits.Of(text) is "24" or "24:00" or "24.00" ? OpenTime.WholeDay
        : LocalTimes.Time(new(text)).Value is { } time ? (time.Hour * 60) + time.Minute
        : null;
}
