using System.Net;
using Courses.Contracts.Access;

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
