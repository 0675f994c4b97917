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
        IAsyncEnumerator<object?[]>? come = null;
        try
        {
            var some = false;
            await service.Open(http, async () =>
            {
                await (come?.DisposeAsync() ?? default);
                come = (query as IAsyncEnumerable<object?[]> ?? query.ToAsyncEnumerable()).GetAsyncEnumerator(cancel);
                some = await come.MoveNextAsync();
            });
            for (; some; some = await come!.MoveNextAsync())
            {
                yield return come!.Current;
            }
        }
        finally
        {
            await (come?.DisposeAsync() ?? default);
        }
    }

    public async Task<List<object?[]>> List(IQueryable<object?[]> query, long most, CancellationToken cancel)
    {
        var list = new List<object?[]>();
        await foreach (var row in Stream(query, cancel))
        {
            list.Add(row);
            if (list.Count >= most)
            {
                break;
            }
        }

        return list;
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
