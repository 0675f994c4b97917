namespace Courses.Contracts.Access;

/// <summary>How newcomers open their pass, and what a coach does when they cannot.</summary>
public interface INewcomerAccess
{
    /// <summary>Passes that are locked at the moment, after five wrong answers.</summary>
    IQueryable<PassLockRow> Locks { get; }

    /// <summary>
    /// The person types at the desk what only they know, as when they open their pass: the PIN, or for a pass of an earlier version the year of birth. Tries are counted and lock the pass as they do there, so call it outside of a unit of work.
    /// Broken rules: <c>own-word.wrong</c>, <c>own-word.locked</c>, <c>own-word.no-pass</c>.
    /// </summary>
    Task Confirm(Guid participantId, string answer, CancellationToken cancel);

    /// <summary>Lets the person try again at once, and forgets the PIN they chose, which they are told: the one in the letter opens the pass again.</summary>
    Task Unlock(Guid participantId, CancellationToken cancel);
}

/// <summary>A pass that nobody can open until then.</summary>
public sealed record PassLockRow
{
    public required Guid ParticipantId { get; init; }

    public required DateTimeOffset Since { get; init; }

    public required DateTimeOffset Until { get; init; }
}
