using System.Globalization;
using Courses.Seed;
using Microsoft.Playwright;

namespace Courses.BrowserTests;

/// <summary>
/// A language pair from the question to the goodbye: the coach finds a volunteer, both say yes, ten meetings in ten weeks are entered by one and confirmed by the other on a phone in Farsi without scripts, one was not so, another contact person
/// is asked for, and half a year later somebody asks once more. Pictures lie under .data/screenshots/mentors.
/// </summary>
[Collection(InTheBrowser.Name)]
public sealed class MentorStory(BrowserCity city)
{
    private readonly Stage stage = new(city);
    private readonly Album album = new("mentors");

    [Fact]
    public async Task Ten_meetings_in_ten_weeks_that_both_sides_confirm()
    {
        await stage.MidnightIsNotNear();
        var person = await stage.HasNewcomerWithoutMentor("fa");
        var coach = await city.SignedIn(DemoAccounts.Coach, Screen.Desktop);
        await coach.GotoAsync($"/coach/people/{person.Id}");
        await coach.ClickAsync($"a[href='/mentoring/pairs/new?person={person.Id}']");
        await coach.SelectOptionAsync("#Template", "language-pairs");
        await coach.ClickAsync("main form[method=get] button");
        var lena = coach.Locator("main article").Filter(new() { HasText = "Lena Maier" });
        await Assertions.Expect(coach.Locator("main article").First).ToContainTextAsync("Lena Maier");
        await album.TakeClean(coach, "coach-finds-a-volunteer");
        await lena.Locator("button").ClickAsync();
        await Assertions.Expect(coach.Locator(".notice.good").First).ToBeVisibleAsync();
        var pair = Guid.Parse(new Uri(coach.Url).Segments[^1]);

        var phone = await city.Open(Screen.Phone, "fa", javaScript: false);
        await person.OpenPass(phone);
        await phone.ClickAsync("main a[href='/my/mentor']");
        await album.Take(phone, "asked-in-farsi");
        await phone.ClickAsync("form[action*='handler=Accept'] button");
        await Assertions.Expect(phone.Locator("html[dir=rtl]")).ToHaveCountAsync(1);

        var mentor = await city.SignedIn(DemoAccounts.Mentor, Screen.Phone);
        await mentor.GotoAsync("/mentor");
        await album.TakeClean(mentor, "mentor-at-home");
        await mentor.ClickAsync($"a[href='/mentor/pairs/{pair}']");
        await mentor.ClickAsync("form[action*='handler=Accept'] button");
        await stage.HaveBeenTogether(pair, 70);
        for (var week = 10; week >= 1; week--)
        {
            await Enter(mentor, pair, city.Today.AddDays(-7 * week), 60);
        }

        await album.TakeClean(mentor, "ten-meetings");
        await phone.GotoAsync("/my/mentor");
        var waiting = phone.Locator("form[action*='handler=Confirm']");
        await Assertions.Expect(waiting).ToHaveCountAsync(10);
        await album.Take(phone, "was-it-so");
        for (var left = 10; left > 1; left--)
        {
            await waiting.First.Locator("button").ClickAsync();
            await Assertions.Expect(waiting).ToHaveCountAsync(left - 1);
        }

        // The last one was shorter: the newcomer says so, the volunteer puts it right, and it waits for a yes again.
        var last = phone.Locator("article").Filter(new() { Has = waiting });
        await last.Locator("summary").ClickAsync();
        await last.Locator("textarea").FillAsync("یک ساعت و نیم بود");
        await last.Locator("form[action*='handler=NotSo'] button").ClickAsync();
        await mentor.ReloadAsync();
        var doubted = mentor.Locator("article").Filter(new() { HasText = "یک ساعت و نیم بود" });
        await Assertions.Expect(doubted).ToHaveCountAsync(1);
        await album.TakeClean(mentor, "not-so");
        await doubted.Locator("a.button").ClickAsync();
        await mentor.FillAsync("#Minutes", "90");
        await mentor.ClickAsync("#enter button");
        await Assertions.Expect(mentor.Locator(".notice.good").First).ToBeVisibleAsync();
        await phone.GotoAsync("/my/mentor");
        await waiting.Locator("button").ClickAsync();
        await Assertions.Expect(waiting).ToHaveCountAsync(0);
        Assert.Equal(630, await Confirmed(pair));
        await coach.GotoAsync($"/mentoring/pairs/{pair}");
        await album.TakeClean(coach, "what-the-coach-sees");

        // Another contact person is asked for; the coach answers, and the pair ends.
        await phone.Locator("summary").Last.ClickAsync();
        await phone.Locator("form[action*='handler=Other'] textarea").FillAsync("می‌خواهم کسی را پیدا کنم که نزدیک‌تر باشد");
        await phone.Locator("form[action*='handler=Other'] button").ClickAsync();
        await album.Take(phone, "somebody-else-asked-for");
        await coach.GotoAsync("/mentoring");
        await album.TakeClean(coach, "overview");
        await coach.ClickAsync($".notice.warn a[href='/mentoring/pairs/{pair}']");
        await coach.FillAsync("#AnswerSaid", "We found somebody in your street");
        await coach.ClickAsync("form[action*='handler=Answer'] button");
        await Assertions.Expect(coach.Locator(".notice.good").First).ToBeVisibleAsync();
        await mentor.GotoAsync($"/mentor/pairs/{pair}");
        await mentor.ClickAsync("details.more summary");
        await mentor.Locator("form[action*='handler=End'] select").SelectOptionAsync("Finished");
        await mentor.ClickAsync("form[action*='handler=End'] button");
        await coach.GotoAsync($"/mentoring/pairs/{pair}");
        await Assertions.Expect(coach.Locator("#ContactSaid")).ToHaveCountAsync(1);
        await stage.AskAgainToday(pair);
        await coach.GotoAsync("/mentoring");
        await coach.ClickAsync($".notice a[href='/mentoring/pairs/{pair}']");
        await album.TakeClean(coach, "half-a-year-later");
        await coach.FillAsync("#ContactSaid", "They still meet once a month");
        await coach.ClickAsync("form[action*='handler=Contact'] button");
        await Assertions.Expect(coach.Locator("main")).ToContainTextAsync("They still meet once a month");

        await coach.GotoAsync(string.Create(CultureInfo.InvariantCulture, $"/mentoring/report?month={city.Today.AddDays(-7):yyyy-MM-dd}"));
        await album.TakeClean(coach, "month");
        foreach (var page in new[] { coach, phone, mentor })
        {
            await page.Context.CloseAsync();
        }
    }

    private static async Task Enter(IPage mentor, Guid pair, DateOnly on, int minutes)
    {
        await mentor.GotoAsync($"/mentor/pairs/{pair}");
        await mentor.FillDate("Day", on);
        await mentor.FillAsync("#From", "09:00");
        await mentor.FillAsync("#Minutes", minutes.ToString(CultureInfo.InvariantCulture));
        await mentor.SelectOptionAsync("#Support", "Language");
        await mentor.SelectOptionAsync("#Difficulty", "Low");
        await mentor.FillAsync("#Place", "Café am Platz");
        await mentor.ClickAsync("#enter button");
        await Assertions.Expect(mentor.Locator(".notice.good").First).ToBeVisibleAsync();
    }

    private Task<int> Confirmed(Guid pair) => stage.Count($"select cast(sum(minutes) as int) as \"Value\" from mentoring.meeting where pair_id = '{pair}' and state = 'Confirmed'");
}
