namespace Courses.Contracts.Orientation;

/// <summary>Civic orientation: topics, their runs, and who has finished which.</summary>
public interface IOrientation
{
    IQueryable<TopicRow> Topics { get; }

    /// <summary>The topics' names in newcomers' languages; a language that is missing reads <see cref="TopicRow.Name"/>.</summary>
    IQueryable<TopicNameRow> TopicNames { get; }

    /// <summary>What every topic is called in the reader's language, by its code.</summary>
    Task<IReadOnlyDictionary<string, string>> TopicsInWords(CancellationToken cancel);

    /// <summary>One row a run; <c>Id</c> is the group of the timetable.</summary>
    IQueryable<ModuleRunRow> Runs { get; }

    /// <summary>What the runs among these groups are called in the reader's language; groups that are no runs are left out.</summary>
    Task<IReadOnlyDictionary<Guid, string>> NamesOf(IReadOnlyCollection<Guid> groupIds, CancellationToken cancel);

    /// <summary>Modules that people have finished, by attendance or as recorded by a coach; the start coaching is one (<c>start-coaching</c>).</summary>
    IQueryable<CompletionRow> Completions { get; }

    /// <summary>Records that a person finished a module, once; a second call changes nothing. Marks the person's eligibility as stale and unlocks vouchers.</summary>
    Task Complete(Guid participantId, string topicCode, DateOnly on, CancellationToken cancel);

    /// <summary>Adds the topics that the seven programmes ship with and that are not there yet; answers how many.</summary>
    Task<int> LoadStandardTopics(CancellationToken cancel);

    /// <summary>What people said of the runs they attended.</summary>
    IQueryable<RatingRow> Ratings { get; }

    /// <summary>Makes a run of a topic and a group that was created in the same unit of work.</summary>
    Task AddRun(Guid groupId, string topicCode, string language, CancellationToken cancel);

    /// <summary>
    /// Completes the topic of a run, or of a meeting that is a module, too (<see cref="Eligibility.FirstStep.ActivityKind"/>), for everybody who attended enough of it by its signed registers; nothing while one is
    /// missing. May run twice without harm; answers how many people finished now.
    /// </summary>
    Task<int> CompleteFromRegisters(Guid groupId, CancellationToken cancel);

    /// <summary>The same for every run and meeting that has ended and whose registers are complete.</summary>
    Task<int> CompleteFromRegisters(CancellationToken cancel);
}

/// <summary>One topic of civic orientation.</summary>
public sealed record TopicRow
{
    public required string Code { get; init; }

    public required string ProgrammeCode { get; init; }

    public required string Name { get; init; }

    public required int PlannedMinutes { get; init; }
}

/// <summary>The name of a topic in one language.</summary>
public sealed record TopicNameRow
{
    public required string TopicCode { get; init; }

    public required string Language { get; init; }

    public required string Name { get; init; }
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

/// <summary>One answer after a run; it does not say whose.</summary>
public sealed record RatingRow
{
    public required Guid Id { get; init; }

    public required Guid GroupId { get; init; }

    public required Usefulness Useful { get; init; }

    public required DateTimeOffset RatedAt { get; init; }
}

public enum Usefulness
{
    Very,
    Partly,
    Not,
}
