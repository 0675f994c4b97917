using System.Globalization;
using Courses.Platform;
using Microsoft.Extensions.Configuration;

namespace Courses.Messaging;

/// <summary>
/// When nobody is written to unless it cannot wait: COURSES_QUIET, local time of the city, <c>20:00-08:00</c> when it is not set, <c>off</c> for a city that writes at any hour.
/// </summary>
internal sealed class QuietHours
{
    private readonly CityTime city;
    private readonly TimeOnly from;

    public QuietHours(IConfiguration configuration, CityTime city)
    {
        this.city = city;
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

    public bool Contains(DateTimeOffset instant)
    {
        // A night goes past midnight.
        var time = city.TimeOf(instant);
        return from <= Until ? time >= from && time < Until : time >= from || time < Until;
    }

    /// <summary>When the day of letters begins that follows this instant.</summary>
    public DateTimeOffset MorningAfter(DateTimeOffset instant) => city.At(city.TimeOf(instant) < Until ? city.DayOf(instant) : city.DayOf(instant).AddDays(1), Until);
}
