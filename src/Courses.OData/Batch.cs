using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Courses.OData;

/// <summary>Many reads in one request, in the JSON of OData 4.01. They are answered one after the other, each by itself: one that fails stops no other.</summary>
internal sealed class Batch(ODataService service, string prefix, HttpContext http)
{
    public async Task Answer()
    {
        http.Response.Headers["OData-Version"] = "4.0";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.CacheControl = "no-store";
        JsonDocument batch;
        try
        {
            batch = await Read();
        }
        catch (ODataFailure failure)
        {
            await failure.Write(http.Response);
            return;
        }

        using (batch)
        {
            http.Response.ContentType = "application/json";
            await using var json = new Utf8JsonWriter(http.Response.Body);
            json.WriteStartObject();
            json.WriteStartArray("responses");
            foreach (var request in batch.RootElement.GetProperty("requests").EnumerateArray())
            {
                await Answer(json, request);
                await json.FlushAsync(http.RequestAborted);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }
    }

    private async Task<JsonDocument> Read()
    {
        if (http.Request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true)
        {
            throw new ODataFailure(StatusCodes.Status415UnsupportedMediaType, "batch-is-json", "A $batch is application/json: {\"requests\":[{\"id\":\"1\",\"method\":\"GET\",\"url\":\"Classes?$top=1\"}]}.");
        }

        try
        {
            var batch = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
            if (batch.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("requests", out var requests) && requests.ValueKind == JsonValueKind.Array
                && requests.EnumerateArray().All(request => request.ValueKind == JsonValueKind.Object && Text(request, "id") is not null && Text(request, "url") is not null))
            {
                return requests.GetArrayLength() <= service.Limits.MaxBatch
                    ? batch
                    : throw ODataFailure.TooComplex($"A $batch has at most {service.Limits.MaxBatch} requests.");
            }

            batch.Dispose();
        }
        catch (JsonException)
        {
            // Answered below.
        }

        throw ODataFailure.InvalidQuery("A $batch is {\"requests\":[...]}, and each request has an id, a method and a url.");
    }

    private async Task Answer(Utf8JsonWriter json, JsonElement request)
    {
        var one = new DefaultHttpContext { RequestServices = http.RequestServices, User = http.User, RequestAborted = http.RequestAborted };
        var body = new MemoryStream();
        one.Response.Body = body;
        one.Request.Method = Text(request, "method")?.ToUpperInvariant() ?? HttpMethods.Get;
        (one.Request.Scheme, one.Request.Host, one.Request.PathBase) = (http.Request.Scheme, http.Request.Host, http.Request.PathBase);
        if (request.TryGetProperty("headers", out var headers) && headers.ValueKind == JsonValueKind.Object)
        {
            foreach (var header in headers.EnumerateObject().Where(header => header.Value.ValueKind == JsonValueKind.String))
            {
                one.Request.Headers[header.Name] = header.Value.GetString();
            }
        }

        // Relative to the service, to the host, or whole.
        var root = new Uri($"{http.Request.Scheme}://{http.Request.Host.ToUriComponent()}{http.Request.PathBase.ToUriComponent()}{prefix}/");
        if (Uri.TryCreate(root, Text(request, "url"), out var address) && root.IsBaseOf(address))
        {
            one.Request.Path = Uri.UnescapeDataString(address.AbsolutePath[http.Request.PathBase.ToUriComponent().Length..]);
            one.Request.QueryString = new(address.Query);
            await new ODataRequest(service, prefix, one).Answer();
        }
        else
        {
            await ODataFailure.NotFound("This address is not of this service.").Write(one.Response);
        }

        json.WriteStartObject();
        json.WriteString("id", Text(request, "id"));
        json.WriteNumber("status", one.Response.StatusCode);
        json.WriteStartObject("headers");
        foreach (var (name, value) in one.Response.Headers.Where(header => header.Key is "Content-Type" or "OData-Version" or "Preference-Applied" or "Allow" or "Retry-After"))
        {
            json.WriteString(name, value.ToString());
        }

        json.WriteEndObject();
        if (body.Length > 0)
        {
            json.WritePropertyName("body");
            if (one.Response.ContentType?.StartsWith("application/json", StringComparison.Ordinal) == true)
            {
                json.WriteRawValue(body.GetBuffer().AsSpan(0, (int)body.Length), skipInputValidation: true);
            }
            else
            {
                json.WriteStringValue(Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length));
            }
        }

        json.WriteEndObject();
    }

    private static string? Text(JsonElement request, string name) =>
        request.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
