using System.Net.Http.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Configuration;

namespace Courses.Messaging;

/// <summary>The key that a relay with OAuth asks for: fetched with the application's own credentials (client credentials, RFC 6749 4.4), kept until it runs out.</summary>
internal sealed class RelayToken(IConfiguration configuration, TimeProvider clock)
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(30) };

    private (string Value, DateTimeOffset Until)? current;

    public string User => configuration["COURSES_SMTP_USER"] ?? "";

    public async Task<string> Get(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (current is { } kept && kept.Until > now)
        {
            return kept.Value;
        }

        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = configuration["COURSES_SMTP_OAUTH_CLIENT"] ?? "",
            ["client_secret"] = configuration["COURSES_SMTP_OAUTH_SECRET"] ?? "",
            ["scope"] = configuration["COURSES_SMTP_OAUTH_SCOPE"] ?? "",
        });
        using var response = await Http.PostAsync(new Uri(configuration["COURSES_SMTP_OAUTH_URL"]!), form, cancel);
        response.EnsureSuccessStatusCode();
        var answer = (await response.Content.ReadFromJsonAsync<Answer>(cancel))!;

        // A minute early: a token must not run out between our look and the relay's.
        current = (answer.Token, now.AddSeconds(answer.Seconds - 60));
        return answer.Token;
    }

    private sealed record Answer([property: JsonPropertyName("access_token")] string Token, [property: JsonPropertyName("expires_in")] int Seconds);
}
