using Courses.Platform.Reading;

namespace Courses.Participants;

/// <summary>Names as they are compared, stored beside every person: what is typed at the desk finds what stands on the permit. <see cref="Folding"/> says how.</summary>
internal static class SearchName
{
    private const double Alike = 0.75;

    public static string Of(params ReadOnlySpan<string?> names) => Folding.Words(names);

    /// <summary>
    /// Could these be one person's name, written by two offices? Each word of the one with fewer sounds like a word of the other: scripts, spellings, the order of the names
    /// and where a name is cut in two are what offices disagree on.
    /// </summary>
    public static bool AreAlike(string one, string other)
    {
        var (few, many) = (Parts(one), Parts(other));
        if (few.Length > many.Length)
        {
            (few, other) = (many, one);
        }

        var words = SearchKeys.WordsOf(other);
        return few.Length > 0 && few.All(word => words.Any(against => Sounds.Likeness(word, against) >= Alike));
    }

    private static string[] Parts(string name) => name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
