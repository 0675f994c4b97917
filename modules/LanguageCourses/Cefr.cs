using Courses.Contracts.Participants;

namespace Courses.LanguageCourses;

/// <summary>The levels of the Common European Framework of Reference, with the sub-levels that catalogues use and literacy below them.</summary>
internal static class Cefr
{
    public static readonly IReadOnlyList<string> Levels = CefrLevels.WithLiteracy;

    /// <summary>For the catalogue: each level and its two halves.</summary>
    public static readonly IReadOnlyList<string> All = ["Alpha", .. CefrLevels.Whole.SelectMany(level => new[] { level, level + ".1", level + ".2" })];

    /// <summary>The level as it is stored, or null when it is none: databases differ in whether case counts.</summary>
    public static string? Normal(string? level) => All.FirstOrDefault(known => string.Equals(known, level?.Trim(), StringComparison.OrdinalIgnoreCase));

    public static string Main(string level) => level.Split('.')[0];

    public static int Rank(string? level) => level is null ? -1 : Levels.ToList().IndexOf(Main(level));
}
