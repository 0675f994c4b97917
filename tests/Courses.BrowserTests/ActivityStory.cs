using System.Globalization;
using Courses.Seed;
using Microsoft.Playwright;

namespace Courses.BrowserTests;

/// <summary>
/// Activities from the plan to the report: a provider makes weekly sessions in a centre, a newcomer signs up for an excursion in Farsi on a phone without scripts, a register is taken with guests of whom nobody has a record, the report
/// shows them, and the timetable of the centre is printed in two languages. Pictures lie under .data/screenshots/activities.
/// </summary>
[Collection(InTheBrowser.Name)]
public sealed class ActivityStory(BrowserCity city)
{
    private readonly Stage stage = new(city);
    private readonly Album album = new("activities");

    [Fact]
    public async Task Weekly_sessions_in_a_centre_an_excursion_guests_a_report_and_a_leaflet()
    {
        await stage.MidnightIsNotNear();
        var manager = await city.SignedIn(DemoAccounts.Manager, Screen.Desktop);
        await manager.GotoAsync("/activities/centres");
        await manager.ClickAsync("main table a");
        await album.TakeClean(manager, "a-centre");
        await manager.GotoAsync("/activities");
        await album.TakeClean(manager, "what-is-ahead");

        // Every week on this weekday, for six weeks.
        await manager.ClickAsync("a[href='/activities/edit']");
        await manager.SelectOptionAsync("#Kind", "leisure");
        await manager.FillAsync("#Subject", "Theater für Kinder");
        await manager.SelectOptionAsync("#VenueId", new SelectOptionValue { Index = 1 });
        await manager.CheckAsync("input[name=Admission][value=WalkIn]");
        var weekday = city.Today.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)city.Today.DayOfWeek;
        await manager.CheckAsync($"input[name=Weekdays][value='{weekday}']");
        await manager.FillDate("First day", city.Today);
        await manager.FillDate("Until, when it repeats", city.Today.AddDays(36));
        await manager.FillAsync("#From", "15:00");
        await manager.FillAsync("#Until", "16:30");
        await manager.FillAsync("#AgeFrom", "6");
        await manager.FillAsync("#AgeUntil", "13");
        await album.TakeClean(manager, "new-activity");
        await manager.ClickAsync("main form[method=post] button:not([type=button])");
        await Assertions.Expect(manager.Locator(".notice.good").First).ToBeVisibleAsync();
        var activity = Guid.Parse(new Uri(manager.Url).Segments[^1]);
        await album.TakeClean(manager, "its-meetings");

        // A newcomer reads Farsi and runs no scripts.
        var person = await stage.HasNewcomerWithoutMentor("fa");
        var phone = await city.Open(Screen.Phone, "fa", javaScript: false);
        await person.OpenPass(phone);
        await phone.Locator("main a[href='/my/activities']").First.ClickAsync();
        await phone.SelectOptionAsync("#kind", "excursion");
        await phone.ClickAsync("main form[method=get] button");
        await Assertions.Expect(phone.Locator("html[dir=rtl]")).ToHaveCountAsync(1);
        await album.Take(phone, "excursions-in-farsi");
        await phone.Locator("form[action*='handler=SignUp'] button").First.ClickAsync();
        await Assertions.Expect(phone.Locator(".notice.good").First).ToBeVisibleAsync();
        await Assertions.Expect(phone.Locator("form[action*='handler=SignOff']")).ToHaveCountAsync(1);
        await album.Take(phone, "signed-up");

        // The first session is being held: guests are counted, and the register is signed.
        var session = await stage.MeetsNow(activity);
        await manager.GotoAsync($"/teacher/registers/{session}");
        await manager.FillAsync("[name='Guests[6-13:f]']", "9");
        await manager.FillAsync("[name='Guests[6-13:m]']", "8");
        await album.TakeClean(manager, "register-with-guests");
        await manager.ClickAsync("button[formaction*=SignOff]");
        await Assertions.Expect(manager.Locator(".notice.good").First).ToBeVisibleAsync();
        await album.TakeClean(manager, "signed");

        var coach = await city.SignedIn(DemoAccounts.Coach, Screen.Desktop);
        await coach.GotoAsync("/activities/report");
        var line = coach.Locator($"tr[data-kind=leisure][data-month='{city.Today.Month.ToString(CultureInfo.InvariantCulture)}']");
        await Assertions.Expect(line).ToHaveCountAsync(1);
        Assert.True(int.Parse(await line.Locator("td").Last.InnerTextAsync(), CultureInfo.InvariantCulture) >= 17);
        await album.TakeClean(coach, "report");

        await manager.GotoAsync("/activities/leaflet?weeks=2&first=de&second=fa");
        await Assertions.Expect(manager.Locator(".leaflet-line").First).ToBeVisibleAsync();
        await album.TakeClean(manager, "leaflet");
        await manager.EmulateMediaAsync(new() { Media = Media.Print });
        await manager.PdfAsync(new() { Path = album.PathOf("leaflet.pdf"), PreferCSSPageSize = true, PrintBackground = true });
        await album.Take(manager, "leaflet-on-paper");
        foreach (var page in new[] { manager, phone, coach })
        {
            await page.Context.CloseAsync();
        }
    }
}
