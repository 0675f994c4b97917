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
        var hidden = Enumerable.Range(0, counts.Count).Where(line => IsFew(counts[line])).ToList();
        if (IsFew(total))
        {
            return (shown, Few);
        }

        // What is hidden together must be several lines, and enough people.
        foreach (var next in Enumerable.Range(0, counts.Count).Where(line => counts[line] >= Fewest).OrderBy(line => counts[line]))
        {
            if (hidden.Count == 0 || (hidden.Count > 1 && hidden.Sum(line => counts[line]) >= Fewest))
            {
                break;
            }

            hidden.Add(next);
            shown[next] = Hidden;
        }

        return (shown, hidden.Count == 1 || (hidden.Count > 0 && hidden.Sum(line => counts[line]) < Fewest) ? Hidden : Text(total));
    }

    private static bool IsFew(int count) => count is > 0 and < Fewest;

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);
}
