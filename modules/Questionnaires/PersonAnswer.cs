namespace Courses.Questionnaires;

/// <summary>One answer of a person.</summary>
internal sealed class PersonAnswer
{
    public Guid Id { get; init; }

    public Guid PersonSheetId { get; init; }

    public required string Question { get; init; }

    public required string? Choice { get; init; }

    public required string? Written { get; init; }
}
