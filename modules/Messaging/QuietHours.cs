using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Courses.Messaging;

/// <summary>
/// When nobody is written to unless it cannot wait: COURSES_QUIET, local time of the city, <c>20:00-08:00</c> when it is not set, <c>off</c> for a city that writes at any hour.
/// </summary>
internal sealed class QuietHours
{
    private readonly TimeOnly from;

    public QuietHours(IConfiguration configuration)
    {
        var text = configuration["COURSES_QUIET"] ?? "20:00-08:00";
        if (text == "off")
        {
            return;
        }

        (from, Until) = text.Split('-') is [var start, var end]
            && TimeOnly.TryParseExact(start, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first)
            && TimeOnly.TryParseExact(end, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var last)
                ? (first, last)
                : throw new InvalidOperationException($"COURSES_QUIET is '{text}'. Write it like 20:00-08:00, or off.");
    }

    /// <summary>When the day of letters begins.</summary>
    public TimeOnly Until { get; }

    /// <summary>A night goes past midnight.</summary>
    public bool Contains(TimeOnly time) => from <= Until ? time >= from && time < Until : time >= from || time < Until;
}
