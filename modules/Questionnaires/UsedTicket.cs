namespace Courses.Questionnaires;

/// <summary>That an invitation to something anonymous was used up, or a form at the desk sent. Which one it was is known to nobody who has only the database.</summary>
internal sealed class UsedTicket
{
    /// <summary>What only this server can work out from the invitation or the form's number: HMAC-SHA-256 in hex.</summary>
    public required string Hash { get; init; }

    public required Guid QuestionnaireId { get; init; }

    public required bool IsMixed { get; init; }
}
