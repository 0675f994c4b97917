namespace Courses.Eligibility;

/// <summary>The figures of a simulation as they may be shown, one entry a subject.</summary>
internal sealed record SimulationAnswer(IReadOnlyList<SimulatedSubject> Subjects);

/// <summary>How many move which way. Null stands for a number that is not shown, see <see cref="SmallCounts"/>.</summary>
internal sealed record SimulatedSubject(string Subject, IReadOnlyDictionary<Movement, int?> Totals, IReadOnlyList<SimulatedTable> Tables);

/// <summary>The same by one property of the people; empty when it cannot be told without telling of single people.</summary>
internal sealed record SimulatedTable(string By, IReadOnlyList<SimulatedRow> Rows);

/// <summary>One value of the property, or several that are told together.</summary>
internal sealed record SimulatedRow(IReadOnlyList<string> Values, IReadOnlyDictionary<Movement, int> Counts);

/// <summary>Counts while they are counted; several hands may add.</summary>
internal sealed class SimulationTally
{
    public const string ByStatus = "status";
    public const string ByGender = "gender";
    public const string ByAge = "age";
    public const string ByProgramme = "programme";

    private static readonly int MovementCount = Enum.GetValues<Movement>().Length;
    private readonly Dictionary<(string Subject, string By, string Value), int[]> counts = [];

    public void Add(PersonFacts person, Simulated simulated)
    {
        var attended = person.Sums.Where(sums => sums.From is null).Select(sums => sums.ProgrammeCode).Distinct().Take(2).ToArray();
        Count(simulated, ByStatus, person.Person.Status?.ToString() ?? "");
        Count(simulated, ByGender, person.Gender);
        Count(simulated, ByAge, person.Person.Age switch { < 18 => "0-17", <= 30 => "18-30", <= 60 => "31-60", _ => "61-" });
        Count(simulated, ByProgramme, attended switch { [] => "", [var one] => one, _ => "several" });
    }

    public void Add(SimulationTally other)
    {
        lock (counts)
        {
            foreach (var (key, some) in other.counts)
            {
                var mine = Of(key);
                for (var i = 0; i < some.Length; i++)
                {
                    mine[i] += some[i];
                }
            }
        }
    }

    public SimulationAnswer Answer() => new([.. counts.GroupBy(row => row.Key.Subject).OrderByDescending(subject => subject.Key, StringComparer.Ordinal).Select(subject =>
    {
        var tables = subject.GroupBy(row => row.Key.By).ToDictionary(table => table.Key, table => table.ToDictionary(row => row.Key.Value, row => row.Value));
        var shown = SmallCounts.ColumnsToShow(tables[ByStatus].Values);
        return new SimulatedSubject(
            subject.Key,
            Enum.GetValues<Movement>().ToDictionary(movement => movement, movement => shown.Contains((int)movement) ? tables[ByStatus].Values.Sum(row => row[(int)movement]) : (int?)null),
            [.. new[] { ByProgramme, ByStatus, ByGender, ByAge }.Select(by => new SimulatedTable(by, [.. SmallCounts.RowsToShow(tables[by], shown)
                .Select(row => new SimulatedRow(row.Values, shown.ToDictionary(column => (Movement)column, column => row.Counts[column])))]))]);
    })]);

    private void Count(Simulated simulated, string by, string value) => Of((simulated.Subject, by, value))[(int)simulated.Movement]++;

    private int[] Of((string Subject, string By, string Value) key)
    {
        if (!counts.TryGetValue(key, out var mine))
        {
            counts.Add(key, mine = new int[MovementCount]);
        }

        return mine;
    }
}

/// <summary>
/// Numbers of people are shown so that nobody learns anything of fewer than <see cref="Least"/>, also not by subtracting: whatever is shown is nobody or at least so many, and what is not
/// shown is told with something else or not at all.
/// </summary>
internal static class SmallCounts
{
    public const int Least = 5;

    public static bool IsSmall(int count) => count is > 0 and < Least;

    /// <summary>The columns whose sums may be shown. With each small one the largest other is left out, or it could be worked out from the number of all people.</summary>
    public static IReadOnlyList<int> ColumnsToShow(IReadOnlyCollection<int[]> rows)
    {
        var sums = Enumerable.Range(0, rows.First().Length).Select(column => (Column: column, Sum: rows.Sum(row => row[column]))).ToArray();
        var large = sums.Where(column => !IsSmall(column.Sum)).ToList();
        if (large.Count < sums.Length && large.Count > 0)
        {
            large.Remove(large.MaxBy(column => column.Sum));
        }

        return [.. large.Select(column => column.Column)];
    }

    /// <summary>Rows with a small number are told together, with as many others as it takes; none when even all together do not do.</summary>
    public static IReadOnlyList<(IReadOnlyList<string> Values, int[] Counts)> RowsToShow(IReadOnlyDictionary<string, int[]> rows, IReadOnlyList<int> columns)
    {
        bool MustHide(int[] counts) => columns.Any(column => IsSmall(counts[column]));
        var alone = rows.Where(row => !MustHide(row.Value)).OrderBy(row => row.Value.Sum()).ThenBy(row => row.Key, StringComparer.Ordinal).ToList();
        var together = rows.Where(row => MustHide(row.Value)).ToList();
        while (MustHide(Sum(together)) && alone.Count > 0)
        {
            together.Add(alone[0]);
            alone.RemoveAt(0);
        }

        if (MustHide(Sum(together)) || columns.Count == 0)
        {
            return [];
        }

        var shown = alone.OrderByDescending(row => row.Value.Sum()).Select(row => ((IReadOnlyList<string>)[row.Key], row.Value)).ToList();
        if (together.Count > 0)
        {
            shown.Add(([.. together.Select(row => row.Key).Order(StringComparer.Ordinal)], Sum(together)));
        }

        return shown;

        int[] Sum(List<KeyValuePair<string, int[]>> some) => [.. Enumerable.Range(0, rows.Values.First().Length).Select(column => some.Sum(row => row.Value[column]))];
    }
}
