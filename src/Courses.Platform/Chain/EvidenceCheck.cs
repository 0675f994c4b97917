using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Courses.Platform.Chain;

/// <summary>
/// Checks an <see cref="EvidenceFile"/> with nothing but SHA-256: no database, no network, nothing of ours but the texts in the file. Each row leads to the root of its block, the block over its followers to a
/// head, the head over its followers to the last one in the file. With heads that were kept outside, one of those on each row's way must be among them.
/// </summary>
public static partial class EvidenceCheck
{
    /// <param name="content">The file.</param>
    /// <param name="kept">Hashes of heads that were kept outside; none when there is nothing to compare with.</param>
    public static EvidenceVerdict Of(byte[] content, IReadOnlyCollection<string> kept)
    {
        try
        {
            using var json = JsonDocument.Parse(content);
            return new Run(json.RootElement, kept).Verdict();
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or OverflowException or ArgumentException)
        {
            return new("", 0, [$"This is no evidence that this version can read: {error.Message}"], []);
        }
    }

    private sealed record Linked(string Text, string Hash, string Previous);

    private sealed class Run
    {
        private readonly JsonElement file;
        private readonly IReadOnlyCollection<string> kept;
        private readonly Dictionary<(string Stream, int Number), Linked> blocks = [];
        private readonly Dictionary<int, Linked> heads = [];
        private readonly List<string> faults = [];
        private readonly SortedDictionary<int, string> anchors = [];

        public Run(JsonElement file, IReadOnlyCollection<string> kept)
        {
            (this.file, this.kept) = (file, kept);
            if (file.GetProperty("format").GetString() != EvidenceFile.Format)
            {
                throw new FormatException($"the format is not '{EvidenceFile.Format}'");
            }

            foreach (var text in file.GetProperty("blocks").EnumerateArray().Select(block => block.GetString()!))
            {
                blocks[(In(text, "stream"), int.Parse(In(text, "number"), CultureInfo.InvariantCulture))] = new(text, ChainBlock.HashOf(text), In(text, "previous"));
            }

            foreach (var text in file.GetProperty("heads").EnumerateArray().Select(head => head.GetString()!))
            {
                heads[int.Parse(In(text, "number"), CultureInfo.InvariantCulture)] = new(text, ChainBlock.HashOf(text), In(text, "previous"));
            }
        }

        public EvidenceVerdict Verdict()
        {
            var count = 0;
            foreach (var row in file.GetProperty("rows").EnumerateArray())
            {
                count++;
                var (stream, number, text) = (row.GetProperty("stream").GetString()!, row.GetProperty("block").GetInt32(), row.GetProperty("text").GetString()!);
                if (WhatIsWrong(stream, number, text, row.GetProperty("path").EnumerateArray().Select(step => Step(step.GetString()!))) is { } wrong)
                {
                    faults.Add($"{stream} row {(text.Split('\n') is [_, var id, ..] ? id : "?")}: {wrong}");
                }
            }

            return new(file.GetProperty("about").GetString()!, count, faults, [.. anchors.Select(anchor => $"courses head {anchor.Key} {In(heads[anchor.Key].Text, "at")} sha256 {anchor.Value}")]);
        }

        private string? WhatIsWrong(string stream, int number, string text, IEnumerable<(bool IsLeft, byte[] Hash)> path)
        {
            if (!text.StartsWith(stream + "\n", StringComparison.Ordinal))
            {
                return "it is of another stream";
            }

            if (!blocks.TryGetValue((stream, number), out var block))
            {
                return $"block {number} is missing";
            }

            if (Convert.ToHexStringLower(MerkleTree.Climb(RowText.LeafOf(text), path)) != In(block.Text, "root"))
            {
                return $"it is not what block {number} holds";
            }

            int? named;
            while ((named = Naming(stream, number, block.Hash)) is null)
            {
                if (!blocks.TryGetValue((stream, ++number), out var next))
                {
                    return $"no head names block {number - 1} or one after it";
                }

                if (next.Previous != block.Hash)
                {
                    return $"block {number} does not follow on the one before";
                }

                block = next;
            }

            return UnderWhatWasKept(named.Value);
        }

        private int? Naming(string stream, int number, string hash)
        {
            var line = string.Create(CultureInfo.InvariantCulture, $"\nblock {stream} {number} {hash}\n");
            return heads.Where(head => head.Value.Text.Contains(line, StringComparison.Ordinal)).Select(head => (int?)head.Key).Min();
        }

        private string? UnderWhatWasKept(int number)
        {
            var (first, head) = (number, heads[number]);
            var found = kept.Contains(head.Hash);
            while (heads.TryGetValue(number + 1, out var next) && !found)
            {
                if (next.Previous != head.Hash)
                {
                    return $"head {number + 1} does not follow on the one before";
                }

                (head, number) = (next, number + 1);
                found = kept.Contains(head.Hash);
            }

            anchors[number] = head.Hash;
            return found || kept.Count == 0 ? null : $"none of the heads {first} to {number} is among those that were kept";
        }

        private static (bool IsLeft, byte[] Hash) Step(string step) => step.Split(' ') switch
        {
            ["left", var hash] => (true, Convert.FromHexString(hash)),
            ["right", var hash] => (false, Convert.FromHexString(hash)),
            _ => throw new FormatException($"'{step}' is no step of a way"),
        };

        private static string In(string text, string name) => Lines().Matches(text).FirstOrDefault(line => line.Groups["name"].Value == name)?.Groups["value"].Value ?? throw new FormatException($"a text has no '{name}'");
    }

    [GeneratedRegex("^(?<name>[a-z]+) (?<value>.+)$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 5000)]
    private static partial Regex Lines();
}

/// <summary>What a look at a file of evidence found.</summary>
/// <param name="About">What the file says that it is about.</param>
/// <param name="Rows">Rows that were looked at.</param>
/// <param name="Faults">What is wrong, a sentence each.</param>
/// <param name="Anchors">The heads that all of it stands or falls with: they must be those that were kept outside.</param>
public sealed record EvidenceVerdict(string About, int Rows, IReadOnlyList<string> Faults, IReadOnlyList<string> Anchors);
