using System.Globalization;
using System.Text.RegularExpressions;
using Courses.Platform.Web;

namespace Courses.Tests.Web;

public sealed partial class ChartTests
{
    /// <summary>A letter is about eight wide: what stands beside each other leaves room between.</summary>
    [Theory]
    [InlineData(12, "30.11.", "100 %")]
    [InlineData(12, "7.9.", "8 %")]
    [InlineData(24, "30.11.", "100 %")]
    [InlineData(3, "September", "100 %")]
    [InlineData(12, "Sept.\n2026", "100 %")]
    [InlineData(1, "30.11.", "100 %")]
    public void Words_of_bars_side_by_side_never_run_together_and_the_newest_has_its_own(int count, string name, string text)
    {
        var chart = Chart.Columns("Weeks", [.. Enumerable.Range(0, count).Select(number => new Bar(name, 50, number == count - 1 ? "newest" : text))]).ToString()!;
        var words = Word().Matches(chart).Select(match => (X: double.Parse(match.Groups["x"].Value, CultureInfo.InvariantCulture), Y: match.Groups["y"].Value, Text: match.Groups["text"].Value)).ToArray();
        Assert.Contains(words, word => word.Text == "newest");
        foreach (var line in words.GroupBy(word => word.Y))
        {
            var inOrder = line.OrderBy(word => word.X).ToArray();
            Assert.All(inOrder.Zip(inOrder.Skip(1)), pair => Assert.True(pair.Second.X - pair.First.X >= 4 * (pair.First.Text.Length + pair.Second.Text.Length), $"{pair.First} {pair.Second}"));
        }
    }

    [GeneratedRegex("<text x=\"(?<x>[0-9.]+)\" y=\"(?<y>[0-9.]+)\"[^>]*>(?<text>[^<]*)</text>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Word();
}
