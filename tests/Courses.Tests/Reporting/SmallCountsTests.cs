using System.Globalization;
using Courses.Platform;

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

    /// <summary>Whoever knows the sums of all lines and columns of a table, from the tables by gender and by age, still finds two ways in which each hidden cell of few may be.</summary>
    [Fact]
    public void No_cell_of_a_table_can_be_worked_out_from_the_sums_of_lines_and_columns()
    {
        var (random, told, closed) = (new Random(7), 0, 0);
        for (var trial = 0; trial < 3000; trial++)
        {
            int[][] table = [.. Enumerable.Range(0, 3).Select(_ => Enumerable.Range(0, 3).Select(_ => random.Next(trial % 2 == 0 ? 9 : 14)).ToArray())];
            var (shown, total) = SmallCounts.HideTable(table, table.Sum(line => line.Sum()));
            Assert.True(shown.Zip(table.SelectMany(line => line)).All(cell => cell.First is SmallCounts.Hidden || (cell.First == SmallCounts.Few) == (cell.Second is > 0 and < SmallCounts.Fewest)));
            closed += shown.All(cell => cell == SmallCounts.Hidden) ? 1 : 0;
            foreach (var hidden in Enumerable.Range(0, 9).Where(cell => shown[cell] == SmallCounts.Few))
            {
                told++;
                Assert.True(Cells(shown, table, hidden).Distinct().Take(2).Count() == 2, $"{string.Join(' ', table.Select(line => string.Join(',', line)))}: {string.Join(' ', shown)} = {total}");
            }
        }

        Assert.InRange(told, 1000, 20_000);
        Assert.InRange(closed, 0, 1500);
        Assert.Equal(["10", "<5", "*", "20", "*", "*", "0", "30", "40"], SmallCounts.HideTable([[10, 2, 8], [20, 9, 7], [0, 30, 40]], 126).Cells);
        Assert.Equal(["* * * * = 13", "* * = <5", "7 0 = 7"], new[] { SmallCounts.HideTable([[4, 4], [5, 0]], 13), SmallCounts.HideTable([[3, 1]], 4), SmallCounts.HideTable([[7, 0]], 7) }.Select(one => $"{string.Join(' ', one.Cells)} = {one.Total}"));
    }

    /// <summary>What a cell may be, as far as the table and its sums say.</summary>
    private static IEnumerable<int> Cells(IReadOnlyList<string> shown, int[][] table, int cell)
    {
        var lines = table.Select(line => line.Sum()).ToArray();
        var columns = Enumerable.Range(0, 3).Select(column => table.Sum(line => line[column])).ToArray();
        int[] May(int at) => shown[at] switch
        {
            SmallCounts.Few => [1, 2, 3, 4],
            SmallCounts.Hidden => [.. Enumerable.Range(SmallCounts.Fewest, Math.Max(0, Math.Min(lines[at / 3], columns[at % 3]) - SmallCounts.Fewest + 1))],
            var text => [int.Parse(text, CultureInfo.InvariantCulture)],
        };
        var ways = Enumerable.Range(0, 3).Select(line => (
            from first in May(line * 3)
            from second in May((line * 3) + 1)
            from third in May((line * 3) + 2)
            where first + second + third == lines[line]
            select new[] { first, second, third }).ToArray()).ToArray();
        return
            from first in ways[0]
            from second in ways[1]
            from third in ways[2]
            where Enumerable.Range(0, 3).All(column => first[column] + second[column] + third[column] == columns[column])
            select new[] { first, second, third }[cell / 3][cell % 3];
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
