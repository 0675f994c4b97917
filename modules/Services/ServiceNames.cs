using System.Globalization;
using Courses.Platform.Languages;

namespace Courses.Services;

internal static class ServiceNames
{
    public static string OfTopic(this CityNames names, string code) => names.Of(CultureInfo.CurrentUICulture, "service.topic." + code) ?? code;
}
