using Courses.Platform.Web;

namespace Courses.Access.Looks;

/// <summary>Somebody of the staff was shown a page with people's names.</summary>
internal sealed class Look
{
    /// <summary>People read who looked in the last year; a month later it is deleted, with what was typed.</summary>
    public const int MonthsShown = 12;
    public const int MonthsKept = MonthsShown + 1;

    public const int LongestPage = 120;
    public const int LongestTyped = 200;

    public required Guid Id { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The city's day.</summary>
    public required DateOnly On { get; init; }

    public required Guid AccountId { get; init; }

    public required string Role { get; init; }

    /// <summary>Null for the city's own people.</summary>
    public required Guid? OrganisationId { get; init; }

    /// <summary>The route as we wrote it: which class or whose page it was, <see cref="People"/> say.</summary>
    public required string Page { get; init; }

    public required LookKind Kind { get; init; }

    public required string Typed { get; init; }

    public List<LookedAt> People { get; } = [];
}

/// <summary>One of those whom the page showed; as the record was then: whoever was merged since reads both.</summary>
internal sealed class LookedAt
{
    public required Guid LookId { get; init; }

    public required Guid ParticipantId { get; init; }
}
