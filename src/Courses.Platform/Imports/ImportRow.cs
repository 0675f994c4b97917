using System.Text.RegularExpressions;
using Courses.Platform.Imports.Files;
using Courses.Platform.Reading;

namespace Courses.Platform.Imports;

/// <summary>One row of a list while it is checked. Reading a field adds the finding when the cell cannot be understood.</summary>
public sealed partial class ImportRow(TableRow row, ImportColumns columns, DateReading dates)
{
    private readonly List<Finding> findings = [];

    public int Number => row.Number;

    public IReadOnlyList<Finding> Findings => findings;

    public RowOutcome Outcome { get; private set; }

    /// <summary>What makes the row the same row in another file: normalised, within kind and provider.</summary>
    public string? Key { get; set; }

    /// <summary>What the kind made of the row: a record, so that a repeated row is told from a contradicting one.</summary>
    public object? Value { get; set; }

    /// <summary>What broke while the row was checked, for the log.</summary>
    public Exception? Failure { get; private set; }

    public bool IsWrong => Outcome == RowOutcome.Wrong;

    public IReadOnlyList<int> ColumnsWith(string target) => columns.With(target);

    public string HeadingOf(int column) => columns.HeadingOf(column);

    public Cell At(int column) => row[column];

    public Cell Cell(string field) => columns.Of(field) is { } column ? row[column] : Reading.Cell.Empty;

    public void Error(string? field, string code, params object[] details) => Add(FindingLevel.Error, field, new(code, details));

    public void Warn(string? field, string code, params object[] details) => Add(FindingLevel.Warning, field, new(code, details));

    public void Info(string? field, string code, params object[] details) => Add(FindingLevel.Info, field, new(code, details));

    /// <summary>A finding on one cell that does not spoil the rest of the row.</summary>
    public void AtCell(FindingLevel level, int column, string code, params object[] details) =>
        findings.Add(new(level, columns.HeadingOf(column), new(code, details), Problem.Short(row[column].Trimmed)));

    /// <summary>The row cannot be taken in; why was said at the cell.</summary>
    public void Spoil() => Outcome = RowOutcome.Wrong;

    public void AlreadyKnown(string code, params object[] details)
    {
        if (!IsWrong)
        {
            Info(null, code, details);
            Outcome = RowOutcome.Known;
        }
    }

    public void Repeats(string code, params object[] details)
    {
        if (!IsWrong)
        {
            Warn(null, code, details);
            Outcome = RowOutcome.Known;
        }
    }

    public void Add(FindingLevel level, string? field, Problem problem)
    {
        var column = field is null ? null : columns.Of(field);
        findings.Add(new(level, column is { } known ? columns.HeadingOf(known) : "", problem, column is { } at ? Problem.Short(row[at].Trimmed) : ""));
        if (level == FindingLevel.Error)
        {
            Outcome = RowOutcome.Wrong;
        }
    }

    public string Text(string field, int maxLength = 200, bool required = false)
    {
        var cell = Cell(field);
        var text = Spaces().Replace(cell.Shown, " ");
        if (cell.Kind is CellKind.Date or CellKind.Time)
        {
            Error(field, "import.cell.date-not-text", text);
        }
        else if (text.Length == 0 && required)
        {
            Error(field, "import.cell.missing");
        }
        else if (text.Length > maxLength)
        {
            Error(field, "import.cell.too-long", maxLength.ToString(System.Globalization.CultureInfo.InvariantCulture));
            text = text[..maxLength];
        }

        return text;
    }

    /// <summary>A name of a person or thing: lost letters would be written to people on their letters, so they are errors.</summary>
    public string Name(string field, bool required = true, int maxLength = 100)
    {
        var text = Names.Clean(Text(field, maxLength, required));
        if (text is "-" or "–" or "—" && !required)
        {
            return "";
        }

        if (text.Length > 0 && (text.All(letter => letter is '?' or ' ' or '.' or '-') || Names.LostLetters(text)))
        {
            Error(field, "import.name.lost-letters");
        }
        else if (text.Length > 0 && !Names.HasLetter(text))
        {
            Error(field, "import.name.no-letters");
        }
        else if (text.Any(char.IsControl))
        {
            Error(field, "import.cell.control");
        }

        return text;
    }

    public DateOnly? Date(string field, DateMeaning meaning, bool required = false)
    {
        var (cell, how) = (Cell(field), dates with { Order = columns.DateOrderOf(field), Meaning = meaning });
        if (cell.Kind == CellKind.Date && LocalDates.Parse(cell, how).Value is { } date && LocalDates.Swapped(date) is { } swapped)
        {
            // Of a column that looks damaged somebody must say how its dates are meant.
            switch (columns.RealDatesOf(field))
            {
                case RealDates.Unknown:
                    Error(field, "import.date.maybe-swapped", Iso(date), Iso(swapped));
                    return null;
                case RealDates.Swapped:
                    cell = cell with { Text = Iso(swapped) };
                    break;
            }
        }

        return Read(field, required, LocalDates.Parse(cell, how));
    }

    /// <summary>A date of which only a part may be known; the row says so.</summary>
    public PartialDate? DateOrPart(string field, DateMeaning meaning, bool required = false)
    {
        if (LocalDates.ParsePartial(Cell(field), dates with { Order = columns.DateOrderOf(field), Meaning = meaning }).Value is { IsWhole: false } known)
        {
            Warn(field, "import.date.part", known.ToString());
            return known;
        }

        return Date(field, meaning, required) is { } day ? new PartialDate(day) : null;
    }

    public TimeOnly? Time(string field, bool required = false) => Read(field, required, LocalTimes.Time(Cell(field)));

    public decimal? Figure(string field, params ReadOnlySpan<string> units) => Read(field, required: false, Numbers.Read(Cell(field), units));

    public int? Whole(string field, bool required, params ReadOnlySpan<string> units) => (int?)Read(field, required, Numbers.Whole(Cell(field), units));

    public long? Cents(string field, bool required = false) => Read(field, required, Numbers.Money(Cell(field)));

    public LocalTimes.Weekdays? Days(string field, bool required = false) => Read(field, required, LocalTimes.Days(Cell(field), columns.DayLanguageOf(field)));

    public LocalValues.Level? Level(string field, bool required = false) => Read(field, required, LocalValues.CefrLevel(Cell(field)));

    public string? Email(string field)
    {
        var text = Text(field, 254);
        if (text.Length == 0 || text is "-" or "–")
        {
            return null;
        }

        var address = MailAddresses.Read(text);
        if (address is null)
        {
            Error(field, "import.email.unreadable");
        }

        return address;
    }

    /// <summary>Yes or no; null where the list leaves it open, also by a dash. What is neither is named and left open.</summary>
    public bool? YesNo(string field)
    {
        var cell = Cell(field);
        if (cell.Trimmed is "-" or "–")
        {
            return null;
        }

        var answer = LocalValues.YesNo(cell);
        if (answer.Problem is { } problem)
        {
            Add(FindingLevel.Warning, field, problem);
        }

        return answer.Value;
    }

    public string? Phone(string field)
    {
        var text = Text(field, 60);
        if (text.Length == 0 || text is "-" or "–")
        {
            return null;
        }

        text = Digits.Of(text);
        var digits = text.Count(char.IsAsciiDigit);
        if (digits is < 5 or > 15 || !PhoneText().IsMatch(text))
        {
            Warn(field, "import.phone.unreadable");
            return null;
        }

        return (text.TrimStart().StartsWith('+') ? "+" : "") + new string([.. text.Where(char.IsAsciiDigit)]);
    }

    /// <summary>Checks the row. Whatever happens there, it is the row's own: the others go on.</summary>
    public void Check(Action<ImportRow> check)
    {
        try
        {
            check(this);
        }
        catch (Errors.RuleBroken rule)
        {
            Error(null, rule.Code, [.. rule.Details]);
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or FormatException or OverflowException or KeyNotFoundException)
        {
            Failure = error;
            Error(null, "import.row.failed");
        }
    }

    private T? Read<T>(string field, bool required, Parsed<T> parsed)
        where T : struct
    {
        if (parsed.Problem is { } problem)
        {
            Add(FindingLevel.Error, field, problem);
        }
        else if (parsed.IsEmpty && required)
        {
            Error(field, "import.cell.missing");
        }

        return parsed.Value;
    }

    private static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\s+", RegexOptions.None, 200)]
    private static partial Regex Spaces();

    [GeneratedRegex(@"^[+(]?[0-9][0-9\s()./\-–]*$", RegexOptions.None, 200)]
    private static partial Regex PhoneText();
}

/// <summary>Which column means what.</summary>
public sealed class ImportColumns
{
    private readonly IReadOnlyList<string> headings;
    private readonly Dictionary<string, List<int>> byTarget = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateOrder> orders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RealDates> swaps = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> dayLanguages = new(StringComparer.Ordinal);

    /// <param name="table">The list.</param>
    /// <param name="targets">For each column the field's key, or empty.</param>
    /// <param name="order">The order of day and month that the person chose; unknown leaves it to what each column proves.</param>
    /// <param name="realDates">What the person said about the real dates of a column that looks damaged.</param>
    public ImportColumns(Table table, IReadOnlyList<string> targets, DateOrder order, RealDates realDates)
    {
        headings = table.Headings;
        for (var i = 0; i < targets.Count && i < headings.Count; i++)
        {
            if (targets[i].Length > 0)
            {
                if (!byTarget.TryGetValue(targets[i], out var columns))
                {
                    byTarget[targets[i]] = columns = [];
                }

                columns.Add(i);
            }
        }

        foreach (var (target, columns) in byTarget)
        {
            var cells = table.Rows.Select(row => row[columns[0]]).ToArray();
            orders[target] = order != DateOrder.Unknown ? order : LocalDates.Evidence(cells).Order;
            swaps[target] = LocalDates.LookHalfSwapped(cells) ? realDates : RealDates.AsTheyStand;
            dayLanguages[target] = LocalTimes.LanguageOf(cells);
        }
    }

    public IEnumerable<int> Mapped => byTarget.Values.SelectMany(columns => columns).Order();

    /// <summary>Columns that mean nothing: what they hold is not taken in.</summary>
    public IEnumerable<int> Ignored => Enumerable.Range(0, headings.Count).Except(Mapped);

    public IEnumerable<string> Targets => byTarget.Keys;

    public int? Of(string target) => byTarget.TryGetValue(target, out var columns) ? columns[0] : null;

    public IReadOnlyList<int> With(string target) => byTarget.TryGetValue(target, out var columns) ? columns : [];

    public string HeadingOf(int column) => column < headings.Count ? headings[column] : TableReader.ColumnName(column);

    public DateOrder DateOrderOf(string target) => orders.GetValueOrDefault(target);

    public RealDates RealDatesOf(string target) => swaps.GetValueOrDefault(target, RealDates.AsTheyStand);

    public string? DayLanguageOf(string target) => dayLanguages.GetValueOrDefault(target);
}
