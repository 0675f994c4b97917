using Microsoft.Extensions.DependencyInjection;

namespace Courses.Platform.Chain;

/// <summary>
/// A table whose rows are chained: what of a row is bound for good. Names and free text of people stay out, so that they can be erased; so does what is lawfully changed later. A column is written down
/// only where it holds something: one that is added to the table later, and to the end of the list, changes nothing for the rows of before, as long as it is null there.
/// </summary>
/// <param name="Stream">Stable name of the stream; it stands in every hash.</param>
/// <param name="Entity">The row.</param>
/// <param name="Columns">Properties that are bound, the key first. Their order stands in every hash.</param>
public sealed record ChainedTable(string Stream, Type Entity, IReadOnlyList<string> Columns)
{
    /// <summary>The property that says when the row was written, where one does: a row that says it is older than the last look is told.</summary>
    public string? At { get; init; }

    /// <summary>A property that is set once: rows belong to the stream from then on.</summary>
    public string? Once { get; init; }

    /// <summary>Few rows, whose keys do not say when they came: all of them are looked at each time.</summary>
    public bool Whole { get; init; }

    /// <summary>Properties that are not bound, on purpose. A test asks for each column.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];
}

public static class ChainRegistration
{
    /// <summary>Chains the rows of a table: docs/decisions/0028.</summary>
    public static IServiceCollection AddChained<T>(
        this IServiceCollection services, string stream, IReadOnlyList<string> columns, string? at = null, string? once = null, bool whole = false, IReadOnlyList<string>? leftOut = null)
        where T : class =>
        services.AddSingleton(new ChainedTable(stream, typeof(T), columns) { At = at, Once = once, Whole = whole, LeftOut = leftOut ?? [] });
}
