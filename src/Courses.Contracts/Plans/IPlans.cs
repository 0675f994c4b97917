namespace Courses.Contracts.Plans;

/// <summary>Plans that were made with people, read for reports. Names and what was written are not among it.</summary>
public interface IPlans
{
    /// <summary>One row a plan, those that are closed too.</summary>
    IQueryable<PlanRow> Plans { get; }

    /// <summary>One row an aim of a plan; what was dropped is left out.</summary>
    IQueryable<PlanAimRow> Aims { get; }

    /// <summary>What the templates of today call kinds of aims in the reader's language.</summary>
    Task<IReadOnlyDictionary<string, string>> KindsInWords(CancellationToken cancel);

    /// <summary>One row a step of a plan; what was dropped is left out.</summary>
    IQueryable<PlanStepRow> Steps { get; }

    /// <summary>One row a review that was held.</summary>
    IQueryable<PlanReviewRow> Reviews { get; }

    /// <summary>One row a time that the person was asked whether somebody may have the plan. What they answered is the consent's to say.</summary>
    IQueryable<PlanHandoverRow> Handovers { get; }
}

/// <summary>A plan of a person.</summary>
public sealed record PlanRow
{
    public required Guid Id { get; init; }

    public required Guid ParticipantId { get; init; }

    /// <summary>The code of the template it was made from.</summary>
    public required string Template { get; init; }

    /// <summary>The programme that the template belongs to; null for none.</summary>
    public required string? ProgrammeCode { get; init; }

    /// <summary>The account of the coach who is responsible.</summary>
    public required Guid CoachId { get; init; }

    public required DateOnly MadeOn { get; init; }

    /// <summary>Days from the arrival, or where that is not known from the registration, until the plan was made.</summary>
    public required int DaysAfterArrival { get; init; }

    /// <summary>When both sides had agreed to the plan as it is; null while one of them has not.</summary>
    public required DateTimeOffset? AgreedAt { get; init; }

    /// <summary>The city has agreed to the plan as it is, and the person has not said anything yet.</summary>
    public required bool WaitsForPerson { get; init; }

    public required DateOnly? NextReviewOn { get; init; }

    public required DateOnly? ClosedOn { get; init; }
}

/// <summary>An aim of a plan.</summary>
public sealed record PlanAimRow
{
    public required Guid Id { get; init; }

    public required Guid PlanId { get; init; }

    public required Guid ParticipantId { get; init; }

    /// <summary>The kind as the template calls it, e.g. <c>language</c>, <c>exam</c>, <c>work</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>What is aimed at where that is a code: a level, a topic, a number of hours.</summary>
    public required string? Target { get; init; }

    public required DateOnly? DueOn { get; init; }

    /// <summary>The day on which it was reached; null while it is not.</summary>
    public required DateOnly? ReachedOn { get; init; }
}

/// <summary>A step of a plan.</summary>
public sealed record PlanStepRow
{
    public required Guid Id { get; init; }

    public required Guid PlanId { get; init; }

    public required Guid ParticipantId { get; init; }

    /// <summary>The template's code; null for a step that was written for this person alone.</summary>
    public required string? Code { get; init; }

    /// <summary>Whose step it is: <c>Person</c>, <c>Coach</c>, <c>Mentor</c> or <c>Provider</c>.</summary>
    public required string Who { get; init; }

    public required DateOnly? DueOn { get; init; }

    /// <summary>Null while it is open.</summary>
    public required DateOnly? DoneOn { get; init; }
}

/// <summary>A review of a plan.</summary>
public sealed record PlanReviewRow
{
    public required Guid Id { get; init; }

    public required Guid PlanId { get; init; }

    public required Guid ParticipantId { get; init; }

    /// <summary><c>Review</c>, or <c>Transition</c> for the meeting with whoever comes next.</summary>
    public required string Kind { get; init; }

    /// <summary>The day of the talk.</summary>
    public required DateOnly On { get; init; }
}

/// <summary>Somebody is to have a plan.</summary>
public sealed record PlanHandoverRow
{
    public required Guid Id { get; init; }

    public required Guid PlanId { get; init; }

    public required Guid ParticipantId { get; init; }

    /// <summary>The question to the person.</summary>
    public required Guid ConsentId { get; init; }

    /// <summary>The provider that is to read it; null where another coach is to have it.</summary>
    public required Guid? ProviderId { get; init; }

    /// <summary>The last day on which it may be read; null for until the person takes their yes back.</summary>
    public required DateOnly? Until { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>When it became the other coach's.</summary>
    public required DateTimeOffset? TookOverAt { get; init; }
}
