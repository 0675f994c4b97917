using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Courses.Platform.Chain;

/// <summary>
/// Binds rows that were written to those of before, so that nobody can change, delete or add any without its showing: docs/decisions/0028. Whoever writes rows knows nothing of it. Afterwards, the committed
/// rows that no block holds yet go into the next block of their stream. The number of a block is unique: of two nodes that chain at once, one looks again.
/// </summary>
public sealed class RowChain(CoursesDb db, IEnumerable<ChainedTable> tables, TimeProvider clock)
{
    /// <summary>A transaction that was open for less is seen by the next look.</summary>
    public static readonly TimeSpan UsualLookBack = TimeSpan.FromMinutes(2);

    /// <summary>And one that was open for less by the look of each hour. What comes later is told.</summary>
    public static readonly TimeSpan LongLookBack = TimeSpan.FromHours(25);

    /// <summary>So far the clock of another node may be ahead.</summary>
    internal static readonly TimeSpan Ahead = TimeSpan.FromDays(1);

    public IReadOnlyList<ChainedTable> Tables { get; } = [.. tables.OrderBy(table => table.Stream, StringComparer.Ordinal)];

    /// <summary>Chains what is new and answers how many rows that were.</summary>
    public async Task<int> Extend(TimeSpan lookBack, CancellationToken cancel)
    {
        var tips = await Tips(cancel);
        var count = 0;
        foreach (var table in Tables)
        {
            var (rows, wasFirst) = await Extend(table, tips.Find(tip => tip.Stream == table.Stream), lookBack, cancel);
            count += rows;
            while (!wasFirst)
            {
                // Another node took the number. What it left is looked for from there.
                (rows, wasFirst) = await Extend(table, (await Tips(cancel)).Find(tip => tip.Stream == table.Stream), lookBack, cancel);
                count += rows;
            }
        }

        return count;
    }

    /// <summary>Chains rows that only a look at everything found.</summary>
    public async Task<int> Extend(string stream, IEnumerable<Guid> keys, CancellationToken cancel)
    {
        var reader = new ChainReader(db, Tables.Single(table => table.Stream == stream));
        var rows = new List<ChainedRow>();
        foreach (var key in keys)
        {
            rows.AddRange(await reader.Of(key, cancel));
        }

        var tip = (await Tips(cancel)).FirstOrDefault(tip => tip.Stream == stream);
        return await Append(stream, tip, rows, tip?.NextFrom ?? Guid.Empty, cancel) is null ? 0 : rows.Count;
    }

    /// <summary>Binds the streams as they are to the heads of before; null when nothing was chained since the last one.</summary>
    public async Task<ChainHeadLine?> MakeHead(CancellationToken cancel)
    {
        var last = await LastHead(cancel);
        var tips = await Tips(cancel);
        if (tips is [] || last?.Says(tips) == true)
        {
            return null;
        }

        var head = ChainHead.Of(last, tips, clock.GetUtcNow());
        return await Saved(head, cancel) ? new(head.Number, head.MadeAt, head.Hash, head.Line) : null;
    }

    public async Task<DateTimeOffset?> LastHeadAt(CancellationToken cancel) => (await LastHead(cancel))?.MadeAt;

    private Task<ChainHead?> LastHead(CancellationToken cancel) => db.Set<ChainHead>().AsNoTracking().OrderByDescending(head => head.Number).FirstOrDefaultAsync(cancel);

    /// <summary>The last block of each stream, in one statement.</summary>
    private Task<List<ChainTip>> Tips(CancellationToken cancel) => Tables
        .Select(table => table.Stream)
        .Select(stream => db.Set<ChainBlock>().Where(block => block.Stream == stream).OrderByDescending(block => block.Number).Take(1).Select(block => new { block.Stream, block.Number, block.Hash, block.NextFrom }))
        .Aggregate((one, other) => one.Concat(other)).Select(tip => new ChainTip(tip.Stream, tip.Number, tip.Hash, tip.NextFrom)).ToListAsync(cancel);

    private async Task<(int Rows, bool WasFirst)> Extend(ChainedTable table, ChainTip? tip, TimeSpan lookBack, CancellationToken cancel)
    {
        var reader = new ChainReader(db, table);

        // Keys are made by the machine's clock, also where a developer has set another day.
        var now = db.Engine.NewKey();
        var everything = tip is null || table.Whole;
        var next = everything ? Guid.Empty : tip!.NextFrom;
        var from = everything ? Guid.Empty : db.Engine.KeyMovedBy(next, -lookBack);
        var until = everything ? db.Engine.LastKey : db.Engine.KeyMovedBy(now, Ahead);
        var known = new Lazy<Task<HashSet<Guid>>>(() => tip is null ? Task.FromResult(new HashSet<Guid>()) : KeysOf(table.Stream, from, until, cancel));

        // Rows have their keys before they are committed: some come after others with later keys.
        var rows = new List<ChainedRow>();
        foreach (var key in everything ? [] : await reader.KeysBetween(from, next, cancel))
        {
            if (!(await known.Value).Contains(key))
            {
                rows.AddRange(await reader.Of(key, cancel));
            }
        }

        var count = 0;
        while (true)
        {
            var page = await reader.Next(next, until, cancel);
            var isLast = page.Count < ChainBlock.MostRows;
            if (page is not [])
            {
                var chained = await known.Value;
                rows.AddRange(page.Where(row => !chained.Contains(row.Key)));
                next = page[^1].Key;
            }

            if (rows is not [])
            {
                tip = await Append(table.Stream, tip, rows, isLast ? now : next, cancel);
                if (tip is null)
                {
                    return (count, false);
                }

                count += rows.Count;
                rows.Clear();
            }

            if (isLast)
            {
                return (count, true);
            }
        }
    }

    /// <summary>Null when another node was first.</summary>
    private async Task<ChainTip?> Append(string stream, ChainTip? tip, List<ChainedRow> rows, Guid nextFrom, CancellationToken cancel)
    {
        rows.Sort((one, other) => db.Engine.KeyOrder.Compare(one.Key, other.Key));
        foreach (var some in rows.Chunk(ChainBlock.MostRows))
        {
            var block = ChainBlock.Of(stream, tip, some, nextFrom, clock.GetUtcNow());
            if (!await Saved(block, cancel))
            {
                return null;
            }

            tip = new(stream, block.Number, block.Hash, nextFrom);
        }

        return tip;
    }

    private async Task<bool> Saved(object row, CancellationToken cancel)
    {
        db.Add(row);
        try
        {
            await db.SaveChangesAsync(cancel);
            return true;
        }
        catch (DbUpdateException error) when (db.IsDuplicate(error))
        {
            return false;
        }
        finally
        {
            db.Entry(row).State = EntityState.Detached;
        }
    }

    private async Task<HashSet<Guid>> KeysOf(string stream, Guid from, Guid until, CancellationToken cancel)
    {
        var keys = new HashSet<Guid>();
        await foreach (var leaves in db.Set<ChainBlock>().Where(block => block.Stream == stream && block.LastKey.CompareTo(from) > 0 && block.FirstKey.CompareTo(until) <= 0).Select(block => block.Leaves).AsAsyncEnumerable().WithCancellation(cancel))
        {
            keys.UnionWith(ChainBlock.Read(leaves).Select(leaf => leaf.Key));
        }

        return keys;
    }
}
