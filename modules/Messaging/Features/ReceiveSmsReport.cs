using System.Text.Json;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Courses.Messaging.Features;

/// <summary>
/// The gateway says what became of a text. Its times to answer run from the report that it arrived; what never will goes on paper. Whoever knows the secret in the address is the gateway; a report that
/// comes twice, or late, changes nothing.
/// </summary>
internal sealed class ReceiveSmsReport(CoursesDb db, SmsReports reports, MessageKinds kinds, CityTime city)
{
    private const int LongestReport = 64 * 1024;

    public static void Map(IEndpointRouteBuilder app) => app
        .MapPost("/sms/reports/{secret}", async (string secret, HttpRequest request, ReceiveSmsReport act, CancellationToken cancel) => await act.Handle(secret, request, cancel))
        .ForAnyone().DisableAntiforgery().WithMetadata(new RequestSizeLimitAttribute(LongestReport)).ExcludeFromDescription();

    private async Task<IResult> Handle(string secret, HttpRequest request, CancellationToken cancel)
    {
        if (!reports.Secret.IsSaidBy(secret))
        {
            throw new NotFound("The report");
        }

        var fields = await Fields(request, cancel);
        if (!fields.TryGetValue(reports.IdField, out var id) || !fields.TryGetValue(reports.StatusField, out var status) || id.Length is 0 or > 100)
        {
            return Results.BadRequest();
        }

        var own = Guid.TryParse(id, out var guid) ? guid : (Guid?)null;
        return await db.Transact(
            async () =>
            {
                var messages = await db.Set<Message>().Where(row => row.GatewayId == id || (own != null && row.LetterId == own)).ToListAsync(cancel);
                if (messages is [] || messages.Exists(row => row.State == MessageState.Sending))
                {
                    // It was quicker than the node that hands the text over and has not written down yet what became of it. Gateways come again.
                    return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
                }

                foreach (var message in messages.Where(row => row.Channel == Channel.Sms))
                {
                    message.WasReported(reports.Arrived(status), status, city.Now, city.Today, kinds.GoesOnPaper(message.Kind));
                }

                return Results.NoContent();
            },
            cancel);
    }

    /// <summary>Of a form, of the address, or of JSON, where a dot leads deeper: <c>results.0.status</c>.</summary>
    private static async Task<Dictionary<string, string>> Fields(HttpRequest request, CancellationToken cancel)
    {
        var fields = request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        try
        {
            if (request.HasFormContentType)
            {
                foreach (var (name, value) in await request.ReadFormAsync(cancel))
                {
                    fields[name] = value.ToString();
                }
            }
            else if (request.HasJsonContentType())
            {
                using var json = await JsonDocument.ParseAsync(request.Body, new() { MaxDepth = 16 }, cancel);
                Read(json.RootElement, "", fields);
            }
        }
        catch (Exception error) when (error is JsonException or InvalidDataException or IOException)
        {
            // Then it has no fields, which is answered as such.
        }

        return fields;
    }

    private static void Read(JsonElement element, string path, Dictionary<string, string> fields)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    Read(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}", fields);
                }

                break;
            case JsonValueKind.Array:
                foreach (var (index, one) in element.EnumerateArray().Index())
                {
                    Read(one, path.Length == 0 ? $"{index}" : $"{path}.{index}", fields);
                }

                break;
            default:
                fields[path] = element.ToString();
                break;
        }
    }
}
