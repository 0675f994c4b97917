using System.Globalization;
using System.Text.RegularExpressions;

namespace Courses.Platform.Chain;

/// <summary>A head as it is kept outside.</summary>
/// <param name="Number">Counts up.</param>
/// <param name="MadeAt">When.</param>
/// <param name="Hash">SHA-256 of its text, which names the last block of every stream and the head before.</param>
/// <param name="Line">One line that says it all.</param>
public sealed partial record ChainHeadLine(int Number, DateTimeOffset MadeAt, string Hash, string Line)
{
    /// <summary>The number of the last head in a file of lines; 0 when there is none.</summary>
    public static int LastNumberIn(string lines) => Numbered().Matches(lines).Select(match => int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture)).DefaultIfEmpty().Max();

    /// <summary>The hashes in a line, or in a file of lines.</summary>
    public static IReadOnlyList<string> HashesIn(string kept) => [.. AnyHash().Matches(kept).Select(match => match.Value)];

    [GeneratedRegex("^courses head (?<number>[0-9]{1,9}) ", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 5000)]
    private static partial Regex Numbered();

    [GeneratedRegex("(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex AnyHash();
}
