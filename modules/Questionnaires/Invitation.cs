namespace Courses.Questionnaires;

/// <summary>Somebody is asked. Whether they answered an anonymous one stands nowhere in the database.</summary>
internal sealed class Invitation
{
    public Guid Id { get; init; }

    public required Guid ParticipantId { get; init; }

    public required Guid QuestionnaireId { get; init; }

    public required Guid EditionId { get; init; }

    /// <summary>The class, run or pair it is about; empty for none.</summary>
    public required Guid SubjectId { get; init; }

    /// <summary>Whose class or run that is.</summary>
    public required Guid? ProviderId { get; init; }

    /// <summary>Of what comes back: the month in which people are asked, e.g. 2026-10. Empty for what is asked once.</summary>
    public required string Round { get; init; }

    public required DateOnly MadeOn { get; init; }

    public required DateOnly AnswerUntil { get; init; }

    /// <summary>Of those that are not anonymous; null for all others, always.</summary>
    public DateOnly? AnsweredOn { get; set; }
}
