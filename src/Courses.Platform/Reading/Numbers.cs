using System.Globalization;
using System.Text.RegularExpressions;

namespace Courses.Platform.Reading;

/// <summary>
/// The one place that reads numbers, of forms and of lists: point and comma are both signs of decimals and of thousands, whatever the language of the page, and what
/// can be two numbers is asked for. No letter stands for a digit, no word is left out, and no sign changes the meaning.
/// </summary>
public static partial class Numbers
{
    /// <summary>An amount with its currency has fewer letters. What is longer is none, and no pattern looks at it: how long that takes would be the writer's to choose.</summary>
    private const int Longest = 60;

    private static readonly string[] Free = ["gratis", "kostenlos", "frei", "free", "bezmaksas", "bez maksas", "-", "–", "kostenfrei"];

    /// <summary>80, 80,0, 1.305,00, 1,305.00, 1 305,5. A unit may follow where one is expected: 60 UE.</summary>
    public static Parsed<decimal> Read(Cell cell, params ReadOnlySpan<string> units)
    {
        var text = Digits.Of(cell.Trimmed).Trim();
        if (text.Length == 0)
        {
            return Parsed<decimal>.Empty;
        }

        if (cell.Kind is not (CellKind.Text or CellKind.Number))
        {
            return Unreadable(cell);
        }

        if (cell.Kind == CellKind.Number)
        {
            return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact) ? exact : Unreadable(cell);
        }

        var figure = WithoutUnit(text, units);
        if (figure.Length > 40 || !Figure().IsMatch(figure))
        {
            return Unreadable(cell);
        }

        figure = Spaces().Replace(figure, " ").Replace('’', '\'');
        var marks = figure.Where(letter => !char.IsAsciiDigit(letter)).Distinct().ToArray();
        var last = marks.Length == 0 ? -1 : figure.LastIndexOfAny(['.', ',']);

        // Blanks and apostrophes only group; a point or comma that comes after other marks, and comes once, is the sign of the decimals.
        var decimals = last >= 0 && marks.Length > 1 && figure.Count(letter => letter == figure[last]) == 1 && figure.LastIndexOfAny([' ', '\'']) < last ? last
            : last >= 0 && marks.Length == 1 && figure.Count(letter => letter == figure[last]) == 1 ? last
            : -1;
        var whole = decimals < 0 ? figure : figure[..decimals];
        var grouping = whole.Where(letter => !char.IsAsciiDigit(letter)).Distinct().ToArray();
        if (grouping.Length > 1 || (grouping is [var mark] && !IsGrouped(whole, mark)))
        {
            return Unreadable(cell);
        }

        var (digits, rest) = (string.Concat(whole.Where(char.IsAsciiDigit)), decimals < 0 ? "" : figure[(decimals + 1)..]);
        if (rest.Length == 3 && marks.Length == 1 && digits.Length <= 3 && digits[0] != '0')
        {
            return new Problem("import.number.ambiguous", Problem.Short(cell.Trimmed), digits + rest);
        }

        return decimal.TryParse($"{digits}.{rest}0", NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value : Unreadable(cell);
    }

    /// <summary>A number without decimals.</summary>
    public static Parsed<long> Whole(Cell cell, params ReadOnlySpan<string> units)
    {
        var read = Read(cell, units);
        return read.Problem is { } problem ? problem
            : read.Value is not { } value ? Parsed<long>.Empty
            : value != decimal.Truncate(value) || Math.Abs(value) > int.MaxValue ? new Problem("import.number.not-whole", Problem.Short(cell.Trimmed))
            : (long)value;
    }

    /// <summary>Degrees of latitude or longitude: the only numbers that may be below zero. No thousand of them exists, so a point and a comma are always decimals.</summary>
    public static Parsed<double> Degrees(string text, double most)
    {
        var plain = Digits.Of(text).Trim();
        return plain.Length == 0 ? Parsed<double>.Empty
            : plain.Length <= Longest && DegreesText().IsMatch(plain) && double.TryParse(plain.Replace(',', '.').Replace('−', '-'), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var degrees)
                && Math.Abs(degrees) <= most ? degrees
            : new Problem("import.number.unreadable", Problem.Short(plain));
    }

    /// <summary>Whole cents of an amount in euros; 'gratis' is 0. Another currency is a problem.</summary>
    public static Parsed<long> Money(Cell cell)
    {
        var text = Digits.Of(cell.Trimmed).Trim();
        if (text.Length == 0)
        {
            return Parsed<long>.Empty;
        }

        if (Free.Contains(text.ToLowerInvariant(), StringComparer.Ordinal))
        {
            return 0L;
        }

        if (text.Length > Longest)
        {
            return Unreadable(cell);
        }

        if (ForeignMoney().IsMatch(text))
        {
            return new Problem("import.money.not-euro", Problem.Short(text));
        }

        if (BelowZero().IsMatch(text))
        {
            return new Problem("import.money.negative", Problem.Short(text));
        }

        // € 300, 300 EUR, 300,- and EUR 300,--
        var bare = DashCents().Replace(EuroBehind().Replace(EuroBefore().Replace(text, ""), ""), "");
        var parsed = Read(cell with { Text = bare });
        return parsed.Problem is { } problem ? new Problem(problem.Code, [Problem.Short(text), .. problem.Details.Skip(1)])
            : parsed.Value is not { } amount ? Unreadable(cell)
            : amount > 1_000_000 ? new Problem("import.money.too-much", Problem.Short(text))
            : amount * 100 != decimal.Truncate(amount * 100) ? new Problem("import.money.part-of-cent", Problem.Short(text))
            : (long)(amount * 100);
    }

    private static string WithoutUnit(string text, ReadOnlySpan<string> units)
    {
        foreach (var unit in units)
        {
            if (text.Length > unit.Length && text.EndsWith(unit, StringComparison.OrdinalIgnoreCase) && !char.IsLetter(text[^(unit.Length + 1)]))
            {
                return text[..^unit.Length].TrimEnd();
            }
        }

        return text;
    }

    private static bool IsGrouped(string digits, char mark)
    {
        var groups = digits.Split(mark);
        return groups[0].Length is >= 1 and <= 3 && groups.Skip(1).All(group => group.Length == 3);
    }

    private static Problem Unreadable(Cell cell) => new("import.number.unreadable", Problem.Short(cell.Trimmed));

    [GeneratedRegex(@"^[0-9](?:[0-9.,'’\s\u00a0\u2009\u202f]*[0-9])?$", RegexOptions.None, 200)]
    private static partial Regex Figure();

    [GeneratedRegex(@"^[+\-−]?[0-9]{1,3}(?:[.,][0-9]{1,12})?$", RegexOptions.None, 200)]
    private static partial Regex DegreesText();

    [GeneratedRegex(@"[\s\u00a0\u2009\u202f]", RegexOptions.None, 200)]
    private static partial Regex Spaces();

    [GeneratedRegex(@"^(?:€|(?:eur|euro)\b\.?)?\s*[-–−]\s*(?:€|(?:eur|euro)\b\.?)?\s*[0-9]", RegexOptions.IgnoreCase, 200)]
    private static partial Regex BelowZero();

    [GeneratedRegex(@"[$£¥₽₴₺]|\b(?:usd|gbp|chf|rub|uah|try|lvl|ats|sek|pln)\b", RegexOptions.IgnoreCase, 200)]
    private static partial Regex ForeignMoney();

    [GeneratedRegex(@"^(?:€|(?:eur|euro)\b\.?)\s*", RegexOptions.IgnoreCase, 200)]
    private static partial Regex EuroBefore();

    [GeneratedRegex(@"\s*(?:€|(?<![\p{L}])(?:eur|euro|euros|eiro)\.?)$", RegexOptions.IgnoreCase, 200)]
    private static partial Regex EuroBehind();

    [GeneratedRegex(@"[,.]\s?[-–—]{1,2}$", RegexOptions.None, 200)]
    private static partial Regex DashCents();
}
