using System.Globalization;
using Courses.Platform.Reading;

namespace Courses.Platform.Languages;

/// <summary>
/// Days, times and money as people read them, in the language of the page. Always the Gregorian calendar and the 24-hour clock: an appointment
/// must be the same day for everybody who reads it.
/// </summary>
public static class Shown
{
    private static CultureInfo Culture => CultureInfo.CurrentUICulture;

    /// <summary>Monday, 16 November.</summary>
    public static string Day(DateOnly day) => day.ToDateTime(TimeOnly.MinValue).ToString(
        Culture.TwoLetterISOLanguageName switch { "de" or "lv" => "dddd, d. MMMM", "ar" or "fa" => "dddd، d MMMM", _ => "dddd, d MMMM" },
        Gregorian(Culture));

    /// <summary>16 November 2026.</summary>
    public static string Date(DateOnly day) => Date(Culture, day);

    public static string Date(CultureInfo culture, DateOnly day) => day.ToDateTime(TimeOnly.MinValue).ToString(
        culture.TwoLetterISOLanguageName switch { "de" => "d. MMMM yyyy", "lv" => "yyyy. 'gada' d. MMMM", _ => "d MMMM yyyy" },
        Gregorian(culture));

    /// <summary>What is known of a date and no more: 1984, May 1984 or 12 May 1984.</summary>
    public static string DateOrPart(PartialDate date) => DateOrPart(Culture, date);

    public static string DateOrPart(CultureInfo culture, PartialDate date) => date.Parts switch
    {
        PartialDate.Year => date.First.Year.ToString(CultureInfo.InvariantCulture),
        PartialDate.YearAndMonth => date.First.ToDateTime(TimeOnly.MinValue).ToString(culture.TwoLetterISOLanguageName == "lv" ? "yyyy. 'gada' MMMM" : "MMMM yyyy", Gregorian(culture)),
        _ => Date(culture, date.First),
    };

    /// <summary>18:00.</summary>
    public static string Time(TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>From 18:00 to 20:15, kept left-to-right in every language and on one line.</summary>
    public static string Times(TimeOnly from, TimeOnly until) => $"\u2066{Time(from)}\u2060–\u2060{Time(until)}\u2069";

    /// <summary>Monday, 16 November, 18:00–20:15.</summary>
    public static string DayAndTimes(DateOnly day, TimeOnly from, TimeOnly until) => List(Culture, [Day(day), Times(from, until)]);

    /// <summary>One thing after another, with the comma of the language.</summary>
    public static string List(CultureInfo culture, IEnumerable<string> things) => string.Join(culture.TwoLetterISOLanguageName is "ar" or "fa" ? "، " : ", ", things);

    /// <summary>The same in the reader's language.</summary>
    public static string List(params IReadOnlyList<string> things) => List(Culture, things);

    /// <summary>A name in whatever script, where no markup can keep it apart from the words around it.</summary>
    public static string Apart(string name) => $"\u2068{name}\u2069";

    /// <summary>November 2026.</summary>
    public static string MonthAndYear(DateOnly month) => month.ToString(Culture.TwoLetterISOLanguageName == "lv" ? "yyyy. 'gada' MMMM" : "MMMM yyyy", Culture);

    /// <summary>The name of a weekday; 1 is Monday, 7 is Sunday.</summary>
    public static string Weekday(int weekday) => Culture.DateTimeFormat.GetDayName((DayOfWeek)(weekday % 7));

    /// <summary>Euro cents: 1,234.50 € as the language writes it.</summary>
    public static string Money(long cents) => $"\u2066{(cents / 100m).ToString(cents % 100 == 0 ? "N0" : "N2", Culture)} €\u2069";

    /// <summary>An amount in words of money, with no sign that could be one of thousands or of decimals: 12 050 euros and 50 cents.</summary>
    public static string EurosAndCents(long cents)
    {
        var euros = (cents / 100).ToString("#,0", CultureInfo.InvariantCulture).Replace(",", "\u202f", StringComparison.Ordinal);
        var rest = (cents % 100).ToString(CultureInfo.InvariantCulture);
        return Culture.TwoLetterISOLanguageName switch
        {
            "de" => $"{euros} Euro und {rest} Cent",
            "lv" => $"{euros} eiro un {rest} {(Counting.FormOf("lv", cents % 100) == 1 ? "cents" : Counting.FormOf("lv", cents % 100) == 0 ? "centu" : "centi")}",
            _ => $"{euros} {(cents / 100 == 1 ? "euro" : "euros")} and {rest} {(cents % 100 == 1 ? "cent" : "cents")}",
        };
    }

    /// <summary>Languages, each by the name its speakers give it.</summary>
    public static string LanguageNames(IEnumerable<string> codes) => List(Culture, codes.Select(LanguageName));

    /// <summary>A language by the name its speakers give it.</summary>
    public static string LanguageName(string code)
    {
        var name = CultureInfo.GetCultureInfo(code).NativeName;

        // Georgian has capitals for headlines in capitals only: ქართული never begins with one.
        return name.Length == 0 ? code : name[0] is >= 'ა' and <= 'ჿ' ? name : string.Concat(char.ToUpper(name[0], CultureInfo.InvariantCulture).ToString(), name.AsSpan(1));
    }

    private static DateTimeFormatInfo Gregorian(CultureInfo culture)
    {
        var format = (DateTimeFormatInfo)culture.DateTimeFormat.Clone();
        if (format.Calendar is not GregorianCalendar)
        {
            format.Calendar = new GregorianCalendar();
        }

        return format;
    }
}
