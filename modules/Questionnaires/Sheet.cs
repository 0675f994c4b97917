namespace Courses.Questionnaires;

/// <summary>Answers of somebody of whom nobody knows who it is. Nothing here leads to a person: docs/decisions/0048.</summary>
internal sealed class Sheet
{
    /// <summary>Random, and another one after each night until it is mixed: keys tell no order.</summary>
    public required Guid Id { get; init; }

    public required Guid EditionId { get; init; }

    /// <summary>What it is about, where at least five were asked about it.</summary>
    public required Guid? SubjectId { get; init; }

    public required Guid? ProviderId { get; init; }

    /// <summary>The first of a month; that in which it was mixed, once it was.</summary>
    public required DateOnly Month { get; init; }

    /// <summary>Written anew with at least four others; only then it counts and is shown.</summary>
    public required bool IsMixed { get; init; }

    /// <summary>
    /// Typed in from paper: whoever typed it knows it, so while it waits it is no company for those that came from phones. Mixed ones do not say it any more.
    /// </summary>
    public required bool IsTyped { get; init; }

    public List<SheetAnswer> Answers { get; init; } = [];
}
