using System.Globalization;
using Courses.Platform.Languages;

namespace Courses.Activities;

/// <summary>Kinds by the names that the city gives them.</summary>
internal static class ActivityNames
{
    public static string OfKind(this CityNames names, string code) => names.OfKind(CultureInfo.CurrentUICulture, code);

    public static string OfKind(this CityNames names, CultureInfo culture, string code) => names.Of(culture, "activity.kind." + code) ?? code;
}
