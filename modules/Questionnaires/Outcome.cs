namespace Courses.Questionnaires;

/// <summary>What came of the answers, as newcomers read it in one language.</summary>
internal sealed class Outcome
{
    public const int Longest = 4000;

    public required Guid QuestionnaireId { get; init; }

    public required string Language { get; init; }

    public required string Content { get; set; }

    public required DateOnly PublishedOn { get; set; }

    public required Guid PublishedBy { get; set; }

    public required string PublishedByName { get; set; }
}
