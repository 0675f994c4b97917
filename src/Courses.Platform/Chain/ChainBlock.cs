using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Courses.Platform.Chain;

/// <summary>Rows of one stream that were chained together. Its hash binds the rows and the block before.</summary>
internal sealed class ChainBlock : IAppendOnly
{
    public const int MostRows = 4096;

    private const int LeafBytes = 48;
    /// <summary>What stands before the first.</summary>
    public static readonly string Nothing = new('0', 64);

    public required string Stream { get; init; }

    /// <summary>From 1, without gaps.</summary>
    public required int Number { get; init; }

    /// <summary>When the rows were chained.</summary>
    public required DateTimeOffset ChainedAt { get; init; }

    public required int RowCount { get; init; }

    /// <summary>In the engine's order of keys.</summary>
    public required Guid FirstKey { get; init; }

    public required Guid LastKey { get; init; }

    /// <summary>Whoever chains the next rows begins at this key. It is a hint, and no part of the hash.</summary>
    public required Guid NextFrom { get; init; }

    /// <summary>Key and leaf of each row, in the order of the keys: so a row that was changed can be named.</summary>
    public required byte[] Leaves { get; init; }

    public required string Root { get; init; }

    public required string Previous { get; init; }

    public required string Hash { get; init; }

    public string Text => TextOf(Stream, Number, ChainedAt, RowCount, Root, Previous);

    /// <summary>What is hashed, so that nothing but a SHA-256 is needed to check it.</summary>
    public static string TextOf(string stream, int number, DateTimeOffset chainedAt, int rows, string root, string previous) => string.Create(
        CultureInfo.InvariantCulture, $"courses block 1\nstream {stream}\nnumber {number}\nat {InstantOf(chainedAt)}\nrows {rows}\nroot {root}\nprevious {previous}\n");

    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public static string InstantOf(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);

    /// <summary>As exact as every engine stores it.</summary>
    public static DateTimeOffset Stored(DateTimeOffset at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMicrosecond));

    /// <param name="stream">Of which stream.</param>
    /// <param name="last">The block before.</param>
    /// <param name="rows">In the order of their keys.</param>
    /// <param name="nextFrom">Where the next look begins.</param>
    /// <param name="now">When.</param>
    public static ChainBlock Of(string stream, ChainTip? last, IReadOnlyList<ChainedRow> rows, Guid nextFrom, DateTimeOffset now)
    {
        var leaves = new byte[rows.Count * LeafBytes];
        for (var i = 0; i < rows.Count; i++)
        {
            rows[i].Key.TryWriteBytes(leaves.AsSpan(i * LeafBytes), bigEndian: true, out _);
            rows[i].Leaf.CopyTo(leaves, (i * LeafBytes) + 16);
        }

        var (number, at, root, previous) = ((last?.Number ?? 0) + 1, Stored(now), Convert.ToHexStringLower(MerkleTree.Root([.. rows.Select(row => row.Leaf)])), last?.Hash ?? Nothing);
        return new()
        {
            Stream = stream,
            Number = number,
            ChainedAt = at,
            RowCount = rows.Count,
            FirstKey = rows[0].Key,
            LastKey = rows[^1].Key,
            NextFrom = nextFrom,
            Leaves = leaves,
            Root = root,
            Previous = previous,
            Hash = HashOf(TextOf(stream, number, at, rows.Count, root, previous)),
        };
    }

    /// <summary>Key and leaf of each row, as far as the bytes go.</summary>
    public static IEnumerable<(Guid Key, byte[] Leaf)> Read(byte[] leaves)
    {
        for (var at = 0; at + LeafBytes <= leaves.Length; at += LeafBytes)
        {
            yield return (new(leaves.AsSpan(at, 16), bigEndian: true), leaves[(at + 16)..(at + LeafBytes)]);
        }
    }

    /// <summary>Are the leaves those that the block's root binds?</summary>
    public bool Holds(IReadOnlyList<(Guid Key, byte[] Leaf)> leaves) =>
        leaves is not [] && leaves.Count == RowCount && leaves.Count * LeafBytes == Leaves.Length && leaves[0].Key == FirstKey && leaves[^1].Key == LastKey
        && Root == Convert.ToHexStringLower(MerkleTree.Root([.. leaves.Select(leaf => leaf.Leaf)]));

    public static void Tables(ModelBuilder model)
    {
        model.Entity<ChainBlock>(block =>
        {
            block.ToTable("chain_block", "platform");
            block.HasKey(row => new { row.Stream, row.Number });
            block.Ignore(row => row.Text);
            block.Property(row => row.Stream).HasMaxLength(40);
            block.Property(row => row.Root).HasMaxLength(64);
            block.Property(row => row.Previous).HasMaxLength(64);
            block.Property(row => row.Hash).HasMaxLength(64);
            block.HasIndex(row => new { row.Stream, row.FirstKey });
            block.HasIndex(row => new { row.Stream, row.LastKey });
        });
        model.Entity<ChainHead>(head =>
        {
            head.ToTable("chain_head", "platform");
            head.HasKey(row => row.Number);
            head.Ignore(row => row.Line);
            head.Ignore(row => row.Blocks);
            head.Ignore(row => row.IsWhatItSays);
            head.Property(row => row.Number).ValueGeneratedNever();
            head.Property(row => row.Text).HasMaxLength(-1);
            head.Property(row => row.Hash).HasMaxLength(64);
            head.HasIndex(row => row.MadeAt);
        });
        model.Entity<ChainFinding>(finding =>
        {
            finding.ToTable("chain_finding", "platform");
            finding.Property(row => row.Id).ValueGeneratedNever();
            finding.Property(row => row.Stream).HasMaxLength(40);
            finding.HasIndex(row => row.FoundAt);
        });
        model.Entity<ChainCheck>(check =>
        {
            check.ToTable("chain_check", "platform");
            check.HasIndex(row => row.StartedAt);
        });
    }
}

/// <summary>The last block of a stream, as far as the next one needs it.</summary>
internal sealed record ChainTip(string Stream, int Number, string Hash, Guid NextFrom);

/// <summary>A row as it is chained: its key, the hash of what is bound of it, and when it says it was written.</summary>
internal readonly record struct ChainedRow(Guid Key, byte[] Leaf, DateTimeOffset? At);
