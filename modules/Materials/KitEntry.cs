namespace Courses.Materials;

/// <summary>A material's place in a kit.</summary>
internal sealed class KitEntry
{
    public required Guid KitId { get; init; }

    public required Guid MaterialId { get; init; }

    public required int Position { get; set; }
}
