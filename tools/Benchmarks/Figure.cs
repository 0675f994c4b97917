using System.Globalization;

namespace Courses.Benchmarks;

/// <summary>Measured figures, one line each: <c>FIGURE name value unit limit value ratio r goal g ok|short</c>.</summary>
internal static class Figure
{
    public static bool AllMet { get; private set; } = true;

    /// <summary>More is better: the value must be at least <paramref name="goal"/> of the limit measured beside it.</summary>
    public static void AtLeast(string name, double value, string unit, double limit, double goal) => Write(name, value, unit, limit, goal, value / limit >= goal);

    /// <summary>Less is better: the value may be at most <paramref name="goal"/> of the limit.</summary>
    public static void AtMost(string name, double value, string unit, double limit, double goal = 1) => Write(name, value, unit, limit, goal, value / limit <= goal);

    private static void Write(string name, double value, string unit, double limit, double goal, bool met)
    {
        AllMet &= met;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"FIGURE {name} {value:0.###} {unit} limit {limit:0.###} ratio {value / limit:0.###} goal {goal:0.##} {(met ? "ok" : "short")}"));
    }
}
