namespace Courses.Questionnaires;

/// <summary>Answers that belong to a person: a needs assessment, a talk at the beginning.</summary>
internal sealed class PersonSheet
{
    public Guid Id { get; init; }

    public required Guid ParticipantId { get; init; }

    public required Guid EditionId { get; init; }

    public required Guid? InvitationId { get; init; }

    public required DateOnly AnsweredOn { get; init; }

    /// <summary>Who wrote it down at the desk; null for the person.</summary>
    public required Guid? TypedBy { get; init; }

    public required string TypedByName { get; init; }

    public List<PersonAnswer> Answers { get; init; } = [];
}
