namespace Courses.Contracts.Participants;

/// <summary>The levels of the Common European Framework of Reference in their order. Source: Council of Europe, CEFR (2001); literacy and parts of levels are ours.</summary>
public static class CefrLevels
{
    /// <summary>A1 to C2: what exams and certificates are about.</summary>
    public static IReadOnlyList<string> Whole { get; } = ["A1", "A2", "B1", "B2", "C1", "C2"];

    /// <summary>With 'Alpha', which is literacy, below them: what a coach chooses from.</summary>
    public static IReadOnlyList<string> WithLiteracy { get; } = ["Alpha", .. Whole];

    /// <summary>With the parts that courses use, too.</summary>
    public static IReadOnlyList<string> All { get; } = ["Alpha", "A1", "A1.1", "A1.2", "A2", "A2.1", "A2.2", "B1", "B1.1", "B1.2", "B2", "B2.1", "B2.2", "C1", "C2"];

    /// <summary>A level and a whole one that it does not reach, together: for questions that an engine answers.</summary>
    public static IReadOnlyList<string> Below { get; } = [.. All.SelectMany(held => Whole.Where(wanted => !Reaches(held, wanted)).Select(wanted => held + wanted))];

    /// <summary>Whoever has the one has the other, too. A part of a level, such as A1.2, is less than the level.</summary>
    public static bool Reaches(string held, string wanted) => Rank(held) >= Rank(wanted);

    public static string? Lowest(IEnumerable<string> levels) => levels.MinBy(Rank);

    /// <summary>More for more; -1 for what is no level.</summary>
    public static int Rank(string level)
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
