namespace Courses.Contracts.Mentoring;

/// <summary>People who accompany newcomers, read for reports. Names are not among it.</summary>
public interface IMentoring
{
    /// <summary>One row for each helper and newcomer who were brought together, in whatever state.</summary>
    IQueryable<PairRow> Pairs { get; }

    /// <summary>One row for each meeting as it was entered last; what was corrected or taken back is left out.</summary>
    IQueryable<MeetingRow> Meetings { get; }

    /// <summary>One row a helper, those who left too.</summary>
    IQueryable<HelperRow> Helpers { get; }

    /// <summary>Lessons of groups that helpers taught: of registers that are signed, by the teacher who signed, or of the group where none did.</summary>
    IQueryable<HelperLessonRow> Lessons { get; }
}

/// <summary>Somebody who helps, without a name.</summary>
public sealed record HelperRow
{
    public required Guid Id { get; init; }

    /// <summary><c>Volunteer</c>, <c>Mentor</c> or <c>Student</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The day of the training, as it was recorded last.</summary>
    public required DateOnly? TrainedOn { get; init; }

    /// <summary>The day on which the last promise began; null for none.</summary>
    public required DateOnly? PromisedFrom { get; init; }

    /// <summary>The day until which the last promise binds.</summary>
    public required DateOnly? BoundUntil { get; init; }

    /// <summary>Gets no new people from this day on.</summary>
    public required DateOnly? LeftOn { get; init; }
}

/// <summary>A lesson that a helper taught.</summary>
public sealed record HelperLessonRow
{
    public required Guid SessionId { get; init; }

    public required Guid HelperId { get; init; }

    public required Guid GroupId { get; init; }

    public required Guid ProviderId { get; init; }

    /// <summary>The day in the venue's time zone.</summary>
    public required DateOnly On { get; init; }

    /// <summary>As planned, without the breaks.</summary>
    public required int Minutes { get; init; }
}

/// <summary>A helper and a newcomer.</summary>
public sealed record PairRow
{
    public required Guid Id { get; init; }

    public required Guid HelperId { get; init; }

    public required Guid ParticipantId { get; init; }

    /// <summary>The code of the template under which they meet.</summary>
    public required string Template { get; init; }

    /// <summary>The programme that the template belongs to; null for none.</summary>
    public required string? ProgrammeCode { get; init; }

    public required PairState State { get; init; }

    public required DateTimeOffset ProposedAt { get; init; }

    /// <summary>The day on which the second of the two said yes.</summary>
    public required DateOnly? StartedOn { get; init; }

    public required DateOnly? EndedOn { get; init; }

    public required EndReason? EndReason { get; init; }
}

/// <summary>A meeting of a pair. Its time counts only in <see cref="MeetingState.Confirmed"/>.</summary>
public sealed record MeetingRow
{
    public required Guid Id { get; init; }

    public required Guid PairId { get; init; }

    public required Guid HelperId { get; init; }

    public required Guid ParticipantId { get; init; }

    public required string? ProgrammeCode { get; init; }

    /// <summary>The day in the city.</summary>
    public required DateOnly On { get; init; }

    /// <summary>Minutes on the clock.</summary>
    public required int Minutes { get; init; }

    public required Support Support { get; init; }

    public required Difficulty Difficulty { get; init; }

    public required MeetingState State { get; init; }

    /// <summary>When one of the two said something of it last; null where nobody has since it was entered.</summary>
    public required DateTimeOffset? SaidAt { get; init; }
}

public enum PairState
{
    /// <summary>One of the two, or both, have not answered.</summary>
    Proposed,

    /// <summary>Both said yes.</summary>
    Active,

    /// <summary>One of them said no.</summary>
    Declined,
    Ended,
}

public enum EndReason
{
    /// <summary>What was agreed is done.</summary>
    Finished,
    Moved,
    NoTime,

    /// <summary>They did not get on.</summary>
    NoMatch,

    /// <summary>The newcomer asked for another contact person.</summary>
    OtherWished,
    Other,
}

public enum MeetingState
{
    /// <summary>The helper says so; the newcomer has not answered.</summary>
    Entered,
    Confirmed,

    /// <summary>The newcomer says that it was not so.</summary>
    NotSo,

    /// <summary>Another row stands in its place.</summary>
    Corrected,
    TakenBack,
}

/// <summary>With what the helper helped.</summary>
public enum Support
{
    Language,
    Office,
    Work,
    Housing,
    Health,
    School,
    Culture,
    Leisure,
    Other,
}

/// <summary>How hard it was, in the helper's judgement.</summary>
public enum Difficulty
{
    Low,
    Middle,
    High,
}
