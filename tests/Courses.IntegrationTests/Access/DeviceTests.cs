using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Courses.Access.Devices;
using Courses.Contracts.Access;
using Microsoft.EntityFrameworkCore;

namespace Courses.IntegrationTests.Access;

public sealed partial class DeviceTests(City city) : IClassFixture<City>
{
    private readonly Guid provider = Guid.NewGuid();

    [Fact]
    public async Task A_code_enrols_one_tablet_once()
    {
        var code = await CodeFor("Tablet room 2");
        var answer = await city.AsNobody().PostAsJsonAsync("/api/devices/enrol", new { code });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        var device = await answer.Content.ReadFromJsonAsync<Enrolled>();
        var tablet = Tablet(device!.Credential);
        Assert.Contains(provider.ToString(), await tablet.GetStringAsync("/api/devices/me"), StringComparison.Ordinal);
        var again = await city.AsNobody().PostAsJsonAsync("/api/devices/enrol", new { code });
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.Contains("device.code-over", await again.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Twenty_tablets_with_one_code_are_one()
    {
        var code = await CodeFor("Many");
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => city.AsNobody().PostAsJsonAsync("/api/devices/enrol", new { code })));
        Assert.Equal(1, answers.Count(answer => answer.IsSuccessStatusCode));
        Assert.Equal(19, answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task A_code_is_over_after_a_quarter_of_an_hour()
    {
        var code = await CodeFor("Late");
        await city.InDatabase(db => db.Set<DeviceCode>().Where(row => row.DeviceName == "Late").ExecuteUpdateAsync(set => set.SetProperty(row => row.ExpiresAt, city.Clock.GetUtcNow())));
        Assert.Equal(HttpStatusCode.Conflict, (await city.AsNobody().PostAsJsonAsync("/api/devices/enrol", new { code })).StatusCode);
    }

    [Fact]
    public async Task The_scanned_address_and_a_carelessly_typed_code_both_work()
    {
        var scanned = await CodeFor("Scanned");
        Assert.True((await city.AsNobody().PostAsJsonAsync("/api/devices/enrol", new { code = "http://localhost:5080/register/#code=" + scanned })).IsSuccessStatusCode);
        var typed = await CodeFor("Typed");
        Assert.True((await city.AsNobody().PostAsJsonAsync("/api/devices/enrol", new { code = " " + typed.ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal) })).IsSuccessStatusCode);
    }

    [Fact]
    public async Task A_revoked_tablet_is_out_with_its_next_request()
    {
        var tablet = city.AsTablet(provider);
        var me = await tablet.GetFromJsonAsync<Me>("/api/devices/me");
        var manager = city.As(Roles.ProviderManager, provider);
        var page = await manager.GetStringAsync("/provider/devices");
        var revoked = await manager.PostTo("/provider/devices?handler=Revoke", page, ("deviceId", me!.DeviceId.ToString()));
        Assert.Equal(HttpStatusCode.Redirect, revoked.StatusCode);
        var after = await tablet.GetAsync("/api/devices/me");
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
        Assert.Equal("Bearer", after.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task Another_provider_cannot_revoke_it()
    {
        var tablet = city.AsTablet(provider);
        var me = await tablet.GetFromJsonAsync<Me>("/api/devices/me");
        var other = city.As(Roles.ProviderManager, Guid.NewGuid());
        var page = await other.GetStringAsync("/provider/devices");
        Assert.Equal(HttpStatusCode.NotFound, (await other.PostTo("/provider/devices?handler=Revoke", page, ("deviceId", me!.DeviceId.ToString()))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await tablet.GetAsync("/api/devices/me")).StatusCode);
    }

    [Fact]
    public async Task Enrolling_needs_a_code()
    {
        var answer = await city.AsNobody().PostAsJsonAsync("/api/devices/enrol", new { });
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("\"code\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private HttpClient Tablet(string credential)
    {
        var client = city.AsNobody();
        client.DefaultRequestHeaders.Authorization = new("Bearer", credential);
        return client;
    }

    private async Task<string> CodeFor(string name)
    {
        var shown = await city.As(Roles.ProviderManager, provider).Submit("/provider/devices", ("Name", name));
        var html = await shown.Content.ReadAsStringAsync();
        Assert.True(shown.IsSuccessStatusCode, html);
        return Code().Match(html).Value;
    }

    private sealed record Enrolled(Guid DeviceId, string Credential, string Name);

    private sealed record Me(Guid DeviceId);

    [GeneratedRegex("[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", RegexOptions.None, 1000)]
    private static partial Regex Code();
}
