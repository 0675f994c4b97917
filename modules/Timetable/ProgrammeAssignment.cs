namespace Courses.Timetable;

/// <summary>Time in a class that belonged to no programme was given to one: which stays, by whom, when and why, and whether that was taken back.</summary>
internal sealed class ProgrammeAssignment
{
    public Guid Id { get; private set; }

    public required Guid GroupId { get; init; }

    public required string ProgrammeCode { get; init; }

    public required string Reason { get; init; }

    public required DateTimeOffset At { get; init; }

    public required Guid By { get; init; }

    public required string ByName { get; init; }

    public DateTimeOffset? UndoneAt { get; private set; }

    public Guid? UndoneBy { get; private set; }

    public string? UndoneByName { get; private set; }

    public List<AssignedStay> Stays { get; } = [];

    public void Undo(DateTimeOffset now, Guid by, string byName) => (UndoneAt, UndoneBy, UndoneByName) = (now, by, byName);
}

/// <summary>One stay that an assignment gave to its programme.</summary>
internal sealed class AssignedStay
{
    public Guid Id { get; private set; }

    public Guid AssignmentId { get; private set; }

    public required Guid StayId { get; init; }

    /// <summary>The seat came with it: it belonged to none, either.</summary>
    public required bool WithSeat { get; init; }
}
