namespace Courses.Activities;

/// <summary>The name of a kind in a language that newcomers read.</summary>
internal sealed class ActivityKindName
{
    public string KindCode { get; private set; } = "";

    public required string Language { get; init; }

    public required string Name { get; set; }
}
