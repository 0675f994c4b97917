using System.Net;
using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Participants;
using Microsoft.EntityFrameworkCore;

namespace Courses.IntegrationTests.Newcomers;

public sealed class ProviderTests(City city) : IClassFixture<City>
{
    private static (string, string)[] Form(string name, params (string Name, string Value)[] more) =>
        [("Name", name), ("Email", "office@school.example"), ("AccreditedFrom", "2026-01-01"), ("CommitmentSignedOn", "2026-01-05"), ("Version", "0"), .. more];

    [Fact]
    public async Task An_administrator_adds_a_provider_with_a_venue()
    {
        var administrator = city.As(Roles.Administrator);
        var added = await administrator.Submit("/admin/providers/edit", Form("Volkshochschule Nord", ("Iban", "at61 1904 3002 3457 3201")));
        Assert.True(added.StatusCode == HttpStatusCode.Redirect, await added.Content.ReadAsStringAsync());
        var id = Guid.Parse(added.Headers.Location!.OriginalString.Split('/')[^1]);
        var venue = await administrator.Submit(
            $"/admin/providers/{id}/venues", ("Name", "Room 12"), ("Address", "Hauptstraße 1"), ("District", "Favoriten"), ("TimeZone", "Europe/Vienna"), ("Latitude", "48,17"), ("Longitude", "16.37"), ("RoomCapacity", "18"),
            ("WheelchairAccess", "true"));
        Assert.True(venue.StatusCode == HttpStatusCode.Redirect, await venue.Content.ReadAsStringAsync());

        var row = await city.Ask<IProviders, VenueRow>(providers => providers.Venues.SingleAsync(one => one.ProviderId == id));
        Assert.Equal((48.17, 16.37, 18, true), (row.Latitude, row.Longitude, row.RoomCapacity, row.WheelchairAccess));
        Assert.Equal("AT611904300234573201", (await city.Ask<IProviders, ProviderRow>(providers => providers.Providers.SingleAsync(one => one.Id == id))).Iban);
        Assert.Equal(HttpStatusCode.Redirect, (await administrator.Submit($"/admin/providers/{id}/venues/{row.Id}", ("Name", "Room 13"), ("Address", "A"), ("District", "B"), ("TimeZone", "Europe/Riga"), ("RoomCapacity", "9"))).StatusCode);
        Assert.Contains("Room 13", await administrator.GetStringAsync($"/admin/providers/{id}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mistyped_account_a_taken_name_and_impossible_dates_are_refused()
    {
        var administrator = city.As(Roles.Administrator);
        await city.HasAccreditedProvider("Taken");
        Assert.Equal(HttpStatusCode.BadRequest, (await administrator.Submit("/admin/providers/edit", Form("X", ("Iban", "AT611904300234573202")))).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await administrator.Submit("/admin/providers/edit", Form("Taken"))).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await administrator.Submit("/admin/providers/edit", Form("X", ("AccreditedUntil", "2025-01-01")))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await administrator.Submit("/admin/providers/edit", ("Version", "0"))).StatusCode);
    }

    [Fact]
    public async Task A_manager_sees_their_own_provider_and_no_other()
    {
        var own = await city.HasAccreditedProvider("Own school");
        var other = await city.HasAccreditedProvider("Other school");
        var manager = city.As(Roles.ProviderManager, own);
        Assert.Equal($"/admin/providers/{own}", (await manager.GetAsync("/provider/about")).Headers.Location?.OriginalString);
        Assert.Contains("Own school", await manager.GetStringAsync($"/admin/providers/{own}"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await manager.GetAsync($"/admin/providers/{other}")).StatusCode);
        Assert.NotEqual(HttpStatusCode.OK, (await manager.GetAsync("/admin/providers")).StatusCode);
        Assert.NotEqual(HttpStatusCode.OK, (await manager.GetAsync($"/admin/providers/edit/{own}")).StatusCode);
    }

    [Fact]
    public async Task The_same_venue_is_added_once_even_by_two_imports_at_a_time()
    {
        var id = await city.HasAccreditedProvider();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            city.Ask<IProviders, Guid>(providers => providers.AddVenue(new(id, "Room 1", "Main street 1", "Centre", "Europe/Vienna"), default))));
        Assert.Single(answers.Distinct());
        Assert.Equal(1, await city.InDatabase(db => db.Set<Venue>().CountAsync(venue => venue.ProviderId == id)));
    }
}
