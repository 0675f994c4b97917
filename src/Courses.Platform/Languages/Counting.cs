using System.Globalization;

namespace Courses.Platform.Languages;

/// <summary>
/// Lets a sentence count: <c>{0:p|# hour|# hours}</c> takes the form that the language uses with this number. The forms stand in the order of CLDR's categories:
/// one, other (English, German); zero, one, other (Latvian); one, few, many (Ukrainian, Russian); zero, one, two, few, many, other (Arabic). A language of which
/// we do not know how it counts, as Farsi and Turkish, says every number with the same form.
/// </summary>
public sealed class Counting(CultureInfo culture) : IFormatProvider, ICustomFormatter
{
    public const string Mark = "p|";

    /// <summary>How a family of languages counts: how many forms it has, and which one goes with a number.</summary>
    private sealed record Family(int Forms, Func<decimal, int> FormOf);

    private static readonly Family OneForAll = new(1, _ => 0);

    /// <summary>
    /// CLDR's rules for plurals, https://www.unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html, without its forms for round millions. Where a fraction has a form of its own it
    /// takes the one that sounds like it: in Slavic languages half an hour goes like two hours.
    /// </summary>
    private static readonly Dictionary<string, Family> Families = Of(
        ("en de af az bg ca ckb da el es et eu fi ha hu it ka kk ku ky ml mn mr nb ne nl no om ps sd so sq sv sw ta te tk ug ur uz yi", new(2, n => n == 1 ? 0 : 1)),
        ("fr hy pt", new(2, n => n < 2 ? 0 : 1)),
        ("am bn gu hi kn zu", new(2, n => n <= 1 ? 0 : 1)),
        ("ak ln mg pa ti", new(2, n => n is 0 or 1 ? 0 : 1)),
        ("is mk", new(2, n => n % 10 == 1 && n % 100 != 11 ? 0 : 1)),
        ("he", new(3, n => n == 1 ? 0 : n == 2 ? 1 : 2)),
        ("lv", new(3, n => IsBroken(n) ? 2 : n % 10 == 0 || n % 100 is >= 11 and <= 19 ? 0 : n % 10 == 1 ? 1 : 2)),
        ("lt", new(3, n => IsBroken(n) ? 1 : n % 10 == 0 || n % 100 is >= 11 and <= 19 ? 2 : n % 10 == 1 ? 0 : 1)),
        ("uk ru be bs hr sr", new(3, n => IsBroken(n) ? 1 : n % 10 == 1 && n % 100 != 11 ? 0 : n % 10 is >= 2 and <= 4 && n % 100 is < 12 or > 14 ? 1 : 2)),
        ("pl", new(3, n => IsBroken(n) ? 1 : n == 1 ? 0 : n % 10 is >= 2 and <= 4 && n % 100 is < 12 or > 14 ? 1 : 2)),
        ("cs sk", new(3, n => IsBroken(n) ? 1 : n == 1 ? 0 : n is >= 2 and <= 4 ? 1 : 2)),
        ("ro", new(3, n => n == 1 ? 0 : IsBroken(n) || n == 0 || n % 100 is >= 1 and <= 19 ? 1 : 2)),
        ("sl", new(4, n => IsBroken(n) ? 2 : (n % 100) switch { 1 => 0, 2 => 1, 3 or 4 => 2, _ => 3 })),
        ("ar", new(6, n => IsBroken(n) ? 5 : n switch { 0 => 0, 1 => 1, 2 => 2, _ => (n % 100) switch { >= 3 and <= 10 => 3, >= 11 => 4, _ => 5 } })));

    public static int FormsOf(string language) => FamilyOf(language).Forms;

    /// <summary>Which of the language's forms goes with this number.</summary>
    public static int FormOf(string language, decimal count) => FamilyOf(language).FormOf(Math.Abs(count));

    public object? GetFormat(Type? formatType) => formatType == typeof(ICustomFormatter) ? this : culture.GetFormat(formatType);

    public string Format(string? format, object? arg, IFormatProvider? formatProvider)
    {
        if (format?.StartsWith(Mark, StringComparison.Ordinal) != true)
        {
            return arg is IFormattable formattable ? formattable.ToString(format, culture) : arg?.ToString() ?? "";
        }

        var forms = format[Mark.Length..].Split('|');
        var shown = arg is IFormattable number ? number.ToString(null, culture) : arg?.ToString() ?? "";
        var form = decimal.TryParse(shown, NumberStyles.Number, culture, out var count) ? FormOf(culture.TwoLetterISOLanguageName, count) : forms.Length - 1;
        return forms[Math.Min(form, forms.Length - 1)].Replace("#", shown, StringComparison.Ordinal);
    }

    private static Family FamilyOf(string language) => Families.GetValueOrDefault(language, OneForAll);

    private static bool IsBroken(decimal count) => count != decimal.Truncate(count);

    private static Dictionary<string, Family> Of(params (string Languages, Family Family)[] families) =>
        families.SelectMany(one => one.Languages.Split(' ').Select(language => (language, one.Family))).ToDictionary(one => one.language, one => one.Family, StringComparer.Ordinal);
}
