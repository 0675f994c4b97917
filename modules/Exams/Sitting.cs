namespace Courses.Exams;

/// <summary>What of a level somebody still has to sit. Pure rules.</summary>
internal static class Sitting
{
    /// <summary>The parts of an exam that were passed at no time yet, in its order.</summary>
    public static IReadOnlyList<string> Open(IReadOnlyList<string> parts, IReadOnlyCollection<string> passed) => [.. parts.Where(part => !passed.Contains(part))];

    /// <summary>Every part was passed, in this exam or an earlier one.</summary>
    public static bool IsComplete(IReadOnlyList<string> parts, IReadOnlyCollection<string> passed) => parts.Count > 0 && Open(parts, passed) is [];

    /// <summary>The parts of the exam that somebody sits who asked for these, or for whatever is open; null when they asked for one that the exam does not have.</summary>
    public static IReadOnlyList<string>? Chosen(IReadOnlyList<string> parts, IReadOnlyCollection<string> passed, IReadOnlyCollection<string> asked)
    {
        if (asked.Any(part => !parts.Contains(part)))
        {
            return null;
        }

        var open = Open(parts, passed);
        return asked.Count == 0 ? open : [.. open.Where(asked.Contains)];
    }
}
