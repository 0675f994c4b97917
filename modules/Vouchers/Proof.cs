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

    /// <summary>What the presence rests on; null for who was not there.</summary>
    public required ProofGrade? Grade { get; init; }

    /// <summary>The fact that decided; null when nobody spoke of the person.</summary>
    public Guid? FactId { get; init; }

    public bool CorrectedAfterSignOff { get; init; }

    /// <summary>What the excuse rests on; null for what is no excuse.</summary>
    public ExcuseProof? Excuse { get; init; }

    /// <summary>Excused beyond the share that the programme pays for: held, and not attended.</summary>
    public bool IsExcusedBeyond { get; init; }

    /// <summary>Proven less than what the programme pays for: held, and not attended.</summary>
    public bool IsTooWeak { get; init; }

    public bool Counts => SignedAt is not null && (State != MarkState.Excused || IsExcusedBeyond);

    public bool Attended => Counts && PresentMinutes > 0 && !IsTooWeak;
}

/// <summary>
/// What signed registers prove of one redemption. An excused session leaves both sums, as it does in the attendance rule, but only up to the share of the course that the programme sets: an excuse
/// helps the person, not the invoice; and so does a presence that is proven less than the programme pays for. Nothing is due before every register is signed: a missing register is unknown, never absent.
/// </summary>
internal sealed record Proof
{
    /// <param name="sessions">In the order of time: the first excuses are within the share.</param>
    /// <param name="excusedPercent">So many percent of the planned minutes may be excused at the programme's cost.</param>
    /// <param name="paysFrom">The weakest proof that pays.</param>
    public Proof(IReadOnlyList<SessionProof> sessions, int excusedPercent, ProofGrade paysFrom)
    {
        var left = sessions.Sum(session => (long)session.PlannedMinutes) * excusedPercent / 100;
        Sessions =
        [
            .. sessions.Select(session => session is { SignedAt: not null, State: MarkState.Excused } && (left -= session.PlannedMinutes) < 0
                ? session with { IsExcusedBeyond = true }
                : session with { IsTooWeak = session.Counts && session.PresentMinutes > 0 && session.Grade < paysFrom }),
        ];
    }

    public IReadOnlyList<SessionProof> Sessions { get; }

    public int ExcusedBeyond => Sessions.Count(session => session.IsExcusedBeyond);

    public int TooWeak => Sessions.Count(session => session.IsTooWeak);

    public int Unsigned => Sessions.Count(session => session.SignedAt is null);

    public bool IsComplete => Earned.IsComplete;

    public int SessionsHeld => Sessions.Count(session => session.Counts);

    public int SessionsAttended => Sessions.Count(session => session.Attended);

    public int HeldMinutes => Sessions.Where(session => session.Counts).Sum(session => session.PlannedMinutes);

    public int AttendedMinutes => Sessions.Where(session => session.Attended).Sum(session => session.PresentMinutes ?? 0);

    /// <summary>Planned minutes of signed sessions that were excused by word alone, whether the programme pays for them or not.</summary>
    public int ExcusedByWordMinutes => Excused(ExcuseProof.Word);

    public int ExcusedByCertificateMinutes => Excused(ExcuseProof.Certificate);

    private int Excused(ExcuseProof by) => Sessions.Where(session => session.SignedAt is not null && session.Excuse == by).Sum(session => session.PlannedMinutes);

    public Earned Earned => new(Sessions.Count, Unsigned, SessionsHeld, SessionsAttended, HeldMinutes, AttendedMinutes);

    public bool IsPaidInFull(int fromPercent) => Earned.IsPaidInFull(fromPercent);

    public long DueCents(long amountCents, int fullPaymentFromPercent) => Earned.DueCents(amountCents, fullPaymentFromPercent);
}
