using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Courses.Platform.Reading;

/// <summary>Times of day and weekdays as people write them in Latvian, German and English.</summary>
public static partial class LocalTimes
{
    /// <summary>The names of the weekdays by language, Monday first. A list is written in one language: its T is Tuesday in English and Wednesday in Latvian.</summary>
    private static readonly Dictionary<string, string[][]> DayNames = new(StringComparer.Ordinal)
    {
        ["de"] =
        [
            ["mo", "montag", "montags"], ["di", "die", "dienstag", "dienstags"], ["mi", "mit", "mittwoch", "mittwochs"], ["do", "don", "donnerstag", "donnerstags"],
            ["fr", "fre", "freitag", "freitags"], ["sa", "sam", "samstag", "samstags", "sonnabend"], ["so", "son", "sonntag", "sonntags"],
        ],
        ["en"] =
        [
            ["m", "mo", "mon", "mond", "monday", "mondays"], ["t", "tu", "tue", "tues", "tuesday", "tuesdays"], ["w", "we", "wed", "weds", "wednesday", "wednesdays"],
            ["th", "thu", "thur", "thurs", "thursday", "thursdays"], ["f", "fr", "fri", "friday", "fridays"], ["sa", "sat", "saturday", "saturdays"], ["su", "sun", "sunday", "sundays"],
        ],
        ["lv"] =
        [
            ["p", "pi", "pir", "pirm", "pirmd", "pirmdiena", "pirmdien", "pirmdienas", "pirmdienās"], ["o", "ot", "otr", "otrd", "otrdiena", "otrdien", "otrdienas", "otrdienās"],
            ["t", "tr", "tre", "treš", "trešd", "trešdiena", "trešdien", "trešdienas", "trešdienās", "tresdiena"], ["c", "ce", "cet", "ceturtd", "ceturtdiena", "ceturtdien", "ceturtdienas", "ceturtdienās"],
            ["pk", "piektd", "piektdiena", "piektdien", "piektdienas", "piektdienās"], ["s", "se", "sest", "sestd", "sestdiena", "sestdien", "sestdienas", "sestdienās"],
            ["sv", "svētd", "svētdiena", "svētdien", "svētdienas", "svētdienās", "svetdiena"],
        ],
        [""] = [["1"], ["2"], ["3"], ["4"], ["5"], ["6"], ["7"]],
    };

    /// <summary>17:45, 17.45, 9 Uhr, 18h, plkst. 18, 6 pm, 1745.</summary>
    public static Parsed<TimeOnly> Time(Cell cell)
    {
        var text = Digits.Of(cell.Trimmed);
        if (text.Length == 0)
        {
            return Parsed<TimeOnly>.Empty;
        }

        if (cell.Kind == CellKind.Number && double.TryParse(text, CultureInfo.InvariantCulture, out var share) && share is > 0 and < 1)
        {
            return TimeOnly.MinValue.AddMinutes((int)Math.Round(share * 1440) % 1440);
        }

        // A spreadsheet takes 17.45 for a number, and 17.30 for 17.3.
        if (cell.Kind == CellKind.Number && SpreadsheetClock().Match(text) is { Success: true } number)
        {
            text = $"{number.Groups[1].Value}:{number.Groups[2].Value.PadRight(2, '0')}";
        }

        if (text.Length > 40 || ClockTime().Match(text.ToLowerInvariant()) is not { Success: true } match)
        {
            return new Problem("import.time.unreadable", Problem.Short(text));
        }

        var hour = Number(match.Groups["h"]);
        var minute = match.Groups["m"].Success ? Number(match.Groups["m"]) : 0;
        var half = match.Groups["ap"].Value;
        if (half.Length > 0 && hour is >= 1 and <= 12)
        {
            hour = (hour % 12) + (half[0] == 'p' ? 12 : 0);
        }

        return hour > 23 || minute > 59 ? new Problem("import.time.no-such-time", Problem.Short(text)) : new TimeOnly(hour, minute);
    }

    /// <summary>Weekdays with the times that some lists write beside them: 'Mo, Mi', 'Di+Do', 'Mo-Fr', 'So 10-14'.</summary>
    [StructLayout(LayoutKind.Auto)]
    public readonly record struct Weekdays(int Mask, TimeOnly? From, TimeOnly? Until)
    {
        public bool Has(DayOfWeek day) => (Mask & (1 << (((int)day + 6) % 7))) != 0;
    }

    /// <param name="cell">The cell.</param>
    /// <param name="language">The language of the list, as <see cref="LanguageOf"/> found it in the whole column; null when nothing tells.</param>
    public static Parsed<Weekdays> Days(Cell cell, string? language = null)
    {
        var text = Digits.Of(cell.Trimmed);
        if (text.Length == 0)
        {
            return Parsed<Weekdays>.Empty;
        }

        var problem = new Problem("import.days.unreadable", Problem.Short(text));
        if (text.Length > 100)
        {
            return problem;
        }

        TimeOnly? from = null, until = null;
        var days = text.ToLowerInvariant();
        if (DayTimes().Match(days) is { Success: true } times)
        {
            var (begin, end) = (Time(new(times.Groups["a"].Value)), Time(new(times.Groups["b"].Value)));
            if (begin.Value is null || end.Value is null)
            {
                return (begin.Problem ?? end.Problem) ?? problem;
            }

            (from, until) = (begin.Value, end.Value);
            days = days.Remove(times.Index, times.Length).Trim(' ', ',');
        }

        if (days is "täglich" or "daily" or "katru dienu" or "ikdienas")
        {
            return new Weekdays(127, from, until);
        }

        if (days is "werktags" or "weekdays" or "darbdienas" or "darbdienās")
        {
            return new Weekdays(31, from, until);
        }

        if (days is "wochenende" or "weekend" or "weekends" or "brīvdienas" or "brīvdienās")
        {
            return new Weekdays(96, from, until);
        }

        var tokens = DayTokens().Matches(days).Select(match => match.Value).ToArray();
        var readings = ReadingsOf(tokens);
        var masks = readings.Where(reading => language is null || readings.Count == 1 || reading.Key.Length == 0 || reading.Key == language).Select(reading => MaskOf(tokens, reading.Value)).Distinct().ToArray();
        return masks switch
        {
            [] or [0] => problem,
            [var mask] => new Weekdays(mask, from, until),
            _ => new Problem("import.days.two-languages", Problem.Short(text)),
        };
    }

    /// <summary>The one language in which all these cells name weekdays, by those that can be read in no other.</summary>
    public static string? LanguageOf(IEnumerable<Cell> cells)
    {
        var languages = cells.Select(cell => ReadingsOf([.. DayTokens().Matches(cell.Trimmed.Length > 100 ? "" : cell.Trimmed.ToLowerInvariant()).Select(match => match.Value)]))
            .Where(readings => readings.Count == 1).Select(readings => readings.Keys.Single()).Where(language => language.Length > 0).Distinct().ToArray();
        return languages is [var one] ? one : null;
    }

    /// <summary>The tables of names with which all words are weekdays: each language by itself, or all together when no single one will do and no name is disputed.</summary>
    private static Dictionary<string, string[][]> ReadingsOf(string[] tokens)
    {
        var names = tokens.Where(token => !IsJoint(token) && !IsRange(token)).ToArray();
        var whole = DayNames.Where(language => names.Length > 0 && names.All(name => language.Value.Any(day => day.Contains(name, StringComparer.Ordinal)))).ToDictionary();
        if (whole.Count > 0 || names.Any(name => DayNames.Values.Select(language => Array.FindIndex(language, day => day.Contains(name, StringComparer.Ordinal))).Where(day => day >= 0).Distinct().Count() != 1))
        {
            return whole;
        }

        return new(StringComparer.Ordinal) { [""] = [.. Enumerable.Range(0, 7).Select(day => DayNames.Values.SelectMany(language => language[day]).ToArray())] };
    }

    private static bool IsRange(string token) => token is "-" or "–" or "—" or "bis" or "līdz" or "to" or "till" or "until";

    private static bool IsJoint(string token) => token is "+" or "," or "/" or "&" or ";" or "." or "und" or "un" or "and" or "u";

    /// <summary>The days as bits, Monday first; 0 when a range has no end.</summary>
    private static int MaskOf(string[] tokens, string[][] names)
    {
        var mask = 0;
        var previous = -1;
        var isRange = false;
        foreach (var token in tokens.Where(token => !IsJoint(token)))
        {
            if (IsRange(token))
            {
                if (previous < 0 || isRange)
                {
                    return 0;
                }

                isRange = true;
                continue;
            }

            var day = Array.FindIndex(names, known => known.Contains(token, StringComparer.Ordinal));
            for (var i = previous; isRange && i != day; i = (i + 1) % 7)
            {
                mask |= 1 << i;
            }

            mask |= 1 << day;
            (previous, isRange) = (day, false);
        }

        return isRange ? 0 : mask;
    }

    private static int Number(Group group) => int.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?:um|ab|von|no|plkst\.?|pulksten|at|from|ca\.?)?\s*(?<h>[0-9]{1,2})(?:\s*[:.h]\s*(?<m>[0-9]{2})(?::[0-9]{2})?)?\s*(?:uhr|h|std\.?|o'clock)?\s*(?<ap>[ap]\.?\s?m\.?)?$|^(?<h>[0-9]{2})(?<m>[0-9]{2})$", RegexOptions.None, 200)]
    private static partial Regex ClockTime();

    [GeneratedRegex(@"^(?<h>[0-9]{1,2})\.(?<m>[0-9]{1,2})$", RegexOptions.None, 200)]
    private static partial Regex SpreadsheetClock();

    [GeneratedRegex(@"(?<a>[0-9]{1,2}(?:[:.][0-9]{2})?)\s*(?:uhr|h)?\s*(?:-|–|—|bis|līdz|to)\s*(?<b>[0-9]{1,2}(?:[:.][0-9]{2})?)\s*(?:uhr|h)?\s*$", RegexOptions.None, 200)]
    private static partial Regex DayTimes();

    [GeneratedRegex(@"\p{L}+|[0-9]+|\S", RegexOptions.None, 200)]
    private static partial Regex DayTokens();
}
