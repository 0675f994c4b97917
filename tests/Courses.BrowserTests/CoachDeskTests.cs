using Courses.Seed;
using Courses.Tests.Shared;
using Microsoft.Playwright;

namespace Courses.BrowserTests;

/// <summary>The coach's desk: a pass before the camera, a number typed, a name in another script, and many cards at once.</summary>
[Collection(InTheBrowser.Name)]
public sealed class CoachDeskTests(BrowserCity city)
{
    private readonly Stage stage = new(city);

    [Fact]
    public async Task A_pass_held_before_the_camera_opens_its_person()
    {
        var somebody = await stage.HasNewcomerWithALineToKeep();
        await using var desk = await Tablet.SwitchedOn(city, somebody.Address);
        var page = desk.Page;
        await SignIn(page);
        await page.GotoAsync("/coach");
        await page.ClickAsync("[data-scan]");
        await page.WaitForURLAsync($"**/coach/people/{somebody.Id}", new() { Timeout = 30_000 });
    }

    [Fact]
    public async Task A_number_typed_opens_the_person_too_and_the_cards_of_many_carry_their_own_codes()
    {
        var somebody = await stage.HasNewcomerWithALineToKeep();
        var page = await city.SignedIn(DemoAccounts.Coach, Screen.Desktop);
        await page.GotoAsync($"/coach/people/{somebody.Id}");
        var number = await page.InnerTextAsync("main .figure.code");
        await page.GotoAsync("/coach");
        await page.FillAsync("#q", number.Replace("-", " ", StringComparison.Ordinal).ToLowerInvariant());
        await page.ClickAsync("form[role=search] button:not([data-scan])");
        await page.WaitForURLAsync($"**/coach/people/{somebody.Id}");

        await page.GotoAsync("/coach/passes");
        await page.FillDate("Passes handed out since", new(2020, 1, 1));
        await page.ClickAsync("main form button");
        await Assertions.Expect(page.Locator(".passcard").Nth(9)).ToBeVisibleAsync();
        var codes = new HashSet<string>(StringComparer.Ordinal);
        for (var card = 0; card < 10; card++)
        {
            codes.Add(await Stage.Decode(page.Locator(".passcard .qr svg").Nth(card)));
        }

        Assert.Equal(10, codes.Count);
        Assert.All(codes, code => Assert.StartsWith(city.Address + "/p/", code, StringComparison.Ordinal));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Who_was_referred_and_has_not_come_is_registered_from_the_list_with_nothing_typed_twice()
    {
        var page = await city.SignedIn(DemoAccounts.Coach, Screen.Desktop);
        await page.GotoAsync("/coach/referrals");
        await Axe.FindsNothing(page);
        var row = page.Locator("main table tr:has(td bdi)").First;
        var name = (await row.Locator("td bdi").First.InnerTextAsync()).Split(' ');
        var came = await page.Locator("main .figure").InnerTextAsync();
        Assert.Contains("%", came, StringComparison.Ordinal);
        await row.Locator("a.button").ClickAsync();
        await Assertions.Expect(page.Locator("#Person_GivenName")).ToHaveValueAsync(name[0]);
        Assert.NotEmpty(await page.GetByRole(AriaRole.Group, new() { Name = "Birth date", Exact = true }).GetByLabel("Year").InputValueAsync());
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_certificate_is_withdrawn_with_a_prepared_reason_and_stays_on_record()
    {
        var person = await stage.HasSomebodyWithACertificate();
        var page = await city.SignedIn(DemoAccounts.Coach, Screen.Desktop);
        await page.GotoAsync($"/coach/people/{person}/certificates");
        await page.Locator("main summary").ClickAsync();
        await page.Locator("select[name=ReasonCode]").SelectOptionAsync("reason.certificate.wrong-data");
        await IsClean(page, "certificate");
        await page.Locator("button.danger").ClickAsync();
        await Assertions.Expect(page.Locator(".notice.good").First).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("s")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("select[name=ReasonCode]")).ToHaveCountAsync(0);
        await IsClean(page, "certificate-withdrawn");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task What_somebody_attended_is_confirmed_on_paper_that_anybody_checks()
    {
        var person = await stage.HasSomebodyWhoAttended();
        var page = await city.SignedIn(DemoAccounts.Coach, Screen.Desktop);
        await page.GotoAsync($"/coach/people/{person}/confirmations");
        await page.GetByRole(AriaRole.Button, new() { Name = "Confirm on paper" }).First.ClickAsync();
        await Assertions.Expect(page.Locator("article.confirmation")).ToBeVisibleAsync();
        await IsClean(page, "confirmation");
        var address = await Stage.Decode(page.Locator("article.confirmation .qr svg"));
        Assert.StartsWith(city.Address + "/confirmed/", address, StringComparison.Ordinal);

        var anybody = await city.Open(Screen.Phone, "de");
        await anybody.GotoAsync(address);
        await Assertions.Expect(anybody.Locator(".notice.good")).ToBeVisibleAsync();
        await IsClean(anybody, "confirmed");

        await page.GotoAsync($"/coach/people/{person}/confirmations");
        await page.Locator("main summary").First.ClickAsync();
        await page.Locator("select[name=ReasonCode]").First.SelectOptionAsync("reason.confirmation.mistake");
        await IsClean(page, "confirmations");
        await page.Locator("button.danger").First.ClickAsync();
        await Assertions.Expect(page.Locator(".notice.good").First).ToBeVisibleAsync();
        await anybody.ReloadAsync();
        await Assertions.Expect(anybody.Locator(".notice.bad")).ToBeVisibleAsync();
        await Assertions.Expect(anybody.Locator("dl.facts")).ToHaveCountAsync(0);
        await anybody.Context.CloseAsync();
        await page.Context.CloseAsync();
    }

    private static async Task IsClean(IPage page, string name)
    {
        Assert.Empty(await Looks.Wrong(page));
        await Axe.FindsNothing(page);
        await page.ScreenshotAsync(new() { Path = Path.Combine(HostProcess.Root, ".data/screenshots/staff", $"coach-{name}-desktop.png"), FullPage = true });
    }

    private static async Task SignIn(IPage page)
    {
        await page.GotoAsync("/sign-in");
        await page.FillAsync("input[type=email]", DemoAccounts.Coach);
        await page.FillAsync("input[type=password]", DemoAccounts.Password);
        await page.ClickAsync("main form button");
        await page.WaitForURLAsync("**/coach");
    }
}
