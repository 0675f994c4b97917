using Courses.Seed;
using Microsoft.Playwright;

namespace Courses.BrowserTests;

/// <summary>
/// An exam from the coach's desk to the paper: the coach registers somebody, the examiner types the results, the person opens the certificate on the phone in Arabic, anybody checks it, and once it is withdrawn the page
/// says so. Pictures lie under .data/screenshots/exams.
/// </summary>
[Collection(InTheBrowser.Name)]
public sealed class ExamStory(BrowserCity city)
{
    private readonly Stage stage = new(city);
    private readonly Album album = new("exams");

    [Fact]
    public async Task From_the_registration_to_a_certificate_that_anybody_checks_and_that_is_withdrawn()
    {
        var person = await stage.HasNewcomerWithALineToKeep();
        var coach = await city.SignedIn(DemoAccounts.Coach, Screen.Desktop);
        await coach.GotoAsync($"/coach/people/{person.Id}/edit");
        await coach.GetByLabel("Language for letters").SelectOptionAsync("ar");
        await coach.Locator("main form button:not(.second)").Last.ClickAsync();
        await coach.GotoAsync($"/coach/people/{person.Id}/exams");
        var open = coach.Locator("form[action*='handler=Register']").Filter(new() { HasText = "B1" }).Filter(new() { HasNotText = "practice" }).First;
        var exam = await open.Locator("input[name=Exam]").GetAttributeAsync("value");
        await open.Locator("button").ClickAsync();
        await Assertions.Expect(coach.Locator(".notice.good").First).ToBeVisibleAsync();
        await album.TakeClean(coach, "coach-registers");

        var phone = await city.Open(Screen.Phone, "de", javaScript: false);
        await person.OpenPass(phone);
        await phone.GotoAsync("/my/exams");
        await Assertions.Expect(phone.Locator($"form[action*='handler=Withdraw'] input[value='{exam}']")).ToHaveCountAsync(1);
        await album.Take(phone, "registered-on-the-phone");

        await stage.IsToday(Guid.Parse(exam!));
        var examiner = await city.SignedIn(DemoAccounts.Teacher, Screen.Desktop);
        await examiner.GotoAsync($"/exams/{exam}/results");
        var row = examiner.Locator("main tbody tr").Filter(new() { Has = examiner.Locator($"select[name*='{await stage.RegistrationOf(Guid.Parse(exam!), person.Id):N}']") });
        foreach (var select in await row.Locator("select").AllAsync())
        {
            await select.SelectOptionAsync("Passed");
        }

        await row.Locator("input[name^=points]").First.FillAsync("84");
        await album.TakeClean(examiner, "results");
        await examiner.Locator("main form button").ClickAsync();
        await Assertions.Expect(examiner.Locator(".notice.good").First).ToBeVisibleAsync();

        await phone.GotoAsync("/my/exams");
        await Assertions.Expect(phone.Locator("html[dir=rtl] .notice.good").First).ToBeVisibleAsync();
        await album.Take(phone, "passed-in-arabic");
        await phone.GotoAsync("/my/exams/papers");
        await Assertions.Expect(phone.Locator("article.confirmation")).ToHaveCountAsync(1);
        await album.Take(phone, "certificate-in-arabic");
        var address = await Stage.Decode(phone.Locator("article.confirmation .qr svg"));
        Assert.StartsWith(city.Address + "/confirmed/", address, StringComparison.Ordinal);

        var anybody = await city.Open(Screen.Phone, "de");
        await anybody.GotoAsync(address);
        await Assertions.Expect(anybody.Locator(".notice.good")).ToBeVisibleAsync();
        await Assertions.Expect(anybody.Locator("dl.facts")).ToContainTextAsync("Deutsch B1");
        await album.TakeClean(anybody, "anybody-checks");

        // The report of levels and results has it.
        var admin = await city.SignedIn(DemoAccounts.Administrator, Screen.Desktop);
        await admin.GotoAsync($"/admin/reports/of/levels-yearly?period={city.Today.Year}");
        await Assertions.Expect(admin.Locator("main table").Nth(1).Locator("tr").Filter(new() { HasText = "B1" })).ToHaveCountAsync(1);
        await album.TakeClean(admin, "levels-and-results");
        await admin.Context.CloseAsync();

        await coach.GotoAsync($"/coach/people/{person.Id}/exams");
        await coach.Locator("main a.push").First.ClickAsync();
        await Assertions.Expect(coach.Locator("article.paper.confirmation")).ToBeVisibleAsync();
        await album.TakeClean(coach, "paper");
        await coach.GotoAsync($"/coach/people/{person.Id}/exams");
        await coach.Locator("main summary").First.ClickAsync();
        await coach.Locator("select[name=ReasonCode]").First.SelectOptionAsync("reason.certificate.mistake");
        await coach.Locator("button.danger").First.ClickAsync();
        await Assertions.Expect(coach.Locator(".notice.good").First).ToBeVisibleAsync();
        await anybody.ReloadAsync();
        await Assertions.Expect(anybody.Locator(".notice.bad")).ToBeVisibleAsync();
        await Assertions.Expect(anybody.Locator("dl.facts")).ToHaveCountAsync(0);
        await album.TakeClean(anybody, "withdrawn");
        foreach (var page in new[] { coach, phone, examiner, anybody })
        {
            await page.Context.CloseAsync();
        }
    }
}
