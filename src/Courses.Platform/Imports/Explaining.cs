using System.Globalization;
using System.Text.Json;
using Courses.Platform.Languages;
using Courses.Platform.Reading;

namespace Courses.Platform.Imports;

/// <summary>Problems as sentences: what is wrong, and what to do.</summary>
public static class Explaining
{
    public static string Explain(this Words words, Problem problem) => $"{words.Say(problem.Code, Spoken(problem))} {words.Advice(problem)}".TrimEnd();

    /// <summary>What was written stays as it was written; days that the product speaks of are said in the reader's language. What to write instead is shown as it is to be written.</summary>
    private static object[] Spoken(Problem problem) =>
        [.. problem.Details.Select((detail, index) => index > 0 && detail is string text && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? Shown.Date(day) : detail)];

    public static string Advice(this Words words, Problem problem) => words.Knows(problem.Code + ".do") ? words.Say(problem.Code + ".do", problem.Details) : "";

    public static Problem ProblemOf(this ImportFinding finding) => new(finding.Code, [.. JsonSerializer.Deserialize<string[]>(finding.Details) ?? []]);
}
