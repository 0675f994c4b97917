namespace Courses.Seed;

/// <summary>Those who have a part in the demo's story. Of everybody else only numbers matter.</summary>
internal sealed record Cast
{
    public static readonly DateOnly Born = new(1991, 3, 8);

    /// <summary>One more absence brings her near the line of attendance.</summary>
    public required Person Near { get; init; }

    /// <summary>One more absence brings him under it.</summary>
    public required Person Under { get; init; }

    /// <summary>Under it already.</summary>
    public required Person Below { get; init; }

    /// <summary>Far above it, and may join Start Wien, but has no voucher yet.</summary>
    public required IReadOnlyList<Person> OnTrack { get; init; }

    /// <summary>With much to show: a class that runs, a finished module, a voucher to spend.</summary>
    public required IReadOnlyList<Person> Shown { get; init; }

    /// <summary>Paid with a voucher for a class that is over.</summary>
    public required IReadOnlyList<Person> Paid { get; init; }

    /// <summary>The people of the watched class.</summary>
    public IReadOnlyList<Person> Watched => [Near, Under, Below, .. OnTrack, .. Shown];

    public IReadOnlyList<Person> All => [.. Watched, .. Paid];
}
