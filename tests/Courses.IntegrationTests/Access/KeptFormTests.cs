using System.Net;
using System.Text.RegularExpressions;
using Courses.Contracts.Access;
using Courses.Participants;
using Microsoft.EntityFrameworkCore;

namespace Courses.IntegrationTests.Access;

/// <summary>A form that is sent after the sign-in had ended.</summary>
public sealed partial class KeptFormTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task What_was_typed_comes_through_the_sign_in_and_is_sent()
    {
        var (client, form, token) = await HasLeftAFormOpen("kept@example.org");
        city.Clock.Advance(TimeSpan.FromHours(13));
        var sent = await Post(client, "/coach/referrals", form, token, "http://localhost");
        Assert.Equal(HttpStatusCode.TemporaryRedirect, sent.StatusCode);
        var again = sent.Headers.Location!.OriginalString;
        Assert.StartsWith("/sign-in/again?back=", again, StringComparison.Ordinal);

        // The browser sends the same form once more.
        var page = await Html(await Post(client, again, form, token, "http://localhost"));
        Assert.DoesNotContain("Marta", page, StringComparison.Ordinal);
        var kept = Hidden().Matches(page).Single(field => field.Groups["name"].Value == "Kept").Groups["value"].Value;
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostTo("/sign-in", page, ("Email", "kept@example.org"), ("Password", "wrong password"), ("Kept", kept))).StatusCode);
        var signedIn = await Html(await client.PostTo("/sign-in", page, ("Email", "kept@example.org"), ("Password", City.Password), ("Kept", kept)));
        Assert.Contains("action=\"/coach/referrals\"", signedIn, StringComparison.Ordinal);
        var fields = Hidden().Matches(signedIn).Select(field => (field.Groups["name"].Value, WebUtility.HtmlDecode(field.Groups["value"].Value))).Where(field => field.Item1 != "__RequestVerificationToken").ToArray();
        Assert.Contains(("New.GivenName", "Marta"), fields);

        var done = await client.PostTo("/coach/referrals", signedIn, fields);
        Assert.True(done.StatusCode == HttpStatusCode.Redirect, await done.Content.ReadAsStringAsync());
        Assert.Equal(1, await city.InDatabase(db => db.Set<Referral>().CountAsync(row => row.GivenName == "Marta" && row.FamilyName == "Kalniņa")));
    }

    /// <summary>Nobody is to sign in and then send what a stranger's page wrote for them.</summary>
    [Theory]
    [InlineData("https://elsewhere.example")]
    [InlineData("null")]
    [InlineData(null)]
    public async Task What_another_site_sent_is_not_kept(string? origin)
    {
        var (client, form, token) = await HasLeftAFormOpen($"origin{origin?.Length}@example.org");
        city.Clock.Advance(TimeSpan.FromHours(13));
        var again = (await Post(client, "/coach/referrals", form, token, origin)).Headers.Location!.OriginalString;
        Assert.Equal("/sign-in", (await Post(client, again, form, token, origin)).Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Nothing_that_we_did_not_seal_is_sent_and_no_password_is_kept()
    {
        await city.HasAccount("unsealed@example.org", Roles.Coach);
        var client = city.AsNobody();
        var page = await client.GetStringAsync("/sign-in");
        Assert.Equal(HttpStatusCode.Redirect, (await client.PostTo("/sign-in", page, ("Email", "unsealed@example.org"), ("Password", City.Password), ("Kept", "bWFkZSB1cA"))).StatusCode);
        city.Clock.Advance(TimeSpan.FromHours(13));
        var sent = await Post(client, "/account/password", [("Current", City.Password), ("Wanted", "four new words here")], "", "http://localhost");
        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
    }

    private async Task<(HttpClient Client, (string, string)[] Form, string Token)> HasLeftAFormOpen(string email)
    {
        await city.HasAccount(email, Roles.Coach);
        var client = city.AsNobody();
        await client.Submit("/sign-in", ("Email", email), ("Password", City.Password));
        var page = await Html(await client.GetAsync("/coach/referrals"));
        return (client, [("New.Office", "MA 35"), ("New.CaseNumber", $"K-{email}"), ("New.GivenName", "Marta"), ("New.FamilyName", "Kalniņa"), ("New.Language", "lv"), ("New.BirthDate", "1990-02-03"), ("New.Status", "Refugee"), ("New.ReferredOn", "2026-11-02")], Hidden().Matches(page).First(field => field.Groups["name"].Value == "__RequestVerificationToken").Groups["value"].Value);
    }

    private static async Task<HttpResponseMessage> Post(HttpClient client, string address, (string Name, string Value)[] form, string token, string? origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(form.Append(("__RequestVerificationToken", token)).Select(field => KeyValuePair.Create(field.Item1, field.Item2))) };
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        return await client.SendAsync(request);
    }

    private static async Task<string> Html(HttpResponseMessage answer)
    {
        var html = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{answer.StatusCode}: {html}");
        return html;
    }

    [GeneratedRegex("<input(?=[^>]*type=\"hidden\")(?=[^>]*name=\"(?<name>[^\"]+)\")(?=[^>]*value=\"(?<value>[^\"]*)\")", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Hidden();
}
