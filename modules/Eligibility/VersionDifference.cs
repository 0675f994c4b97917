using System.Globalization;

namespace Courses.Eligibility;

/// <summary>What one part of a version says that another does not, in words.</summary>
internal sealed record VersionDifference(string Part, IReadOnlyList<string> NoLonger, IReadOnlyList<string> New)
{
    /// <summary>The parts in which two versions differ; everything is new where there was none before.</summary>
    public static IReadOnlyList<VersionDifference> Between(Terms? before, Terms after, Sentences sentences, CultureInfo culture)
    {
        var (then, now) = (before is null ? [] : sentences.AllOf(before, culture), sentences.AllOf(after, culture));
        return
        [
            .. now.Concat(then).Select(line => line.Part).Distinct()
                .Select(part => new VersionDifference(part, Only(part, then, now), Only(part, now, then)))
                .Where(difference => difference.NoLonger.Count + difference.New.Count > 0),
        ];
    }

    private static IReadOnlyList<string> Only(string part, IReadOnlyList<(string Part, string Sentence)> here, IReadOnlyList<(string Part, string Sentence)> notThere) =>
        [.. here.Where(line => line.Part == part && !notThere.Contains(line)).Select(line => line.Sentence)];
}
