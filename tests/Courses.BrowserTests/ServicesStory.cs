using System.Text.RegularExpressions;
using Courses.Seed;
using Microsoft.Playwright;

namespace Courses.BrowserTests;

/// <summary>
/// Services near me: a newcomer reads Arabic, sorts by distance, loses the network and still has the list, and nobody is told where the phone is. An organisation keeps its services, and lends a tablet that comes back.
/// Pictures lie under .data/screenshots/services.
/// </summary>
[Collection(InTheBrowser.Name)]
public sealed class ServicesStory(BrowserCity city)
{
    /// <summary>A street in Favoriten, at which no service is.</summary>
    private const float Latitude = 48.17862f;

    private const float Longitude = 16.37357f;

    private readonly Stage stage = new(city);

    [Fact]
    public async Task The_nearest_service_in_Arabic_without_a_network_and_without_telling_anybody_where_the_phone_is()
    {
        var album = new Album("services/phone");
        var phone = await HasPhoneInFavoriten();
        var told = TellsWhereItIs(phone);
        await phone.GotoAsync("/services-near-me");
        await Assertions.Expect(phone.Locator("html[dir=rtl]")).ToHaveCountAsync(1);
        await Assertions.Expect(phone.Locator("[data-when-kept]:visible")).ToHaveCountAsync(0);
        await album.TakeClean(phone, "all-services");
        await SortsByDistance(phone);
        var first = phone.Locator("[data-places] > section").First;
        await Assertions.Expect(first).ToContainTextAsync("Sprachcafé Favoriten");
        await Assertions.Expect(first.Locator("[data-distance]")).ToBeVisibleAsync();
        await album.TakeClean(phone, "the-nearest-first");

        // Filtered on the phone, whatever the network does.
        await phone.SelectOptionAsync("#topic", "computers");
        await Assertions.Expect(phone.Locator("[data-places] > section:visible")).ToHaveCountAsync(1);
        await phone.SelectOptionAsync("#topic", "");
        await IsKept(phone);

        await phone.Context.SetOfflineAsync(true);
        await phone.GotoAsync("/services-near-me");
        await Assertions.Expect(phone.Locator("html[data-kept=yes][dir=rtl]")).ToHaveCountAsync(1);
        await Assertions.Expect(phone.Locator("p[data-when-kept]")).ToBeVisibleAsync();
        await Assertions.Expect(phone.Locator("[data-now]:visible")).ToHaveCountAsync(0);
        await SortsByDistance(phone);
        await Assertions.Expect(phone.Locator("[data-places] > section").First).ToContainTextAsync("Sprachcafé Favoriten");
        await phone.Locator("[data-places] > section").First.Locator("summary").ClickAsync();

        // The pictures and the style are there, too.
        Assert.True(await phone.EvaluateAsync<bool>("[...document.querySelectorAll('.bring use')].every((picture) => picture.getBBox().width > 0)"));
        Assert.Equal("rgb(11, 90, 122)", await phone.EvaluateAsync<string>("getComputedStyle(document.querySelector('.bar')).backgroundColor"));
        await album.TakeClean(phone, "without-a-network");
        await phone.GotoAsync("/services-near-me?topic=health");
        await Assertions.Expect(phone.Locator("[data-places] > section:visible")).ToHaveCountAsync(2);
        await phone.SelectOptionAsync("#spoken", "uk");
        await Assertions.Expect(phone.Locator("[data-places] > section:visible")).ToHaveCountAsync(1);
        await album.TakeClean(phone, "doctors-without-a-network");
        await Assert.ThrowsAsync<PlaywrightException>(() => phone.GotoAsync("/p"));

        await phone.Context.SetOfflineAsync(false);
        await phone.GotoAsync("/services-near-me");
        await Assertions.Expect(phone.Locator("html[data-kept]")).ToHaveCountAsync(0);
        Assert.Empty(told);
        await phone.Context.CloseAsync();
    }

    /// <summary>The canary of the story above: a script that sends the position is found.</summary>
    [Fact]
    public async Task A_script_that_told_where_the_phone_is_would_be_found()
    {
        var phone = await HasPhoneInFavoriten();
        var told = TellsWhereItIs(phone);
        await phone.RouteAsync(new Regex("/near-me[.].*js", RegexOptions.None, TimeSpan.FromSeconds(1)), async route =>
        {
            var answer = await route.FetchAsync();
            await route.FulfillAsync(new() { Response = answer, Body = (await answer.TextAsync()).Replace("await readTheOtherPages()", "fetch('/language?near=' + coords.latitude.toFixed(2)).catch(() => { }); await readTheOtherPages()", StringComparison.Ordinal) });
        });
        await phone.GotoAsync("/services-near-me");
        await SortsByDistance(phone);
        Assert.NotEmpty(told);
        await phone.Context.CloseAsync();
    }

    [Fact]
    public async Task An_organisation_says_that_its_services_are_still_right_and_adds_one()
    {
        var album = new Album("services/organisation");
        var manager = await city.SignedIn(DemoAccounts.Manager, Screen.Desktop);
        await manager.GotoAsync("/services");
        await Assertions.Expect(manager.Locator("main table tbody tr").First.Locator(".badge.warn")).ToBeVisibleAsync();
        await album.TakeClean(manager, "due-for-a-review");
        await manager.Locator("form[action*='handler=Review'] button").First.ClickAsync();
        await Assertions.Expect(manager.Locator(".notice.good").First).ToBeVisibleAsync();
        await Assertions.Expect(manager.Locator("main table .badge.warn")).ToHaveCountAsync(0);

        await manager.ClickAsync("a[href='/services/edit']");
        await manager.SelectOptionAsync("#Topic", "meeting");
        await manager.FillAsync("#Name", "Näherei im Hof");
        await manager.FillAsync("#Address", "Laxenburger Straße 14, 1100 Wien");
        await manager.FillAsync("#Latitude", "48,1775");
        await manager.FillAsync("#Longitude", "16.3731");
        await manager.FillAsync("#Hours_1_", "from nine");
        await manager.FillAsync("#Hours_3_", "14-18");
        await manager.CheckAsync("input[name=Bring][value=money]");
        await manager.FillAsync("#notes-ar", "نخيط معاً ونشرب الشاي.");
        await manager.ClickAsync("main form.card button:not([type=button])");
        await Assertions.Expect(manager.Locator(".problems")).ToBeVisibleAsync();
        await album.TakeClean(manager, "hours-that-cannot-be-read");
        await manager.FillAsync("#Hours_1_", "9-12");
        await manager.ClickAsync("main form.card button:not([type=button])");
        await Assertions.Expect(manager.Locator(".notice.good").First).ToBeVisibleAsync();
        await album.TakeClean(manager, "in-the-list");

        var phone = await city.Open(Screen.Phone, "ar", javaScript: false);
        await phone.GotoAsync("/services-near-me?topic=meeting");
        await Assertions.Expect(phone.Locator("[data-places] > section:visible")).ToContainTextAsync("نخيط معاً");
        await album.Take(phone, "read-without-scripts");

        var coach = await city.SignedIn(DemoAccounts.Coach, Screen.Tablet);
        await coach.GotoAsync("/services/report");
        await album.TakeClean(coach, "report");
        foreach (var page in new[] { manager, phone, coach })
        {
            await page.Context.CloseAsync();
        }
    }

    [Fact]
    public async Task A_tablet_is_lent_extended_and_comes_back()
    {
        var album = new Album("services/loans");
        var person = await stage.HasNewcomerWithoutMentor("tr");
        var phone = await city.Open(Screen.Phone, "tr", javaScript: false);
        await person.OpenPass(phone);
        await phone.GotoAsync("/my/pass");
        var number = await phone.InnerTextAsync(".code");

        var manager = await city.SignedIn(DemoAccounts.Manager, Screen.Desktop);
        await manager.GotoAsync("/loans");
        await Assertions.Expect(manager.Locator("main table tbody tr").First.Locator(".badge.bad")).ToBeVisibleAsync();
        await album.TakeClean(manager, "late-ones-first");
        await manager.GotoAsync("/loans?show=here");
        var thing = manager.Locator("main table tbody tr").Filter(new() { HasText = "T-06" });
        await thing.Locator("summary").First.ClickAsync();
        await thing.Locator("input[name=PassNumber]").FillAsync(number);
        await thing.Locator("form[action*='handler=Lend'] button").ClickAsync();
        await Assertions.Expect(manager.Locator(".notice.good").First).ToBeVisibleAsync();
        var lent = manager.Locator("main table tbody tr").Filter(new() { HasText = "T-06" });
        await Assertions.Expect(lent).ToContainTextAsync(number);

        await phone.GotoAsync("/my");
        await phone.ClickAsync("main a[href='/my/loans']");
        await Assertions.Expect(phone.Locator("main section")).ToContainTextAsync("T-06");
        await album.Take(phone, "what-i-borrowed");

        await lent.Locator("summary").ClickAsync();
        await album.TakeClean(manager, "back-or-longer");
        await lent.Locator("form[action*='handler=Extend'] button").ClickAsync();
        await Assertions.Expect(manager.Locator(".notice.good").First).ToBeVisibleAsync();
        await lent.Locator("summary").ClickAsync();
        await lent.Locator("form[action*='handler=Return'] button").ClickAsync();
        await Assertions.Expect(manager.Locator("form[action*='handler=UndoReturn']")).ToHaveCountAsync(1);
        await album.TakeClean(manager, "it-came-back-today");
        foreach (var page in new[] { manager, phone })
        {
            await page.Context.CloseAsync();
        }
    }

    private async Task<IPage> HasPhoneInFavoriten()
    {
        var phone = await city.Open(Screen.Phone, "ar", wound: false);
        await phone.Context.SetGeolocationAsync(new() { Latitude = Latitude, Longitude = Longitude });
        return phone;
    }

    private static async Task SortsByDistance(IPage phone)
    {
        await phone.Context.GrantPermissionsAsync(["geolocation"]);
        await phone.ClickAsync("[data-near-me]");
        await Assertions.Expect(phone.Locator("[data-places][data-sorted=by-distance]")).ToHaveCountAsync(1);
    }

    private static async Task IsKept(IPage phone)
    {
        await phone.Locator("html[data-list-kept=yes]").WaitForAsync();
        await phone.EvaluateAsync("navigator.serviceWorker.ready.then(() => true)");
    }

    /// <summary>Everything that was asked for with some of the position in it: in the address, in what was sent, in a header.</summary>
    private static List<string> TellsWhereItIs(IPage phone)
    {
        var told = new List<string>();
        phone.Context.Request += (_, request) =>
        {
            var said = $"{request.Url} {request.PostData} {string.Join(' ', request.Headers.Values)}";
            if (said.Contains("48.1", StringComparison.Ordinal) || said.Contains("16.3", StringComparison.Ordinal))
            {
                told.Add(said);
            }
        };
        return told;
    }
}
