using Courses.Seed;
using Courses.Tests.Shared;

namespace Courses.BrowserTests;

/// <summary>Whoever likes dark screens reads as well as everybody else: axe finds no pale text, and what is printed stays ink on paper.</summary>
[Collection(OnThePhone.Name)]
public sealed class DarkTests(BrowserCity city)
{
    private readonly Stage stage = new(city);

    [Theory]
    [InlineData(DemoAccounts.Administrator, "/admin", "/admin/programmes", "/admin/audit", "/admin/jobs")]
    [InlineData(DemoAccounts.Coach, "/coach", "/coach/new", "/coach/doubles", "/coach/vouchers", "/coach/proposals")]
    [InlineData(DemoAccounts.Manager, "/provider/classes", "/provider/classes/new", "/provider/holidays", "/provider/registers")]
    public async Task A_staff_page_is_read_in_the_dark(string account, params string[] addresses)
    {
        var page = await city.SignedIn(account, Screen.Desktop, dark: true);
        var wrong = new List<string>();
        foreach (var address in addresses)
        {
            await page.GotoAsync(address);
            wrong.AddRange((await Axe.Violations(page)).Select(one => $"{address}: {one}"));
            await page.ScreenshotAsync(new() { Path = Path.Combine(HostProcess.Root, ".data/screenshots/dark", $"{address.Replace('/', '-').Trim('-')}.png"), FullPage = true });
        }

        Assert.NotEqual("rgb(255, 255, 255)", await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"));
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_phone_is_read_in_the_dark_and_its_pass_stays_black_on_white()
    {
        var somebody = await stage.HasNewcomerWithMuchToShow();
        var page = await city.Open(Screen.Phone, dark: true);
        await page.GotoAsync("/language?to=ar&back=/p");
        await somebody.OpenPass(page);
        var wrong = new List<string>();
        foreach (var address in new[] { "/my", "/my/pass", "/my/find", "/my/attendance", "/my/vouchers", "/my/rights", "/my/letters" })
        {
            await page.GotoAsync(address);

            // As high as the page is long: the bar at its foot covers what one scrolls to.
            await page.SetViewportSizeAsync(Screen.Phone.Width, await page.EvaluateAsync<int>("document.documentElement.scrollHeight"));
            wrong.AddRange((await Axe.Violations(page)).Select(one => $"{address}: {one}"));
            await page.SetViewportSizeAsync(Screen.Phone.Width, Screen.Phone.Height);
            await page.ScreenshotAsync(new() { Path = Path.Combine(HostProcess.Root, ".data/screenshots/dark", $"{address.Replace('/', '-').Trim('-')}.png") });
        }

        await page.GotoAsync("/my/pass");
        Assert.Equal("rgb(255, 255, 255)", await page.EvaluateAsync<string>("getComputedStyle(document.querySelector('.qr')).backgroundColor"));
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        await page.Context.CloseAsync();
    }
}
