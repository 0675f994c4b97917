using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Courses.IntegrationTests.Access;

/// <summary>What a browser has it does not load again: style, scripts and icons are named by their content, kept for a year, and answered with 304.</summary>
public sealed partial class AssetTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task Style_scripts_and_icons_are_named_by_their_content_and_not_sent_twice()
    {
        var client = city.AsNobody();
        var page = await client.GetStringAsync("/sign-in");
        foreach (var (named, plain) in new[] { (Style().Match(page), "site.css"), (Script().Match(page), "passkeys.js"), (Icons().Match(page), "icons.svg") })
        {
            Assert.True(named.Success, page);
            var address = named.Groups["address"].Value;
            var first = await client.GetAsync(address);
            Assert.Equal(HttpStatusCode.OK, first.StatusCode);
            Assert.Equal(await client.GetStringAsync("/" + plain), await first.Content.ReadAsStringAsync());
            using var again = new HttpRequestMessage(HttpMethod.Get, address);
            again.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Parse(first.Headers.ETag!.ToString()));
            Assert.Equal(HttpStatusCode.NotModified, (await client.SendAsync(again)).StatusCode);
        }
    }

    /// <summary>Development lets nothing be kept, so what a published build answers is read where the build wrote it.</summary>
    [Fact]
    public void A_published_build_lets_what_is_named_by_its_content_be_kept_for_a_year()
    {
        using var built = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Courses.Web.staticwebassets.endpoints.json")));
        var endpoints = built.RootElement.GetProperty("Endpoints").EnumerateArray().Select(endpoint => (
            Route: endpoint.GetProperty("Route").GetString()!,
            IsNamed: endpoint.GetProperty("EndpointProperties").EnumerateArray().Any(property => property.GetProperty("Name").GetString() == "fingerprint"),
            Kept: endpoint.GetProperty("ResponseHeaders").EnumerateArray().Where(header => header.GetProperty("Name").GetString() == "Cache-Control").Select(header => header.GetProperty("Value").GetString()).Single())).ToArray();
        Assert.Contains(endpoints, endpoint => endpoint.IsNamed && endpoint.Route.StartsWith("site.", StringComparison.Ordinal));
        Assert.All(endpoints, endpoint => Assert.Equal(endpoint.IsNamed, endpoint.Kept == "max-age=31536000, immutable"));
    }

    [GeneratedRegex("<link rel=\"stylesheet\" href=\"(?<address>/site\\.[a-z0-9]+\\.css)\"", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Style();

    [GeneratedRegex("<script src=\"(?<address>/passkeys\\.[a-z0-9]+\\.js)\"", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Script();

    [GeneratedRegex("<use href=\"(?<address>/icons\\.[a-z0-9]+\\.svg)#", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Icons();
}
