namespace Courses.Materials;

/// <summary>What somebody says of a material.</summary>
internal sealed record MaterialForm
{
    public required string Title { get; init; }

    public string About { get; init; } = "";

    public required string Kind { get; init; }

    /// <summary>Codes of topics of orientation.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];

    public string Keywords { get; init; } = "";

    public Guid? StrandId { get; init; }

    public string? LevelFrom { get; init; }

    public string? LevelUntil { get; init; }

    public IReadOnlyList<string> Languages { get; init; } = [];

    public AgeGroup Ages { get; init; }

    public bool ForNewcomers { get; init; }
}
