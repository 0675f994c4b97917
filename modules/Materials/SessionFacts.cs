namespace Courses.Materials;

/// <summary>What of a session says which materials fit it.</summary>
internal sealed record SessionFacts
{
    public required Guid Id { get; init; }

    public required Guid GroupId { get; init; }

    public required string GroupName { get; init; }

    public required Guid ProviderId { get; init; }

    public required Guid? TeacherId { get; init; }

    public required DateOnly LocalDate { get; init; }

    public required TimeOnly LocalFrom { get; init; }

    public required TimeOnly LocalUntil { get; init; }

    public required string? HelpLanguage { get; init; }

    /// <summary>Of the module whose run it is.</summary>
    public string? TopicCode { get; init; }

    /// <summary>The whole level of the class; null for a module or a meeting.</summary>
    public string? Level { get; init; }

    /// <summary>The language of the course or of the run.</summary>
    public string? Language { get; init; }
}
