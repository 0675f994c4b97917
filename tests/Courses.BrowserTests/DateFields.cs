using System.Globalization;
using Microsoft.Playwright;

namespace Courses.BrowserTests;

internal static class DateFields
{
    /// <summary>Fills the three fields of a date, as somebody does who reads their labels.</summary>
    public static async Task FillDate(this IPage page, string label, DateOnly day)
    {
        var group = page.GetByRole(AriaRole.Group, new() { Name = label, Exact = true });
        await group.GetByLabel("Day").FillAsync(day.Day.ToString(CultureInfo.InvariantCulture));
        await group.GetByLabel("Month").FillAsync(day.Month.ToString(CultureInfo.InvariantCulture));
        await group.GetByLabel("Year").FillAsync(day.Year.ToString(CultureInfo.InvariantCulture));
    }
}
