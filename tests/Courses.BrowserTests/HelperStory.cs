using System.Globalization;
using Courses.Seed;
using Microsoft.Playwright;

namespace Courses.BrowserTests;

/// <summary>
/// People who help, from the promise to the paper: a volunteer is trained first and bound for months; a mentor's hours at a workplace stand against 160 that are planned, confirmed on a phone in Farsi; certificates of hours
/// are asked for, written, read by a decoder, checked by anybody and withdrawn; a student's lessons are points; and the reports have it all. Pictures lie under .data/screenshots/helpers.
/// </summary>
[Collection(InTheBrowser.Name)]
public sealed class HelperStory(BrowserCity city)
{
    private readonly Stage stage = new(city);
    private readonly Album album = new("helpers");

    [Fact]
    public async Task Trained_bound_counted_against_plan_certified_and_withdrawn()
    {
        await stage.MidnightIsNotNear();
        var coach = await city.SignedIn(DemoAccounts.Coach, Screen.Desktop);
        await HasVolunteer(coach);

        // At a workplace: hours by category against the plan, confirmed in Farsi.
        var person = await stage.HasNewcomerWithoutMentor("fa");
        await coach.GotoAsync($"/mentoring/pairs/new?person={person.Id}&template=workplace");
        await coach.Locator("main article").Filter(new() { HasText = "Lena Maier" }).Locator("button").ClickAsync();
        await Assertions.Expect(coach.Locator(".notice.good").First).ToBeVisibleAsync();
        var pair = Guid.Parse(new Uri(coach.Url).Segments[^1]);
        var phone = await city.Open(Screen.Phone, "fa", javaScript: false);
        await person.OpenPass(phone);
        await phone.GotoAsync("/my/mentor");
        await phone.ClickAsync("form[action*='handler=Accept'] button");
        var mentor = await city.SignedIn(DemoAccounts.Mentor, Screen.Phone);
        await mentor.GotoAsync($"/mentor/pairs/{pair}");
        await mentor.ClickAsync("form[action*='handler=Accept'] button");
        await stage.HaveBeenTogether(pair, 30);
        foreach (var (daysAgo, support, minutes) in new[] { (5, "Work", 300), (4, "Work", 240), (3, "Language", 120) })
        {
            await mentor.GotoAsync($"/mentor/pairs/{pair}");
            await mentor.FillDate("Day", city.Today.AddDays(-daysAgo));
            await mentor.FillAsync("#From", "11:00");
            await mentor.FillAsync("#Minutes", minutes.ToString(CultureInfo.InvariantCulture));
            await mentor.SelectOptionAsync("#Support", support);
            await mentor.SelectOptionAsync("#Difficulty", "Middle");
            await mentor.ClickAsync("#enter button");
            await Assertions.Expect(mentor.Locator(".notice.good").First).ToBeVisibleAsync();
        }

        await phone.GotoAsync("/my/mentor");
        await album.Take(phone, "hours-at-work-in-farsi");
        for (var left = 3; left > 0; left--)
        {
            await phone.Locator("form[action*='handler=Confirm'] button").First.ClickAsync();
            await Assertions.Expect(phone.Locator("form[action*='handler=Confirm']")).ToHaveCountAsync(left - 1);
        }

        await coach.GotoAsync($"/mentoring/pairs/{pair}");
        await Assertions.Expect(coach.Locator("svg[aria-label='Total: 6 %']")).ToHaveCountAsync(1);
        await album.TakeClean(coach, "hours-against-plan");

        // The helper asks, the office writes, anybody checks.
        await mentor.GotoAsync("/mentor/hours");
        await album.TakeClean(mentor, "my-hours");
        await mentor.ClickAsync("main form[method=post] button");
        await Assertions.Expect(mentor.Locator(".notice.good").First).ToBeVisibleAsync();
        await coach.GotoAsync("/mentoring");
        await coach.Locator(".notice a[href$='/hours']").Last.ClickAsync();
        await album.TakeClean(coach, "the-office-is-asked");
        await coach.Locator("main section.card form[action*='handler=Issue'] button").First.ClickAsync();
        await Assertions.Expect(coach.Locator(".notice.good").First).ToBeVisibleAsync();
        await mentor.GotoAsync("/mentor/hours");
        await mentor.Locator("main a[href^='/mentor/papers/']").First.ClickAsync();
        await album.Take(mentor, "certificate-on-the-phone");
        var paper = new Uri(mentor.Url).AbsolutePath;
        await coach.GotoAsync(paper);
        await album.TakeClean(coach, "certificate");
        var address = await Stage.Decode(coach.Locator("article.confirmation .qr svg"));
        Assert.StartsWith(city.Address + "/confirmed/", address, StringComparison.Ordinal);
        var anybody = await city.Open(Screen.Phone, "ar");
        await anybody.GotoAsync(address);
        await Assertions.Expect(anybody.Locator("html[dir=rtl] .notice.good")).ToBeVisibleAsync();
        await Assertions.Expect(anybody.Locator("dl.facts")).ToContainTextAsync("Lena Maier");
        await album.TakeClean(anybody, "anybody-checks-in-arabic");

        // A student's lessons are points of a course of study.
        await coach.GotoAsync("/mentoring?onlyHelpers=true");
        await coach.ClickAsync("main a:has-text('Marta Bērziņa')");
        await album.TakeClean(coach, "a-student-who-teaches");
        await coach.Locator("main a[href$='/hours']").ClickAsync();
        await Assertions.Expect(coach.Locator("main")).ToContainTextAsync("ECTS");
        await album.TakeClean(coach, "hours-of-a-student");

        // Withdrawn, it is worth nothing any more.
        await coach.GotoAsync("/mentoring?onlyHelpers=true");
        await coach.ClickAsync("main a:has-text('Lena Maier')");
        await coach.Locator("main a[href$='/hours']").ClickAsync();
        var holds = coach.Locator("main section.card").Filter(new() { Has = coach.Locator($"a[href='{paper}']") });
        await holds.Locator("summary").ClickAsync();
        await holds.Locator("select[name=ReasonCode]").SelectOptionAsync("reason.hours.mistake");
        await holds.Locator("button.danger").ClickAsync();
        await Assertions.Expect(coach.Locator(".notice.good").First).ToBeVisibleAsync();
        await anybody.ReloadAsync();
        await Assertions.Expect(anybody.Locator(".notice.bad")).ToBeVisibleAsync();
        await Assertions.Expect(anybody.Locator("dl.facts")).ToHaveCountAsync(0);

        // The reports.
        var admin = await city.SignedIn(DemoAccounts.Administrator, Screen.Desktop);
        await admin.GotoAsync("/admin/reports/templates");
        await album.TakeClean(admin, "kinds-of-reports");
        foreach (var (kind, period) in new[] { ("helpers-monthly", $"{city.Today.AddDays(-4):yyyy-MM}"), ("hours-against-plan", $"{city.Today.AddDays(-4):yyyy}"), ("levels-yearly", $"{city.Today.AddDays(-60):yyyy}") })
        {
            await admin.GotoAsync($"/admin/reports/of/{kind}?period={period}");
            await Assertions.Expect(admin.Locator("main table").First).ToBeVisibleAsync();
            await album.TakeClean(admin, kind);
        }

        foreach (var page in new[] { coach, phone, mentor, anybody, admin })
        {
            await page.Context.CloseAsync();
        }
    }

    /// <summary>Somebody new: languages by their names, the training, and a promise that binds.</summary>
    private async Task HasVolunteer(IPage coach)
    {
        await coach.GotoAsync("/mentoring/helpers/new");
        await coach.FillAsync("#Name", "Noor Karimi");
        await coach.SelectOptionAsync("#Kind", "Volunteer");
        await coach.SelectOptionAsync("#Languages", new SelectOptionValue { Value = "fa" });
        await coach.SelectOptionAsync("#Languages-2", new SelectOptionValue { Value = "de" });
        await album.TakeClean(coach, "languages-by-name");
        await coach.ClickAsync("main form button");
        await Promise();
        await Assertions.Expect(coach.Locator("main .field-validation-error").First).ToBeVisibleAsync();
        await album.TakeClean(coach, "training-first");
        foreach (var proof in new[] { "Training", "RecordCheck" })
        {
            await coach.SelectOptionAsync("#Proof", proof);
            await coach.FillDate("Day", city.Today.AddDays(-1));
            await coach.ClickAsync("form[action*='handler=Proof'] button");
            await Assertions.Expect(coach.Locator(".notice.good").First).ToBeVisibleAsync();
        }

        await Promise();
        await Assertions.Expect(coach.Locator("main")).ToContainTextAsync("bound until");
        await album.TakeClean(coach, "bound-for-six-months");

        async Task Promise()
        {
            await coach.SelectOptionAsync("#Template", "volunteer");
            await coach.FillDate("Promised from", city.Today);
            await coach.ClickAsync("form[action*='handler=Promise'] button");
        }
    }
}
