using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Courses.OData;

internal enum MetadataLevel
{
    None,
    Minimal,
    Full,
}

/// <summary>What the caller wants the answer to look like: <c>$format</c> wins over <c>Accept</c>.</summary>
internal sealed record AnswerFormat(bool Csv, MetadataLevel Metadata, bool LargeNumbersAsText)
{
    private static readonly AnswerFormat Default = new(false, MetadataLevel.Minimal, false);

    public const string CsvType = "text/csv; charset=utf-8; header=present";

    /// <summary>A workbook instead of CSV.</summary>
    public bool Xlsx { get; init; }

    public string ContentType => Csv
        ? CsvType
        : $"application/json;odata.metadata={Metadata.ToString().ToLowerInvariant()};odata.streaming=true;IEEE754Compatible={(LargeNumbersAsText ? "true" : "false")};charset=utf-8";

    public static AnswerFormat Of(HttpRequest request, string? format)
    {
        if (format is not null)
        {
            return format switch
            {
                "json" => Default,
                "csv" => Default with { Csv = true },
                "xlsx" => Default with { Xlsx = true },
                _ => MediaTypeHeaderValue.TryParse(format, out var type) && Of(type) is { } answer ? answer : throw NotAcceptable(),
            };
        }

        if (request.Headers.Accept.Count == 0 || !MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted))
        {
            return Default;
        }

        return accepted.Where(type => type.Quality is not 0).OrderByDescending(type => type.Quality ?? 1).Select(Of).FirstOrDefault(answer => answer is not null) ?? throw NotAcceptable();
    }

    private static AnswerFormat? Of(MediaTypeHeaderValue type)
    {
        if (type.MatchesMediaType("text/csv") && type.Type == "text")
        {
            return Default with { Csv = true };
        }

        if (type.MediaType.Equals(XlsxFile.ContentType, StringComparison.OrdinalIgnoreCase))
        {
            return Default with { Xlsx = true };
        }

        // A browser that asks for a page gets the JSON.
        if (type.MediaType.Value is not ("application/json" or "application/*" or "*/*" or "text/html"))
        {
            return null;
        }

        var level = Parameter(type, "odata.metadata") ?? Parameter(type, "metadata");
        return new(
            false,
            level switch { "none" => MetadataLevel.None, "full" => MetadataLevel.Full, _ => MetadataLevel.Minimal },
            string.Equals(Parameter(type, "IEEE754Compatible"), "true", StringComparison.OrdinalIgnoreCase));
    }

    private static string? Parameter(MediaTypeHeaderValue type, string name) =>
        type.Parameters.FirstOrDefault(parameter => parameter.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Value.Value?.Trim('"');

    private static ODataFailure NotAcceptable() => ODataFailure.NotAcceptable("The answer comes as application/json, text/csv or, for rows, as a workbook ($format=xlsx).");
}
