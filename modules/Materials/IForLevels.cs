namespace Courses.Materials;

/// <summary>What is for some levels: by its own bounds, or where it has none by those of its strand.</summary>
internal interface IForLevels
{
    Guid? StrandId { get; }

    string? LevelFrom { get; }

    string? LevelUntil { get; }
}
