using System.Globalization;
using System.Text.RegularExpressions;

namespace Courses.Platform.Tabular;

/// <summary>In which order a list writes day and month with slashes. Dots are always day first, four digits first are always year, month, day.</summary>
public enum DateOrder
{
    /// <summary>Nobody said, and the list does not prove it: a date that could be either is asked for.</summary>
    Unknown,
    DayFirst,
    MonthFirst,
}

/// <summary>What kind of date a column holds, for years of two digits and for what is believable.</summary>
public enum DateMeaning
{
    Any,

    /// <summary>Never in the future, never more than 110 years ago.</summary>
    Birth,
}

/// <summary>Dates as people write them in Latvian, German and English lists.</summary>
public static partial class LocalDates
{
    public const int OldestAge = 110;

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

    public static Parsed<DateOnly> Parse(Cell cell, DateOnly today, DateOrder order = DateOrder.Unknown, DateMeaning meaning = DateMeaning.Any)
    {
        var text = cell.Trimmed;
        if (text.Length == 0)
        {
            return Parsed<DateOnly>.Empty;
        }

        if (text.Length > 60)
        {
            return Unreadable(text);
        }

        var read = Read(cell, text, today, order, meaning);
        return read.Value is not { } date ? read : Believable(date, text, today, meaning);
    }

    /// <summary>What these cells prove about the order of day and month: 13 and more can only be a day.</summary>
    public static (DateOrder Order, bool Asks) Evidence(IEnumerable<Cell> cells)
    {
        var (dayFirst, monthFirst, either) = (false, false, false);
        foreach (var cell in cells)
        {
            if (cell.Kind is CellKind.Text && Slashes().Match(cell.Trimmed) is { Success: true } match)
            {
                var (a, b) = (Number(match.Groups[1]), Number(match.Groups[2]));
                dayFirst |= a is > 12 and <= 31 && b <= 12;
                monthFirst |= b is > 12 and <= 31 && a <= 12;
                either |= a <= 12 && b <= 12 && a != b;
            }
        }

        return dayFirst == monthFirst ? (DateOrder.Unknown, either) : (dayFirst ? DateOrder.DayFirst : DateOrder.MonthFirst, false);
    }

    private static Parsed<DateOnly> Read(Cell cell, string text, DateOnly today, DateOrder order, DateMeaning meaning)
    {
        if (cell.Kind == CellKind.Number)
        {
            // A date that lost its format in the workbook.
            return int.TryParse(text, CultureInfo.InvariantCulture, out var serial) && serial is > 3_000 and < 80_000
                ? DateOnly.FromDateTime(new DateTime(1899, 12, 30).AddDays(serial))
                : Unreadable(text);
        }

        if (YearFirst().Match(text) is { Success: true } iso)
        {
            return Date(Number(iso.Groups[1]), Number(iso.Groups[2]), Number(iso.Groups[3]), text);
        }

        if (Compact().Match(text) is { Success: true } compact)
        {
            return Date(Number(compact.Groups[1]), Number(compact.Groups[2]), Number(compact.Groups[3]), text);
        }

        if (Slashes().Match(text) is { Success: true } slashes)
        {
            var (a, b) = (Number(slashes.Groups[1]), Number(slashes.Groups[2]));
            return Year(slashes.Groups[3].Value, today, meaning, text) is { Problem: { } unclear } ? unclear
                : Slashed(a, b, Year(slashes.Groups[3].Value, today, meaning, text).Value!.Value, order, text);
        }

        if (Dots().Match(text) is { Success: true } dots)
        {
            var year = Year(dots.Groups[3].Value, today, meaning, text);
            return year.Problem is { } unclear ? unclear : Date(year.Value!.Value, Number(dots.Groups[2]), Number(dots.Groups[1]), text);
        }

        return Worded(text, today, meaning);
    }

    private static Parsed<DateOnly> Slashed(int a, int b, int year, DateOrder order, string text)
    {
        if (a > 12 || b > 12 || a == b)
        {
            // The numbers themselves say which is the day, unless the list says otherwise.
            var dayFirst = a > 12 || (a == b) || (b <= 12 && order != DateOrder.MonthFirst);
            var contradicts = a != b && ((order == DateOrder.DayFirst && b > 12) || (order == DateOrder.MonthFirst && a > 12));
            return contradicts ? new Problem("import.date.other-order", text) : dayFirst ? Date(year, b, a, text) : Date(year, a, b, text);
        }

        return order switch
        {
            DateOrder.DayFirst => Date(year, b, a, text),
            DateOrder.MonthFirst => Date(year, a, b, text),
            _ => new Problem("import.date.ambiguous", text, Iso(year, b, a), Iso(year, a, b)),
        };
    }

    private static Parsed<DateOnly> Worded(string text, DateOnly today, DateMeaning meaning)
    {
        // 24. Oktober 2026; 2026. gada 24. oktobris; October 24, 2026; 24 okt. 26
        var parts = Pieces().Matches(text.ToLowerInvariant()).Select(match => match.Value).Where(part => part is not ("gada" or "g" or "den" or "of" or "the" or "st" or "nd" or "rd" or "th")).ToArray();
        var word = Array.FindIndex(parts, part => char.IsLetter(part[0]));
        var month = word < 0 ? 0 : MonthOf(parts[word]);
        var figures = parts.Where(part => char.IsDigit(part[0])).ToArray();
        if (month == 0 || parts.Length != 3 || figures.Length != 2)
        {
            return Unreadable(text);
        }

        var (first, second) = (figures[0], figures[1]);
        var (day, written) = first.Length == 4 ? (second, first) : (first, second);
        var year = Year(written, today, meaning, text);
        return year.Problem is { } unclear ? unclear : day.Length > 2 ? Unreadable(text) : Date(year.Value!.Value, month, int.Parse(day, CultureInfo.InvariantCulture), text);
    }

    private static int MonthOf(string word) => Array.FindIndex(Months, names => names.Contains(word, StringComparer.Ordinal)) + 1;

    /// <summary>Two digits mean this century, except for births: there they are clear only where this century would lie ahead.</summary>
    private static Parsed<int> Year(string digits, DateOnly today, DateMeaning meaning, string text)
    {
        var year = int.Parse(digits, CultureInfo.InvariantCulture);
        return digits.Length switch
        {
            4 => year,
            2 when meaning != DateMeaning.Birth => 2000 + year,
            2 when year > today.Year % 100 => 1900 + year,
            2 => new Problem("import.date.two-digit-birth", text, (1900 + year).ToString(CultureInfo.InvariantCulture), (2000 + year).ToString(CultureInfo.InvariantCulture)),
            _ => new Problem("import.date.unreadable", TableReader.Short(text)),
        };
    }

    private static Parsed<DateOnly> Date(int year, int month, int day, string text) =>
        month is < 1 or > 12 ? (day is >= 1 and <= 12 && month is >= 13 and <= 31 && year is >= 1 and <= 9999
                ? new Problem("import.date.no-such-month-swapped", text, month.ToString(CultureInfo.InvariantCulture), Iso(year, day, month))
                : new Problem("import.date.no-such-month", text, month.ToString(CultureInfo.InvariantCulture)))
        : year is < 1 or > 9999 || day < 1 || day > DateTime.DaysInMonth(year, month) ? new Problem("import.date.no-such-day", text)
        : new DateOnly(year, month, day);

    private static Parsed<DateOnly> Believable(DateOnly date, string text, DateOnly today, DateMeaning meaning) =>
        meaning == DateMeaning.Birth && date > today ? new Problem("import.date.birth-ahead", text)
        : meaning == DateMeaning.Birth && date < today.AddYears(-OldestAge) ? new Problem("import.date.too-old", text, OldestAge.ToString(CultureInfo.InvariantCulture))
        : date.Year < 1900 || date.Year > 2100 ? new Problem("import.date.unlikely-year", text)
        : date;

    private static string Iso(int year, int month, int day) =>
        string.Create(CultureInfo.InvariantCulture, $"{year:0000}-{month:00}-{day:00}");

    private static Parsed<DateOnly> Unreadable(string text) => new Problem("import.date.unreadable", TableReader.Short(text));

    private static int Number(Group group) => int.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<b>[0-9]{4})\s?[-/.]\s?(?<c>[0-9]{1,2})\s?[-/.]\s?(?<d>[0-9]{1,2})\.?(?:[T ]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?$", RegexOptions.None, 200)]
    private static partial Regex YearFirst();

    [GeneratedRegex(@"^(?<b>(?:19|20)[0-9]{2})(?<c>[0-9]{2})(?<d>[0-9]{2})$", RegexOptions.None, 200)]
    private static partial Regex Compact();

    [GeneratedRegex(@"^(?<b>[0-9]{1,2})\s?[/-]\s?(?<c>[0-9]{1,2})\s?[/-]\s?(?<d>[0-9]{2}|[0-9]{4})(?:[ ]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?$", RegexOptions.None, 200)]
    private static partial Regex Slashes();

    [GeneratedRegex(@"^(?:\p{L}{2,12}[.,]*\s+)?(?<b>[0-9]{1,2})\s?\.\s?(?<c>[0-9]{1,2})\s?\.\s?(?<d>[0-9]{2}|[0-9]{4})\.?(?:\s?g\.)?(?:[ ,]+[0-9]{1,2}[:.][0-9]{2}(?::[0-9]{2})?)?$", RegexOptions.None, 200)]
    private static partial Regex Dots();

    [GeneratedRegex(@"[0-9]+|\p{L}+", RegexOptions.None, 200)]
    private static partial Regex Pieces();
}
