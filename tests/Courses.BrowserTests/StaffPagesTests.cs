using Courses.Seed;
using Courses.Tests.Shared;
using Microsoft.Playwright;

namespace Courses.BrowserTests;

/// <summary>Pages at the desk that no story comes by: nothing for axe to find and nothing cut off, on a desktop, and on a tablet in all languages of the staff.</summary>
[Collection(InTheBrowser.Name)]
public sealed class StaffPagesTests(BrowserCity city)
{
    [Theory]
    [InlineData("admin", DemoAccounts.Administrator, "/admin/exports", "/admin/reports?by=gender", "/admin/looks", "/admin/rows/Providers", "/admin/programmes", "/admin/programmes/inlt/new", "/admin/programmes/start-wien/simulations", "/letters/templates?kind=decision-proposed&language=ar", "/admin/chain", "/admin/jobs", "/admin/pair-templates")]
    [InlineData("coach", DemoAccounts.Coach, "/coach/print", "/coach/proposals", "/coach/letters", "/coach/new", "/coach/doubles", "/coach/vouchers", "/coach/reviews", "/coach/locked", "/account/forgotten", "/account/new-password", "/admin/erasures", "/mentoring/helpers/new", "/mentoring/report")]
    [InlineData("manager", DemoAccounts.Manager, "/provider/illness", "/provider/registers", "/provider/holidays", "/provider/courses", "/teacher/rare", "/exams", "/exams/edit")]
    public Task A_page_is_clean(string who, string account, params string[] addresses) => AreClean(who, account, _ => Task.FromResult(addresses));

    [Fact]
    public Task The_pages_of_a_class_are_clean() => AreClean("class", DemoAccounts.Manager, async page =>
    {
        var group = (await Linked(page, "/provider/classes", "/provider/classes/"))[0];
        return [$"/provider/classes/{group}", $"/provider/classes/{group}/edit", $"/provider/classes/{group}/list"];
    });

    [Fact]
    public Task The_pages_of_people_are_clean() => AreClean("person", DemoAccounts.Coach, async page =>
    {
        var people = await Linked(page, "/coach", "/coach/people/");
        return [$"/coach/people/{people[0]}", $"/people/{people[0]}/notes", $"/coach/people/{people[0]}/certificates", $"/coach/people/{people[0]}/exams", $"/coach/people/{people[0]}/erasure", $"/coach/people/{people[0]}/attendance", $"/coach/decisions/{people[0]}", $"/coach/merge?One={people[0]}&Other={people[1]}"];
    });

    /// <summary>The records that a list leads to.</summary>
    private static async Task<string[]> Linked(IPage page, string list, string start)
    {
        await page.GotoAsync(list);
        var links = await page.Locator($"main a[href^='{start}']").EvaluateAllAsync<string[]>("links => links.map(link => link.getAttribute('href'))");
        return [.. links.Select(link => link[start.Length..].Split('/', '?')[0]).Where(part => Guid.TryParse(part, out _)).Distinct()];
    }

    private async Task AreClean(string who, string account, Func<IPage, Task<string[]>> which)
    {
        var wrong = new List<string>();
        foreach (var (size, screen) in new[] { ("desktop", Screen.Desktop), ("tablet", Screen.Tablet) })
        {
            var page = await city.SignedIn(account, screen);
            var addresses = await which(page);
            // The longest words are looked at where there is the least room.
            foreach (var language in size == "tablet" ? new[] { "en", "de", "lv" } : ["en"])
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
                        var name = string.Join('-', address.Split('?')[0].Split('/').Where(part => !Guid.TryParse(part, out _)));
                        await page.ScreenshotAsync(new() { Path = Path.Combine(HostProcess.Root, ".data/screenshots/staff", $"{who}{name}-{size}.png"), FullPage = true });
                    }
                }
            }

            await page.Context.CloseAsync();
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }
}
