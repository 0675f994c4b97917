using Courses.Seed;
using Courses.Tests.Shared;

namespace Courses.BrowserTests;

/// <summary>Pages at the desk that no story comes by: nothing for axe to find and nothing cut off, on a desktop and on a tablet, in both languages of the staff.</summary>
[Collection(InTheBrowser.Name)]
public sealed class StaffPagesTests(BrowserCity city)
{
    [Theory]
    [InlineData("admin", DemoAccounts.Administrator, "/admin/programmes", "/admin/programmes/inlt/new", "/admin/programmes/start-wien/simulations", "/letters/templates?kind=decision-proposed&language=ar")]
    [InlineData("coach", DemoAccounts.Coach, "/coach/print", "/coach/proposals", "/coach/letters", "/coach/new", "/coach/doubles", "/coach/vouchers")]
    [InlineData("manager", DemoAccounts.Manager, "/provider/illness", "/provider/registers", "/provider/holidays")]
    public async Task A_page_is_clean(string who, string account, params string[] addresses)
    {
        var wrong = new List<string>();
        foreach (var (size, screen) in new[] { ("desktop", Screen.Desktop), ("tablet", Screen.Tablet) })
        {
            var page = await city.SignedIn(account, screen);
            foreach (var language in new[] { "en", "de" })
            {
                await page.GotoAsync($"/language?to={language}&back=/sign-in");
                foreach (var address in addresses)
                {
                    var answer = await page.GotoAsync(address);
                    Assert.Equal(200, answer!.Status);
                    wrong.AddRange(await page.Locator(".problems li").AllInnerTextsAsync() is { Count: > 0 } problems ? [$"{who} {address}: finds fault before anybody did anything: {string.Join(' ', problems)}"] : []);
                    wrong.AddRange((await Looks.Wrong(page)).Concat(await Axe.Violations(page)).Select(one => $"{who} {size} {language} {address}: {one}"));
                    if (language == "en")
                    {
                        await page.ScreenshotAsync(new() { Path = Path.Combine(HostProcess.Root, ".data/screenshots/staff", $"{who}{address.Split('?')[0].Replace('/', '-')}-{size}.png"), FullPage = true });
                    }
                }
            }

            await page.Context.CloseAsync();
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }
}
