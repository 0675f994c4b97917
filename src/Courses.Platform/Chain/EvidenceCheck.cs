using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Courses.Platform.Chain;

/// <summary>
/// Checks an <see cref="EvidenceFile"/> with nothing but SHA-256: no database, no network, nothing of ours but the texts in the file. Each row leads to the root of its block, the block over its followers to a
/// head, the head over its followers to the last one in the file. With heads that were kept outside, one of those on each row's way must be among them. What adds up must add up, so that a row of money cannot
/// be left out.
/// </summary>
public static partial class EvidenceCheck
{
    /// <param name="content">The file.</param>
    /// <param name="kept">Hashes of heads that were kept outside; none when there is nothing to compare with.</param>
    /// <param name="sums">What must add up.</param>
    public static EvidenceVerdict Of(byte[] content, IReadOnlyCollection<string> kept, IEnumerable<EvidenceSum> sums)
    {
        try
        {
            using var json = JsonDocument.Parse(content);
            return new Run(json.RootElement, kept).Verdict(sums);
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
        private readonly HashSet<string> texts = new(StringComparer.Ordinal);

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

        public EvidenceVerdict Verdict(IEnumerable<EvidenceSum> sums)
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

            var about = file.GetProperty("about").GetString()!;
            foreach (var sum in sums.Where(sum => about.StartsWith(sum.About + " ", StringComparison.Ordinal)))
            {
                AddUp(sum);
            }

            return new(about, count, faults, [.. anchors.Select(anchor => $"courses head {anchor.Key} {In(heads[anchor.Key].Text, "at")} sha256 {anchor.Value}")]);
        }

        private void AddUp(EvidenceSum sum)
        {
            var (parts, whole) = (Sums(sum.Parts), Sums(sum.Whole));
            if (whole.Count == 0)
            {
                return;
            }

            foreach (var each in whole.Keys.Union(parts.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
            {
                var (adds, must) = (parts.GetValueOrDefault(each), whole.GetValueOrDefault(each));
                if (adds != must)
                {
                    faults.Add(string.Create(CultureInfo.InvariantCulture, $"{sum.Parts.Stream}: {sum.Parts.Column} of {sum.Each} {each} adds up to {adds}, and {sum.Whole.Stream} say {must}"));
                }
            }

            Dictionary<string, long> Sums((string Stream, string Column) of) => texts.Where(text => text.StartsWith(of.Stream + "\n", StringComparison.Ordinal))
                .GroupBy(text => In(text, sum.Each), StringComparer.Ordinal).ToDictionary(rows => rows.Key, rows => rows.Sum(text => long.Parse(In(text, of.Column), CultureInfo.InvariantCulture)), StringComparer.Ordinal);
        }

        private string? WhatIsWrong(string stream, int number, string text, IEnumerable<(bool IsLeft, byte[] Hash)> path)
        {
            if (!text.StartsWith(stream + "\n", StringComparison.Ordinal))
            {
                return "it is of another stream";
            }

            if (!texts.Add(text))
            {
                return "it is in the file twice";
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

    [GeneratedRegex("^(?<name>[a-z_0-9]+) (?<value>.+)$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 5000)]
    private static partial Regex Lines();
}

/// <summary>What a look at a file of evidence found.</summary>
/// <param name="About">What the file says that it is about.</param>
/// <param name="Rows">Rows that were looked at.</param>
/// <param name="Faults">What is wrong, a sentence each.</param>
/// <param name="Anchors">The heads that all of it stands or falls with: they must be those that were kept outside.</param>
public sealed record EvidenceVerdict(string About, int Rows, IReadOnlyList<string> Faults, IReadOnlyList<string> Anchors);
