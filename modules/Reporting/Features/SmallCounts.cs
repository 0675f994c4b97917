using System.Globalization;

namespace Courses.Reporting.Features;

/// <summary>Counts of people in a table that leaves the house: few enough to know them by name are hidden, and so is what would give them away by subtraction.</summary>
internal static class SmallCounts
{
    public const int Fewest = 5;
    public const string Few = "<5";
    public const string Hidden = "*";

    /// <param name="counts">One column, line by line.</param>
    /// <param name="total">Its last line.</param>
    public static (IReadOnlyList<string> Counts, string Total) Hide(IReadOnlyList<int> counts, int total)
    {
        var shown = counts.Select(count => IsFew(count) ? Few : Text(count)).ToArray();
        var (few, beside, sum) = (counts.Count(IsFew), 0, counts.Where(IsFew).Sum());
        if (IsFew(total))
        {
            // Of four lines with somebody in them, fewer than five in all are one in each.
            return (shown, few < Fewest - 1 ? Few : Hidden);
        }

        foreach (var next in Enumerable.Range(0, counts.Count).Where(line => counts[line] >= Fewest).OrderBy(line => counts[line]))
        {
            if (few == 0 || IsOpen(few, beside, sum))
            {
                break;
            }

            shown[next] = Hidden;
            (beside, sum) = (beside + 1, sum + counts[next]);
        }

        return (shown, few == 0 || IsOpen(few, beside, sum) ? Text(total) : Hidden);
    }

    /// <summary>
    /// Whoever works out the sum of what is hidden still knows no line of it: each of <paramref name="few"/> may have one to four, each <paramref name="beside"/> them five or more, and more than one way of that adds up to the sum.
    /// </summary>
    private static bool IsOpen(int few, int beside, int sum) => few + beside > 1 && sum >= Fewest && sum > few + (beside * Fewest) && (beside > 0 || sum < few * (Fewest - 1));

    public static bool IsFew(int count) => count is > 0 and < Fewest;

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);
}
