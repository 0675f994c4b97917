using System.Globalization;

namespace Courses.Platform.Languages;

/// <summary>
/// Lets a sentence count: <c>{0:p|# hour|# hours}</c> takes the form that the language uses with this number. The forms stand in the order of CLDR's categories:
/// one, other (English, German); zero, one, other (Latvian); one, few, many (Ukrainian, Russian); zero, one, two, few, many, other (Arabic). Farsi and Turkish
/// say every number with the same form and need none of this.
/// </summary>
public sealed class Counting(CultureInfo culture) : IFormatProvider, ICustomFormatter
{
    public const string Mark = "p|";

    public static int FormsOf(string language) => language switch { "en" or "de" => 2, "lv" or "uk" or "ru" => 3, "ar" => 6, _ => 1 };

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

    /// <summary>Which of the language's forms goes with this number.</summary>
    public static int FormOf(string language, decimal count)
    {
        count = Math.Abs(count);
        var whole = count == decimal.Truncate(count);
        var (ten, hundred) = (count % 10, count % 100);
        return language switch
        {
            "en" or "de" => count == 1 ? 0 : 1,
            "lv" => !whole ? 2 : ten == 0 || hundred is >= 11 and <= 19 ? 0 : ten == 1 ? 1 : 2,

            // Half an hour goes like two hours.
            "uk" or "ru" => !whole ? 1 : ten == 1 && hundred != 11 ? 0 : ten is >= 2 and <= 4 && (hundred is < 12 or > 14) ? 1 : 2,
            "ar" => !whole ? 5 : count switch { 0 => 0, 1 => 1, 2 => 2, _ => hundred switch { >= 3 and <= 10 => 3, >= 11 => 4, _ => 5 } },
            _ => 0,
        };
    }
}
