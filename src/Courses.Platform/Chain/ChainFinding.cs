using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Courses.Platform.Chain;

/// <summary>What is wrong with a row, a block or a head.</summary>
public enum ChainFault
{
    /// <summary>The row is not as it was chained.</summary>
    RowChanged,

    /// <summary>The row was chained and is not there any more.</summary>
    RowDeleted,

    /// <summary>The row says that it is older than a look that did not see it.</summary>
    RowCameLate,

    /// <summary>The row has a key of long ago, or of a time to come, and no block knows it.</summary>
    RowUnknown,

    /// <summary>Two blocks hold the same row.</summary>
    RowTwice,

    /// <summary>The block does not say what its hash binds, or does not follow on the one before.</summary>
    BlockChanged,

    /// <summary>A head names a block that is not there, or is another one.</summary>
    BlockMissing,

    /// <summary>The head does not say what its hash binds, or does not follow on the one before.</summary>
    HeadChanged,

    /// <summary>A head that is kept outside is not here.</summary>
    HeadMissing,

    /// <summary>The row is not chained itself, and is not what follows from chained rows.</summary>
    RowDoesNotFollow,
}

/// <summary>One fault: where, and what. The stream of a head is empty.</summary>
public sealed record ChainFaultAt(ChainFault Fault, string Stream, int? Number = null, Guid? Row = null, string Kept = "")
{
    /// <summary>The same fault has the same id at every look.</summary>
    public Guid Id => new(SHA256.HashData(Encoding.UTF8.GetBytes(ToLine()))[..16]);

    /// <summary>One line for an operator's screen.</summary>
    public string ToLine() => string.Create(CultureInfo.InvariantCulture, $"{Fault}{(Stream.Length > 0 ? " stream " + Stream : "")}{(Number is { } number ? $" {(Stream.Length > 0 ? "block" : "head")} {number}" : "")}{(Row is { } row ? $" row {row}" : "")}{(Kept.Length > 0 ? " " + Kept : "")}");
}

/// <summary>What a look at everything found.</summary>
/// <param name="Faults">In the order in which they were met.</param>
/// <param name="Rows">Rows that were compared.</param>
/// <param name="Blocks">Blocks that were looked at.</param>
/// <param name="Heads">Heads that were looked at.</param>
/// <param name="Waiting">Rows that are too new to be chained.</param>
public sealed record ChainVerdict(IReadOnlyList<ChainFaultAt> Faults, long Rows, int Blocks, int Heads, long Waiting);

/// <summary>A fault that a check found; it is told once, and stays written down when it is gone.</summary>
internal sealed class ChainFinding
{
    public required Guid Id { get; init; }

    public required ChainFault Fault { get; init; }

    public required string Stream { get; init; }

    public int? Number { get; init; }

    public Guid? Row { get; init; }

    public required DateTimeOffset FoundAt { get; init; }

    /// <summary>A later check did not find it any more: the row was put back as it was.</summary>
    public DateTimeOffset? GoneAt { get; set; }

    public static ChainFinding Of(ChainFaultAt fault, DateTimeOffset now) => new() { Id = fault.Id, Fault = fault.Fault, Stream = fault.Stream, Number = fault.Number, Row = fault.Row, FoundAt = now };
}

/// <summary>A look at everything that came to its end.</summary>
internal sealed class ChainCheck
{
    public Guid Id { get; private set; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset EndedAt { get; init; }

    public required long Rows { get; init; }

    public required int Blocks { get; init; }

    public required int Faults { get; init; }
}
