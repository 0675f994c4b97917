namespace Courses.Seed;

/// <summary>Writes rows in portions, so that a large city needs no large memory, and counts them.</summary>
internal sealed class Bulk<T>(IRows rows, int portion = 20_000)
    where T : class
{
    private readonly List<T> waiting = [];

    public long Written { get; private set; }

    public async Task Add(T row)
    {
        waiting.Add(row);
        if (waiting.Count >= portion)
        {
            await Flush();
        }
    }

    public async Task Add(IEnumerable<T> rows)
    {
        foreach (var row in rows)
        {
            await Add(row);
        }
    }

    public async Task Flush()
    {
        if (waiting.Count > 0)
        {
            await rows.Insert(waiting);
            Written += waiting.Count;
            waiting.Clear();
        }
    }
}
