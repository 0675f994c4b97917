using System.Globalization;

namespace Courses.Platform.Languages;

/// <summary>
/// Details of a sentence are kept as plain text that belongs to no language: ISO dates and instants, invariant numbers, <c>word:key</c> for a word of ours
/// (<c>words:key|key</c> for a list), anything else as it is. Here each language says them in its own way.
/// </summary>
public sealed class SpokenDetails(Words words, CityTime city)
{
    public string Say(CultureInfo culture, string key, IEnumerable<string> details) =>
        words.In(culture, key, [.. details.Select(detail => (object)Say(culture, detail))]);

    public string Say(CultureInfo culture, string detail)
    {
        if (detail.StartsWith("word:", StringComparison.Ordinal))
        {
            return Word(culture, detail[5..]);
        }

        if (detail.StartsWith("words:", StringComparison.Ordinal))
        {
            return string.Join(", ", detail[6..].Split('|', StringSplitOptions.RemoveEmptyEntries).Select(key => Word(culture, key)));
        }

        if (DateOnly.TryParseExact(detail, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return Date(culture, date);
        }

        if (detail.Length > 18 && detail[4] == '-' && DateTimeOffset.TryParse(detail, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
        {
            return $"{Date(culture, city.DayOf(instant))}, {city.TimeOf(instant).ToString("HH:mm", CultureInfo.InvariantCulture)}";
        }

        return decimal.TryParse(detail, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number.ToString("0.##", culture)
            : detail;
    }

    /// <summary>Day, month in words, year, always of the calendar that the city's offices use.</summary>
    public static string Date(CultureInfo culture, DateOnly date) => date.ToString(culture.TwoLetterISOLanguageName == "en" ? "d MMMM yyyy" : "d. MMMM yyyy", Gregorian(culture));

    private string Word(CultureInfo culture, string key)
    {
        var said = words.In(culture, key);
        return said == key ? key[(key.LastIndexOf('.') + 1)..] : said;
    }

    private static CultureInfo Gregorian(CultureInfo culture)
    {
        if (culture.DateTimeFormat.Calendar is GregorianCalendar)
        {
            return culture;
        }

        // Farsi comes with the Persian calendar; a letter of this city names the day as the appointment does.
        var gregorian = (CultureInfo)culture.Clone();
        gregorian.DateTimeFormat.Calendar = culture.OptionalCalendars.OfType<GregorianCalendar>().First();
        return gregorian;
    }
}
