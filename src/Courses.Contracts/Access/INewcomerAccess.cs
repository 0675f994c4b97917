namespace Courses.Contracts.Access;

/// <summary>How newcomers open their pass, and what a coach does when they cannot.</summary>
public interface INewcomerAccess
{
    /// <summary>Passes that are locked at the moment, after five wrong answers.</summary>
    IQueryable<PassLockRow> Locks { get; }

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
