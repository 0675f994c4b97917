using System.Globalization;
using Courses.Platform.Languages;

namespace Courses.Activities.Pages;

internal static class AgesInWords
{
    /// <summary>For whom something is; empty for everybody.</summary>
    public static string Of(Words words, int? from, int? until) => Of(words, CultureInfo.CurrentUICulture, from, until);

    public static string Of(Words words, CultureInfo culture, int? from, int? until) => (from, until) switch
    {
        ({ } first, { } last) => words.In(culture, "activity.ages", first, last),
        ({ } first, null) => words.In(culture, "activity.ages-from", first),
        (null, { } last) => words.In(culture, "activity.ages-until", last),
        _ => "",
    };
}
