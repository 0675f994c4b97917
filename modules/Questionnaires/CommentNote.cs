namespace Courses.Questionnaires;

/// <summary>That somebody read a comment, and what the city says to it.</summary>
internal sealed class CommentNote
{
    public const int LongestReply = 1000;

    /// <summary>The answer that is the comment.</summary>
    public required Guid AnswerId { get; init; }

    /// <summary>It follows from the answer, and stands here so that a phone reads the replies without a way over all sheets.</summary>
    public required Guid QuestionnaireId { get; init; }

    /// <summary>Empty where it was only read. It is shown to newcomers.</summary>
    public required string Reply { get; set; }

    /// <summary>The comment is shown with the reply.</summary>
    public required bool ShowsComment { get; set; }

    public required DateTimeOffset At { get; set; }

    public required Guid DoneBy { get; set; }

    public required string DoneByName { get; set; }
}
