using System.Globalization;
using Courses.Reporting.Features;

namespace Courses.Tests.Reporting;

public sealed class SmallCountsTests
{
    [Theory]
    [InlineData("12 30 0", 42, "12 30 0", "42")]
    [InlineData("3 30 12", 45, "<5 30 *", "45")]
    [InlineData("3 2 30", 35, "<5 <5 30", "35")]
    [InlineData("1 1 30 9", 41, "<5 <5 30 *", "41")]
    [InlineData("3", 3, "<5", "<5")]
    [InlineData("3 0", 8, "<5 0", "*")]
    [InlineData("4 4 30", 38, "<5 <5 *", "38")]
    [InlineData("1 5 30", 36, "<5 * *", "36")]
    [InlineData("1 1 1 1", 4, "<5 <5 <5 <5", "*")]
    [InlineData("1 1", 2, "<5 <5", "<5")]
    [InlineData("0 0", 0, "0 0", "0")]
    public void Few_people_are_hidden_and_so_is_what_gives_them_away(string counts, int total, string shown, string sum)
    {
        var hidden = SmallCounts.Hide([.. counts.Split(' ').Select(count => int.Parse(count, CultureInfo.InvariantCulture))], total);
        Assert.Equal((shown, sum), (string.Join(' ', hidden.Counts), hidden.Total));
    }

    /// <summary>Whoever knows all that is shown, what the marks mean, and that the lines add up, still finds at least two ways in which each hidden line of few may be.</summary>
    [Fact]
    public void No_line_can_be_worked_out_from_the_others()
    {
        foreach (var lines in Enumerable.Range(1, 4))
        {
            for (var code = 0; code < (int)Math.Pow(Most, lines); code++)
            {
                int[] counts = [.. Enumerable.Range(0, lines).Select(line => code / (int)Math.Pow(Most, line) % Most)];
                var (shown, sum) = SmallCounts.Hide(counts, counts.Sum());
                Assert.All(shown.Zip(counts), line => Assert.Equal(line.Second is > 0 and < SmallCounts.Fewest, line.First == SmallCounts.Few));
                for (var line = 0; line < lines; line++)
                {
                    Assert.True(shown[line] != SmallCounts.Few || Ways(shown, sum, line).Distinct().Take(2).Count() == 2, $"{string.Join(' ', counts)}: {string.Join(' ', shown)} = {sum}");
                }
            }
        }
    }

    private const int Most = 12;

    /// <summary>What a line may be, as far as the table says.</summary>
    private static IEnumerable<int> Ways(IReadOnlyList<string> shown, string sum, int line)
    {
        var (least, most) = (0, 0);
        for (var other = 0; other < shown.Count; other++)
        {
            if (other != line)
            {
                var (from, to) = Range(shown[other]);
                (least, most) = (least + from, most + to);
            }
        }

        var (fewest, largest) = sum == SmallCounts.Hidden ? (0, 1000) : Range(sum);
        return Enumerable.Range(1, SmallCounts.Fewest - 1).Where(count => count + least <= largest && count + most >= fewest);
    }

    private static (int From, int To) Range(string text) => text switch
    {
        SmallCounts.Few => (1, SmallCounts.Fewest - 1),
        SmallCounts.Hidden => (SmallCounts.Fewest, 1000),
        _ => (int.Parse(text, CultureInfo.InvariantCulture), int.Parse(text, CultureInfo.InvariantCulture)),
    };
}
