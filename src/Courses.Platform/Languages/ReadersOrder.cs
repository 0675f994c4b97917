using System.Globalization;

namespace Courses.Platform.Languages;

/// <summary>Lists stand in the order of the reader's language. The engines sort each in its own way, and neither knows who reads: 'Īva' came after 'Zane'.</summary>
public static class ReadersOrder
{
    public static IOrderedEnumerable<T> InReadersOrder<T>(this IEnumerable<T> rows, Func<T, string> name) =>
        rows.OrderBy(name, StringComparer.Create(CultureInfo.CurrentUICulture, ignoreCase: true)).ThenBy(name, StringComparer.Ordinal);

    public static IOrderedEnumerable<T> ThenInReadersOrder<T>(this IOrderedEnumerable<T> rows, Func<T, string> name) =>
        rows.ThenBy(name, StringComparer.Create(CultureInfo.CurrentUICulture, ignoreCase: true)).ThenBy(name, StringComparer.Ordinal);
}
