using Microsoft.Playwright;

namespace Courses.BrowserTests;

/// <summary>The pass in a cellar without a network, and on a phone that was only lent.</summary>
[Collection(OnThePhone.Name)]
public sealed class PassOfflineTests(BrowserCity city)
{
    private readonly Stage stage = new(city);

    [Fact]
    public async Task Once_opened_it_opens_without_a_network_until_its_owner_leaves_the_phone()
    {
        var somebody = await stage.HasNewcomerWithMuchToShow();
        var page = await city.Open(Screen.Phone, wound: false);
        await somebody.OpenPass(page);
        await OpenAndKeep(page);
        var number = await page.InnerTextAsync(".code");

        await page.Context.SetOfflineAsync(true);
        await page.GotoAsync("/my/pass");
        Assert.Equal(number, await page.InnerTextAsync(".code"));
        Assert.NotEmpty(await Stage.Decode(page.Locator(".qr svg")));
        Assert.Equal("rgb(11, 90, 122)", await page.EvaluateAsync<string>("getComputedStyle(document.querySelector('.bar')).backgroundColor"));

        // Nothing else is kept: other pages show what is so now, or nothing.
        await Assert.ThrowsAsync<PlaywrightException>(() => page.GotoAsync("/my/vouchers"));

        await page.Context.SetOfflineAsync(false);
        await page.GotoAsync("/my/leave");
        await page.ClickAsync("main form button");
        await page.WaitForURLAsync("**/p");
        await Forgotten(page);
        await page.Context.SetOfflineAsync(true);
        await Assert.ThrowsAsync<PlaywrightException>(() => page.GotoAsync("/my/pass"));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_next_person_on_the_phone_never_sees_the_pass_of_the_one_before()
    {
        var first = await stage.HasNewcomerWithMuchToShow();
        var page = await city.Open(Screen.Phone, wound: false);
        await first.OpenPass(page);
        await OpenAndKeep(page);
        var number = await page.InnerTextAsync(".code");

        // The first one did not sign out; the second scans an own pass.
        var second = await stage.HasNewcomerWithALineToKeep();
        await second.OpenPass(page);
        await OpenAndKeep(page);
        await page.Context.SetOfflineAsync(true);
        await page.GotoAsync("/my/pass");
        Assert.NotEqual(number, await page.InnerTextAsync(".code"));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_replaced_pass_is_forgotten_as_soon_as_there_is_a_network()
    {
        var somebody = await stage.HasNewcomerWithALineToKeep();
        var page = await city.Open(Screen.Phone, wound: false);
        await somebody.OpenPass(page);
        await OpenAndKeep(page);
        await page.Context.ClearCookiesAsync(new() { Name = "courses.newcomer" });
        await page.GotoAsync("/my/pass");
        await page.WaitForURLAsync("**/p?back=*");
        await Forgotten(page);
        await page.Context.SetOfflineAsync(true);
        await Assert.ThrowsAsync<PlaywrightException>(() => page.GotoAsync("/my/pass"));
        await page.Context.CloseAsync();
    }

    private static async Task OpenAndKeep(IPage page)
    {
        await page.GotoAsync("/my/pass");
        await page.Locator("html[data-pass-kept=yes]").WaitForAsync();
        await page.EvaluateAsync("navigator.serviceWorker.ready.then(() => true)");
    }

    private static async Task Forgotten(IPage page) => await page.EvaluateAsync("async () => { while (await caches.has('pass')) { await new Promise((done) => setTimeout(done, 20)); } }");
}
