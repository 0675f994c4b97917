using System.Net;
using Courses.Contracts.Access;

namespace Courses.IntegrationTests.Access;

public sealed class SignInTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task Staff_sign_in_and_are_led_to_their_work()
    {
        await city.HasAccount("coach@example.org", Roles.Coach);
        var client = city.AsNobody();
        var signedIn = await client.Submit("/sign-in", ("Email", "coach@example.org"), ("Password", City.Password));
        Assert.Equal(HttpStatusCode.Redirect, signedIn.StatusCode);
        Assert.Equal("/coach", (await client.GetAsync("/")).Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_address_get_the_same_answer()
    {
        await city.HasAccount("known@example.org", Roles.Coach);
        var wrong = await city.AsNobody().Submit("/sign-in", ("Email", "known@example.org"), ("Password", "not the password"));
        var unknown = await city.AsNobody().Submit("/sign-in", ("Email", "nobody@example.org"), ("Password", "not the password"));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
        Assert.Contains("do not fit", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("do not fit", await unknown.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Five_wrong_tries_lock_the_account()
    {
        await city.HasAccount("locked@example.org", Roles.Coach);
        for (var i = 0; i < 5; i++)
        {
            await city.AsNobody().Submit("/sign-in", ("Email", "locked@example.org"), ("Password", $"wrong password {i}"));
        }

        var right = await city.AsNobody().Submit("/sign-in", ("Email", "locked@example.org"), ("Password", City.Password));
        Assert.Equal(HttpStatusCode.BadRequest, right.StatusCode);
    }

    [Fact]
    public async Task Signing_out_ends_it()
    {
        var client = city.As(Roles.Auditor);
        Assert.Equal("/admin", (await client.GetAsync("/")).Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.Redirect, (await client.Submit("/sign-out")).StatusCode);
        Assert.Equal("/sign-in", (await client.GetAsync("/")).Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task The_address_to_return_to_stays_in_the_house()
    {
        await city.HasAccount("back@example.org", Roles.Coach);
        var elsewhere = await city.AsNobody().Submit("/sign-in?back=https://evil.example/", ("Email", "back@example.org"), ("Password", City.Password), ("Back", "https://evil.example/"));
        Assert.Equal("/", elsewhere.Headers.Location?.OriginalString);
        var inside = await city.AsNobody().Submit("/sign-in", ("Email", "back@example.org"), ("Password", City.Password), ("Back", "/coach/new"));
        Assert.Equal("/coach/new", inside.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task A_newcomer_is_led_to_their_own_home()
    {
        var home = await city.AsNewcomer(Guid.NewGuid()).GetAsync("/");
        Assert.Equal("/my", home.Headers.Location?.OriginalString);
    }
}
