using Courses.Contracts.Eligibility;

namespace Courses.Eligibility;

/// <summary>
/// The arithmetic of 'attend at least so many percent'. Integers only, minutes: the line is reached when attended * 100 >= percent * held.
/// Source: domain.md, 'The 40 % rule, exactly'.
/// </summary>
internal static class AttendanceLine
{
    public static bool IsReached(int attendedMinutes, int heldMinutes, int percent) => attendedMinutes * 100L >= (long)percent * heldMinutes;

    /// <param name="attendedMinutes">Minutes present in sessions held.</param>
    /// <param name="heldMinutes">Planned minutes of sessions held.</param>
    /// <param name="remainingMinutes">Planned minutes of sessions to come.</param>
    /// <param name="percent">The line.</param>
    /// <param name="minimumHeldMinutes">No decision before so much was held.</param>
    /// <param name="atRiskMinutes">At risk: so much or less may still be missed in a row.</param>
    public static AttendanceStanding Standing(int attendedMinutes, int heldMinutes, int remainingMinutes, int percent, int minimumHeldMinutes, int atRiskMinutes)
    {
        var mayMiss = MayStillMiss(attendedMinutes, heldMinutes, percent);
        var mustAttend = MustStillAttend(attendedMinutes, heldMinutes, percent);
        var isReached = IsReached(attendedMinutes, heldMinutes, percent);
        var forecast = heldMinutes < minimumHeldMinutes || heldMinutes == 0 ? Forecast.TooEarly
            : !isReached ? mustAttend <= remainingMinutes ? Forecast.Under : Forecast.OutOfReach
            : mayMiss <= atRiskMinutes && mayMiss < remainingMinutes ? Forecast.AtRisk
            : Forecast.OnTrack;
        return new(attendedMinutes, heldMinutes, percent, (int)Math.Min(mayMiss, remainingMinutes), (int)Math.Min(mustAttend, int.MaxValue), remainingMinutes, forecast);
    }

    /// <summary>The most that can be missed from now on in a row without falling under the line; 0 when under it already.</summary>
    private static long MayStillMiss(int attended, int held, int percent) =>
        percent == 0 ? int.MaxValue : Math.Max(0, (attended * 100L / percent) - held);

    /// <summary>The least that must be attended from now on in a row to be back over the line; 0 when over it, never at 100 % once something was missed.</summary>
    private static long MustStillAttend(int attended, int held, int percent)
    {
        var missing = ((long)percent * held) - (attended * 100L);
        return missing <= 0 ? 0 : percent == 100 ? int.MaxValue : (missing + (100 - percent) - 1) / (100 - percent);
    }
}
