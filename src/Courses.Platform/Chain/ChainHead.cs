using System.Globalization;
using System.Text.RegularExpressions;
using Courses.Platform.Database;

namespace Courses.Platform.Chain;

/// <summary>
/// The last block of every stream at one moment, bound to the head before. Whoever keeps its line outside the house can show later that nothing of before was changed, whoever holds the database.
/// </summary>
internal sealed partial class ChainHead : IAppendOnly
{
    /// <summary>From 1, without gaps.</summary>
    public required int Number { get; init; }

    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>What is hashed.</summary>
    public required string Text { get; init; }

    public required string Hash { get; init; }

    /// <summary>What is kept outside: one line that says it all.</summary>
    public string Line => string.Create(CultureInfo.InvariantCulture, $"courses head {Number} {ChainBlock.InstantOf(MadeAt)} sha256 {Hash}");

    public static ChainHead Of(ChainHead? last, IEnumerable<ChainTip> tips, DateTimeOffset now)
    {
        var (number, at) = ((last?.Number ?? 0) + 1, ChainBlock.Stored(now));
        var text = TextOf(number, at, last?.Hash ?? ChainBlock.Nothing, BlocksOf(tips));
        return new() { Number = number, MadeAt = at, Text = text, Hash = ChainBlock.HashOf(text) };
    }

    public static string BlocksOf(IEnumerable<ChainTip> tips) =>
        string.Concat(tips.OrderBy(tip => tip.Stream, StringComparer.Ordinal).Select(tip => string.Create(CultureInfo.InvariantCulture, $"block {tip.Stream} {tip.Number} {tip.Hash}\n")));

    /// <summary>The blocks that it names.</summary>
    public IEnumerable<(string Stream, int Number, string Hash)> Blocks => BlocksIn(Text);

    public static IEnumerable<(string Stream, int Number, string Hash)> BlocksIn(string text) => Block().Matches(text).Select(match => (match.Groups["stream"].Value, int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture), match.Groups["hash"].Value));

    public bool Says(IEnumerable<ChainTip> tips) => Text.EndsWith("\n" + BlocksOf(tips), StringComparison.Ordinal);

    public bool Follows(string previous) => Text.Contains($"\nprevious {previous}\n", StringComparison.Ordinal);

    /// <summary>Number and time stand in the text, too.</summary>
    public bool IsWhatItSays => Text.StartsWith(string.Create(CultureInfo.InvariantCulture, $"courses head 1\nnumber {Number}\nat {ChainBlock.InstantOf(MadeAt)}\nprevious "), StringComparison.Ordinal);

    private static string TextOf(int number, DateTimeOffset at, string previous, string blocks) =>
        string.Create(CultureInfo.InvariantCulture, $"courses head 1\nnumber {number}\nat {ChainBlock.InstantOf(at)}\nprevious {previous}\n{blocks}");

    [GeneratedRegex("^block (?<stream>[a-z-]+) (?<number>[0-9]{1,9}) (?<hash>[0-9a-f]{64})$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 5000)]
    private static partial Regex Block();
}
