using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Courses.Platform.Chain;

/// <summary>
/// Words about a person went from a row that was chained with them. The row still stands for the leaf in its block, as long as this says so: from which leaf to which, sealed with a key that is kept outside the
/// database, so that nobody who holds the database can excuse another change by it.
/// </summary>
internal sealed class ChainErasure : IAppendOnly
{
    public Guid Id { get; private set; }

    public required string Stream { get; init; }

    public required Guid Row { get; init; }

    /// <summary>The leaf that the row was chained with.</summary>
    public required byte[] Before { get; init; }

    /// <summary>Its leaf without the words.</summary>
    public required byte[] After { get; init; }

    public required byte[] Sealed { get; init; }

    public required DateTimeOffset At { get; init; }

    public static byte[] Bound(string stream, byte[] before, byte[] after) => [.. before, .. after, .. System.Text.Encoding.UTF8.GetBytes(stream)];

    public static void Tables(ModelBuilder model) => model.Entity<ChainErasure>(erasure =>
    {
        erasure.ToTable("chain_erasure", "platform");
        erasure.Property(row => row.Stream).HasMaxLength(40);
        erasure.Property(row => row.Row).HasColumnName("row_id");
        erasure.Property(row => row.Before).HasColumnName("leaf_before").HasMaxLength(32);
        erasure.Property(row => row.After).HasColumnName("leaf_after").HasMaxLength(32);
        erasure.Property(row => row.Sealed).HasMaxLength(400);
        erasure.HasIndex(row => new { row.Stream, row.Row });
    });
}

/// <summary>Seals with a key that is not in the database.</summary>
public interface IChainSeal
{
    byte[] Seal(Guid row, byte[] content);

    /// <returns>Whether exactly this was sealed for that row.</returns>
    bool Holds(Guid row, byte[] content, byte[] sealedContent);
}

/// <summary>Takes words out of chained rows and leaves the proof that nothing else was done.</summary>
public sealed class ChainEraser(CoursesDb db, RowChain chain, IChainSeal seal, TimeProvider clock)
{
    private const int AtOnce = 500;

    /// <param name="stream">Of which stream.</param>
    /// <param name="keys">The rows.</param>
    /// <param name="empty">Takes the words out of these rows.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>How many rows are not as they were.</returns>
    public Task<int> Empty(string stream, IReadOnlyCollection<Guid> keys, Func<Guid[], Task> empty, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var (reader, count) = (new ChainReader(db, chain.Tables.Single(table => table.Stream == stream)), 0);
            foreach (var some in keys.Chunk(AtOnce))
            {
                var before = await reader.TextsOf(some, cancel);
                await empty(some);
                foreach (var (key, text) in await reader.TextsOf(some, cancel))
                {
                    var (was, isNow) = (RowText.LeafOf(before[key]), RowText.LeafOf(text));
                    if (!was.AsSpan().SequenceEqual(isNow))
                    {
                        db.Add(new ChainErasure { Stream = stream, Row = key, Before = was, After = isNow, Sealed = seal.Seal(key, ChainErasure.Bound(stream, was, isNow)), At = clock.GetUtcNow() });
                        count++;
                    }
                }
            }

            await db.SaveChangesAsync(cancel);
            return count;
        },
        cancel);
}

/// <summary>The erasures of one stream, asked for each row that is not as it was chained: they may be many, and such rows are few.</summary>
internal sealed class ChainErasures(CoursesDb db, IChainSeal seal, string stream)
{
    /// <summary>Did the row lose words by an erasure since, and nothing else? A row can have lost some twice.</summary>
    public async Task<bool> Explain(Guid row, byte[] chained, byte[] isNow, CancellationToken cancel)
    {
        var left = await db.Set<ChainErasure>().AsNoTracking().Where(erasure => erasure.Stream == stream && erasure.Row == row).ToListAsync(cancel);
        var leaf = chained;
        while (!leaf.AsSpan().SequenceEqual(isNow))
        {
            var next = left.FindIndex(erasure => erasure.Before.AsSpan().SequenceEqual(leaf) && seal.Holds(row, ChainErasure.Bound(stream, erasure.Before, erasure.After), erasure.Sealed));
            if (next < 0)
            {
                return false;
            }

            leaf = left[next].After;
            left.RemoveAt(next);
        }

        return true;
    }
}
