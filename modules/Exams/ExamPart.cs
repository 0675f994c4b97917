using Courses.Contracts.Participants;

namespace Courses.Exams;

/// <summary>
/// Something that an exam can examine: reading, or what one should know of society. Data: the city adds its own. Its names are said under <c>exam.part.{Code}</c>.
/// </summary>
internal sealed class ExamPart
{
    public required string Code { get; init; }

    /// <summary>Order in lists.</summary>
    public required int Number { get; set; }

    /// <summary>Names of <see cref="Skill"/> with commas between them: which levels of a person it tells of; empty for none.</summary>
    public required string Skills { get; set; }

    public List<ExamPartName> Names { get; } = [];

    public IEnumerable<Skill> SkillsRaised => Skills.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(name => Enum.TryParse<Skill>(name, out var skill) ? skill : (Skill?)null).OfType<Skill>();
}

internal sealed class ExamPartName
{
    public string PartCode { get; init; } = "";

    /// <summary>ISO 639-1.</summary>
    public required string Language { get; init; }

    public required string Name { get; set; }
}
