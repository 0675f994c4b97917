namespace Courses.Contracts.Attendance;

/// <summary>How guests without a record are counted.</summary>
public static class GuestCounts
{
    /// <summary>Bands of age, the youngest first; what reports ask for is a sum of some of them.</summary>
    public static readonly IReadOnlyList<string> Bands = ["0-5", "6-13", "14-17", "18-30", "31-45", "46-60", "61+"];

    /// <summary>As in a participant's record; <c>x</c> also for what nobody said.</summary>
    public static readonly IReadOnlyList<string> Genders = ["f", "m", "x"];

    /// <summary>Nobody counts more in one room.</summary>
    public const int Most = 500;

    /// <summary>The band of this age in years.</summary>
    public static string BandOf(int years) => years switch
    {
        < 6 => "0-5",
        < 14 => "6-13",
        < 18 => "14-17",
        < 31 => "18-30",
        < 46 => "31-45",
        < 61 => "46-60",
        _ => "61+",
    };

    /// <summary>The gender under which somebody is counted.</summary>
    public static string GenderOf(string gender) => gender is "f" or "m" ? gender : "x";
}

/// <summary>So many guests of one age band and gender at one session.</summary>
public sealed record GuestCountRow
{
    public required Guid SessionId { get; init; }

    /// <summary>One of <see cref="GuestCounts.Bands"/>.</summary>
    public required string Band { get; init; }

    /// <summary>One of <see cref="GuestCounts.Genders"/>.</summary>
    public required string Gender { get; init; }

    public required int People { get; init; }
}
