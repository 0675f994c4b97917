using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;

namespace Courses.OData;

/// <summary>The service as this caller sees it while one request is answered: which sets there are, and which rows of them.</summary>
internal sealed class View(VisibleModel model, HttpContext http, ODataService service, DateTimeOffset now)
{
    private readonly Dictionary<string, IQueryable> rows = new(StringComparer.Ordinal);
    private int parts;
    private int expands;

    public VisibleModel Model => model;

    public ODataLimits Limits => service.Limits;

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

    /// <summary>The rows of a query, one at a time.</summary>
    public async IAsyncEnumerable<object?[]> Stream(IQueryable<object?[]> query, [EnumeratorCancellation] CancellationToken cancel)
    {
        var (come, some) = await Open(query, cancel);
        await using (come)
        {
            for (; some; some = await come.MoveNextAsync())
            {
                yield return come.Current;
            }
        }
    }

    /// <summary>The rows of a query at once, at most so many.</summary>
    public async Task<List<object?[]>> List(IQueryable<object?[]> query, long most, CancellationToken cancel)
    {
        var list = new List<object?[]>();
        var (come, some) = await Open(query, cancel);
        await using (come)
        {
            for (; some && list.Count < most; some = await come.MoveNextAsync())
            {
                list.Add(come.Current);
            }
        }

        return list;
    }

    /// <summary>The first row has come where there is some.</summary>
    private async Task<(IAsyncEnumerator<object?[]> Rows, bool Some)> Open(IQueryable<object?[]> query, CancellationToken cancel)
    {
        IAsyncEnumerator<object?[]>? come = null;
        var some = false;
        try
        {
            await service.Open(http, async () =>
            {
                await (come?.DisposeAsync() ?? default);
                come = (query as IAsyncEnumerable<object?[]> ?? query.ToAsyncEnumerable()).GetAsyncEnumerator(cancel);
                some = await come.MoveNextAsync();
            });
            return (come!, some);
        }
        catch
        {
            await (come?.DisposeAsync() ?? default);
            throw;
        }
    }

    public void SpendExpand()
    {
        if (++expands > Limits.MaxExpands)
        {
            throw ODataFailure.TooComplex($"$expand takes at most {Limits.MaxExpands} properties.");
        }
    }

    /// <summary>Counts what all options of the request have together.</summary>
    public void Spend(int count)
    {
        parts += count;
        if (parts > Limits.MaxNodes)
        {
            throw ODataFailure.TooComplex($"The query has more than {Limits.MaxNodes} parts. Ask for less at a time.");
        }
    }
}
