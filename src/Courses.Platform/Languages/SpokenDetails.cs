using System.Globalization;

namespace Courses.Platform.Languages;

/// <summary>
/// Details of a sentence are kept as plain text that belongs to no language: ISO dates and instants, invariant numbers, <c>word:key</c> for a word of ours
/// or a name that is data (<c>words:key|key</c> for a list, <c>say:key|detail|detail</c> for a sentence in the sentence), anything else as it is. Here each language says them in its own way.
/// </summary>
public sealed class SpokenDetails(Words words, CityNames names, CityTime city)
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
            return Shown.List(culture, detail[6..].Split('|', StringSplitOptions.RemoveEmptyEntries).Select(key => Word(culture, key)));
        }

        if (detail.StartsWith("say:", StringComparison.Ordinal))
        {
            var parts = detail[4..].Split('|');
            return Say(culture, parts[0], parts[1..]);
        }

        if (GivenReason.Of(detail) is { } reason)
        {
            return reason.In(words, culture);
        }

        if (DateOnly.TryParseExact(detail, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return Shown.Date(culture, date);
        }

        if (detail.Length > 18 && detail[4] == '-' && DateTimeOffset.TryParse(detail, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
        {
            return Shown.List(culture, [Shown.Date(culture, city.DayOf(instant)), Shown.Time(city.TimeOf(instant))]);
        }

        return decimal.TryParse(detail, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number.ToString("0.##", culture)
            : detail;
    }

    private string Word(CultureInfo culture, string key)
    {
        var said = words.In(culture, key);
        return said == key ? names.Of(culture, key) ?? key[(key.LastIndexOf('.') + 1)..] : said;
    }
}
