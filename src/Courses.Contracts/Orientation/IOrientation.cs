namespace Courses.Contracts.Orientation;

/// <summary>Civic orientation: topics, their runs, and who has finished which.</summary>
public interface IOrientation
{
    IQueryable<TopicRow> Topics { get; }

    /// <summary>One row a run; <c>Id</c> is the group of the timetable.</summary>
    IQueryable<ModuleRunRow> Runs { get; }

    /// <summary>Modules that people have finished, by attendance or as recorded by a coach; the start coaching is one (<c>start-coaching</c>).</summary>
    IQueryable<CompletionRow> Completions { get; }

    /// <summary>Records that a person finished a module, once; a second call changes nothing. Marks the person's eligibility as stale and unlocks vouchers.</summary>
    Task Complete(Guid participantId, string topicCode, DateOnly on, CancellationToken cancel);
}

/// <summary>One topic of civic orientation.</summary>
public sealed record TopicRow
{
    public required string Code { get; init; }

    public required string ProgrammeCode { get; init; }

    public required string Name { get; init; }

    public required int PlannedMinutes { get; init; }
}

/// <summary>One run of a topic in a language.</summary>
public sealed record ModuleRunRow
{
    public required Guid Id { get; init; }

    public required string TopicCode { get; init; }

    public required string Language { get; init; }
}

/// <summary>A finished module.</summary>
public sealed record CompletionRow
{
    public required Guid ParticipantId { get; init; }

    public required string TopicCode { get; init; }

    public required DateOnly CompletedOn { get; init; }
}
