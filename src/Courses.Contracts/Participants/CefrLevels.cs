namespace Courses.Contracts.Participants;

/// <summary>The levels of the Common European Framework of Reference in their order. Source: Council of Europe, CEFR (2001); literacy is ours.</summary>
public static class CefrLevels
{
    /// <summary>A1 to C2: what exams and certificates are about.</summary>
    public static IReadOnlyList<string> Whole { get; } = ["A1", "A2", "B1", "B2", "C1", "C2"];

    /// <summary>With 'Alpha', which is literacy, below them.</summary>
    public static IReadOnlyList<string> WithLiteracy { get; } = ["Alpha", .. Whole];
}
