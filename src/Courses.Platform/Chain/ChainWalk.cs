using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Courses.Platform.Chain;

/// <summary>
/// Looks at everything: each head and block says what its hash binds and follows on the one before, each row is as it was chained, and there is no row that no block knows. Rows and leaves are walked side
/// by side in the order of their keys, a page at a time, so a city of any size fits. Writes nothing.
/// </summary>
public sealed class ChainWalk(CoursesDb db, RowChain chain, IChainSeal seal)
{
    /// <summary>Whoever sees so many has seen enough.</summary>
    public const int Most = 20_000;

    private const int BlocksAtOnce = 32;
    private const int LinksAtOnce = 5000;

    private readonly List<ChainFaultAt> faults = [];
    private readonly HashSet<ChainFaultAt> seen = [];
    private long rows;
    private int blocks;
    private long waiting;

    /// <summary>Whether words were erased from chained rows, which is told from other changes with the city's key.</summary>
    public Task<bool> MeetsErasures(CancellationToken cancel) => db.Set<ChainErasure>().AnyAsync(cancel);

    /// <param name="kept">Hashes of heads that were kept outside.</param>
    /// <param name="cancel">Stops looking.</param>
    public async Task<ChainVerdict> Run(IReadOnlyCollection<string> kept, CancellationToken cancel)
    {
        // Blocks that are made while this runs are left to the next look.
        var heads = await Heads(kept, cancel);
        foreach (var table in chain.Tables)
        {
            var last = await db.Set<ChainBlock>().Where(block => block.Stream == table.Stream).MaxAsync(block => (int?)block.Number, cancel) ?? 0;
            var times = await Blocks(table.Stream, last, heads, cancel);
            await Rows(table, last, times, cancel);
        }

        return new(faults, rows, blocks, heads.Count, waiting);
    }

    private void Add(ChainFaultAt fault)
    {
        if (faults.Count < Most && seen.Add(fault))
        {
            faults.Add(fault);
        }
    }

    private sealed record KnownHead(int Number, DateTimeOffset MadeAt, IReadOnlyDictionary<string, (int Number, string Hash)> Blocks);

    private async Task<IReadOnlyList<KnownHead>> Heads(IReadOnlyCollection<string> kept, CancellationToken cancel)
    {
        var known = new List<KnownHead>();
        var hashes = new HashSet<string>(StringComparer.Ordinal);
        string[] before = [ChainBlock.Nothing];
        var number = 0;
        await foreach (var head in db.Set<ChainHead>().AsNoTracking().OrderBy(head => head.Number).AsAsyncEnumerable().WithCancellation(cancel))
        {
            if (head.Number != number + 1)
            {
                Add(new(ChainFault.HeadMissing, "", number + 1));
            }
            else if (!Array.Exists(before, head.Follows))
            {
                Add(new(ChainFault.HeadChanged, "", head.Number));
            }

            var hash = ChainBlock.HashOf(head.Text);
            if (head.Hash != hash || !head.IsWhatItSays)
            {
                Add(new(ChainFault.HeadChanged, "", head.Number));
            }

            before = [head.Hash, hash];
            number = head.Number;
            hashes.Add(hash);
            known.Add(new(head.Number, head.MadeAt, head.Blocks.DistinctBy(block => block.Stream).ToDictionary(block => block.Stream, block => (block.Number, block.Hash), StringComparer.Ordinal)));
        }

        foreach (var missing in kept.Where(hash => !hashes.Contains(hash)))
        {
            Add(new(ChainFault.HeadMissing, "", Kept: missing));
        }

        return known;
    }

    /// <summary>The blocks of a stream follow on one another and are those that the heads name. Answers since when each block's rows could have been seen: after the last head without it.</summary>
    private async Task<Dictionary<int, DateTimeOffset>> Blocks(string stream, int last, IReadOnlyList<KnownHead> heads, CancellationToken cancel)
    {
        var named = heads.Where(head => head.Blocks.ContainsKey(stream)).GroupBy(head => head.Blocks[stream].Number).ToDictionary(group => group.Key, group => group.ToList());
        var since = new Dictionary<int, DateTimeOffset>();
        string[] before = [ChainBlock.Nothing];
        var (number, head) = (0, 0);
        while (await Links() is { Count: > 0 } links)
        {
            foreach (var block in links)
            {
                blocks++;
                var hash = ChainBlock.HashOf(ChainBlock.TextOf(stream, block.Number, block.ChainedAt, block.RowCount, block.Root, block.Previous));
                if (block.Number != number + 1)
                {
                    Add(new(ChainFault.BlockMissing, stream, number + 1));
                }
                else if (!before.Contains(block.Previous))
                {
                    Add(new(ChainFault.BlockChanged, stream, block.Number));
                }

                if (block.Hash != hash)
                {
                    Add(new(ChainFault.BlockChanged, stream, block.Number));
                }

                if (named.Remove(block.Number, out var naming) && naming.Exists(one => one.Blocks[stream].Hash != block.Hash && one.Blocks[stream].Hash != hash))
                {
                    Add(new(ChainFault.BlockMissing, stream, block.Number));
                }

                while (head < heads.Count && heads[head].Blocks.GetValueOrDefault(stream).Number < block.Number)
                {
                    head++;
                }

                // Heads that name the stream for the first time with this block say nothing about rows of before the chain.
                if (head > 0 && heads[head - 1].Blocks.ContainsKey(stream))
                {
                    since[block.Number] = heads[head - 1].MadeAt;
                }

                // A block that was changed is named, and the one after it is not blamed for that.
                before = [block.Hash, hash];
                number = block.Number;
            }
        }

        foreach (var missing in named.Keys.Order())
        {
            Add(new(ChainFault.BlockMissing, stream, missing));
        }

        return since;

        Task<List<Link>> Links() => db.Set<ChainBlock>().Where(block => block.Stream == stream && block.Number > number && block.Number <= last).OrderBy(block => block.Number).Take(LinksAtOnce)
            .Select(block => new Link(block.Number, block.ChainedAt, block.RowCount, block.Root, block.Previous, block.Hash)).ToListAsync(cancel);
    }

    private sealed record Link(int Number, DateTimeOffset ChainedAt, int RowCount, string Root, string Previous, string Hash);

    /// <summary>A block whose rows are being met.</summary>
    private sealed record OpenBlock(ChainBlock Block, IReadOnlyList<(Guid Key, byte[] Leaf)> Leaves);

    private async Task Rows(ChainedTable table, int last, Dictionary<int, DateTimeOffset> since, CancellationToken cancel)
    {
        var (reader, order) = (new ChainReader(db, table), db.Engine.KeyOrder);
        var erasures = new ChainErasures(db, seal, table.Stream);
        var waitingLeaves = new Dictionary<Guid, (int Block, byte[] Leaf)>();
        var open = new List<OpenBlock>();
        var coming = new Queue<ChainBlock>();
        (Guid Key, int Number) loaded = (Guid.Empty, 0);
        var more = last > 0;

        // A row with a key in between is of before the last look and not too far ahead, so it should have been chained.
        var tip = await db.Set<ChainBlock>().Where(block => block.Stream == table.Stream && block.Number == last).Select(block => (Guid?)block.NextFrom).FirstOrDefaultAsync(cancel);
        var now = db.Engine.NewKey();
        var (old, future) = (tip is { } next ? db.Engine.KeyMovedBy(next, -RowChain.LongLookBack) : Guid.Empty, db.Engine.KeyMovedBy(now, RowChain.Ahead));

        for (var after = Guid.Empty; ;)
        {
            var page = await reader.Next(after, db.Engine.LastKey, cancel);
            var isEnd = page.Count < ChainBlock.MostRows;
            await Load(isEnd ? db.Engine.LastKey : page[^1].Key);
            foreach (var row in page)
            {
                rows++;
                if (!waitingLeaves.Remove(row.Key, out var chained))
                {
                    Unchained(row);
                }
                else if (!row.Leaf.AsSpan().SequenceEqual(chained.Leaf) && !await erasures.Explain(row.Key, chained.Leaf, row.Leaf, cancel))
                {
                    Add(new(ChainFault.RowChanged, table.Stream, chained.Block, row.Key));
                }
                else if (row.At is { } at && since.TryGetValue(chained.Block, out var looked) && at < looked - RowChain.LongLookBack)
                {
                    Add(new(ChainFault.RowCameLate, table.Stream, chained.Block, row.Key));
                }
            }

            open.RemoveAll(block => (isEnd || order.Compare(block.Block.LastKey, page[^1].Key) <= 0) && Passed(block));
            if (isEnd)
            {
                return;
            }

            after = page[^1].Key;
        }

        void Unchained(ChainedRow row)
        {
            if (tip is null || table.Whole || (order.Compare(row.Key, old) > 0 && order.Compare(row.Key, future) <= 0))
            {
                waiting++;
            }
            else
            {
                Add(new(ChainFault.RowUnknown, table.Stream, null, row.Key));
            }
        }

        bool Passed(OpenBlock block)
        {
            foreach (var (key, _) in block.Leaves)
            {
                if (waitingLeaves.TryGetValue(key, out var missed) && missed.Block == block.Block.Number)
                {
                    waitingLeaves.Remove(key);
                    Add(new(ChainFault.RowDeleted, table.Stream, block.Block.Number, key));
                }
            }

            return true;
        }

        async Task Load(Guid until)
        {
            while (true)
            {
                if (coming.Count == 0 && more)
                {
                    var (key, number) = loaded;
                    var some = await db.Set<ChainBlock>().AsNoTracking()
                        .Where(block => block.Stream == table.Stream && block.Number <= last && (block.FirstKey.CompareTo(key) > 0 || (block.FirstKey == key && block.Number > number)))
                        .OrderBy(block => block.FirstKey).ThenBy(block => block.Number).Take(BlocksAtOnce).ToListAsync(cancel);
                    some.ForEach(coming.Enqueue);
                    (more, loaded) = (some.Count == BlocksAtOnce, some is [] ? loaded : (some[^1].FirstKey, some[^1].Number));
                }

                if (!coming.TryPeek(out var block) || order.Compare(block.FirstKey, until) > 0)
                {
                    return;
                }

                coming.Dequeue();
                IReadOnlyList<(Guid Key, byte[] Leaf)> leaves = [.. ChainBlock.Read(block.Leaves)];
                if (!block.Holds(leaves))
                {
                    Add(new(ChainFault.BlockChanged, table.Stream, block.Number));
                }

                foreach (var (key, leaf) in leaves)
                {
                    if (!waitingLeaves.TryAdd(key, (block.Number, leaf)))
                    {
                        Add(new(ChainFault.RowTwice, table.Stream, block.Number, key));
                    }
                }

                open.Add(new(block, leaves));
            }
        }
    }
}
