namespace Courses.Attendance;

/// <summary>Something odd that a person of the provider looks at. The facts themselves stay as they are.</summary>
internal sealed class Review
{
    public Guid Id { get; private set; }

    /// <summary>Unique for what is asked once, however often it is noticed.</summary>
    public required string Key { get; init; }

    public required string Code { get; init; }

    public required Guid ProviderId { get; init; }

    public required Guid SessionId { get; init; }

    public Guid? ParticipantId { get; init; }

    public Guid? FactId { get; init; }

    public required Guid? DeviceId { get; init; }

    /// <summary>The sentence's {0}.</summary>
    public string Details { get; init; } = "";

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? SettledAt { get; private set; }

    public string SettledBy { get; private set; } = "";

    public string Reason { get; private set; } = "";

    /// <summary>The correction that came of it; null when everything stayed as it was.</summary>
    public Guid? CorrectionFactId { get; private set; }

    public void Settle(string by, string reason, DateTimeOffset now) => (SettledAt, SettledBy, Reason) = (now, by, reason);

    public void CorrectedBy(Guid factId) => CorrectionFactId = factId;
}

/// <summary>Stable codes of what goes to review; each has its sentence under <c>attendance.review.{code}</c>.</summary>
internal static class ReviewCodes
{
    public const string Contradiction = "contradiction";
    public const string WalkIn = "walk-in";
    public const string LateFact = "late-fact";
    public const string UnknownPass = "unknown-pass";
    public const string OldPass = "old-pass";
    public const string UnknownPerson = "unknown-person";
    public const string UnknownSession = "unknown-session";
    public const string CancelledSession = "cancelled-session";
    public const string NotEnrolled = "not-enrolled";
    public const string OtherTeacher = "other-teacher";
    public const string ClockOff = "clock-off";
    public const string OutsideHours = "outside-hours";
    public const string BeforeSession = "before-session";
    public const string LongAfter = "long-after";
    public const string UnprovenScan = "unproven-scan";
    public const string UnprovenWord = "unproven-word";
    public const string OneDevice = "one-device";
    public const string Burst = "burst";
    public const string TwoPlaces = "two-places";
    public const string TabletElsewhere = "tablet-elsewhere";
    public const string NotAsMarked = "not-as-marked";
    public const string Unreadable = "unreadable";
    public const string IdReused = "id-reused";
}
