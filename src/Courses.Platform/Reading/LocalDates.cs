using System.Globalization;
using System.Text.RegularExpressions;

namespace Courses.Platform.Reading;

/// <summary>In which order a list writes day and month with slashes. Dots are always day first, four digits first are always year, month, day.</summary>
public enum DateOrder
{
    /// <summary>Nobody said, and the list does not prove it: a date that could be either is asked for.</summary>
    Unknown,
    DayFirst,
    MonthFirst,
}

/// <summary>What a date is the date of: it decides which years are believable, and what two digits of a year mean.</summary>
public enum DateMeaning
{
    /// <summary>Nothing is known but that people live in this century or the last.</summary>
    Any,

    /// <summary>Never ahead, never more than <see cref="LocalDates.OldestAge"/> years ago.</summary>
    Birth,

    /// <summary>A permit, an arrival, a status: something that has happened to somebody who is alive.</summary>
    Past,

    /// <summary>A day of a timetable: a few years back or ahead.</summary>
    Plan,
}

/// <summary>How to read dates: what day it is in the city, where its midnight is, and what the list or field is about.</summary>
public sealed record DateReading(DateOnly Today)
{
    public DateOrder Order { get; init; }

    public DateMeaning Meaning { get; init; }

    /// <summary>Instants with a zone are the day that they fall on here. Null: the day that is written.</summary>
    public TimeZoneInfo? Zone { get; init; }
}

/// <summary>
/// The one place that reads dates, of forms and of lists, as people write them in Latvian, German and English. Years of other calendars are recognised, and the day
/// that they mean here is offered, never taken.
/// </summary>
public static partial class LocalDates
{
    public const int OldestAge = 110;

    private static readonly PersianCalendar Solar = new();
    private static readonly UmAlQuraCalendar Lunar = new();

    private static readonly string[][] Months =
    [
        ["jan", "janv", "january", "januar", "jänner", "jän", "janvaris", "janvāris", "janvāra", "januāris"],
        ["feb", "febr", "february", "februar", "feber", "februāris", "februāra", "februaris"],
        ["mar", "mär", "mrz", "march", "märz", "maerz", "marts", "marta"],
        ["apr", "april", "aprīlis", "aprīļa", "aprilis"],
        ["may", "mai", "maijs", "maija"],
        ["jun", "jūn", "june", "juni", "jūnijs", "jūnija", "junijs"],
        ["jul", "jūl", "july", "juli", "jūlijs", "jūlija", "julijs"],
        ["aug", "august", "augusts", "augusta"],
        ["sep", "sept", "september", "septembris", "septembra"],
        ["oct", "okt", "october", "oktober", "oktobris", "oktobra"],
        ["nov", "november", "novembris", "novembra"],
        ["dec", "dez", "december", "dezember", "decembris", "decembra"],
    ];

    public static Parsed<DateOnly> Parse(Cell cell, DateReading how)
    {
        var text = Digits.Of(cell.Trimmed).Trim();
        if (text.Length == 0)
        {
            return Parsed<DateOnly>.Empty;
        }

        if (text.Length > 60 || cell.Kind is CellKind.Time)
        {
            return Unreadable(text);
        }

        var read = Read(cell, text, how);
        return read.Value is not { } date ? read : Believable(date, text, how);
    }

    /// <summary>
    /// A date of which the day, or day and month, may be unknown: 1984, 1984-05, 05.1984, May 1984, and 00.00.1984 as offices write it. What names a day is read as <see cref="Parse(Cell, DateReading)"/> reads it.
    /// </summary>
    public static Parsed<PartialDate> ParsePartial(Cell cell, DateReading how)
    {
        var text = Digits.Of(cell.Trimmed).Trim();
        if (cell.Kind is CellKind.Text or CellKind.Number && text.Length <= 60 && PartOf(text) is var (year, month))
        {
            return Part(year, month, text, how);
        }

        var whole = Parse(cell, how);
        return whole.Value is { } day ? new PartialDate(day) : whole.Problem is { } problem ? problem : Parsed<PartialDate>.Empty;
    }

    /// <summary>What three fields name, of which day and month may be empty.</summary>
    public static Parsed<PartialDate> ParsePartial(string year, string month, string day, DateReading how)
    {
        var (y, m, d) = (Digits.Of(year).Trim(), Digits.Of(month).Trim().TrimEnd('.'), Digits.Of(day).Trim().TrimEnd('.'));
        if (IsUnknown(d) && y.Length == 4 && y.All(char.IsAsciiDigit))
        {
            var text = IsUnknown(m) ? y : $"{m} {y}";
            if (IsUnknown(m))
            {
                return Part(Figure(y), null, text, how);
            }

            if (MonthOf(m.ToLowerInvariant()) is > 0 and var named)
            {
                return Part(Figure(y), named, text, how);
            }

            if (m.Length <= 2 && m.All(char.IsAsciiDigit))
            {
                return Part(Figure(y), Figure(m), text, how);
            }
        }

        var whole = Parse(year, month, day, how);
        return whole.Value is { } date ? new PartialDate(date) : whole.Problem is { } problem ? problem : Parsed<PartialDate>.Empty;

        static bool IsUnknown(string part) => part is "" or "0" or "00";
    }

    /// <summary>Year and month of a text that names no day.</summary>
    private static (int Year, int? Month)? PartOf(string text)
    {
        if (NoDay().Match(text) is { Success: true } match)
        {
            var month = match.Groups["c"].Success ? Figure(match.Groups["c"].Value) : 0;
            return (Of(match, "b"), month == 0 ? null : month);
        }

        var parts = Pieces().Matches(text.ToLowerInvariant()).Select(piece => piece.Value).Where(part => part is not ("gada" or "g" or "of")).ToArray();
        var (word, figure) = (Array.Find(parts, part => char.IsLetter(part[0])), Array.Find(parts, part => char.IsAsciiDigit(part[0])));
        return parts.Length == 2 && word is not null && figure is { Length: 4 } && MonthOf(word) is > 0 and var named ? (Figure(figure), named) : null;
    }

    private static Parsed<PartialDate> Part(int year, int? month, string text, DateReading how)
    {
        if (month is < 1 or > 12)
        {
            return new Problem("import.date.no-such-month", text, Text(month.Value));
        }

        // Years of other calendars lie in two of ours: such a date must be whole.
        if (year is < 1800 or > 2200)
        {
            return new Problem("import.date.unlikely-year", text);
        }

        var date = new PartialDate(year, month);
        return how.Meaning == DateMeaning.Birth && date.First <= how.Today && date.Last > how.Today ? date
            : Believable(date.Last, text, how).Problem is { } problem ? problem : date;
    }

    /// <summary>The day that three fields name. The month may be a word.</summary>
    public static Parsed<DateOnly> Parse(string year, string month, string day, DateReading how)
    {
        var (y, m, d) = (Digits.Of(year).Trim(), Digits.Of(month).Trim().TrimEnd('.'), Digits.Of(day).Trim().TrimEnd('.'));
        var text = string.Join(' ', new[] { d, m, y }.Where(part => part.Length > 0));
        if (text.Length == 0)
        {
            return Parsed<DateOnly>.Empty;
        }

        var named = MonthOf(m.ToLowerInvariant());
        if (y.Length != 4 || !y.All(char.IsAsciiDigit) || d.Length is 0 or > 2 || !d.All(char.IsAsciiDigit) || (named == 0 && (m.Length is 0 or > 2 || !m.All(char.IsAsciiDigit))))
        {
            return new Problem("import.date.three-fields", Problem.Short(text));
        }

        var read = Date(Figure(y), named > 0 ? named : Figure(m), Figure(d), text, how);
        return read.Value is not { } date ? read : Believable(date, text, how);
    }

    /// <summary>What these cells prove about the order of day and month: 13 and more can only be a day.</summary>
    public static (DateOrder Order, bool Asks) Evidence(IEnumerable<Cell> cells)
    {
        var (dayFirst, monthFirst, either) = (false, false, false);
        foreach (var cell in cells)
        {
            if (SlashedNumbers(cell) is var (a, b))
            {
                dayFirst |= a is > 12 and <= 31 && b <= 12;
                monthFirst |= b is > 12 and <= 31 && a <= 12;
                either |= a <= 12 && b <= 12 && a != b;
            }
        }

        return dayFirst == monthFirst ? (DateOrder.Unknown, either) : (dayFirst ? DateOrder.DayFirst : DateOrder.MonthFirst, false);
    }

    /// <summary>
    /// A spreadsheet of the other country took for dates what it could, with day and month exchanged, and left the rest as text: all its dates have days up to 12, and the
    /// texts beside them have days above.
    /// </summary>
    public static bool LookHalfSwapped(IEnumerable<Cell> cells)
    {
        var (dates, texts) = (0, 0);
        foreach (var cell in cells)
        {
            if (cell.Kind == CellKind.Date)
            {
                if (cell.Trimmed is not [_, _, _, _, '-', _, _, '-', var ten, var one] || ((ten - '0') * 10) + one - '0' > 12)
                {
                    return false;
                }

                dates++;
            }
            else if (SlashedNumbers(cell) is var (a, b) && (a > 12 || b > 12))
            {
                texts++;
            }
        }

        return dates > 0 && texts > 0;
    }

    /// <summary>The same day with day and month the other way round, where there is one.</summary>
    public static DateOnly? Swapped(DateOnly date) => date.Day <= 12 ? new(date.Year, date.Day, date.Month) : null;

    private static (int A, int B)? SlashedNumbers(Cell cell) =>
        cell.Kind is CellKind.Text && cell.Text.Length <= 60 && Slashes().Match(Digits.Of(cell.Trimmed)) is { Success: true } match ? (Figure(match.Groups["b"].Value), Figure(match.Groups["c"].Value)) : null;

    private static Parsed<DateOnly> Read(Cell cell, string text, DateReading how)
    {
        if (cell.Kind == CellKind.Number)
        {
            // A date that lost its format in the workbook.
            return int.TryParse(text, CultureInfo.InvariantCulture, out var serial) && serial is > 3_000 and < 80_000
                ? DateOnly.FromDateTime((cell.Since1904 ? new DateTime(1904, 1, 1) : new DateTime(1899, 12, 30)).AddDays(serial))
                : Unreadable(text);
        }

        if (YearFirst().Match(text) is { Success: true } iso)
        {
            var day = Date(Of(iso, "b"), Of(iso, "c"), Of(iso, "d"), text, how);
            return day.Value is { } date && iso.Groups["z"].Success ? Here(date, iso, text, how) : day;
        }

        if (Compact().Match(text) is { Success: true } compact)
        {
            return Date(Of(compact, "b"), Of(compact, "c"), Of(compact, "d"), text, how);
        }

        if (Slashes().Match(text) is { Success: true } slashes)
        {
            var year = Year(slashes.Groups["d"].Value, text, how);
            return year.Value is { } known ? Slashed(Of(slashes, "b"), Of(slashes, "c"), known, text, how) : year.Problem!;
        }

        if (Dots().Match(text) is { Success: true } dots)
        {
            var year = Year(dots.Groups["d"].Value, text, how);
            return year.Value is { } known ? Date(known, Of(dots, "c"), Of(dots, "b"), text, how) : year.Problem!;
        }

        return Worded(text, how);
    }

    /// <summary>2026-02-02T23:00Z is the third of February in Vienna. Where the clock here does not show midnight, the two days are a question.</summary>
    private static Parsed<DateOnly> Here(DateOnly written, Match iso, string text, DateReading how)
    {
        if (how.Zone is null || !DateTimeOffset.TryParse(iso.Value.Replace(' ', 'T').Replace(',', '.'), CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant))
        {
            return written;
        }

        var here = TimeZoneInfo.ConvertTime(instant, how.Zone).DateTime;
        var day = DateOnly.FromDateTime(here);
        return day == written || here.TimeOfDay == TimeSpan.Zero ? day : new Problem("import.date.instant", text, Iso(written), Iso(day));
    }

    private static Parsed<DateOnly> Slashed(int a, int b, int year, string text, DateReading how)
    {
        if (a > 12 || b > 12 || a == b)
        {
            // The numbers themselves say which is the day, unless the list says otherwise.
            var dayFirst = a > 12 || (a == b) || (b <= 12 && how.Order != DateOrder.MonthFirst);
            var contradicts = a != b && ((how.Order == DateOrder.DayFirst && b > 12) || (how.Order == DateOrder.MonthFirst && a > 12));
            return contradicts ? new Problem("import.date.other-order", text) : dayFirst ? Date(year, b, a, text, how) : Date(year, a, b, text, how);
        }

        return how.Order switch
        {
            DateOrder.DayFirst => Date(year, b, a, text, how),
            DateOrder.MonthFirst => Date(year, a, b, text, how),
            _ => new Problem("import.date.ambiguous", text, Iso(year, b, a), Iso(year, a, b)),
        };
    }

    private static Parsed<DateOnly> Worded(string text, DateReading how)
    {
        // 24. Oktober 2026; 2026. gada 24. oktobris; October 24, 2026; 24 okt. 26
        var parts = Pieces().Matches(text.ToLowerInvariant()).Select(match => match.Value).Where(part => part is not ("gada" or "g" or "den" or "of" or "the" or "st" or "nd" or "rd" or "th")).ToArray();
        var word = Array.FindIndex(parts, part => char.IsLetter(part[0]));
        var month = word < 0 ? 0 : MonthOf(parts[word]);
        var figures = parts.Where(part => char.IsAsciiDigit(part[0])).ToArray();
        if (month == 0 || parts.Length != 3 || figures.Length != 2)
        {
            return Unreadable(text);
        }

        var (first, second) = (figures[0], figures[1]);
        var (day, written) = first.Length == 4 ? (second, first) : (first, second);
        var year = Year(written, text, how);
        return year.Value is not { } known ? year.Problem! : day.Length > 2 ? Unreadable(text) : Date(known, month, Figure(day), text, how);
    }

    private static int MonthOf(string word) => Array.FindIndex(Months, names => names.Contains(word, StringComparer.Ordinal)) + 1;

    /// <summary>Two digits mean this century, except for births and what lies behind: there they are clear only where this century would lie ahead.</summary>
    private static Parsed<int> Year(string digits, string text, DateReading how)
    {
        if (digits.Length is not (2 or 4))
        {
            return new Problem("import.date.unreadable", Problem.Short(text));
        }

        var year = Figure(digits);
        return digits.Length switch
        {
            4 => year,
            _ when how.Meaning != DateMeaning.Birth => 2000 + year,
            _ when year > how.Today.Year % 100 => 1900 + year,
            _ => new Problem("import.date.two-digit-birth", text, Text(1900 + year), Text(2000 + year)),
        };
    }

    private static Parsed<DateOnly> Date(int year, int month, int day, string text, DateReading how) =>
        OtherCalendar(year, month, day, text, how) is { } other ? other
        : month is < 1 or > 12 ? (day is >= 1 and <= 12 && month is >= 13 and <= 31 && year is >= 1 and <= 9999
                ? new Problem("import.date.no-such-month-swapped", text, Text(month), Iso(year, day, month))
                : new Problem("import.date.no-such-month", text, Text(month)))
        : year is < 1 or > 9999 || day < 1 || day > DateTime.DaysInMonth(year, month) ? new Problem("import.date.no-such-day", text)
        : new DateOnly(year, month, day);

    /// <summary>A year of the Solar Hijri, the lunar Hijri or the Buddhist calendar, as in the papers of Iran, Afghanistan, the Gulf and Thailand. Says the day that it is here.</summary>
    private static Problem? OtherCalendar(int year, int month, int day, string text, DateReading how)
    {
        var days = new List<(string Calendar, DateOnly Day)>();
        if (year is >= 1270 and <= 1500)
        {
            Offer("import.date.solar", Solar);
            Offer("import.date.lunar", Lunar);
        }
        else if (year is >= 2440 and <= 2643 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year - 543, month))
        {
            days.Add(("import.date.buddhist", new(year - 543, month, day)));
        }

        var likely = days.Where(offer => Believable(offer.Day, text, how).Value is not null).ToArray();
        return likely switch
        {
            [] => null,

            // Papers with a date of the last years are dated by the sun in Iran and Afghanistan; by the moon the same figures lie four decades back.
            [("import.date.solar", var recent), _] when how.Meaning != DateMeaning.Birth && recent > how.Today.AddYears(-20) => new("import.date.solar", text, Iso(recent)),
            [var one] => new(one.Calendar, text, Iso(one.Day)),
            _ => new("import.date.solar-or-lunar", text, Iso(likely[0].Day), Iso(likely[1].Day)),
        };

        void Offer(string name, Calendar calendar)
        {
            try
            {
                days.Add((name, DateOnly.FromDateTime(calendar.ToDateTime(year, month, day, 0, 0, 0, 0))));
            }
            catch (ArgumentOutOfRangeException)
            {
                // That calendar has no such day.
            }
        }
    }

    private static Parsed<DateOnly> Believable(DateOnly date, string text, DateReading how)
    {
        var oldest = how.Today.AddYears(-OldestAge);
        return how.Meaning switch
        {
            DateMeaning.Birth when date > how.Today => new Problem("import.date.birth-ahead", text),
            DateMeaning.Birth when date < oldest => new Problem("import.date.too-old", text, Text(OldestAge)),
            DateMeaning.Past when date > how.Today => new Problem("import.date.ahead", text),
            DateMeaning.Past when date < oldest => new Problem("import.date.unlikely-year", text),
            DateMeaning.Plan when date < how.Today.AddYears(-20) || date > how.Today.AddYears(10) => new Problem("import.date.unlikely-year", text),
            _ when date.Year is < 1900 or > 2100 => new Problem("import.date.unlikely-year", text),
            _ => date,
        };
    }

    private static string Iso(DateOnly date) => Iso(date.Year, date.Month, date.Day);

    private static string Iso(int year, int month, int day) =>
        string.Create(CultureInfo.InvariantCulture, $"{year:0000}-{month:00}-{day:00}");

    private static Parsed<DateOnly> Unreadable(string text) => new Problem("import.date.unreadable", Problem.Short(text));

    private static int Figure(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    private static int Of(Match match, string group) => Figure(match.Groups[group].Value);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<b>[0-9]{4})\s?[-/.]\s?(?<c>[0-9]{1,2})\s?[-/.]\s?(?<d>[0-9]{1,2})\.?(?:[T ]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?(?<z>Z|[+-][0-9]{2}:?[0-9]{2})?)?$", RegexOptions.None, 200)]
    private static partial Regex YearFirst();

    [GeneratedRegex(@"^(?<b>(?:1[34]|19|20|25)[0-9]{2})(?<c>[0-9]{2})(?<d>[0-9]{2})$", RegexOptions.None, 200)]
    private static partial Regex Compact();

    [GeneratedRegex(@"^(?<b>[0-9]{1,2})\s?[/-]\s?(?<c>[0-9]{1,2})\s?[/-]\s?(?<d>[0-9]{2}|[0-9]{4})(?:[ ]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?$", RegexOptions.None, 200)]
    private static partial Regex Slashes();

    [GeneratedRegex(@"^(?:\p{L}{2,12}[.,]*\s+)?(?<b>[0-9]{1,2})\s?\.\s?(?<c>[0-9]{1,2})\s?\.\s?(?<d>[0-9]{2}|[0-9]{4})\.?(?:\s?g\.)?(?:[ ,]+[0-9]{1,2}[:.][0-9]{2}(?::[0-9]{2})?)?$", RegexOptions.None, 200)]
    private static partial Regex Dots();

    /// <summary>The year alone, or with the month before or after it; zeros stand for what nobody knows.</summary>
    [GeneratedRegex(@"^(?:(?<b>[0-9]{4})(?:\s?[-/.]\s?(?<c>[0-9]{1,2})(?:\s?[-/.]\s?0{1,2})?)?|(?:0{1,2}\s?[-/.]\s?)?(?<c>[0-9]{1,2})\s?[-/.]\s?(?<b>[0-9]{4}))\.?(?:\s?g\.)?$", RegexOptions.None, 200)]
    private static partial Regex NoDay();

    [GeneratedRegex(@"[0-9]+|\p{L}+", RegexOptions.None, 200)]
    private static partial Regex Pieces();
}
