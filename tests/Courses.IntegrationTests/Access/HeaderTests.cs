using System.Net;
using Courses.Contracts.Access;
using Microsoft.AspNetCore.Hosting;

namespace Courses.IntegrationTests.Access;

public sealed class HeaderTests(City city) : IClassFixture<City>
{
    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/p/AAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("/nothing-here")]
    [InlineData("/api/devices/me")]
    [InlineData("/site.css")]
    public async Task Every_answer_is_protected(string path)
    {
        var answer = await city.AsNobody().GetAsync(path);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-inline", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Contains(Assert.Single(answer.Headers.GetValues("Referrer-Policy")), new[] { "same-origin", "no-referrer" });
    }

    [Fact]
    public async Task Pages_of_a_person_are_kept_by_no_cache() =>
        Assert.True((await city.As(Roles.Coach).GetAsync("/account/password")).Headers.CacheControl?.NoStore);

    [Fact]
    public async Task Cookies_are_out_of_reach_of_scripts()
    {
        await city.HasAccount("cookie@example.org", Roles.Coach);
        var answer = await city.AsNobody().Submit("/sign-in", ("Email", "cookie@example.org"), ("Password", City.Password));
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), line => line.StartsWith("courses.staff=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A stranger's Host header, or a proxy's own name, is in no address that we write.</summary>
    [Fact]
    public async Task Addresses_in_answers_are_those_of_the_public_address()
    {
        await city.HasPersonWithPass("Paged", "Twice");
        await city.HasPersonWithPass("Paged", "Again");
        await using var node = city.WithWebHostBuilder(builder => builder.UseSetting("COURSES_PUBLIC_URL", "https://courses.city.example"));
        var client = await City.SameAt(city.As(Roles.Auditor), node.CreateDefaultClient(new Uri("https://stranger.example")), "/odata/");
        client.DefaultRequestHeaders.Add("Prefer", "odata.maxpagesize=1");
        var page = await client.GetStringAsync("/odata/Participants");
        Assert.Contains("\"@odata.nextLink\":\"https://courses.city.example/odata/Participants?", page, StringComparison.Ordinal);
        Assert.DoesNotContain("stranger.example", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_public_address_is_https_what_does_not_come_over_TLS_is_told_what_is_missing()
    {
        await using var node = city.WithWebHostBuilder(builder => builder.UseSetting("COURSES_PUBLIC_URL", "https://courses.city.example"));
        var (plain, secure) = (node.CreateDefaultClient(new Uri("http://courses.city.example")), node.CreateDefaultClient(new Uri("https://courses.city.example")));
        var refused = await plain.GetAsync("/sign-in");
        Assert.Equal(HttpStatusCode.MisdirectedRequest, refused.StatusCode);
        Assert.Contains("COURSES_PROXIES", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await secure.GetAsync("/sign-in")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await plain.GetAsync("/health/live")).StatusCode);
    }

    /// <summary>Whoever tries doors needs no plan of the house.</summary>
    [Theory]
    [InlineData("Development", HttpStatusCode.OK)]
    [InlineData("Production", HttpStatusCode.Redirect)]
    public async Task The_description_of_the_API_is_for_the_signed_in_outside_Development(string environment, HttpStatusCode forNobody)
    {
        await using var node = city.WithWebHostBuilder(builder => builder.UseEnvironment(environment).UseSetting("COURSES_SECOND_FACTOR", "off").UseSetting("COURSES_PASS_KEY", Convert.ToBase64String(new byte[32])));
        var client = node.CreateDefaultClient();
        Assert.Equal(forNobody, (await client.GetAsync("/openapi/v1.json")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await (await City.SameAt(city.As(Roles.Coach), client, "/coach")).GetAsync("/openapi/v1.json")).StatusCode);
    }

    [Fact]
    public async Task Reading_OData_without_signing_in_asks_for_a_token()
    {
        var answer = await city.AsNobody().GetAsync("/odata/");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("Basic", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Programs_get_a_problem_and_people_a_page()
    {
        var program = await city.AsNobody().GetAsync("/api/nothing");
        Assert.Equal("application/problem+json", program.Content.Headers.ContentType?.MediaType);
        var person = city.AsNobody();
        person.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        var page = await person.GetAsync("/nothing-here");
        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
    }
}
