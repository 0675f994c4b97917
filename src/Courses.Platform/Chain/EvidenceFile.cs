using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Platform.Chain;

/// <summary>Which rows of a stream are evidence about something: a person, a settlement.</summary>
/// <param name="About">What it is about, e.g. <c>person</c>.</param>
/// <param name="Stream">Of which stream.</param>
/// <param name="Keys">The keys of its rows.</param>
public sealed record EvidenceKeys(string About, string Stream, Func<IServiceProvider, Guid, IQueryable<Guid>> Keys);

public static class EvidenceRegistration
{
    public static IServiceCollection AddEvidence(this IServiceCollection services, string about, string stream, Func<IServiceProvider, Guid, IQueryable<Guid>> keys) =>
        services.AddSingleton(new EvidenceKeys(about, stream, keys));
}

/// <summary>
/// All that is chained about one person or one settlement, as one file that can be checked without us (<see cref="EvidenceCheck"/>): the text of each row, its way to the root of its block, the blocks
/// from there to a head, and the heads from there to the first one of the next day, which is kept outside.
/// </summary>
public sealed class EvidenceFile(CoursesDb db, RowChain chain, IEnumerable<EvidenceKeys> evidence, IServiceProvider services, CityTime city)
{
    public const string Format = "courses evidence 1";

    private const int HeadsAtOnce = 24;

    private readonly Dictionary<(string Stream, int Number), ChainBlock> met = [];

    /// <summary>What is not chained yet is not in it: chain it first.</summary>
    public async Task<byte[]> About(string about, Guid id, CancellationToken cancel)
    {
        var (blocks, heads) = (new SortedDictionary<(string Stream, int Number), string>(), new SortedDictionary<int, string>());
        using var file = new MemoryStream();
        await using (var json = new Utf8JsonWriter(file, new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteString("about", string.Create(CultureInfo.InvariantCulture, $"{about} {id}"));
            json.WriteString("made", ChainBlock.InstantOf(city.Now));
            json.WriteStartArray("rows");
            foreach (var one in evidence.Where(one => one.About == about).OrderBy(one => one.Stream, StringComparer.Ordinal))
            {
                await Rows(json, one.Stream, await one.Keys(services, id).Distinct().OrderBy(key => key).ToListAsync(cancel), cancel);
            }

            json.WriteEndArray();
            foreach (var block in met.Values.OrderBy(block => block.Stream, StringComparer.Ordinal).ThenBy(block => block.Number).ToList())
            {
                await Anchor(block, blocks, heads, cancel);
            }

            Texts(json, "blocks", blocks.Values);
            Texts(json, "heads", heads.Values);
            json.WriteEndObject();
        }

        return file.ToArray();
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

    private async Task Rows(Utf8JsonWriter json, string stream, List<Guid> keys, CancellationToken cancel)
    {
        var reader = new ChainReader(db, chain.Tables.Single(table => table.Stream == stream));
        var at = new Dictionary<Guid, (ChainBlock Block, int Index, byte[][] Leaves)>();
        foreach (var key in keys)
        {
            if (!at.ContainsKey(key))
            {
                foreach (var block in await db.Set<ChainBlock>().AsNoTracking().Where(block => block.Stream == stream && block.FirstKey.CompareTo(key) <= 0 && block.LastKey.CompareTo(key) >= 0).ToListAsync(cancel))
                {
                    var leaves = ChainBlock.Read(block.Leaves).ToList();
                    byte[][] hashes = [.. leaves.Select(leaf => leaf.Leaf)];
                    foreach (var (leaf, index) in leaves.Select((leaf, index) => (leaf.Key, index)))
                    {
                        at.TryAdd(leaf, (block, index, hashes));
                    }
                }
            }

            if (at.TryGetValue(key, out var place) && await reader.TextOf(key, cancel) is { } text)
            {
                met.TryAdd((stream, place.Block.Number), place.Block);
                json.WriteStartObject();
                json.WriteString("stream", stream);
                json.WriteNumber("block", place.Block.Number);
                json.WriteString("text", text);
                Texts(json, "path", MerkleTree.Path(place.Leaves, place.Index).Select(step => (step.IsLeft ? "left " : "right ") + Convert.ToHexStringLower(step.Hash)));
                json.WriteEndObject();
            }
        }
    }

    /// <summary>The blocks up to the one that the next head names, and the heads up to the first one of the day after.</summary>
    private async Task Anchor(ChainBlock block, SortedDictionary<(string Stream, int Number), string> blocks, SortedDictionary<int, string> heads, CancellationToken cancel)
    {
        var stream = block.Stream;
        var first = await FirstHeadWith(block, cancel);
        if (first is null)
        {
            blocks.TryAdd((stream, block.Number), block.Text);
            return;
        }

        var last = first.Blocks.First(named => named.Stream == stream).Number;
        foreach (var link in await db.Set<ChainBlock>().Where(one => one.Stream == stream && one.Number >= block.Number && one.Number <= last)
            .Select(one => new { one.Number, one.ChainedAt, one.RowCount, one.Root, one.Previous }).ToListAsync(cancel))
        {
            blocks.TryAdd((stream, link.Number), ChainBlock.TextOf(stream, link.Number, link.ChainedAt, link.RowCount, link.Root, link.Previous));
        }

        var nextDay = city.At(city.DayOf(first.MadeAt).AddDays(1), TimeOnly.MinValue);
        var until = await db.Set<ChainHead>().Where(head => head.MadeAt >= nextDay).MinAsync(head => (int?)head.Number, cancel) ?? int.MaxValue;
        foreach (var head in await db.Set<ChainHead>().AsNoTracking().Where(head => head.Number >= first.Number && head.Number <= until).ToListAsync(cancel))
        {
            heads.TryAdd(head.Number, head.Text);
        }
    }

    private async Task<ChainHead?> FirstHeadWith(ChainBlock block, CancellationToken cancel)
    {
        var (since, number) = (block.ChainedAt, 0);
        while (await db.Set<ChainHead>().AsNoTracking().Where(head => head.MadeAt >= since && head.Number > number).OrderBy(head => head.Number).Take(HeadsAtOnce).ToListAsync(cancel) is { Count: > 0 } some)
        {
            if (some.Find(head => head.Blocks.Any(named => named.Stream == block.Stream && named.Number >= block.Number)) is { } found)
            {
                return found;
            }

            number = some[^1].Number;
        }

        return null;
    }
}
