using System.Globalization;

namespace Courses.Platform.Languages;

/// <summary>A language that people read here. Staff pages come in the first three, newcomers' pages in all of them.</summary>
public sealed record Language(string Code, string OwnName, bool RightToLeft = false)
{
    public static readonly IReadOnlyList<Language> ForNewcomers =
    [
        new("en", "English"), new("de", "Deutsch"), new("lv", "Latviešu"), new("uk", "Українська"),
        new("ru", "Русский"), new("ar", "العربية", RightToLeft: true), new("fa", "فارسی", RightToLeft: true), new("tr", "Türkçe"),
    ];

    public static readonly IReadOnlyList<Language> ForStaff = [.. ForNewcomers.Take(3)];

    /// <summary>The language of that code, or English: a person whose language we do not speak still gets a readable page.</summary>
    public static Language Of(string? code) => ForNewcomers.FirstOrDefault(language => language.Code == code) ?? ForNewcomers[0];

    /// <summary>
    /// How it writes numbers and dates. Arabic and Farsi get the digits, signs and calendar of the letters, clocks and bank papers of this city, so that nothing
    /// on the phone has to be translated twice.
    /// </summary>
    public CultureInfo Culture { get; } = CultureOf(Code);

    private static CultureInfo CultureOf(string code)
    {
        var culture = new CultureInfo(code);
        if (culture.DateTimeFormat.Calendar is not GregorianCalendar)
        {
            culture.DateTimeFormat.Calendar = culture.OptionalCalendars.OfType<GregorianCalendar>().First();
        }

        if (code is "ar" or "fa")
        {
            culture.NumberFormat = (NumberFormatInfo)NumberFormatInfo.InvariantInfo.Clone();
        }

        return CultureInfo.ReadOnly(culture);
    }

    public string Direction => RightToLeft ? "rtl" : "ltr";
}
