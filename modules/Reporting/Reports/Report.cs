using Courses.Platform;

namespace Courses.Reporting.Reports;

/// <summary>The numbers of one line, in the order of <see cref="Measure"/>: people, minutes, euro cents.</summary>
/// <param name="Key">The code, id or value that the line is about; empty for what has none.</param>
/// <param name="Name">As people read it.</param>
/// <param name="Values">One for each measure.</param>
internal sealed record ReportLine(string Key, string Name, IReadOnlyList<long> Values)
{
    public long this[Measure measure] => Values[(int)measure];

    public bool IsEmpty => Values.All(value => value == 0);
}

/// <summary>The lines of one breakdown. A person may stand in several of them, and counts once in the total.</summary>
internal sealed record ReportTable(Breakdown By, IReadOnlyList<ReportLine> Lines)
{
    /// <summary>
    /// The cells of each line and of the total as they leave the house: people, hours and euros as files have them, and where a number would tell of fewer than five people, also by subtraction, what
    /// stands there instead. Hours and money of programmes, providers and months are the city's account and stay; by properties of people they tell of people, and so do meetings of two people always. Where all
    /// of an amount is of fewer than five, the total is hidden, too: it would be that of the one line.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<object>> Outside(ReportLine total)
    {
        var columns = Definition.Measures.Select(measure => Column(measure, total)).ToArray();
        return [.. Enumerable.Range(0, Lines.Count + 1).Select(line => (IReadOnlyList<object>)[.. columns.Select(column => column[line])])];
    }

    private object[] Column(Measure measure, ReportLine total)
    {
        var lines = Lines.Append(total).ToArray();
        var isOfPeople = Definition.UnitOf(measure) == Unit.People;
        if (!isOfPeople && !Definition.TellsOfPeople(By) && !Definition.TellsOfPeople(measure))
        {
            return [.. lines.Select(line => Definition.ValueOf(measure, line[measure]))];
        }

        // Whoever has hours or money here and is no person who came is somebody, too.
        var people = lines.Select(line => (int)(isOfPeople ? line[measure] : line[measure] == 0 ? 0 : Math.Max(1, line[Definition.PeopleOf(measure)]))).ToArray();
        var (shown, sum) = By == Breakdown.AgeAndGender ? Crossed(people[..^1], people[^1]) : SmallCounts.Hide(people[..^1], people[^1]);

        if (!isOfPeople && SmallCounts.IsFew(people[^1]))
        {
            return [.. lines.Select(_ => (object)SmallCounts.Hidden)];
        }

        // The total stands in every table, so lines that would need it hidden are hidden themselves.
        var isHidden = sum is SmallCounts.Few or SmallCounts.Hidden;
        var all = isOfPeople && SmallCounts.IsFew(people[^1]) ? SmallCounts.Few : Definition.ValueOf(measure, total[measure]);
        var none = isHidden && !(isOfPeople && Equals(sum, all));
        return
        [
            .. Lines.Zip(shown, (line, text) => none ? SmallCounts.Hidden : text is SmallCounts.Few or SmallCounts.Hidden ? isOfPeople ? text : SmallCounts.Hidden : Definition.ValueOf(measure, line[measure])),
            all,
        ];
    }

    /// <summary>Ages across, genders down: the sums of both are known from other tables.</summary>
    private (IReadOnlyList<string> Counts, string Total) Crossed(int[] people, int total)
    {
        var at = Lines.Select(line => line.Key.Split('|')).Select(key => (Age: key[0], Gender: key[^1])).ToArray();
        var (ages, genders) = (at.Select(one => one.Age).Distinct().ToArray(), at.Select(one => one.Gender).Distinct().ToArray());
        var cells = genders.Select(_ => new int[ages.Length]).ToArray();
        var places = at.Select(one => (Line: Array.IndexOf(genders, one.Gender), Column: Array.IndexOf(ages, one.Age))).ToArray();
        foreach (var (place, many) in places.Zip(people))
        {
            cells[place.Line][place.Column] = many;
        }

        var (shown, sum) = SmallCounts.HideTable(cells, total);
        return ([.. places.Select(place => shown[(place.Line * ages.Length) + place.Column])], sum);
    }
}

/// <summary>What is asked of a report.</summary>
/// <param name="Period">The time.</param>
/// <param name="Programme">Only what belongs to this programme; null for everything.</param>
internal sealed record ReportQuestion(ReportPeriod Period, string? Programme = null)
{
    /// <summary>Beside the programme also what is of none: exams, activities, referrals, and pairs and plans that nobody gave to a programme.</summary>
    public bool Besides { get; init; }

    /// <summary>Of activities only those at reception centres.</summary>
    public bool AtCentres { get; init; }

    /// <summary>Whether what is of no programme counts.</summary>
    public bool CountsWhatIsOfNone => Programme is null || Besides;
}

/// <summary>One report as it was counted.</summary>
internal sealed record Report(ReportQuestion Question, ReportLine Total, IReadOnlyList<ReportTable> Tables, Unsigned Unsigned)
{
    public ReportTable this[Breakdown by] => Tables.Single(table => table.By == by);

    /// <summary>Tables that leave the house together, each line of them with its cells, the total last: an amount whose total one of them has to hide is hidden in all, or the lines of another would say it.</summary>
    public IReadOnlyList<IReadOnlyList<(ReportLine Line, IReadOnlyList<object> Cells)>> Outside(IReadOnlyList<TermsTable> tables)
    {
        var shown = tables.Select(table => (Table: table, Cells: this[table.By].Outside(Total))).ToArray();
        var hidden = shown.SelectMany(one => one.Table.Measures.Where(measure => Definition.UnitOf(measure) != Unit.People && one.Cells[^1][(int)measure] is string)).ToHashSet();
        return
        [
            .. shown.Select(one => (IReadOnlyList<(ReportLine, IReadOnlyList<object>)>)
            [
                .. this[one.Table.By].Lines.Append(Total).Zip(one.Cells, (line, cells) => (line, (IReadOnlyList<object>)[.. one.Table.Measures.Select(measure => hidden.Contains(measure) ? SmallCounts.Hidden : cells[(int)measure])]))
                    .Where(cells => ReferenceEquals(cells.line, Total) || one.Table.Shows(cells.line)),
            ]),
        ];
    }
}

/// <summary>Lessons of the period that are over and whose register nobody has signed: they count nowhere, neither here nor in decisions.</summary>
internal sealed record Unsigned(int Sessions, long PlannedMinutes);
