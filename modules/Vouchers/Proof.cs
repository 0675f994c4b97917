using Courses.Contracts.Attendance;

namespace Courses.Vouchers;

/// <summary>One session that a redemption rests on: the register, and what it says of the person.</summary>
internal sealed record SessionProof
{
    public required Guid RedemptionId { get; init; }

    public required Guid SessionId { get; init; }

    public required DateOnly On { get; init; }

    public required TimeOnly From { get; init; }

    public required int PlannedMinutes { get; init; }

    /// <summary>Null while the register has not been signed.</summary>
    public required DateTimeOffset? SignedAt { get; init; }

    public required string? SignedBy { get; init; }

    /// <summary>Null when the register does not name the person: absent once it is signed.</summary>
    public required MarkState? State { get; init; }

    public required int? PresentMinutes { get; init; }

    public required bool? Scanned { get; init; }

    public bool Counts => SignedAt is not null && State != MarkState.Excused;

    public bool Attended => Counts && PresentMinutes > 0;
}

/// <summary>
/// What signed registers prove of one redemption. An excused session leaves both sums, as it does in the attendance rule. Nothing is due before every
/// register is signed: a missing register is unknown, never absent.
/// </summary>
internal sealed record Proof(IReadOnlyList<SessionProof> Sessions)
{
    public int Unsigned => Sessions.Count(session => session.SignedAt is null);

    public bool IsComplete => Sessions.Count > 0 && Unsigned == 0;

    public int SessionsHeld => Sessions.Count(session => session.Counts);

    public int SessionsAttended => Sessions.Count(session => session.Attended);

    public int HeldMinutes => Sessions.Where(session => session.Counts).Sum(session => session.PlannedMinutes);

    public int AttendedMinutes => Sessions.Where(session => session.Counts).Sum(session => session.PresentMinutes ?? 0);

    /// <summary>In full from the programme's percentage of minutes attended, below it by the share of sessions attended, rounded to the nearest cent.</summary>
    public long DueCents(long amountCents, int fullPaymentFromPercent) => this switch
    {
        { SessionsHeld: 0 } or { SessionsAttended: 0 } => 0,
        _ when (long)AttendedMinutes * 100 >= (long)HeldMinutes * fullPaymentFromPercent => amountCents,
        _ => ((amountCents * SessionsAttended * 2) + SessionsHeld) / (SessionsHeld * 2L),
    };
}
