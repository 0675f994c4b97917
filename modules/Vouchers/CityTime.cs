using Microsoft.Extensions.Configuration;

namespace Courses.Vouchers;

/// <summary>The city's calendar day: vouchers are issued and expire by it.</summary>
internal sealed class CityTime(TimeProvider clock, IConfiguration configuration)
{
    private readonly TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(configuration["COURSES_TIME_ZONE"] ?? "Europe/Vienna");

    public DateTimeOffset Now => clock.GetUtcNow();

    public DateOnly Today => DayOf(Now);

    public DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);
}
