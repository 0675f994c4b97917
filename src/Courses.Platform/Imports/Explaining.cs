using System.Text.Json;
using Courses.Platform.Languages;
using Courses.Platform.Imports.Files;
using Courses.Platform.Reading;

namespace Courses.Platform.Imports;

/// <summary>Problems as sentences: what is wrong, and what to do.</summary>
public static class Explaining
{
    public static string Explain(this Words words, Problem problem) => $"{words.Say(problem.Code, problem.Details)} {words.Advice(problem)}".TrimEnd();

    public static string Advice(this Words words, Problem problem) => words.Knows(problem.Code + ".do") ? words.Say(problem.Code + ".do", problem.Details) : "";

    public static Problem ProblemOf(this ImportFinding finding) => new(finding.Code, [.. JsonSerializer.Deserialize<string[]>(finding.Details) ?? []]);
}
