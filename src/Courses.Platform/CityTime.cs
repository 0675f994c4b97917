using Courses.Platform.Languages;
using Microsoft.Extensions.Configuration;

namespace Courses.Platform;

/// <summary>The city's own clock: what day it is there, and when its people sleep. COURSES_TIME_ZONE is an IANA name; Europe/Vienna when nothing is set.</summary>
public sealed class CityTime(IConfiguration configuration, TimeProvider clock)
{
    public TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById(configuration["COURSES_TIME_ZONE"] ?? "Europe/Vienna");

    public DateTimeOffset Now => clock.GetUtcNow();

    public DateOnly Today => DayOf(Now);

    public DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, Zone).DateTime);

    public TimeOnly TimeOf(DateTimeOffset instant) => TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, Zone).DateTime);

    /// <summary>Day and time of an instant as staff read it: 16 November 2026, 13:00.</summary>
    public string Show(DateTimeOffset instant) => $"{Shown.Date(DayOf(instant))}, {Shown.Time(TimeOf(instant))}";

    /// <summary>The instant of a local time; in the hour that a clock change leaves out, the hour after it.</summary>
    public DateTimeOffset At(DateOnly day, TimeOnly time)
    {
        var local = day.ToDateTime(time);
        if (Zone.IsInvalidTime(local))
        {
            local = local.AddHours(1);
        }

        return new DateTimeOffset(local, Zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
