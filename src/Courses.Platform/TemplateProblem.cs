namespace Courses.Platform;

/// <summary>What is wrong with a template that an administrator loads.</summary>
/// <param name="Path">At which place of the JSON.</param>
/// <param name="Code">The sentence, by its key.</param>
/// <param name="Details">What stands in the sentence.</param>
public sealed record TemplateProblem(string Path, string Code, params IReadOnlyList<object> Details);
