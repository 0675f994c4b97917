using System.Globalization;

namespace Courses.Timetable;

/// <summary>From the clock on the venue's wall to instants and back.</summary>
internal static class LocalTime
{
    /// <summary>
    /// A time that the spring change skips is read as the same distance after midnight, one hour later on the wall; a time that the autumn change
    /// repeats is the first of the two.
    /// </summary>
    public static DateTimeOffset Instant(DateOnly on, TimeOnly at, string timeZone)
    {
        var zone = Zone(timeZone);
        var local = on.ToDateTime(at);
        if (zone.IsInvalidTime(local))
        {
            return new DateTimeOffset(local, zone.GetUtcOffset(local.AddHours(-3))).ToUniversalTime();
        }

        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    public static DateOnly Day(DateTimeOffset at, string timeZone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, Zone(timeZone)).DateTime);

    /// <summary>The instant as people at the venue read it.</summary>
    public static string Shown(DateTimeOffset at, string timeZone)
    {
        var local = TimeZoneInfo.ConvertTime(at, Zone(timeZone)).DateTime;
        return Platform.Languages.Shown.List(CultureInfo.CurrentUICulture, [Platform.Languages.Shown.Day(DateOnly.FromDateTime(local)), Platform.Languages.Shown.Time(TimeOnly.FromDateTime(local))]);
    }

    private static TimeZoneInfo Zone(string name) => TimeZoneInfo.FindSystemTimeZoneById(name);
}
