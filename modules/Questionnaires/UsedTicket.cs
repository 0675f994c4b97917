namespace Courses.Questionnaires;

/// <summary>That an invitation to something anonymous was used up. Which one it was is known to nobody who has only the database.</summary>
internal sealed class UsedTicket
{
    /// <summary>Of what only this server can work out from the invitation.</summary>
    public required string Hash { get; init; }

    public required Guid QuestionnaireId { get; init; }

    public required bool IsMixed { get; init; }
}
