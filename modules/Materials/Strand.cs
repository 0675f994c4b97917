using Courses.Platform.Database;

namespace Courses.Materials;

/// <summary>A city gives the same topics in strands, by what people understand: its name, from which level it is, and below which. Data of the city's own.</summary>
internal sealed class Strand : IVersioned
{
    public required Guid Id { get; init; }

    public required string Name { get; set; }

    /// <summary>The lowest whole level that is in it; null for from the beginning.</summary>
    public required string? LevelFrom { get; set; }

    /// <summary>The lowest whole level that is above it; null for up to the end.</summary>
    public required string? LevelBelow { get; set; }

    public int Version { get; set; }

    public bool Holds(string level) => Levels.Holds(LevelFrom, Levels.Below(LevelBelow), level);
}
