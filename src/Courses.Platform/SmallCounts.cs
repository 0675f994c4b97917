using System.Globalization;

namespace Courses.Platform;

/// <summary>Counts of people in a table that leaves the house: few enough to know them by name are hidden, and so is what would give them away by subtraction.</summary>
public static class SmallCounts
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

    /// <summary>The same for a table whose sums of lines and of columns are known from elsewhere, like those by gender and by age: no hidden count of few can be worked out from them.</summary>
    /// <param name="lines">Line by line.</param>
    /// <param name="total">Of all of them.</param>
    /// <returns>The cells, line after line, and the total.</returns>
    public static (IReadOnlyList<string> Cells, string Total) HideTable(IReadOnlyList<int[]> lines, int total)
    {
        var cells = Enumerable.Range(0, lines.Count).SelectMany(line => Enumerable.Range(0, lines[line].Length).Select(column => (Line: line, Column: column))).ToArray();
        var few = cells.Where(cell => IsFew(Of(cell))).ToArray();
        var hidden = few.ToHashSet();
        foreach (var cell in few)
        {
            var rings = cells.Where(across => across.Line != cell.Line && across.Column != cell.Column)
                .Select(across => new[] { cell, (cell.Line, across.Column), across, (across.Line, cell.Column) })
                .Where(ring => Array.TrueForAll(ring, one => Of(one) > 0) && (MayTurn(ring, 1) || MayTurn(ring, -1)));
            if (IsFew(total) || rings.MinBy(ring => ring.Where(one => !hidden.Contains(one)).Sum(Of)) is not { } chosen)
            {
                return ([.. cells.Select(_ => Hidden)], IsFew(total) ? Few : Text(total));
            }

            hidden.UnionWith(chosen);
        }

        return ([.. cells.Select(cell => IsFew(Of(cell)) ? Few : hidden.Contains(cell) ? Hidden : Text(Of(cell)))], Text(total));

        int Of((int Line, int Column) cell) => lines[cell.Line][cell.Column];

        // One more here is one fewer beside and beneath it and one more across: where all four may be so, the sums do not tell which it is.
        bool MayTurn((int Line, int Column)[] ring, int by) => ring.Select((cell, i) => (Before: Of(cell), After: Of(cell) + (i % 2 == 0 ? by : -by))).All(one => IsFew(one.Before) ? IsFew(one.After) : one.After >= Fewest);
    }

    /// <summary>
    /// Whoever works out the sum of what is hidden still knows no line of it: each of <paramref name="few"/> may have one to four, each <paramref name="beside"/> them five or more, and more than one way of that adds up to the sum.
    /// </summary>
    private static bool IsOpen(int few, int beside, int sum) => few + beside > 1 && sum >= Fewest && sum > few + (beside * Fewest) && (beside > 0 || sum < few * (Fewest - 1));

    public static bool IsFew(int count) => count is > 0 and < Fewest;

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);
}
