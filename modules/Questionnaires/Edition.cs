using Courses.Platform.Database;

namespace Courses.Questionnaires;

/// <summary>The questions as they were at one time. Once somebody is asked with it it is never changed: a change is another edition, and who was asked with an earlier one answers that.</summary>
internal sealed class Edition : IVersioned
{
    public const int LongestJson = 200_000;

    public Guid Id { get; init; }

    public required Guid QuestionnaireId { get; init; }

    public required int Number { get; init; }

    public required string Json { get; set; }

    public required DateTimeOffset MadeAt { get; set; }

    public required Guid MadeBy { get; set; }

    public required string MadeByName { get; set; }

    public int Version { get; set; }

    public QuestionnaireTerms Terms => QuestionnaireTerms.Read(Json).Terms ?? throw new InvalidOperationException($"Edition {Id} cannot be read.");
}
