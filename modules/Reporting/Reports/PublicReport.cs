using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Courses.Platform;

namespace Courses.Reporting.Reports;

/// <summary>
/// The annual integration report, or a report of a kind that the city publishes, as programs read it; docs/integration-report.md describes each field. A value is a number, or a text where it is hidden: <c>&lt;5</c> for one to four people, <c>*</c> for what would give
/// such a number away.
/// </summary>
internal sealed record PublicReport(
    string Format,
    string Period,
    DateOnly From,
    DateOnly Until,
    string DeliveredSha256,
    IReadOnlyList<PublicMeasure> Measures,
    IReadOnlyDictionary<string, JsonElement> Total,
    IReadOnlyList<PublicTable> Tables,
    IReadOnlyList<PublicIndicator> Indicators,
    int UnsignedLessons,
    IReadOnlyList<string> Notes)
{
    public const string Current = "courses integration report 1";
    public const string CurrentOfKinds = "courses published report 1";

    /// <summary>Providers and classes are small, and other people's business.</summary>
    public static readonly IReadOnlyList<Breakdown> Breakdowns = [Breakdown.Programme, Breakdown.Month, Breakdown.Gender, Breakdown.Age, Breakdown.Status, Breakdown.Level];

    private static readonly Breakdown[] OfKinds = [.. Breakdowns, Breakdown.CourseLevel, Breakdown.Support, Breakdown.Difficulty];

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>The code of its kind; null for the integration report.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Kind { get; init; }

    /// <summary>What its kind is called, by language.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Names { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<PublicPlan>? Plan { get; init; }

    public static PublicReport Of(Frozen frozen, string deliveredSha256) =>
        frozen.Kind is { } kind ? Of(kind, frozen, deliveredSha256) : Of(frozen.Report, frozen.Indicators, frozen.HowCounted, deliveredSha256);

    private static PublicReport Of(ReportTerms kind, Frozen frozen, string deliveredSha256)
    {
        var report = frozen.Report;
        var tables = kind.Tables.Where(table => OfKinds.Contains(table.By)).Select(table => (Terms: table, Table: report[table.By], Cells: report[table.By].Outside(report.Total))).ToArray();
        var total = new Dictionary<string, JsonElement>();
        foreach (var (terms, _, cells) in tables)
        {
            foreach (var (name, value) in Values(cells[^1], terms.Measures))
            {
                // A total is the same in every table, but for a table that has to hide it.
                total[name] = total.TryGetValue(name, out var known) && known.ValueKind == JsonValueKind.String ? known : value;
            }
        }

        return new(
            CurrentOfKinds,
            report.Question.Period.ToString(),
            report.Question.Period.First,
            report.Question.Period.Last,
            deliveredSha256,
            [.. tables.SelectMany(table => table.Terms.Measures).Distinct().Select(Of)],
            total,
            [.. tables.Select(table => new PublicTable(Definition.NameOf(table.Terms.By), [.. table.Table.Lines.Zip(table.Cells).Where(one => one.First.Key.Length > 0 || table.Terms.Measures.Any(measure => one.First[measure] != 0))
                .Select(one => new PublicLine(one.First.Key, one.First.Name, Values(one.Second, table.Terms.Measures)))]))],
            [],
            report.Unsigned.Sessions,
            frozen.HowCounted)
        {
            Kind = kind.Code,
            Names = kind.Names,
            Plan = [.. frozen.Plan.Select(Of)],
        };
    }

    private static PublicReport Of(Report report, IReadOnlyList<IndicatorCount> indicators, IReadOnlyList<string> notes, string deliveredSha256)
    {
        var tables = report.Tables.Where(table => Breakdowns.Contains(table.By)).Select(table => (Table: table, Cells: table.Outside(report.Total))).ToArray();
        return new(
            Current,
            report.Question.Period.ToString(),
            report.Question.Period.First,
            report.Question.Period.Last,
            deliveredSha256,
            [.. Definition.Measures.Select(Of)],
            Values(tables[0].Cells[^1], Definition.Measures),
            [.. tables.Select(table => new PublicTable(Definition.NameOf(table.Table.By), [.. table.Table.Lines.Zip(table.Cells, (line, cells) => new PublicLine(line.Key, line.Name, Values(cells, Definition.Measures)))]))],
            [.. indicators.Select(Of)],
            report.Unsigned.Sessions,
            notes);
    }

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, Options);

    public static PublicReport Read(byte[] content) => JsonSerializer.Deserialize<PublicReport>(content, Options)!;

    /// <summary>The lines of the CSV file: a value each.</summary>
    public IEnumerable<IReadOnlyList<object?>> Lines()
    {
        var units = Measures.ToDictionary(measure => measure.Name, measure => measure.Unit);
        return Total.Select(value => Line("total", "", "", value.Key, units[value.Key], value.Value))
            .Concat(Tables.SelectMany(table => table.Lines.SelectMany(line => line.Values.Select(value => Line(table.By, line.Key, line.Name, value.Key, units[value.Key], value.Value)))))
            .Concat((Plan ?? []).SelectMany(part => new[] { Line("plan", "", part.Names["en"], "planned", "hours", part.Planned), Line("plan", "", part.Names["en"], "done", "hours", part.Hours) }))
            .Concat(Indicators.SelectMany(one => one.Cells.Select(cell => Line("indicator", one.Code, $"{cell.Gender} {cell.Ages}".Trim(), "persons", "people", cell.People)).Append(Line("indicator", one.Code, one.Wording, "persons", "people", one.Total))));

        static IReadOnlyList<object?> Line(string table, string key, string name, string measure, string unit, JsonElement? value) =>
            [table, key, name, measure, unit, value is not { } known ? null : known.ValueKind == JsonValueKind.Number ? (object)known.GetDecimal() : known.GetString()];
    }

    public static string NameOf(Measure measure) => JsonNamingPolicy.CamelCase.ConvertName(measure.ToString());

    private static PublicIndicator Of(IndicatorCount count)
    {
        var (cells, total) = count.Outside();
        return new(count.Indicator.Code, count.Indicator.Wording, count.Total is null ? null : Value(Number(total)), [.. count.Cells.Zip(cells, (cell, shown) => new PublicCell(cell.Gender, cell.Ages, Value(Number(shown))))]);
    }

    private static PublicMeasure Of(Measure measure) => new(NameOf(measure), Definition.UnitOf(measure) switch { Unit.People => "people", Unit.Minutes => "academic hours", Unit.ClockMinutes => "hours", Unit.Count => "number", _ => "euros" });

    /// <summary>What is planned for each person tells how many there are, and their hours tell of them.</summary>
    private static PublicPlan Of(PlanCount part) => part.Part.PerPerson && SmallCounts.IsFew(part.People)
        ? new(part.Part.Names, Value(SmallCounts.Hidden), Value(SmallCounts.Hidden))
        : new(part.Part.Names, Value(part.PlannedHours), Value(part.Hours));

    private static Dictionary<string, JsonElement> Values(IReadOnlyList<object> cells, IEnumerable<Measure> measures) => measures.ToDictionary(NameOf, measure => Value(cells[(int)measure]));

    private static JsonElement Value(object value) => JsonSerializer.SerializeToElement(value, value.GetType());

    private static object Number(string shown) => shown is SmallCounts.Few or SmallCounts.Hidden ? shown : long.Parse(shown, CultureInfo.InvariantCulture);
}

/// <summary>Hours that were planned for something, and those that were held or confirmed.</summary>
internal sealed record PublicPlan(IReadOnlyDictionary<string, string> Names, JsonElement Planned, JsonElement Hours);

internal sealed record PublicMeasure(string Name, string Unit);

internal sealed record PublicTable(string By, IReadOnlyList<PublicLine> Lines);

internal sealed record PublicLine(string Key, string Name, IReadOnlyDictionary<string, JsonElement> Values);

/// <summary>The total is null where the city does not count it here.</summary>
internal sealed record PublicIndicator(string Code, string Wording, JsonElement? Total, IReadOnlyList<PublicCell> Cells);

internal sealed record PublicCell(string Gender, string Ages, JsonElement People);
