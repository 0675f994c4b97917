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

    private static readonly Breakdown[] OfKinds =
    [
        .. Breakdowns, Breakdown.CourseLevel, Breakdown.Support, Breakdown.Difficulty, Breakdown.AgeAndGender, Breakdown.Topic, Breakdown.ActivityKind, Breakdown.ForAges, Breakdown.HelperKind, Breakdown.AimKind,
    ];

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>The code of its kind; null for the integration report.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Kind { get; init; }

    /// <summary>What its kind is called, by language.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Names { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<PublicPlan>? Plan { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<PublicFigures>? Figures { get; init; }

    public static PublicReport Of(Frozen frozen, string deliveredSha256) =>
        frozen.Kind is { } kind ? Of(kind, frozen, deliveredSha256) : Of(frozen.Report, frozen.Indicators, frozen.HowCounted, deliveredSha256);

    private static PublicReport Of(ReportTerms kind, Frozen frozen, string deliveredSha256)
    {
        var report = frozen.Report;
        TermsTable[] tables = [.. kind.Tables.Where(table => OfKinds.Contains(table.By))];
        var shown = Shown(report, tables);
        return new(
            CurrentOfKinds,
            report.Question.Period.ToString(),
            report.Question.Period.First,
            report.Question.Period.Last,
            deliveredSha256,
            [.. tables.SelectMany(table => table.Measures).Distinct().Select(Of)],
            shown.Total,
            shown.Tables,
            [],
            report.Unsigned.Sessions,
            frozen.HowCounted)
        {
            Kind = kind.Code,
            Names = kind.Names,
            Figures = Figured(kind, FigureCount.Outside(frozen.Figures)),
            Plan = [.. PlanCount.Outside(frozen.Plan).Select(part => new PublicPlan(part.Part.Names, part.Part.Of == PlanSource.Meetings ? "hours" : "academic hours", Value(part.Planned), Value(part.Hours)))],
        };
    }

    private static PublicFigures[]? Figured(ReportTerms kind, IReadOnlyList<FigureOutside> figures) => kind.Figures is [] ? null :
    [
        .. kind.Figures.Select((group, number) => new PublicFigures(
            group.Names,
            [
                .. figures.Where(one => one.Figure.Group == number).Select(one => new PublicFigure(
                    one.Figure.Terms.Names, one.Figure.Share is { } share ? one.Figure.Terms.Shares[share].Names : null, one.Figure.ModuleName, FigureCount.UnitOf(one.Figure.Terms.Of), one.Value is { } value ? Value(value) : null, one.Of is { } of ? Value(of) : null)),
            ])),
    ];

    private static PublicReport Of(Report report, IReadOnlyList<IndicatorCount> indicators, IReadOnlyList<string> notes, string deliveredSha256)
    {
        var shown = Shown(report, [.. report.Tables.Where(table => Breakdowns.Contains(table.By)).Select(table => new TermsTable { By = table.By, Measures = Definition.Measures })]);
        return new(
            Current,
            report.Question.Period.ToString(),
            report.Question.Period.First,
            report.Question.Period.Last,
            deliveredSha256,
            [.. Definition.Measures.Select(Of)],
            shown.Total,
            shown.Tables,
            [.. indicators.Select(Of)],
            report.Unsigned.Sessions,
            notes);
    }

    private static (IReadOnlyDictionary<string, JsonElement> Total, IReadOnlyList<PublicTable> Tables) Shown(Report report, IReadOnlyList<TermsTable> tables)
    {
        var shown = tables.Zip(report.Outside(tables)).ToArray();
        return (
            shown.SelectMany(one => one.First.Measures.Zip(one.Second[^1].Cells)).DistinctBy(one => one.First).ToDictionary(one => NameOf(one.First), one => Value(one.Second)),
            [
                .. shown.Select(one => new PublicTable(
                    Definition.NameOf(one.First.By),
                    [
                        .. one.Second.SkipLast(1).Where(line => line.Line.Key.Length > 0 || one.First.Measures.Any(measure => line.Line[measure] != 0))
                            .Select(line => new PublicLine(line.Line.Key, line.Line.Name, one.First.Measures.Zip(line.Cells).ToDictionary(cell => NameOf(cell.First), cell => Value(cell.Second)))),
                    ])
                {
                    Names = one.First.Names,
                }),
            ]);
    }

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, Options);

    public static PublicReport Read(byte[] content) => JsonSerializer.Deserialize<PublicReport>(content, Options)!;

    /// <summary>The lines of the CSV file: a value each.</summary>
    public IEnumerable<IReadOnlyList<object?>> Lines()
    {
        var units = Measures.ToDictionary(measure => measure.Name, measure => measure.Unit);
        return Total.Select(value => Line("total", "", "", value.Key, units[value.Key], value.Value))
            .Concat(Tables.SelectMany(table => table.Lines.SelectMany(line => line.Values.Select(value => Line(table.By, line.Key, line.Name, value.Key, units[value.Key], value.Value)))))
            .Concat((Plan ?? []).SelectMany(part => new[] { Line("plan", "", part.Names["en"], "planned", part.Unit ?? "hours", part.Planned), Line("plan", "", part.Names["en"], "done", part.Unit ?? "hours", part.Hours) }))
            .Concat((Figures ?? []).SelectMany(group => group.Lines.SelectMany(line => new[] { ("number", line.Number), ("of", line.Of) }, (line, value) => Line("figure", group.Names["en"], line.EnglishName, value.Item1, line.Unit, value.Item2))))
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

    private static PublicMeasure Of(Measure measure) => new(NameOf(measure), Definition.UnitOf(measure) switch { Unit.People => "people", Unit.Minutes => "academic hours", Unit.ClockMinutes => "hours", Unit.Count or Unit.Tenths => "number", _ => "euros" });

    private static JsonElement Value(object value) => JsonSerializer.SerializeToElement(value, value.GetType());

    private static object Number(string shown) => shown is SmallCounts.Few or SmallCounts.Hidden ? shown : long.Parse(shown, CultureInfo.InvariantCulture);
}

/// <summary>Hours that were planned for something, and those that were held or confirmed.</summary>
internal sealed record PublicPlan(IReadOnlyDictionary<string, string> Names, string? Unit, JsonElement Planned, JsonElement Hours);

internal sealed record PublicMeasure(string Name, string Unit);

internal sealed record PublicTable(string By, IReadOnlyList<PublicLine> Lines)
{
    /// <summary>What stands above it, by language; null for by what it is broken down.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Names { get; init; }
}

/// <summary>Figures under one heading.</summary>
internal sealed record PublicFigures(IReadOnlyDictionary<string, string> Names, IReadOnlyList<PublicFigure> Lines);

/// <summary>A number and of how many; both are null for what is not counted here.</summary>
internal sealed record PublicFigure(IReadOnlyDictionary<string, string> Names, IReadOnlyDictionary<string, string>? Share, string? Module, string Unit, JsonElement? Number, JsonElement? Of)
{
    [JsonIgnore]
    public string Name => string.Join(": ", new[] { ReportTerms.NameOf(Names), Share is { } share ? ReportTerms.NameOf(share) : null, Module }.OfType<string>());

    [JsonIgnore]
    public string EnglishName => string.Join(": ", new[] { Names["en"], Share?["en"], Module }.OfType<string>());
}

internal sealed record PublicLine(string Key, string Name, IReadOnlyDictionary<string, JsonElement> Values);

/// <summary>The total is null where the city does not count it here.</summary>
internal sealed record PublicIndicator(string Code, string Wording, JsonElement? Total, IReadOnlyList<PublicCell> Cells);

internal sealed record PublicCell(string Gender, string Ages, JsonElement People);
