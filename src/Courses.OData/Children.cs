namespace Courses.OData;

/// <summary>The rows of the expanded collections of a page, by the collection and by the row that they belong to.</summary>
internal sealed class Children
{
    public static readonly Children None = new([]);
    private static readonly Found Nothing = new([], null, None);
    private readonly Dictionary<ManyPart, Dictionary<object, Found>> found;

    private Children(Dictionary<ManyPart, Dictionary<object, Found>> found) => this.found = found;

    public Found Of(ManyPart part, object? key) => key is not null && found[part].TryGetValue(key, out var rows) ? rows : Nothing with { Count = part.Query.Clauses.Count ? 0 : null };

    /// <summary>One statement for each collection, whatever the number of rows in the page.</summary>
    public static async Task<Children> Read(View view, Shape shape, IReadOnlyCollection<object?[]> page, Budget budget, CancellationToken cancel)
    {
        var all = new Dictionary<ManyPart, Dictionary<object, Found>>(ReferenceEqualityComparer.Instance);
        foreach (var part in shape.Manies)
        {
            var keys = page.Select(row => row[part.Slot]).OfType<object>().Distinct().ToList();
            if (keys.Count == 0)
            {
                all[part] = [];
                continue;
            }

            var rows = await view.List(RowQuery.PageOfEach(view, part, keys), budget.Left + 1, cancel);
            budget.Spend(rows.Count, part.Name);
            var counts = part.Query.Clauses.Count
                ? (await view.List(RowQuery.CountOfEach(view, part, keys), long.MaxValue, cancel)).ToDictionary(row => row[0]!, row => (long?)row[1])
                : [];
            var children = await Read(view, part.Query.Shape, rows, budget, cancel);
            var families = keys.ToDictionary(key => key, key => new Found([], counts.GetValueOrDefault(key) ?? (part.Query.Clauses.Count ? 0 : null), children));
            foreach (var row in rows)
            {
                if (families.TryGetValue(row[^1]!, out var parent))
                {
                    parent.Rows.Add(row);
                }
            }

            all[part] = families;
        }

        return all.Count == 0 ? None : new(all);
    }

    internal sealed record Found(List<object?[]> Rows, long? Count, Children Children);

    /// <summary>How many rows all collections of a page may have together.</summary>
    internal sealed class Budget(int most)
    {
        private int spent;

        public int Left => most - spent;

        public void Spend(int rows, string name)
        {
            spent += rows;
            if (spent > most)
            {
                throw ODataFailure.TooComplex($"The expanded collections of this page have more than {most} rows ('{name}' was read last). Ask for smaller pages (Prefer: odata.maxpagesize), or use $top or $filter inside of $expand.");
            }
        }
    }
}
