namespace Courses.Mentoring;

/// <summary>A certificate of a helper's hours between two days: asked for by the helper or begun by the office, and written on the paper that it names. When the hours of these days change, another paper takes the place of that one.</summary>
internal sealed class HoursPaper
{
    public const int LongestYears = 5;

    public Guid Id { get; private set; }

    public required Guid HelperId { get; init; }

    public required DateOnly FirstDay { get; init; }

    public required DateOnly LastDay { get; init; }

    public required Guid AskedBy { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>The paper that was written last; null until the office writes one.</summary>
    public Guid? PaperId { get; set; }
}
