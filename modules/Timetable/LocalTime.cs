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

    private static TimeZoneInfo Zone(string name) => TimeZoneInfo.FindSystemTimeZoneById(name);
}
