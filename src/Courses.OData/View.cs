using System.Linq.Expressions;
using Microsoft.AspNetCore.Http;

namespace Courses.OData;

/// <summary>The service as this caller sees it while one request is answered: which sets there are, and which rows of them.</summary>
internal sealed class View(VisibleModel model, HttpContext http, ODataLimits limits, DateTimeOffset now)
{
    private readonly Dictionary<string, IQueryable> rows = new(StringComparer.Ordinal);
    private int parts;
    private int expands;

    public VisibleModel Model => model;

    public ODataLimits Limits => limits;

    public DateTimeOffset Now => now;

    public IQueryProvider Provider { get; private set; } = null!;

    /// <summary>Rows in memory need guards against null that a database does not.</summary>
    public bool InMemory { get; private set; }

    public Expression RowsOf(VisibleSet set)
    {
        if (!rows.TryGetValue(set.Set.Name, out var found))
        {
            found = rows[set.Set.Name] = set.Set.RowsFor(http);
            Provider = found.Provider;
            InMemory = found is EnumerableQuery;
        }

        return found.Expression;
    }

    public void SpendExpand()
    {
        if (++expands > limits.MaxExpands)
        {
            throw ODataFailure.TooComplex($"$expand takes at most {limits.MaxExpands} properties.");
        }
    }

    /// <summary>Counts what all options of the request have together.</summary>
    public void Spend(int count)
    {
        parts += count;
        if (parts > limits.MaxNodes)
        {
            throw ODataFailure.TooComplex($"The query has more than {limits.MaxNodes} parts. Ask for less at a time.");
        }
    }
}
