using Courses.Contracts.Vouchers;

namespace Courses.Contracts.Participants;

/// <summary>
/// What a module keeps of people. When two records turn out to be of one person, each module brings its rows over to the record that is kept, and gives exactly these back when it was a mistake. What is only ever added
/// stays as it was written: it is read by <see cref="IParticipants.Aliases"/>.
/// </summary>
public interface IFollowsPerson
{
    /// <summary>What somebody must settle first, and what they must know before; nothing where the module says nothing.</summary>
    /// <param name="merged">The record that is closed.</param>
    /// <param name="kept">The record that goes on.</param>
    /// <param name="cancel">Stops looking.</param>
    Task<IReadOnlyList<MergeQuestion>> Before(Guid merged, Guid kept, CancellationToken cancel) => Task.FromResult<IReadOnlyList<MergeQuestion>>([]);

    /// <summary>
    /// Brings the rows over in the running unit of work, and answers which. What the kept record has already (a seat in the same class, the same certificate) stays where it is.
    /// </summary>
    /// <param name="merged">The record that is closed.</param>
    /// <param name="kept">The record that goes on.</param>
    /// <param name="isLate">It was done before, and is done again for what was under way then: a choice that the person made since is left alone.</param>
    /// <param name="cancel">Stops bringing.</param>
    Task<IReadOnlyList<BroughtRow>> BringOver(Guid merged, Guid kept, bool isLate, CancellationToken cancel);

    /// <summary>Gives back, of these rows, those that are this module's and still the kept record's. In the running unit of work.</summary>
    Task TakeBack(IReadOnlyCollection<BroughtRow> rows, Guid merged, Guid kept, CancellationToken cancel);
}

/// <summary>Something to say before two records become one.</summary>
/// <param name="Said">The sentence.</param>
/// <param name="MustBeSettled">They cannot become one before; otherwise somebody says that they know.</param>
public sealed record MergeQuestion(Refusal Said, bool MustBeSettled);

/// <summary>A row that came over, by its table.</summary>
/// <param name="Table">As the database calls it, with its schema.</param>
/// <param name="Row">The row's id.</param>
public sealed record BroughtRow(string Table, Guid Row);

/// <summary>A record that was found to be of somebody else's record, and the one that is kept.</summary>
public sealed record AliasRow
{
    public required Guid MergedId { get; init; }

    public required Guid KeptId { get; init; }
}
