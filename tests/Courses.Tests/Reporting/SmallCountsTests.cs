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
    [InlineData("1 1", 2, "<5 <5", "<5")]
    [InlineData("0 0", 0, "0 0", "0")]
    public void Few_people_are_hidden_and_so_is_what_gives_them_away(string counts, int total, string shown, string sum)
    {
        var hidden = SmallCounts.Hide([.. counts.Split(' ').Select(count => int.Parse(count, CultureInfo.InvariantCulture))], total);
        Assert.Equal((shown, sum), (string.Join(' ', hidden.Counts), hidden.Total));
    }

    /// <summary>Whoever knows all that is shown, and that hidden counts add up to the rest, cannot say of any line how many people it has.</summary>
    [Fact]
    public void No_line_can_be_worked_out_from_the_others()
    {
        var random = new Random(5);
        for (var round = 0; round < 2000; round++)
        {
            int[] counts = [.. Enumerable.Range(0, random.Next(1, 7)).Select(_ => random.Next(4) == 0 ? random.Next(0, 60) : random.Next(0, 9))];
            var (shown, sum) = SmallCounts.Hide(counts, counts.Sum());
            Assert.All(shown.Zip(counts), line => Assert.True(line.First is SmallCounts.Few or SmallCounts.Hidden ? line.Second > 0 : line.First == line.Second.ToString(CultureInfo.InvariantCulture) && line.Second is 0 or >= SmallCounts.Fewest));
            if (int.TryParse(sum, CultureInfo.InvariantCulture, out var total) && shown.Any(count => count is SmallCounts.Few or SmallCounts.Hidden))
            {
                Assert.True(shown.Count(count => count is SmallCounts.Few or SmallCounts.Hidden) > 1, string.Join(' ', counts));
                Assert.True(total - counts.Where((_, line) => shown[line] is not SmallCounts.Few and not SmallCounts.Hidden).Sum() >= SmallCounts.Fewest, string.Join(' ', counts));
            }
        }
    }
}
