using System.Globalization;
using System.Text.Json;
using Courses.Platform;

namespace Courses.Reporting.Reports;

/// <summary>
/// The annual integration report as programs read it; docs/integration-report.md describes each field. A value is a number, or a text where it is hidden: <c>&lt;5</c> for one to four people, <c>*</c> for what would give
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

    /// <summary>Providers and classes are small, and other people's business.</summary>
    public static readonly IReadOnlyList<Breakdown> Breakdowns = [Breakdown.Programme, Breakdown.Month, Breakdown.Gender, Breakdown.Age, Breakdown.Status, Breakdown.Level];

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static PublicReport Of(Report report, IReadOnlyList<IndicatorCount> indicators, IReadOnlyList<string> notes, string deliveredSha256)
    {
        var tables = report.Tables.Where(table => Breakdowns.Contains(table.By)).Select(table => (Table: table, Cells: table.Outside(report.Total))).ToArray();
        return new(
            Current,
            report.Question.Period.ToString(),
            report.Question.Period.First,
            report.Question.Period.Last,
            deliveredSha256,
            [.. Definition.Measures.Select(measure => new PublicMeasure(NameOf(measure), Definition.UnitOf(measure) switch { Unit.People => "people", Unit.Minutes => "academic hours", Unit.ClockMinutes => "hours", Unit.Count => "number", _ => "euros" }))],
            Values(tables[0].Cells[^1]),
            [.. tables.Select(table => new PublicTable(Definition.NameOf(table.Table.By), [.. table.Table.Lines.Zip(table.Cells, (line, cells) => new PublicLine(line.Key, line.Name, Values(cells)))]))],
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

    private static Dictionary<string, JsonElement> Values(IReadOnlyList<object> cells) => Definition.Measures.Zip(cells).ToDictionary(pair => NameOf(pair.First), pair => Value(pair.Second));

    private static JsonElement Value(object value) => JsonSerializer.SerializeToElement(value, value.GetType());

    private static object Number(string shown) => shown is SmallCounts.Few or SmallCounts.Hidden ? shown : long.Parse(shown, CultureInfo.InvariantCulture);
}

internal sealed record PublicMeasure(string Name, string Unit);

internal sealed record PublicTable(string By, IReadOnlyList<PublicLine> Lines);

internal sealed record PublicLine(string Key, string Name, IReadOnlyDictionary<string, JsonElement> Values);

/// <summary>The total is null where the city does not count it here.</summary>
internal sealed record PublicIndicator(string Code, string Wording, JsonElement? Total, IReadOnlyList<PublicCell> Cells);

internal sealed record PublicCell(string Gender, string Ages, JsonElement People);
