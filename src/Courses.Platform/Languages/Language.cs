using System.Globalization;

namespace Courses.Platform.Languages;

/// <summary>A language that people read here. Staff pages come in the first three, newcomers' pages in all of them.</summary>
public sealed record Language(string Code, string OwnName, bool RightToLeft = false)
{
    /// <summary>Those that the product speaks by itself: what is written in every language is written in these.</summary>
    public static readonly IReadOnlyList<Language> Shipped =
    [
        new("en", "English"), new("de", "Deutsch"), new("lv", "Latviešu"), new("uk", "Українська"),
        new("ru", "Русский"), new("ar", "العربية", RightToLeft: true), new("fa", "فارسی", RightToLeft: true), new("tr", "Türkçe"),
    ];

    public static readonly IReadOnlyList<Language> ForStaff = [.. Shipped.Take(3)];

    /// <summary>The shipped ones, and those that translators added (docs/languages.md).</summary>
    public static IReadOnlyList<Language> ForNewcomers { get; private set; } = Shipped;

    /// <summary>The language of that code, or English: a person whose language we do not speak still gets a readable page.</summary>
    public static Language Of(string? code) => ForNewcomers.FirstOrDefault(language => language.Code == code) ?? ForNewcomers[0];

    /// <summary>A host learns its languages once, before it builds anything; what it does not read in a translation it says in English.</summary>
    internal static void Learn(IEnumerable<Language> added) => ForNewcomers = [.. Shipped, .. added];

    /// <summary>
    /// How it writes numbers and dates. Languages from right to left get the digits, signs and calendar of the letters, clocks and bank papers of this city, so that nothing
    /// on the phone has to be translated twice.
    /// </summary>
    public CultureInfo Culture { get; } = CultureOf(Code, RightToLeft);

    private static CultureInfo CultureOf(string code, bool rightToLeft)
    {
        var culture = new CultureInfo(code);
        if (culture.DateTimeFormat.Calendar is not GregorianCalendar)
        {
            culture.DateTimeFormat.Calendar = culture.OptionalCalendars.OfType<GregorianCalendar>().First();
        }

        if (rightToLeft)
        {
            culture.NumberFormat = (NumberFormatInfo)NumberFormatInfo.InvariantInfo.Clone();
        }

        return CultureInfo.ReadOnly(culture);
    }

    public string Direction => RightToLeft ? "rtl" : "ltr";
}
