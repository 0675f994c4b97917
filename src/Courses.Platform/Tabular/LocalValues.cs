using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using Courses.Platform.Languages;

namespace Courses.Platform.Tabular;

/// <summary>Times, numbers, money, weekdays, levels and answers as people write them in Latvian, German and English lists.</summary>
public static partial class LocalValues
{
    private static readonly string[][] DayNames =
    [
        ["mo", "mon", "mond", "monday", "mondays", "montag", "montags", "p", "pi", "pir", "pirm", "pirmd", "pirmdiena", "pirmdien", "pirmdienas", "pirmdienās", "1"],
        ["di", "die", "tu", "tue", "tues", "tuesday", "tuesdays", "dienstag", "dienstags", "o", "ot", "otr", "otrd", "otrdiena", "otrdien", "otrdienas", "otrdienās", "2"],
        ["mi", "mit", "we", "wed", "weds", "wednesday", "wednesdays", "mittwoch", "mittwochs", "t", "tr", "tre", "treš", "trešd", "trešdiena", "trešdien", "trešdienas", "trešdienās", "tresdiena", "3"],
        ["do", "don", "th", "thu", "thur", "thurs", "thursday", "thursdays", "donnerstag", "donnerstags", "c", "ce", "cet", "ceturtd", "ceturtdiena", "ceturtdien", "ceturtdienas", "ceturtdienās", "4"],
        ["fr", "fre", "fri", "friday", "fridays", "freitag", "freitags", "pk", "piektd", "piektdiena", "piektdien", "piektdienas", "piektdienās", "5"],
        ["sa", "sam", "sat", "saturday", "saturdays", "samstag", "samstags", "sonnabend", "s", "se", "sest", "sestd", "sestdiena", "sestdien", "sestdienas", "sestdienās", "6"],
        ["so", "son", "su", "sun", "sunday", "sundays", "sonntag", "sonntags", "sv", "svētd", "svētdiena", "svētdien", "svētdienas", "svētdienās", "svetdiena", "7"],
    ];

    private static readonly string[] Yes = ["ja", "j", "jā", "yes", "y", "true", "wahr", "x", "1", "ir", "vorhanden", "✓", "✔", "kostenlos"];
    private static readonly string[] No = ["nein", "n", "nē", "ne", "no", "false", "falsch", "0", "-", "–", "nav", "keine", "none"];
    private static readonly string[] Free = ["gratis", "kostenlos", "frei", "free", "bezmaksas", "bez maksas", "-", "–", "kostenfrei"];
    private static readonly string[] NoLevel = ["-", "–", "nav", "nav zināšanu", "none", "no", "0", "keine", "kein", "nē", "n/a", "na", "not assessed", "nav noteikts"];
    private static readonly string[] Literacy = ["alpha", "alfa", "alphabetisierung", "literacy", "analphabet", "alphabet", "a0", "pre-a1", "pre a1", "lesen und schreiben"];

    /// <summary>17:45, 17.45, 9 Uhr, 18h, plkst. 18, 6 pm, 1745.</summary>
    public static Parsed<TimeOnly> Time(Cell cell)
    {
        var text = cell.Trimmed;
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
            return new Problem("import.time.unreadable", TableReader.Short(text));
        }

        var hour = Number(match.Groups["h"]);
        var minute = match.Groups["m"].Success ? Number(match.Groups["m"]) : 0;
        var half = match.Groups["ap"].Value;
        if (half.Length > 0 && hour is >= 1 and <= 12)
        {
            hour = (hour % 12) + (half[0] == 'p' ? 12 : 0);
        }

        return hour > 23 || minute > 59 ? new Problem("import.time.no-such-time", TableReader.Short(text)) : new TimeOnly(hour, minute);
    }

    /// <summary>80, 80,0, 1.305,00, 1,305.00, 1 305,5, 60 UE. What could be two numbers is asked for.</summary>
    public static Parsed<decimal> Number(Cell cell)
    {
        var text = cell.Trimmed;
        if (text.Length == 0)
        {
            return Parsed<decimal>.Empty;
        }

        if (cell.Kind == CellKind.Number)
        {
            return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact) ? exact : new Problem("import.number.unreadable", TableReader.Short(text));
        }

        if (text.Length > 60 || Figure().Match(text) is not { Success: true } match)
        {
            return new Problem("import.number.unreadable", TableReader.Short(text));
        }

        var sign = match.Groups["sign"].Value is "-" or "–" or "−" ? -1 : 1;
        var figure = Spaces().Replace(match.Groups["n"].Value, "").Replace("'", "", StringComparison.Ordinal).Replace("’", "", StringComparison.Ordinal);
        var (dots, commas) = (figure.Count(letter => letter == '.'), figure.Count(letter => letter == ','));
        string plain;
        if (dots > 0 && commas > 0)
        {
            var point = Math.Max(figure.LastIndexOf('.'), figure.LastIndexOf(','));
            var thousands = figure[point] == '.' ? ',' : '.';
            if (figure.Count(letter => letter == figure[point]) > 1 || !Grouped(figure[..point], thousands))
            {
                return new Problem("import.number.unreadable", TableReader.Short(text));
            }

            plain = figure[..point].Replace(thousands.ToString(), "", StringComparison.Ordinal) + "." + figure[(point + 1)..];
        }
        else if (dots + commas > 1)
        {
            var mark = dots > 0 ? '.' : ',';
            if (!Grouped(figure, mark))
            {
                return new Problem("import.number.unreadable", TableReader.Short(text));
            }

            plain = figure.Replace(mark.ToString(), "", StringComparison.Ordinal);
        }
        else if (dots + commas == 1)
        {
            var point = figure.IndexOfAny(['.', ',']);
            if (figure.Length - point - 1 == 3 && point is >= 1 and <= 3 && figure[0] != '0')
            {
                return new Problem("import.number.ambiguous", TableReader.Short(text));
            }

            plain = figure.Replace(',', '.');
        }
        else
        {
            plain = figure;
        }

        return decimal.TryParse(plain, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? sign * value : new Problem("import.number.unreadable", TableReader.Short(text));
    }

    /// <summary>Whole cents of an amount in euros; 'gratis' is 0. Another currency is a problem.</summary>
    public static Parsed<long> Money(Cell cell)
    {
        var text = cell.Trimmed;
        if (text.Length == 0)
        {
            return Parsed<long>.Empty;
        }

        if (Free.Contains(text.ToLowerInvariant(), StringComparer.Ordinal))
        {
            return 0L;
        }

        if (ForeignMoney().IsMatch(text))
        {
            return new Problem("import.money.not-euro", TableReader.Short(text));
        }

        // 300,- and EUR 300,--
        var bare = Euro().Replace(text, "").Trim();
        bare = DashCents().Replace(bare, "");
        var parsed = Number(cell with { Text = bare });
        return parsed.Problem is not null ? new Problem(parsed.Problem.Code, TableReader.Short(text))
            : parsed.Value is not { } amount ? new Problem("import.number.unreadable", TableReader.Short(text))
            : amount < 0 ? new Problem("import.money.negative", TableReader.Short(text))
            : amount > 1_000_000 ? new Problem("import.money.too-much", TableReader.Short(text))
            : amount * 100 != decimal.Truncate(amount * 100) ? new Problem("import.money.part-of-cent", TableReader.Short(text))
            : (long)(amount * 100);
    }

    /// <summary>Weekdays with the times that some lists write beside them: 'Mo, Mi', 'Di+Do', 'Mo-Fr', 'So 10-14'.</summary>
    [StructLayout(LayoutKind.Auto)]
    public readonly record struct Weekdays(int Mask, TimeOnly? From, TimeOnly? Until)
    {
        public bool Has(DayOfWeek day) => (Mask & (1 << (((int)day + 6) % 7))) != 0;
    }

    public static Parsed<Weekdays> Days(Cell cell)
    {
        var text = cell.Trimmed;
        if (text.Length == 0)
        {
            return Parsed<Weekdays>.Empty;
        }

        var problem = new Problem("import.days.unreadable", TableReader.Short(text));
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

        var mask = 0;
        var previous = -1;
        var isRange = false;
        foreach (var token in DayTokens().Matches(days).Select(match => match.Value))
        {
            if (token is "-" or "–" or "—" or "bis" or "līdz" or "to" or "till" or "until")
            {
                if (previous < 0 || isRange)
                {
                    return problem;
                }

                isRange = true;
                continue;
            }

            if (token is "+" or "," or "/" or "&" or ";" or "." or "und" or "un" or "and" or "u")
            {
                continue;
            }

            var day = Array.FindIndex(DayNames, names => names.Contains(token, StringComparer.Ordinal));
            if (day < 0)
            {
                return problem;
            }

            if (isRange)
            {
                for (var i = previous; i != day; i = (i + 1) % 7)
                {
                    mask |= 1 << i;
                }
            }

            mask |= 1 << day;
            (previous, isRange) = (day, false);
        }

        return mask == 0 || isRange ? problem : new Weekdays(mask, from, until);
    }

    /// <summary>A CEFR level, with <see cref="Text"/> empty for 'none'.</summary>
    public readonly record struct Level(string Text);

    /// <summary>A1, a2, A1.1, A1/2 (the second half of A1), A1+, B1+, Alpha/Alfa; '-', 'nav', 'keine' mean none.</summary>
    public static Parsed<Level> CefrLevel(Cell cell)
    {
        var text = cell.Trimmed;
        if (text.Length == 0)
        {
            return Parsed<Level>.Empty;
        }

        var lower = text.ToLowerInvariant();
        if (NoLevel.Contains(lower, StringComparer.Ordinal))
        {
            return new Level("");
        }

        if (Literacy.Contains(lower, StringComparer.Ordinal))
        {
            return new Level("Alpha");
        }

        // Cyrillic А, В and С look the same and are typed by accident.
        var folded = text.Trim().Replace('А', 'A').Replace('В', 'B').Replace('С', 'C').Replace('а', 'a').Replace('в', 'b').Replace('с', 'c');
        if (text.Length > 40 || LevelText().Match(folded) is not { Success: true } match)
        {
            return new Problem("import.level.unknown", TableReader.Short(text));
        }

        var level = match.Groups["l"].Value.ToUpperInvariant();
        return new Level(match.Groups["s"].Success ? $"{level}.{match.Groups["s"].Value}" : level);
    }

    public static Parsed<bool> YesNo(Cell cell)
    {
        var text = cell.Trimmed.ToLowerInvariant();
        return text.Length == 0 ? Parsed<bool>.Empty
            : Yes.Contains(text, StringComparer.Ordinal) ? true
            : No.Contains(text, StringComparer.Ordinal) ? false
            : new Problem("import.yes-no.unreadable", TableReader.Short(cell.Trimmed));
    }

    /// <summary>The same word whatever the case, accents, blanks and punctuation: for comparing headings and names of things.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var letter in text.Replace("ß", "ss", StringComparison.Ordinal).TakenApart(NormalizationForm.FormKD))
        {
            if (char.IsLetterOrDigit(letter))
            {
                folded.Append(char.ToLowerInvariant(letter));
            }
        }

        return folded.ToString();
    }

    /// <summary>Letters that were lost on the way: question marks inside words, replacement characters, UTF-8 read as something else.</summary>
    public static bool LostLetters(string text) => text.Contains('\ufffd', StringComparison.Ordinal) || LostInWord().IsMatch(text) || Mojibake().IsMatch(text);

    private static bool Grouped(string digits, char mark)
    {
        var groups = digits.Split(mark);
        return groups[0].Length is >= 1 and <= 3 && groups.Skip(1).All(group => group.Length == 3);
    }

    private static int Number(Group group) => int.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?:um|ab|von|no|plkst\.?|pulksten|at|from|ca\.?)?\s*(?<h>[0-9]{1,2})(?:\s*[:.h]\s*(?<m>[0-9]{2})(?::[0-9]{2})?)?\s*(?:uhr|h|std\.?|o'clock)?\s*(?<ap>[ap]\.?\s?m\.?)?$|^(?<h>[0-9]{2})(?<m>[0-9]{2})$", RegexOptions.None, 200)]
    private static partial Regex ClockTime();

    [GeneratedRegex(@"^(?<h>[0-9]{1,2})\.(?<m>[0-9]{1,2})$", RegexOptions.None, 200)]
    private static partial Regex SpreadsheetClock();

    [GeneratedRegex(@"^(?<sign>[+\-–−])?\s*(?<n>[0-9][0-9.,'’\s\u00a0\u202f]*)\s*(?:\p{L}[\p{L}.\s]{0,20})?$", RegexOptions.None, 200)]
    private static partial Regex Figure();

    [GeneratedRegex(@"[\s\u00a0\u202f]+", RegexOptions.None, 200)]
    private static partial Regex Spaces();

    [GeneratedRegex(@"[$£¥₽₴₺]|\b(?:usd|gbp|chf|rub|uah|try|lvl|ats|sek|pln)\b", RegexOptions.IgnoreCase, 200)]
    private static partial Regex ForeignMoney();

    [GeneratedRegex(@"€|\b(?:eur|euro|eiro)\b\.?", RegexOptions.IgnoreCase, 200)]
    private static partial Regex Euro();

    [GeneratedRegex(@"[,.]\s?[-–—]{1,2}$", RegexOptions.None, 200)]
    private static partial Regex DashCents();

    [GeneratedRegex(@"(?<a>[0-9]{1,2}(?:[:.][0-9]{2})?)\s*(?:uhr|h)?\s*(?:-|–|—|bis|līdz|to)\s*(?<b>[0-9]{1,2}(?:[:.][0-9]{2})?)\s*(?:uhr|h)?\s*$", RegexOptions.None, 200)]
    private static partial Regex DayTimes();

    [GeneratedRegex(@"\p{L}+|[0-9]|\S", RegexOptions.None, 200)]
    private static partial Regex DayTokens();

    [GeneratedRegex(@"^(?:level|niveau|līmenis)?\s*(?<l>[abc][12])(?:\s*[./\-]\s*(?<s>[12]))?\s*\+?$", RegexOptions.IgnoreCase, 200)]
    private static partial Regex LevelText();

    [GeneratedRegex(@"\p{L}\?|\?\p{L}|\?\?", RegexOptions.None, 200)]
    private static partial Regex LostInWord();

    [GeneratedRegex(@"[ÃÄÅÐÑ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]", RegexOptions.None, 200)]
    private static partial Regex Mojibake();
}
