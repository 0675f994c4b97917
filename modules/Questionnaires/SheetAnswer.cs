namespace Courses.Questionnaires;

/// <summary>One answer. Of several that are ticked each is a row.</summary>
internal sealed class SheetAnswer
{
    public required Guid Id { get; init; }

    public Guid SheetId { get; init; }

    public required string Question { get; init; }

    /// <summary>The option's code, the step of the scale or the number; null for a text.</summary>
    public required string? Choice { get; init; }

    public required string? Written { get; init; }
}
