using Microsoft.Extensions.Configuration;

namespace Courses.Participants;

/// <summary>The calendar day at the city's desks.</summary>
internal sealed class CityDay(TimeProvider clock, IConfiguration configuration)
{
    private readonly TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(configuration["COURSES_TIME_ZONE"] ?? "Europe/Vienna");

    public DateOnly Today => Of(clock.GetUtcNow());

    public DateOnly Of(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);

    /// <summary>The instant at which that day begins.</summary>
    public DateTimeOffset StartOf(DateOnly day)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
