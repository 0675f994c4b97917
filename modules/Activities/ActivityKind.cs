namespace Courses.Activities;

/// <summary>A kind of activity: a workshop, an excursion, a consultation. The city's own, with the picture that stands for it on leaflets.</summary>
internal sealed class ActivityKind
{
    public required string Code { get; init; }

    /// <summary>The order in lists.</summary>
    public required int Number { get; set; }

    /// <summary>One of <see cref="Icons"/>.</summary>
    public required string Icon { get; set; }

    public List<ActivityKindName> Names { get; } = [];

    public static readonly IReadOnlyList<string> Icons = ["book", "flag", "map", "clock", "people", "help", "child", "building", "language", "wheelchair", "evening", "person"];
}
