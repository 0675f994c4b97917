using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Platform.Chain;

/// <summary>Which rows of a stream are evidence about something: a person, a settlement.</summary>
/// <param name="About">What it is about, e.g. <c>person</c>.</param>
/// <param name="Stream">Of which stream.</param>
/// <param name="Keys">The keys of its rows.</param>
public sealed record EvidenceKeys(string About, string Stream, Func<IServiceProvider, Guid, IQueryable<Guid>> Keys);

/// <summary>What adds up in a file: one column of one stream to another of another, for each value of a column that both have.</summary>
/// <param name="About">What the file is about.</param>
/// <param name="Parts">Stream and column of what is added up.</param>
/// <param name="Whole">Stream and column of what it must be. A file without any row of this stream says nothing yet.</param>
/// <param name="Each">For each value of this column.</param>
public sealed record EvidenceSum(string About, (string Stream, string Column) Parts, (string Stream, string Column) Whole, string Each);

public static class EvidenceRegistration
{
    public static IServiceCollection AddEvidence(this IServiceCollection services, string about, string stream, Func<IServiceProvider, Guid, IQueryable<Guid>> keys) =>
        services.AddSingleton(new EvidenceKeys(about, stream, keys));
}

/// <summary>
/// All that is chained about one person or one settlement, as one file that can be checked without us (<see cref="EvidenceCheck"/>): the text of each row, its way to the root of its block, the blocks
/// from there to a head, and the heads from there to the first one of the next day, which is kept outside.
/// </summary>
public sealed class EvidenceFile(CoursesDb db, RowChain chain, IEnumerable<EvidenceKeys> evidence, IChainSeal seal, IServiceProvider services, CityTime city)
{
    public const string Format = "courses evidence 1";

    private const int HeadsAtOnce = 24;
    private const int RowsAtOnce = 500;

    /// <summary>The blocks that hold rows of the file, with the time at which each was made.</summary>
    private readonly SortedDictionary<(string Stream, int Number), DateTimeOffset> met = [];

    /// <summary>Is anything written about it?</summary>
    public async Task MustKnow(string about, Guid id, CancellationToken cancel)
    {
        foreach (var one in evidence.Where(one => one.About == about))
        {
            if (await one.Keys(services, id).AnyAsync(cancel))
            {
                return;
            }
        }

        throw new NotFound($"Evidence about the {about}");
    }

    /// <summary>Writes the file. What is not chained yet is not in it: chain it first.</summary>
    public async Task Write(string about, Guid id, Stream to, CancellationToken cancel)
    {
        var (blocks, heads) = (new SortedDictionary<(string Stream, int Number), string>(), new SortedDictionary<int, string>());
        await using var json = new Utf8JsonWriter(to, new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteString("format", Format);
        json.WriteString("about", string.Create(CultureInfo.InvariantCulture, $"{about} {id}"));
        json.WriteString("made", ChainBlock.InstantOf(city.Now));
        json.WriteStartArray("rows");
        foreach (var one in evidence.Where(one => one.About == about).OrderBy(one => one.Stream, StringComparer.Ordinal))
        {
            await Rows(json, one.Stream, await one.Keys(services, id).Distinct().ToListAsync(cancel), cancel);
        }

        json.WriteEndArray();
        foreach (var ((stream, number), at) in met)
        {
            await Anchor(stream, number, at, blocks, heads, cancel);
        }

        Texts(json, "blocks", blocks.Values);
        Texts(json, "heads", heads.Values);
        json.WriteEndObject();
        await json.FlushAsync(cancel);
    }

    private static void Texts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    /// <summary>Block by block: a settlement of a quarter rests on hundreds of thousands of rows.</summary>
    private async Task Rows(Utf8JsonWriter json, string stream, List<Guid> keys, CancellationToken cancel)
    {
        var reader = new ChainReader(db, chain.Tables.Single(table => table.Stream == stream));
        var wanted = keys.ToHashSet();
        foreach (var key in keys.Order(db.Engine.KeyOrder))
        {
            if (!wanted.Contains(key))
            {
                continue;
            }

            // Blocks can overlap, where a row was committed after others with later keys.
            foreach (var block in await db.Set<ChainBlock>().AsNoTracking().Where(block => block.Stream == stream && block.FirstKey.CompareTo(key) <= 0 && block.LastKey.CompareTo(key) >= 0).ToListAsync(cancel))
            {
                await RowsOf(block, wanted, json, reader, cancel);
                await json.FlushAsync(cancel);
            }
        }
    }

    private async Task RowsOf(ChainBlock block, HashSet<Guid> wanted, Utf8JsonWriter json, ChainReader reader, CancellationToken cancel)
    {
        var leaves = ChainBlock.Read(block.Leaves).ToList();
        var here = leaves.Select((leaf, index) => (leaf.Key, Index: index)).Where(leaf => wanted.Remove(leaf.Key)).ToList();
        if (here is [])
        {
            return;
        }

        met[(block.Stream, block.Number)] = block.ChainedAt;
        var levels = MerkleTree.Levels(leaves.ConvertAll(leaf => leaf.Leaf));
        var erasures = new ChainErasures(db, seal, block.Stream);
        foreach (var some in here.Chunk(RowsAtOnce))
        {
            var texts = await reader.TextsOf(Array.ConvertAll(some, row => row.Key), cancel);
            foreach (var (key, index) in some.Where(row => texts.ContainsKey(row.Key)))
            {
                // Without the words that it was chained with, a row says nothing to somebody who has only the file.
                var (chained, isNow) = (leaves[index].Leaf, RowText.LeafOf(texts[key]));
                if (!chained.AsSpan().SequenceEqual(isNow) && await erasures.Explain(key, chained, isNow, cancel))
                {
                    continue;
                }

                json.WriteStartObject();
                json.WriteString("stream", block.Stream);
                json.WriteNumber("block", block.Number);
                json.WriteString("text", texts[key]);
                Texts(json, "path", MerkleTree.Path(levels, index).Select(step => (step.IsLeft ? "left " : "right ") + Convert.ToHexStringLower(step.Hash)));
                json.WriteEndObject();
            }
        }
    }

    /// <summary>The blocks up to the one that the next head names, and the heads up to the first one of the day after.</summary>
    private async Task Anchor(string stream, int number, DateTimeOffset at, SortedDictionary<(string Stream, int Number), string> blocks, SortedDictionary<int, string> heads, CancellationToken cancel)
    {
        var first = await FirstHeadWith(stream, number, at, cancel);
        var last = first?.Blocks.First(named => named.Stream == stream).Number ?? number;
        foreach (var link in await db.Set<ChainBlock>().Where(one => one.Stream == stream && one.Number >= number && one.Number <= last)
            .Select(one => new { one.Number, one.ChainedAt, one.RowCount, one.Root, one.Previous }).ToListAsync(cancel))
        {
            blocks.TryAdd((stream, link.Number), ChainBlock.TextOf(stream, link.Number, link.ChainedAt, link.RowCount, link.Root, link.Previous));
        }

        if (first is null)
        {
            return;
        }

        var nextDay = city.At(city.DayOf(first.MadeAt).AddDays(1), TimeOnly.MinValue);
        var until = await db.Set<ChainHead>().Where(head => head.MadeAt >= nextDay).MinAsync(head => (int?)head.Number, cancel) ?? int.MaxValue;
        foreach (var head in await db.Set<ChainHead>().AsNoTracking().Where(head => head.Number >= first.Number && head.Number <= until).ToListAsync(cancel))
        {
            heads.TryAdd(head.Number, head.Text);
        }
    }

    private async Task<ChainHead?> FirstHeadWith(string stream, int block, DateTimeOffset since, CancellationToken cancel)
    {
        var number = 0;
        while (await db.Set<ChainHead>().AsNoTracking().Where(head => head.MadeAt >= since && head.Number > number).OrderBy(head => head.Number).Take(HeadsAtOnce).ToListAsync(cancel) is { Count: > 0 } some)
        {
            if (some.Find(head => head.Blocks.Any(named => named.Stream == stream && named.Number >= block)) is { } found)
            {
                return found;
            }

            number = some[^1].Number;
        }

        return null;
    }
}
