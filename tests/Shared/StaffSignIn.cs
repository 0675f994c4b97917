using System.Net;
using System.Text.RegularExpressions;

namespace Courses.Tests.Shared;

/// <summary>Somebody of the staff at the host, by the page where people sign in. The cookies are those of production, which never travel without TLS by themselves.</summary>
public static partial class StaffSignIn
{
    public static async Task<HttpClient> At(Uri address, string email, string password)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };
        var cookies = new Dictionary<string, string>(StringComparer.Ordinal);
        using var shown = await client.GetAsync(new Uri("/sign-in", UriKind.Relative));
        Keep(shown);
        var token = TokenField().Match(await shown.Content.ReadAsStringAsync()).Groups["token"].Value;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["Email"] = email, ["Password"] = password, ["__RequestVerificationToken"] = WebUtility.HtmlDecode(token) }),
            Headers = { { "Cookie", Header() } },
        };
        using var answer = await client.SendAsync(request);
        Keep(answer);
        if (answer.StatusCode != HttpStatusCode.Redirect)
        {
            throw new InvalidOperationException($"{email} could not sign in: {answer.StatusCode}");
        }

        client.DefaultRequestHeaders.Add("Cookie", Header());
        return client;

        string Header() => string.Join("; ", cookies.Select(cookie => $"{cookie.Key}={cookie.Value}"));

        void Keep(HttpResponseMessage from)
        {
            foreach (var cookie in from.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
            {
                var pair = cookie[..cookie.IndexOf(';', StringComparison.Ordinal)].Split('=', 2);
                cookies[pair[0]] = pair[1];
            }
        }
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TokenField();
}
