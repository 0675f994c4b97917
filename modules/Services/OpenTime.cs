using System.Globalization;
using System.Runtime.InteropServices;

namespace Courses.Services;

/// <summary>Open on a weekday from one minute of the day to another.</summary>
/// <param name="Day">1 for Monday to 7 for Sunday.</param>
/// <param name="From">Minutes since midnight.</param>
/// <param name="Until">Minutes since midnight; 1440 for the end of the day.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct OpenTime(int Day, int From, int Until)
{
    public const int WholeDay = 24 * 60;

    public override string ToString() => $"{Clock(From)}-{Clock(Until)}";

    /// <summary>As people read it, in either direction of writing.</summary>
    public string Show() => $"\u2066{Clock(From)}\u2060–\u2060{Clock(Until)}\u2069";

    private static string Clock(int minutes) => string.Create(CultureInfo.InvariantCulture, $"{minutes / 60:00}:{minutes % 60:00}");
}
