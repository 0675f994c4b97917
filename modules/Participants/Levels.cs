using Courses.Contracts.Participants;

namespace Courses.Participants;

/// <summary>CEFR levels in their order, with the sub-levels that courses use. 'Alpha' is literacy, below A1.</summary>
internal static class Levels
{
    public static readonly IReadOnlyList<string> All =
        ["Alpha", "A1", "A1.1", "A1.2", "A2", "A2.1", "A2.2", "B1", "B1.1", "B1.2", "B2", "B2.1", "B2.2", "C1", "C2"];

    /// <summary>The levels that a coach chooses from.</summary>
    public static readonly IReadOnlyList<string> Main = CefrLevels.WithLiteracy;

    /// <summary>A sub-level lies between its level and the one below: A1.1 is less than A1.</summary>
    public static int Rank(string level) => level switch
    {
        "Alpha" => 0,
        [var letter, var number] => 10 * (2 * (letter - 'A') + number - '0'),
        [var letter, var number, '.', var part] => 10 * (2 * (letter - 'A') + number - '0') - 10 + Math.Min(9, 3 * (part - '0')),
        _ => int.MaxValue,
    };

    public static string? Lowest(IEnumerable<string> levels) => levels.MinBy(Rank);
}
