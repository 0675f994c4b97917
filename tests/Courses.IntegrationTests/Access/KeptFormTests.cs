using System.Net;
using System.Text.RegularExpressions;
using Courses.Contracts.Access;
using Courses.Participants;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

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

    [Fact]
    public async Task A_newcomers_form_waits_on_their_phone_until_their_pass_is_open_again()
    {
        var (phone, address, pin, form, token) = await HasWrittenAQuestion("Where is the school?");
        var sent = await Post(phone, "/my/help", form, token, "http://localhost");
        Assert.Equal(HttpStatusCode.TemporaryRedirect, sent.StatusCode);
        var again = sent.Headers.Location!.OriginalString;
        Assert.StartsWith("/p?back=", again, StringComparison.Ordinal);
        var page = await Html(await Post(phone, again, form, token, "http://localhost"));
        Assert.Contains("What you typed is not lost", page, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.BadRequest, (await phone.Submit(address, ("Answer", "1901"))).StatusCode);
        var opened = await Html(await phone.Submit(address, ("Answer", pin)));
        var fields = Hidden().Matches(opened).Select(field => (field.Groups["name"].Value, WebUtility.HtmlDecode(field.Groups["value"].Value))).Where(field => field.Item1 != "__RequestVerificationToken").ToArray();
        Assert.Contains(("Text", "Where is the school?"), fields);
        var done = await phone.PostTo("/my/help", opened, fields);
        Assert.True(done.StatusCode == HttpStatusCode.Redirect, await done.Content.ReadAsStringAsync());
        Assert.Equal(1, await city.InDatabase(db => db.Set<Complaint>().CountAsync(row => row.Text == "Where is the school?")));
    }

    /// <summary>Phones are lent, and an hour is enough to find the letter.</summary>
    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 61)]
    public async Task What_waits_on_a_phone_is_shown_to_nobody_else_and_not_for_long(bool anotherPerson, int minutes)
    {
        var (phone, address, pin, form, token) = await HasWrittenAQuestion($"Between us {minutes}");
        var again = (await Post(phone, "/my/help", form, token, "http://localhost")).Headers.Location!.OriginalString;
        Assert.Contains("What you typed is not lost", await Html(await Post(phone, again, form, token, "http://localhost")), StringComparison.Ordinal);
        city.Clock.Advance(TimeSpan.FromMinutes(minutes));
        if (anotherPerson)
        {
            (address, pin) = await HasPass();
        }

        Assert.Equal("/my", (await phone.Submit(address, ("Answer", pin))).Headers.Location?.OriginalString);
    }

    [Theory]
    [InlineData("https://elsewhere.example", true, false)]
    [InlineData("http://localhost", false, false)]
    [InlineData("http://localhost", true, true)]
    public async Task What_is_not_the_persons_own_or_too_long_does_not_wait_and_nothing_is_promised(string origin, bool saysWhose, bool isLong)
    {
        // Letters by chance cannot be packed.
        var text = isLong ? Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(6000)) : "short";
        var (phone, address, pin, form, token) = await HasWrittenAQuestion(text);
        var again = (await Post(phone, "/my/help", form, token, origin)).Headers.Location!.OriginalString;
        again = saysWhose ? again : again.Split("&whose=")[0];
        Assert.DoesNotContain("What you typed is not lost", await Html(await Post(phone, again, form, token, origin)), StringComparison.Ordinal);
        Assert.Equal("/my", (await phone.Submit(address, ("Answer", pin))).Headers.Location?.OriginalString);
    }

    /// <summary>A newcomer with the page of questions open, whose sign-in has ended since.</summary>
    private async Task<(HttpClient Phone, string Address, string Pin, (string, string)[] Form, string Token)> HasWrittenAQuestion(string text)
    {
        var (address, pin) = await HasPass();
        var phone = city.AsNobody();
        Assert.Equal("/my", (await phone.Submit(address, ("Answer", pin))).Headers.Location?.OriginalString);
        var page = await Html(await phone.GetAsync("/my/help"));
        var token = Hidden().Matches(page).First(field => field.Groups["name"].Value == "__RequestVerificationToken").Groups["value"].Value;
        city.Clock.Advance(TimeSpan.FromDays(31));
        return (phone, address, pin, [("Kind", "Question"), ("Text", text), ("Key", Guid.NewGuid().ToString())], token);
    }

    private async Task<(string Address, string Pin)> HasPass() => await city.InDatabase(async db =>
    {
        var tokens = city.Services.GetRequiredService<PassTokens>();
        var person = Participant.Register(
            new() { GivenName = "Oksana", FamilyName = "Marchenko", BirthDate = new(1988, 3, 4), Language = "en", Gender = "f" },
            Contracts.Participants.LegalStatus.TemporaryProtection, new(2026, 1, 1), new(2026, 11, 16), city.Clock.GetUtcNow(), "test");
        var pass = person.HandOutPass(tokens, city.Clock.GetUtcNow(), "test");
        db.Add(person);
        await db.SaveChangesAsync();
        return ("/p/" + tokens.TokenOf(pass.Number), tokens.PinOf(pass.Number));
    });

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
