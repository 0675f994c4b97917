using Microsoft.Extensions.DependencyInjection;

namespace Courses.Platform.Kept;

/// <summary>
/// What a module keeps about people. Every module with rows of people answers for its own: what the person reads about it, and the rows themselves.
/// A test asks who answers for each table in which a person stands.
/// </summary>
public interface IKeepsAboutPeople
{
    /// <summary>The kinds of records, as a person would tell them apart.</summary>
    IReadOnlyList<KeptKind> Kinds { get; }

    /// <summary>All rows of one person, a table at a time. A kind may have tables in several modules.</summary>
    /// <param name="records">The person's record, with those that were closed in favour of it.</param>
    IReadOnlyList<KeptRows> RowsOf(IReadOnlyList<Guid> records);

    /// <summary>What becomes of the same tables when the person is erased, in the order in which it is done. A test asks for each of them.</summary>
    /// <param name="records">As in <see cref="RowsOf"/>.</param>
    IReadOnlyList<ErasedRows> Erasing(IReadOnlyList<Guid> records);

    /// <summary>What must come to an end before the person can be erased.</summary>
    /// <param name="records">As in <see cref="RowsOf"/>.</param>
    /// <param name="cancel">Stops asking.</param>
    Task<IReadOnlyList<ErasureHold>> Holds(IReadOnlyList<Guid> records, CancellationToken cancel) => Task.FromResult<IReadOnlyList<ErasureHold>>([]);
}

/// <summary>By what right something is kept about a person; the sentences name the article.</summary>
public enum Ground
{
    /// <summary>The office needs it for what it is there for: GDPR 6(1)(e).</summary>
    Task,

    /// <summary>A law demands that it is kept: GDPR 6(1)(c).</summary>
    Duty,

    /// <summary>The person said so, and may take it back: GDPR 6(1)(a).</summary>
    Wish,

    /// <summary>It tells of health; the person gave it for that: GDPR 9(2)(a).</summary>
    Health,
}

/// <summary>
/// A kind of record. Its name stands in the newcomers' words under <c>kept.{Code}</c>, and what it is for under <c>kept.{Code}.why</c>.
/// </summary>
/// <param name="Code">Stable: it names the kind in the file that is handed over.</param>
/// <param name="Ground">By what right.</param>
/// <param name="SeenBy">The roles that see it, beside the person.</param>
public sealed record KeptKind(string Code, Ground Ground, params IReadOnlyList<string> SeenBy)
{
    /// <summary>Where the person sees it; null where no page shows it.</summary>
    public string? Page { get; init; }

    /// <summary>The code of the <see cref="RetentionRule"/> by which it goes; null for what is kept as long as the person's record is.</summary>
    public string? Rule { get; init; }
}

/// <summary>How long something is kept.</summary>
public sealed record KeptFor(int Days = 0, int Months = 0);

public static class KeptRegistration
{
    public static IServiceCollection AddKept<T>(this IServiceCollection services)
        where T : class, IKeepsAboutPeople => services.AddScoped<IKeepsAboutPeople, T>();
}
