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
        Assert.Null(await IbanOf(id));
        Assert.Equal(HttpStatusCode.Redirect, (await administrator.Submit($"/admin/providers/{id}/venues/{row.Id}", ("Name", "Room 13"), ("Address", "A"), ("District", "B"), ("TimeZone", "Europe/Riga"), ("RoomCapacity", "9"))).StatusCode);
        Assert.Contains("Room 13", await administrator.GetStringAsync($"/admin/providers/{id}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_is_entered_by_one_confirmed_by_another_and_rests_before_it_is_used()
    {
        const string Old = "AT611904300234573201";
        const string New = "DE89370400440532013000";
        var id = await city.HasAccreditedProvider("Changes its bank");
        var (first, second) = (city.As(Roles.Administrator), city.As(Roles.Administrator, caseData: true));
        var page = $"/admin/providers/{id}";
        var version = (await city.InDatabase(db => db.Set<Provider>().SingleAsync(row => row.Id == id))).Version;
        Assert.Equal(HttpStatusCode.Redirect, (await first.Submit($"/admin/providers/edit/{id}", [.. Form("Changes its bank", ("Iban", New), ("Email", "thief@elsewhere.example"))
            .Where(field => field.Item1 != "Version" && field != ("Email", "office@school.example")), ("Version", $"{version}")])).StatusCode);
        Assert.Equal(Old, await IbanOf(id));
        var account = await city.InDatabase(db => db.Set<ProviderAccount>().Where(row => row.ProviderId == id).Select(row => row.Id).SingleAsync());

        Assert.Equal(HttpStatusCode.Conflict, (await first.Submit($"{page}?handler=Confirm", ("accountId", $"{account}"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await city.As(Roles.ProviderManager, id).Submit($"{page}?handler=Confirm", ("accountId", $"{account}"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await second.Submit($"{page}?handler=Confirm", ("accountId", $"{Guid.NewGuid()}"))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await second.Submit($"{page}?handler=Confirm", ("accountId", $"{account}"))).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await second.Submit($"{page}?handler=Confirm", ("accountId", $"{account}"))).StatusCode);
        Assert.Equal(Old, await IbanOf(id));
        city.Clock.Advance(TimeSpan.FromDays(3));
        Assert.Equal(New, await IbanOf(id));

        // Both steps were told to the address from before, and the trail has both accounts without the middle of their numbers.
        var told = await city.InDatabase(db => db.Set<Courses.Messaging.Message>().Where(row => row.Kind.StartsWith("provider-account-") && row.Details.Contains("Changes its bank")).ToListAsync());
        Assert.Equal(2, told.Count);
        Assert.Equal("office@school.example", told.Single(row => row.Kind == "provider-account-proposed").StaffEmail);
        var trail = await city.InDatabase(db => db.Set<Courses.Access.AuditEntry>().Where(row => row.Subject == id && row.Act.StartsWith("provider.account")).Select(row => row.Details).ToListAsync());
        Assert.All(trail, details => Assert.Equal("AT61 … 3201 → DE89 … 3000", details));
        Assert.Equal(2, trail.Count);

        // Stopping needs nobody else.
        Assert.Equal(HttpStatusCode.Redirect, (await first.Submit($"{page}?handler=Withdraw", ("accountId", $"{account}"))).StatusCode);
        Assert.Equal(Old, await IbanOf(id));
    }

    private Task<string?> IbanOf(Guid provider) => city.Ask<IProviders, string?>(providers => providers.Providers.Where(one => one.Id == provider).Select(one => one.Iban).SingleAsync());

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

    [Theory]
    [InlineData("EE012200221111099080", "check digits do not match")]
    [InlineData("TR330006100519786457841326", "Accounts in TR cannot be paid")]
    public async Task Case_08_an_account_that_cannot_exist_or_be_paid_is_refused_in_words(string iban, string why)
    {
        var refused = await city.As(Roles.Administrator).Submit("/admin/providers/edit", Form($"Pays into {iban}", ("Iban", iban)));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        var page = await refused.Content.ReadAsStringAsync();
        Assert.Contains(why, page, StringComparison.Ordinal);
        Assert.Contains(iban, page, StringComparison.Ordinal);
        Assert.False(await city.InDatabase(db => db.Set<Provider>().AnyAsync(row => row.Name == $"Pays into {iban}")));
    }

    [Fact]
    public async Task A_name_that_banks_cannot_read_needs_a_holder_in_latin_letters()
    {
        var administrator = city.As(Roles.Administrator);
        var (name, iban) = ("مدرسة الأمل", ("Iban", "AT611904300234573201"));
        foreach (var holder in new[] { "", "الأمل" })
        {
            var refused = await administrator.Submit("/admin/providers/edit", Form(name, iban, ("AccountName", holder)));
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.Contains("Latin letters", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.Redirect, (await administrator.Submit("/admin/providers/edit", Form(name, iban, ("AccountName", "Verein Al Amal")))).StatusCode);
        Assert.Equal("Verein Al Amal", await city.Ask<IProviders, string?>(providers => providers.Providers.Where(one => one.Name == name).Select(one => one.AccountName).SingleAsync()));

        // Without an account there is nothing that a bank would have to read, and Greek is read.
        Assert.Equal(HttpStatusCode.Redirect, (await administrator.Submit("/admin/providers/edit", Form("مدرسة السلام"))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await administrator.Submit("/admin/providers/edit", Form("ΜΕΤΑδραση", ("Iban", "GR1601101250000000012300695")))).StatusCode);
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
