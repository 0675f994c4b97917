namespace Courses.Attendance;

/// <summary>
/// What signed registers say of a person in one month, one class and one stay in it: as <see cref="Months"/> adds it up from the marks. Kept beside them, because a report over a city's quarter
/// would go through a million marks, and there is one of these for ten. A mark without a stay is of somebody whom the register did not expect.
/// </summary>
internal sealed record MonthInClass
{
    public Guid Id { get; init; }

    public required Guid ParticipantId { get; init; }

    public required Guid GroupId { get; init; }

    public required Guid ProviderId { get; init; }

    public required Guid? StayId { get; init; }

    /// <summary>The programme whose hours the stay is.</summary>
    public required string? ProgrammeCode { get; init; }

    /// <summary>See <see cref="Contracts.Attendance.MonthRow.NumberOf"/>.</summary>
    public required int Month { get; init; }

    public required int Lessons { get; init; }

    public required int Absent { get; init; }

    public required int Excused { get; init; }

    public required int InRoom { get; init; }

    public required int HeldMinutes { get; init; }

    public required int AttendedMinutes { get; init; }

    public required int ExcusedByWordMinutes { get; init; }

    public required int ExcusedByCertificateMinutes { get; init; }

    public required int WrittenMinutes { get; init; }

    public required int SaidMinutes { get; init; }

    public required int SeenMinutes { get; init; }
}
