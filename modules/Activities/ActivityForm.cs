namespace Courses.Activities;

/// <summary>What somebody wants an activity to be.</summary>
internal sealed record ActivityForm
{
    public required string KindCode { get; init; }

    public required Guid VenueId { get; init; }

    public Guid? TeacherId { get; init; }

    public required string Title { get; init; }

    public string About { get; init; } = "";

    public IReadOnlyList<string> Languages { get; init; } = [];

    public IReadOnlyList<string> Interpreters { get; init; } = [];

    public int? AgeFrom { get; init; }

    public int? AgeUntil { get; init; }

    public int? Capacity { get; init; }

    public bool OpenToLocals { get; init; }

    public required Admission Admission { get; init; }

    /// <summary>Null: the days stay as they are.</summary>
    public required Recurrence? When { get; init; }

    public required TimeOnly From { get; init; }

    public required TimeOnly Until { get; init; }

    public int? SlotMinutes { get; init; }

    /// <summary>Seats by partner.</summary>
    public IReadOnlyDictionary<Guid, int> Invited { get; init; } = new Dictionary<Guid, int>();
}
