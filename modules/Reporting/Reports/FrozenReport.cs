using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Courses.Reporting.Reports;

/// <summary>The content of a report that was delivered: JSON that says all there is to say of it, and whose SHA-256 tells whether it is still what it was.</summary>
internal static class FrozenReport
{
    public const string Format = "courses report 1";

    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, IgnoreReadOnlyProperties = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Converters = { new JsonStringEnumConverter() } };

    public static byte[] Write(Frozen frozen, string recipient, Guid by, DateTimeOffset at)
    {
        var report = frozen.Report;
        return JsonSerializer.SerializeToUtf8Bytes(
            new Content(
                Format, frozen.HowCounted, report.Question.Period.ToString(), report.Question.Programme, recipient, by, at, Definition.Measures, report.Total, report.Tables, report.Unsigned, frozen.Indicators, frozen.Kind, frozen.Kind is null ? null : frozen.Plan, frozen.Figures is [] ? null : frozen.Figures),
            Options);
    }

    public static string HashOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>The report as it was. A number that was not counted then is zero.</summary>
    public static Frozen Read(byte[] content)
    {
        var frozen = JsonSerializer.Deserialize<Content>(content, Options) ?? throw new JsonException("Nothing in it.");
        var period = ReportPeriod.Parse(frozen.Period) ?? throw new JsonException(frozen.Period);
        var places = Definition.Measures.Select(measure => frozen.Measures.ToList().IndexOf(measure)).ToArray();
        return new(
            new(
                (frozen.Kind?.QuestionOf(period) ?? new(period)) with { Programme = frozen.Programme },
                Placed(frozen.Total),
                [.. frozen.Tables.Select(table => table with { Lines = [.. table.Lines.Select(Placed)] })],
                frozen.Unsigned),
            frozen.Indicators ?? [],
            frozen.HowCounted,
            frozen.Kind,
            frozen.Plan ?? [],
            frozen.Figures ?? [])
        {
            Measures = frozen.Measures,
        };

        ReportLine Placed(ReportLine line) => line with { Values = [.. places.Select(place => place < 0 ? 0 : line.Values[place])] };
    }

    private sealed record Content(
        string Format,
        IReadOnlyList<string> HowCounted,
        string Period,
        string? Programme,
        string Recipient,
        Guid DeliveredBy,
        DateTimeOffset DeliveredAt,
        IReadOnlyList<Measure> Measures,
        ReportLine Total,
        IReadOnlyList<ReportTable> Tables,
        Unsigned Unsigned,
        IReadOnlyList<IndicatorCount>? Indicators,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ReportTerms? Kind,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<PlanCount>? Plan,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<FigureCount>? Figures);
}

/// <summary>What a delivered report holds.</summary>
/// <param name="Report">All its tables.</param>
/// <param name="Indicators">Those that were counted with it.</param>
/// <param name="HowCounted">In sentences.</param>
/// <param name="Kind">What was asked for, where it is one of a kind: the kind may be another one today.</param>
/// <param name="Plan">Hours against the plan of the kind.</param>
/// <param name="Figures">Those that the kind asks for.</param>
internal sealed record Frozen(Report Report, IReadOnlyList<IndicatorCount> Indicators, IReadOnlyList<string> HowCounted, ReportTerms? Kind, IReadOnlyList<PlanCount> Plan, IReadOnlyList<FigureCount> Figures)
{
    /// <summary>What was counted then: a measure that is newer is neither more nor less today.</summary>
    public IReadOnlyList<Measure> Measures { get; init; } = Definition.Measures;
}
