using Courses.Seed;
using Microsoft.Playwright;

namespace Courses.BrowserTests;

/// <summary>
/// What takes a benefit away, as both sides live it: something is proposed, the person reads it in Farsi and says why, a coach decides with a prepared reason, the person appeals, and another coach decides.
/// Pictures lie under .data/screenshots/decision.
/// </summary>
[Collection(OnThePhone.Name)]
public sealed class DecisionStory(BrowserCity city)
{
    private const string WhySheMissed = "پسرم بیمار بود و کسی نبود که پیش او بماند.";
    private const string WhySheAppeals = "نامهٔ دکتر را آوردم. لطفاً دوباره نگاه کنید.";

    private readonly Stage stage = new(city);
    private readonly Album album = new("decision");

    [Fact]
    public async Task Heard_answered_decided_appealed_and_decided_by_another()
    {
        var person = await stage.HasNewcomerUnderTheLine();
        var coach = await city.SignedIn(DemoAccounts.Coach, Screen.Desktop);
        await IsWorkedOutAnew(coach, person);
        var phone = await city.Open(Screen.Phone, "de");
        await ReadsAndSaysWhy(phone, person);
        await TheCoachDecides(coach);
        await ReadsWhyAndAppeals(phone);
        await TheSameCoachMayNotDecideTheAppeal(coach);
        await AnotherDecides();
        await ReadsThatItIsKept(phone);
        await coach.Context.CloseAsync();
        await phone.Context.CloseAsync();
    }

    private async Task IsWorkedOutAnew(IPage page, Newcomer person)
    {
        await page.GotoAsync($"/coach/people/{person.Id}/edit");
        await page.Locator("#Person_GivenName").FillAsync("فرزانه");
        await page.Locator("#Person_FamilyName").FillAsync("رستمی");
        await page.GetByLabel("Language for letters").SelectOptionAsync("fa");
        await page.Locator("main form button:not(.second)").Last.ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("فرزانه");
        await page.GotoAsync($"/coach/decisions/{person.Id}");
        await page.Locator("form[action*='handler=Recompute'] button").ClickAsync();
        await Assertions.Expect(page.Locator(".notice.good, #work a[href^='/coach/decisions/']").First).ToBeVisibleAsync(new() { Timeout = 60_000 });
    }

    private async Task ReadsAndSaysWhy(IPage page, Newcomer person)
    {
        await person.OpenPass(page);
        Assert.Equal(("fa", "rtl"), (await page.GetAttributeAsync("html", "lang"), await page.GetAttributeAsync("html", "dir")));
        await album.TakeClean(page, "home");
        await page.Locator("main a[href='/my/decisions']").First.ClickAsync();
        await Assertions.Expect(page.Locator(".notice.warn")).ToBeVisibleAsync();
        await album.TakeClean(page, "heard");
        await page.FillAsync("textarea[name=Text]", WhySheMissed);
        await page.ClickAsync("main form button:not(.second)");
        await Assertions.Expect(page.Locator(".notice.good")).ToBeVisibleAsync();
        await page.ClickAsync("button[formaction*='handler=All']");
        await Assertions.Expect(page.Locator("textarea[name=Text]")).ToHaveCountAsync(0);
        await album.TakeClean(page, "said");
    }

    private async Task TheCoachDecides(IPage page)
    {
        await page.GotoAsync("/coach/proposals");
        var card = Card(page);
        await Assertions.Expect(card).ToContainTextAsync(WhySheMissed);

        // What it rests on is one click away.
        await card.GetByRole(AriaRole.Link, new() { Name = "Sessions and marks" }).ClickAsync();
        await Assertions.Expect(page.Locator("table.evidence tbody tr").First).ToBeVisibleAsync();
        await album.TakeClean(page, "evidence");
        await page.GoBackAsync();
        await card.Locator("select[name=ReasonCode]").SelectOptionAsync("reason.benefit-ends.no-proof");
        await card.Locator("textarea[name=Reason]").FillAsync("Bitte bringen Sie eine Bestätigung der Ärztin.");
        await card.Locator("select[name=ReasonLanguage]").SelectOptionAsync("de");
        await card.Locator("input[name=Sure][type=checkbox]").CheckAsync();
        await album.TakeClean(page, "coach");
        await card.Locator("button.danger").ClickAsync();
        await Assertions.Expect(page.Locator(".notice.good")).ToBeVisibleAsync();
        await Assertions.Expect(card).ToHaveCountAsync(0);
    }

    private async Task ReadsWhyAndAppeals(IPage page)
    {
        await page.GotoAsync("/my/decisions");
        await Assertions.Expect(page.Locator(".notice.bad")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("دلیلی گفتید، اما مدرکی نداریم");
        await Assertions.Expect(page.Locator("bdi[lang=de]")).ToHaveTextAsync("Bitte bringen Sie eine Bestätigung der Ärztin.");
        await album.TakeClean(page, "decided");
        await page.FillAsync("textarea[name=Text]", WhySheAppeals);
        await page.ClickAsync("main form button");
        await Assertions.Expect(page.Locator(".notice.good")).ToBeVisibleAsync();
        await album.TakeClean(page, "appealed");
    }

    private async Task TheSameCoachMayNotDecideTheAppeal(IPage page)
    {
        await page.GotoAsync("/coach/proposals");
        var card = Card(page);
        await Assertions.Expect(card).ToContainTextAsync(WhySheAppeals);
        await card.Locator("select[name=ReasonCode]").SelectOptionAsync("reason.benefit-stays.family");
        await card.Locator("button[formaction*='handler=Reject']").ClickAsync();
        await Assertions.Expect(page.Locator(".problems")).ToBeVisibleAsync();

        // Nothing that was chosen is lost.
        await Assertions.Expect(card.Locator("select[name=ReasonCode]")).ToHaveValueAsync("reason.benefit-stays.family");
        await album.TakeClean(page, "not-the-same");
    }

    private async Task AnotherDecides()
    {
        var page = await city.SignedIn(DemoAccounts.SecondCoach, Screen.Desktop);
        await page.GotoAsync("/coach/proposals");
        var card = Card(page);
        await card.Locator("select[name=ReasonCode]").SelectOptionAsync("reason.benefit-stays.family");
        await card.Locator("button[formaction*='handler=Reject']").ClickAsync();
        await Assertions.Expect(page.Locator(".notice.good")).ToBeVisibleAsync();
        await Assertions.Expect(card).ToHaveCountAsync(0);
        await album.TakeClean(page, "another");
        await page.Context.CloseAsync();
    }

    private async Task ReadsThatItIsKept(IPage page)
    {
        await page.GotoAsync("/my/decisions");
        await Assertions.Expect(page.Locator(".card .notice.good")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("باید از خانواده‌تان مراقبت می‌کردید");
        await Assertions.Expect(page.Locator("textarea")).ToHaveCountAsync(0);
        await album.TakeClean(page, "kept");
        await page.GotoAsync("/my/letters");
        await Assertions.Expect(page.Locator("article[lang=fa]").First).ToBeVisibleAsync();
        await album.TakeClean(page, "letters");
    }

    private static ILocator Card(IPage page) => page.Locator("section.card:has(form)", new() { HasText = "فرزانه" });
}
