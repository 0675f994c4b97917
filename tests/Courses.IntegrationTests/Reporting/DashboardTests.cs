using System.Net;
using System.Text.RegularExpressions;
using Courses.Contracts.Access;

namespace Courses.IntegrationTests.Reporting;

public sealed class DashboardTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task Shows_the_city_and_leads_to_the_rows()
    {
        var taught = await city.HasReportedClass(people: 4);
        foreach (var role in new[] { Roles.Administrator, Roles.Auditor })
        {
            var client = city.As(role);
            var page = await client.GetStringAsync("/admin");
            Assert.Contains("<svg class=\"chart\"", page, StringComparison.Ordinal);
            Assert.Contains("Adult education", page, StringComparison.Ordinal);
            foreach (var link in Links.In(page))
            {
                var answer = await client.GetAsync(link);
                Assert.True(answer.IsSuccessStatusCode, $"{link}: {await answer.Content.ReadAsStringAsync()}");
            }
        }

        Assert.Contains("Die Stadt auf einen Blick", await German(city.As(Roles.Administrator), "/admin"), StringComparison.Ordinal);
        Assert.NotEqual(HttpStatusCode.OK, (await city.As(Roles.ProviderManager, taught.ProviderId).GetAsync("/admin")).StatusCode);
    }

    private static async Task<string> German(HttpClient client, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.AcceptLanguage.ParseAdd("de");
        return await (await client.SendAsync(request)).Content.ReadAsStringAsync();
    }
}

public sealed class EmptyDashboardTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task Says_so_when_there_is_nothing_yet()
    {
        var page = await city.As(Roles.Administrator).GetStringAsync("/admin");
        Assert.Contains("No register has been taken", page, StringComparison.Ordinal);
        Assert.Contains("No voucher has been issued yet", page, StringComparison.Ordinal);
    }
}

internal static partial class Links
{
    /// <summary>The addresses of rows in a page.</summary>
    public static IReadOnlyList<string> In(string page) => [.. Rows().Matches(page).Select(match => WebUtility.HtmlDecode(match.Groups["link"].Value)).Distinct()];

    [GeneratedRegex("href=\"(?<link>/odata/[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Rows();
}
