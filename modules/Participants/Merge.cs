namespace Courses.Participants;

/// <summary>Two records were found to be of one person: one goes on, the other is closed and leads to it. Who said so, when and why; and who took it back.</summary>
internal sealed class Merge
{
    public Guid Id { get; private set; }

    public required Guid KeptId { get; init; }

    public required Guid MergedId { get; init; }

    public required string Reason { get; init; }

    public required DateTimeOffset At { get; init; }

    public required Guid By { get; init; }

    public required string ByName { get; init; }

    public DateTimeOffset? UndoneAt { get; private set; }

    public Guid? UndoneBy { get; private set; }

    public string? UndoneByName { get; private set; }

    /// <summary>The rows of all modules that came over: exactly these go back.</summary>
    public List<MergedRow> Rows { get; } = [];

    public void Undo(DateTimeOffset now, Guid by, string byName) => (UndoneAt, UndoneBy, UndoneByName) = (now, by, byName);
}

/// <summary>One row that came over.</summary>
internal sealed class MergedRow
{
    public Guid Id { get; private set; }

    public Guid MergeId { get; private set; }

    public required string Table { get; init; }

    public required Guid Row { get; init; }
}
