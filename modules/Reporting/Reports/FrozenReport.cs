using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Courses.Reporting.Reports;

/// <summary>The content of a report that was delivered: JSON that says all there is to say of it, and whose SHA-256 tells whether it is still what it was.</summary>
internal static class FrozenReport
{
    public const string Format = "courses report 1";

    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, IgnoreReadOnlyProperties = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Converters = { new JsonStringEnumConverter() } };

    public static byte[] Write(Report report, IReadOnlyList<IndicatorCount> indicators, IReadOnlyList<string> howCounted, string recipient, Guid by, DateTimeOffset at) => JsonSerializer.SerializeToUtf8Bytes(
        new Content(Format, howCounted, report.Question.Period.ToString(), report.Question.Programme, recipient, by, at, Definition.Measures, report.Total, report.Tables, report.Unsigned, indicators), Options);

    public static string HashOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>The report as it was, the indicators that were counted with it, and in sentences how it was counted. A number that was not counted then is zero.</summary>
    public static (Report Report, IReadOnlyList<IndicatorCount> Indicators, IReadOnlyList<string> HowCounted) Read(byte[] content)
    {
        var frozen = JsonSerializer.Deserialize<Content>(content, Options) ?? throw new JsonException("Nothing in it.");
        var places = Definition.Measures.Select(measure => frozen.Measures.ToList().IndexOf(measure)).ToArray();
        return (
            new(
                new(ReportPeriod.Parse(frozen.Period) ?? throw new JsonException(frozen.Period), frozen.Programme),
                Placed(frozen.Total),
                [.. frozen.Tables.Select(table => table with { Lines = [.. table.Lines.Select(Placed)] })],
                frozen.Unsigned),
            frozen.Indicators ?? [],
            frozen.HowCounted);

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
        IReadOnlyList<IndicatorCount>? Indicators);
}
