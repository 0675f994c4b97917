using Courses.Contracts.Participants;

namespace Courses.Materials;

/// <summary>The whole levels, with literacy below them, in their order: a part of a level is taught with what is for the whole.</summary>
internal static class Levels
{
    public static IReadOnlyList<string> All => CefrLevels.WithLiteracy;

    /// <summary>The whole level that this one is or is a part of; null for none that is known.</summary>
    public static string? WholeOf(string? level) => level?.Split('.')[0] is { } whole && All.Contains(whole) ? whole : null;

    public static string? Below(string? level) => level is not null && RankOf(level) is > 0 and var rank ? All[rank - 1] : null;

    /// <summary>Null on either side is no bound.</summary>
    public static bool AreInOrder(string? from, string? until) => from is null || until is null || RankOf(from) <= RankOf(until);

    public static bool Holds(string? from, string? until, string level) => (from is null || RankOf(from) <= RankOf(level)) && (until is null || RankOf(until) >= RankOf(level));

    /// <summary>The bounds from below that admit this level, for questions that an engine answers.</summary>
    public static string[] From(string level) => [.. All.Take(RankOf(level) + 1)];

    /// <summary>The bounds from above that admit it.</summary>
    public static string[] Until(string level) => [.. All.Skip(RankOf(level))];

    private static int RankOf(string level) => All.ToList().IndexOf(level);
}
