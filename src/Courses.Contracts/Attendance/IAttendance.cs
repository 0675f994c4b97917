namespace Courses.Contracts.Attendance;

/// <summary>Registers and what they say of each person.</summary>
public interface IAttendance
{
    /// <summary>The assessed mark of one person at one session, derived from the facts. No row means unknown.</summary>
    IQueryable<MarkRow> Marks { get; }

    /// <summary>Registers that were signed off. No row means the register has not been signed.</summary>
    IQueryable<RegisterRow> Registers { get; }
}

public enum MarkState
{
    Present,
    Late,
    LeftEarly,
    Excused,
    Absent,
}

/// <summary>A mark. Present minutes never exceed the session's planned minutes.</summary>
public sealed record MarkRow
{
    public required Guid SessionId { get; init; }

    public required Guid GroupId { get; init; }

    public required Guid ParticipantId { get; init; }

    public required MarkState State { get; init; }

    public required int PresentMinutes { get; init; }

    /// <summary>Was it a scan or check-in (true), or set by hand (false)?</summary>
    public required bool Scanned { get; init; }

    public required DateTimeOffset AssessedAt { get; init; }
}

/// <summary>A register signed off by its teacher.</summary>
public sealed record RegisterRow
{
    public required Guid SessionId { get; init; }

    public required DateTimeOffset SignedOffAt { get; init; }

    public required string SignedOffBy { get; init; }
}
