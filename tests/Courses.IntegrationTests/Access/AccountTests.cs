using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Courses.Access;
using Courses.Contracts.Access;
using Microsoft.EntityFrameworkCore;

namespace Courses.IntegrationTests.Access;

/// <summary>What staff and administrators do with accounts: tokens for OData, invitations, passwords, and their end.</summary>
public sealed partial class AccountTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task A_token_reads_the_own_providers_rows_until_it_is_revoked()
    {
        var here = await city.HasProviderWhoTakesVouchers();
        var mine = here.Provider;
        await city.HasClassFor(here);
        await city.HasClassFor(await city.HasProviderWhoTakesVouchers());
        var manager = city.As(Roles.ProviderManager, mine);
        var made = await Html(await manager.Submit("/account/tokens", ("Name", "Excel"), ("Days", "30")));
        var (user, token) = (UserName().Match(made).Groups["user"].Value, WebUtility.HtmlDecode(Token().Match(made).Groups["token"].Value));
        Assert.NotEmpty(token);
        Assert.DoesNotContain(token, await manager.GetStringAsync("/account/tokens"), StringComparison.Ordinal);

        var excel = city.AsNobody();
        excel.DefaultRequestHeaders.Authorization = Basic(user, token);
        var providers = JsonDocument.Parse(await excel.GetStringAsync("/odata/Classes?$select=ProviderId")).RootElement.GetProperty("value")
            .EnumerateArray().Select(row => row.GetProperty("ProviderId").GetGuid()).Distinct();
        Assert.Equal([mine], providers);
        Assert.Equal(HttpStatusCode.Unauthorized, await With(user, token + "x", "/odata/Classes"));
        Assert.Equal(HttpStatusCode.Unauthorized, await With("another@example.org", token, "/odata/Classes"));
        Assert.NotEqual(HttpStatusCode.OK, await With(user, token, "/provider/classes"));
        Assert.Equal(HttpStatusCode.Unauthorized, await With(user, City.Password, "/odata/Classes"));

        var list = await manager.GetStringAsync("/account/tokens");
        var id = TokenId().Match(list).Groups["id"].Value;
        Assert.Equal(HttpStatusCode.NotFound, (await city.As(Roles.Coach).Submit("/account/tokens?handler=Revoke", ("tokenId", id))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, await With(user, token, "/odata/Classes"));
        Assert.Equal(HttpStatusCode.Redirect, (await manager.PostTo("/account/tokens?handler=Revoke", list, ("tokenId", id))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await With(user, token, "/odata/Classes"));
    }

    [Fact]
    public async Task A_token_reads_by_a_role_when_a_second_person_has_confirmed_it()
    {
        var here = await city.HasProviderWhoTakesVouchers();
        await city.HasClassFor(here);
        await city.HasClassFor(await city.HasProviderWhoTakesVouchers());
        var account = await city.HasAccount("rises@example.org", Roles.ProviderManager, here.Provider);
        var made = await Html(await city.AsAccount(account).Submit("/account/tokens", ("Name", "Excel"), ("Days", "30")));
        var excel = city.AsNobody();
        excel.DefaultRequestHeaders.Authorization = Basic("rises@example.org", WebUtility.HtmlDecode(Token().Match(made).Groups["token"].Value));
        var page = $"/admin/staff/{account}";
        await city.AccountOf(Roles.Administrator, caseData: true);
        Assert.Equal(HttpStatusCode.Redirect, (await city.As(Roles.Administrator).Submit($"{page}?handler=Give", ("Role", Roles.Administrator), ("CaseData", "true"))).StatusCode);

        Assert.Equal(here.Provider, Assert.Single(await Providers()));
        Assert.Equal(HttpStatusCode.Redirect, (await city.As(Roles.Administrator, caseData: true).Submit($"{page}?handler=Confirm", ("Role", Roles.Administrator))).StatusCode);
        Assert.True((await Providers()).Length > 1);

        async Task<Guid[]> Providers() =>
            [.. JsonDocument.Parse(await excel.GetStringAsync("/odata/Classes?$select=ProviderId")).RootElement.GetProperty("value").EnumerateArray().Select(row => row.GetProperty("ProviderId").GetGuid()).Distinct()];
    }

    [Fact]
    public async Task A_token_ends_on_its_day()
    {
        var late = new City();
        await ((IAsyncLifetime)late).InitializeAsync();
        var made = await Html(await late.As(Roles.Administrator).Submit("/account/tokens", ("Name", "Power BI"), ("Days", "30")));
        var reader = late.AsNobody();
        reader.DefaultRequestHeaders.Authorization = Basic(UserName().Match(made).Groups["user"].Value, WebUtility.HtmlDecode(Token().Match(made).Groups["token"].Value));
        late.Clock.Advance(TimeSpan.FromDays(29));
        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync("/odata/Classes")).StatusCode);
        late.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(HttpStatusCode.Unauthorized, (await reader.GetAsync("/odata/Classes")).StatusCode);
        await ((IAsyncLifetime)late).DisposeAsync();
    }

    [Fact]
    public async Task An_invited_teacher_sets_a_password_once_and_works_until_the_account_is_closed()
    {
        var admin = city.As(Roles.Administrator);
        var provider = await city.HasProviderWhoTakesVouchers();
        var created = await admin.Submit("/admin/staff/new", ("Name", "Nora Neu"), ("Email", "nora@example.org"), ("Role", Roles.Teacher), ("ProviderId", provider.Provider.ToString()));
        Assert.Equal(HttpStatusCode.Redirect, created.StatusCode);
        var page = created.Headers.Location!.OriginalString;
        var link = WebUtility.HtmlDecode(Link().Match(await Html(await admin.PostTo(page + "?handler=Link", await admin.GetStringAsync(page)))).Groups["link"].Value);
        var invitation = new Uri(link).PathAndQuery;

        var nora = city.AsNobody();
        Assert.Equal(HttpStatusCode.BadRequest, (await nora.Submit(invitation, ("Wanted", "short"))).StatusCode);
        Assert.Equal("/sign-in", (await nora.Submit(invitation, ("Wanted", City.Password))).Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.Conflict, (await city.AsNobody().Submit("/account/invited?account=" + Guid.NewGuid() + "&token=x", ("Wanted", City.Password))).StatusCode);
        Assert.NotEqual(HttpStatusCode.Redirect, (await city.AsNobody().Submit(invitation, ("Wanted", "another password"))).StatusCode);

        await nora.Submit("/sign-in", ("Email", "nora@example.org"), ("Password", City.Password));
        Assert.Equal("/teacher", (await nora.GetAsync("/")).Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.Redirect, (await nora.Submit("/account/password", ("Current", City.Password), ("Wanted", "a better battery"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await nora.GetAsync("/teacher")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await city.AsNobody().Submit("/sign-in", ("Email", "nora@example.org"), ("Password", City.Password))).StatusCode);

        await admin.PostTo(page + "?handler=Close", await admin.GetStringAsync(page));
        city.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.NotEqual(HttpStatusCode.OK, (await nora.GetAsync("/teacher")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await city.AsNobody().Submit("/sign-in", ("Email", "nora@example.org"), ("Password", "a better battery"))).StatusCode);
    }

    [Theory]
    [InlineData("passwordpassword1", false)]
    [InlineData("Passw0rd-2026-!", false)]
    [InlineData("123456789012345", false)]
    [InlineData("qwertzuiopasdf12", false)]
    [InlineData("zyxwvutsrqponm98", false)]
    [InlineData("aaaabbbbccccddddeeee", false)]
    [InlineData("Rosalinde.Kofler7", false)]
    [InlineData("rosalinde-school-77", false)]
    [InlineData("Sommer2026Wien!", false)]
    [InlineData("blue sofa walks home", true)]
    [InlineData("7!g$2#r%8&k@3", true)]
    [InlineData("Rosalinde likes old maps", true)]
    public async Task A_password_that_everybody_tries_first_is_refused(string wanted, bool isTaken)
    {
        var account = await city.HasAccount($"rosalinde.{Guid.NewGuid():N}@school.example", Roles.Coach);
        await city.InDatabase(db => db.Set<Account>().Where(row => row.Id == account).ExecuteUpdateAsync(set => set.SetProperty(row => row.Name, "Rosalinde Kofler")));
        var answer = await city.AsAccount(account).Submit("/account/password", ("Current", City.Password), ("Wanted", wanted));
        Assert.Equal(isTaken ? HttpStatusCode.Redirect : HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(!isTaken, (await answer.Content.ReadAsStringAsync()).Contains("guessed first", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no JSON")]
    [InlineData("{}")]
    [InlineData("""{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"AA","attestationObject":"AA","authenticatorData":"AA","signature":"AA"}}""")]
    public async Task A_passkey_that_nobody_asked_for_is_refused_in_words(string credential)
    {
        var coach = city.As(Roles.Coach);
        foreach (var (client, page, act) in new[] { (coach, "/account/passkeys", "/account/passkeys"), (city.AsNobody(), "/sign-in", "/sign-in?handler=Passkey") })
        {
            var html = await client.GetStringAsync(page);
            var unasked = await client.PostTo(act, html, ("Name", "Laptop"), ("credential", credential));
            Assert.Equal(HttpStatusCode.BadRequest, unasked.StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await client.PostTo(page + (page == act ? "?handler=Options" : "?handler=PasskeyOptions"), html)).StatusCode);
            var unfit = await client.PostTo(act, html, ("Name", "Laptop"), ("credential", credential));
            Assert.Equal(HttpStatusCode.BadRequest, unfit.StatusCode);
            Assert.Contains("passkey", await unfit.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task Two_make_an_administrator_nobody_raises_themselves_and_all_hear_of_it()
    {
        var (first, second) = (city.As(Roles.Administrator), city.As(Roles.Administrator, caseData: true));
        await city.AccountOf(Roles.Administrator, caseData: true);
        var own = $"/admin/staff/{await city.AccountOf(Roles.Administrator)}";
        Assert.Equal(HttpStatusCode.Conflict, (await first.Submit($"{own}?handler=Give", ("Role", Roles.Administrator), ("CaseData", "true"))).StatusCode);

        var raised = await city.HasAccount("raised@example.org", Roles.Auditor);
        var page = $"/admin/staff/{raised}";
        Assert.Equal(HttpStatusCode.Redirect, (await first.Submit($"{page}?handler=Give", ("Role", Roles.Administrator), ("CaseData", "true"))).StatusCode);
        Assert.NotEqual(HttpStatusCode.OK, (await city.AsAccount(raised).GetAsync("/admin/staff")).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await first.Submit($"{page}?handler=Confirm", ("Role", Roles.Administrator))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await second.Submit($"{page}?handler=Confirm", ("Role", Roles.Administrator))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await city.AsAccount(raised).GetAsync("/admin/staff")).StatusCode);

        var told = await city.InDatabase(db => db.Set<Courses.Messaging.Message>().Where(row => row.Kind == "staff-role-given" && row.Details.Contains(Roles.Administrator)).Select(row => row.StaffEmail).ToListAsync());
        Assert.Contains("raised@example.org", told);
        Assert.True(told.Count >= 3, string.Join(' ', told));
        Assert.Equal("administrator, case-data", await city.InDatabase(db => db.Set<AuditEntry>().Where(row => row.Subject == raised && row.Act == "staff.role-given").Select(row => row.Details).SingleAsync()));
    }

    [Fact]
    public async Task Administrators_cannot_close_themselves_out()
    {
        var admin = city.As(Roles.Administrator);
        var page = $"/admin/staff/{await city.AccountOf(Roles.Administrator)}";
        Assert.Equal(HttpStatusCode.Conflict, (await admin.PostTo(page + "?handler=Close", await admin.GetStringAsync(page))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync(page)).StatusCode);
    }

    private async Task<HttpStatusCode> With(string user, string token, string address)
    {
        var client = city.AsNobody();
        client.DefaultRequestHeaders.Authorization = Basic(user, token);
        return (await client.GetAsync(address)).StatusCode;
    }

    private static AuthenticationHeaderValue Basic(string user, string token) => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{token}")));

    private static async Task<string> Html(HttpResponseMessage answer)
    {
        var html = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}: {html}");
        return html;
    }

    [GeneratedRegex("""<code dir="ltr">(?<user>[^<@]+@[^<]+)</code>""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex UserName();

    [GeneratedRegex("""id="token">(?<token>[^<]+)<""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token();

    [GeneratedRegex("""name="tokenId" value="(?<id>[^"]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TokenId();

    [GeneratedRegex("""id="link"[^>]*>(?<link>[^<]+)<""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();
}
