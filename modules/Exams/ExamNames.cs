using System.Globalization;
using Courses.Platform.Languages;

namespace Courses.Exams;

/// <summary>Parts by the names that the city gives them.</summary>
internal static class ExamNames
{
    public static string OfPart(this CityNames names, string code) => names.Of(CultureInfo.CurrentUICulture, "exam.part." + code) ?? code;

    public static string OfParts(this CityNames names, IEnumerable<string> codes) => Shown.List(CultureInfo.CurrentUICulture, codes.Select(names.OfPart));
}
