namespace Courses.Contracts.Participants;

/// <summary>The levels of the Common European Framework of Reference in their order. Source: Council of Europe, CEFR (2001); literacy is ours.</summary>
public static class CefrLevels
{
    /// <summary>A1 to C2: what exams and certificates are about.</summary>
    public static IReadOnlyList<string> Whole { get; } = ["A1", "A2", "B1", "B2", "C1", "C2"];

    /// <summary>With 'Alpha', which is literacy, below them.</summary>
    public static IReadOnlyList<string> WithLiteracy { get; } = ["Alpha", .. Whole];

    /// <summary>Whoever has the one has the other, too. A part of a level, such as A1.2, is less than the level.</summary>
    public static bool Reaches(string held, string wanted) => Rank(held) >= Rank(wanted);

    private static int Rank(string level)
    {
        var parts = level.Split('.');
        for (var number = 0; number < WithLiteracy.Count; number++)
        {
            if (WithLiteracy[number] == parts[0])
            {
                return (10 * number) + (parts is [_, [var part]] && char.IsAsciiDigit(part) ? part - '0' : 9);
            }
        }

        return -1;
    }
}
