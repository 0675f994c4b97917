using System.Globalization;
using Courses.Seed;
using Microsoft.Playwright;

namespace Courses.BrowserTests;

/// <summary>
/// Everything a newcomer does on the phone, from the first look at the pass to a complaint, in three languages, and once more in a browser that runs no script.
/// The steps go by what a form is for and not by its words, so that the same story is told in every language. Pictures lie under .data/screenshots/phone.
/// </summary>
[Collection(OnThePhone.Name)]
public sealed class PhoneStory(BrowserCity city)
{
    private readonly Stage stage = new(city);
    private string pictures = "";
    private int step;

    [Theory]
    [InlineData("en", "Grace", "Okafor", true)]
    [InlineData("ar", "ليلى", "درويش", true)]
    [InlineData("uk", "Оксана", "Бондаренко", true)]
    [InlineData("ar", "أمل", "حداد", false)]
    public async Task From_the_pass_to_the_complaint(string language, string givenName, string familyName, bool javaScript)
    {
        pictures = Path.Combine(city.Pictures, "phone", javaScript ? language : language + "-without-script");
        Directory.CreateDirectory(pictures);
        var person = await stage.HasNewcomerWithALineToKeep(withoutVouchers: true);
        await TheCoachGivesVouchers(person, language, givenName, familyName);

        var page = await city.Open(Screen.Phone, "de", javaScript);
        await OpensThePass(page, person, language, givenName);
        await LooksAround(page, javaScript);
        var course = await Books(page, person);
        await SeesTheCourseAndTheHours(page, course);
        await ReadsLettersAndChoosesALanguage(page, language);
        await Complains(page);
        await page.Context.CloseAsync();
    }

    private async Task TheCoachGivesVouchers(Newcomer person, string language, string givenName, string familyName)
    {
        var page = await city.SignedIn(DemoAccounts.Coach, Screen.Desktop);
        await page.GotoAsync($"/coach/people/{person.Id}/edit");
        await page.Locator("#Person_GivenName").FillAsync(givenName);
        await page.Locator("#Person_FamilyName").FillAsync(familyName);
        await page.GetByLabel("Language for letters").SelectOptionAsync(language);
        await page.GetByLabel("E-mail").FillAsync($"{person.Id:N}@newcomer.example");
        await page.Locator("main form button:not(.second)").Last.ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync(givenName);
        await page.Locator("form[action*='handler=Vouchers'] button").ClickAsync();
        await Assertions.Expect(page.Locator(".notice.good")).ToBeVisibleAsync();
        foreach (var topic in new[] { "start-coaching", "housing" })
        {
            var form = page.Locator("form[action*='handler=Module']");
            if (await form.Locator($"option[value={topic}]").CountAsync() > 0)
            {
                await form.Locator("select").SelectOptionAsync(topic);
                await form.Locator("button").ClickAsync();
                await Assertions.Expect(page.Locator(".notice.good")).ToBeVisibleAsync();
            }
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Send by mail" }).ClickAsync();
        await Assertions.Expect(page.Locator(".notice.good")).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    private async Task OpensThePass(IPage page, Newcomer person, string language, string givenName)
    {
        await page.GotoAsync(person.Address);
        Assert.Equal(language, await page.GetAttributeAsync("html", "lang"));
        await Picture(page, "open");
        await page.FillAsync("input[name=Answer]", "1901");
        await page.ClickAsync("main form button");
        await Assertions.Expect(page.Locator(".problems")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".field-validation-error")).ToBeVisibleAsync();
        await Picture(page, "open-wrong");
        await page.FillAsync("input[name=Answer]", person.Pin);
        await page.ClickAsync("main form button");
        await page.WaitForURLAsync("**/my");
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync(givenName);
        Assert.Equal(language == "ar" ? "rtl" : "ltr", await page.GetAttributeAsync("html", "dir"));
        await Picture(page, "home");
    }

    private async Task LooksAround(IPage page, bool javaScript)
    {
        await page.ClickAsync("main a[href='/my/pass']");
        await Assertions.Expect(page.Locator(".qr svg")).ToBeVisibleAsync();
        Assert.StartsWith(city.Address + "/p/", await Stage.Decode(page.Locator(".qr svg")), StringComparison.Ordinal);
        await Picture(page, "pass");
        await page.ClickAsync("nav.foot a[href='/my/vouchers']");
        await Assertions.Expect(page.Locator("main a[href='/my/find']").First).ToBeVisibleAsync();
        await Picture(page, "vouchers");
        await page.ClickAsync("nav.foot a[href='/my']");
        await page.ClickAsync("main a[href='/my/rights']");
        await Assertions.Expect(page.Locator(".badge.good").First).ToBeVisibleAsync();
        await Picture(page, "rights");
        await page.ClickAsync("nav.foot a[href='/my/find']");
        await page.WaitForURLAsync("**/my/find");
        await ThreeClassesStandOnTheFirstScreen(page);
        if (javaScript)
        {
            await TheNearestComesFirst(page);
        }

        await page.ClickAsync("details.more summary");
        await page.ClickAsync("main a[href='/my/find/level']");
        await Picture(page, "level");
        await page.ClickAsync("main a[href='/my/find?level=A1']");
        Assert.Equal("A1", await page.InputValueAsync("#level"));
    }

    /// <summary>With all classes of the city, and cards of the usual height: which come first, and how many lines these have, is another matter on another day.</summary>
    private async Task ThreeClassesStandOnTheFirstScreen(IPage page)
    {
        await page.GotoAsync("/my/find?level=all&fits=false&paid=false&day=any");
        await Picture(page, "find-all");
        var room = (await page.Locator("nav.foot").BoundingBoxAsync())!.Y;
        var title = (await page.Locator("[data-places] > article h2").First.BoundingBoxAsync())!;
        var tops = await page.EvaluateAsync<double[]>("[...document.querySelectorAll('[data-places] > article')].map(card => card.getBoundingClientRect().top)");
        var third = title.Y + (2 * (tops[^1] - tops[0]) / (tops.Length - 1));
        Assert.True(third + title.Height <= room, $"The third class begins at {third}, and the menu at {room}.");
    }

    /// <summary>Whoever allowed it once sees what is near at once, from all pages of the list.</summary>
    private static async Task TheNearestComesFirst(IPage page)
    {
        var all = int.Parse(string.Concat((await page.Locator(".found [role=status]").TextContentAsync())!.Where(char.IsAsciiDigit)), CultureInfo.InvariantCulture);
        await page.Context.GrantPermissionsAsync(["geolocation"]);
        await page.Context.SetGeolocationAsync(new() { Latitude = 48.2f, Longitude = 16.37f });
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("[data-places][data-sorted]")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("nav.pages")).ToHaveCountAsync(0);
        var away = await page.EvaluateAsync<double[]>(
            "[...document.querySelectorAll('[data-places] > article')].map(card => !card.dataset.latitude ? 1e9 : Math.hypot(card.dataset.latitude - 48.2, (card.dataset.longitude - 16.37) * Math.cos(48.2 * Math.PI / 180)))");
        Assert.Equal(all, away.Length);
        Assert.All(away.Zip(away.Skip(1)), pair => Assert.True(pair.First <= pair.Second + 0.001, $"{pair.First} stands before {pair.Second}."));
        await page.Context.ClearPermissionsAsync();
    }

    private async Task<Guid> Books(IPage page, Newcomer person)
    {
        var wanted = await stage.HasClassToFind("A1", person.Id);
        await page.ClickAsync("details.more summary");
        await page.SelectOptionAsync("#day", wanted.Weekday);
        await page.SelectOptionAsync("#time", wanted.Time);
        await page.SelectOptionAsync("#district", wanted.District);
        await Picture(page, "find");
        await page.ClickAsync("form[role=search] button");
        await Picture(page, "found");

        // Three screens: what was found, what it costs and who pays, done.
        var screens = 1;
        page.FrameNavigated += (_, frame) => screens += frame == page.MainFrame ? 1 : 0;
        await page.ClickAsync($"main a[href='/my/book/{wanted.Id}']");
        await page.WaitForURLAsync("**/my/book/*");
        await Assertions.Expect(page.Locator("input[name=With]:checked")).Not.ToHaveValueAsync("own");
        await Picture(page, "book");
        await page.ClickAsync("main form button");
        await page.WaitForURLAsync("**/done*");
        await Picture(page, "booked");
        Assert.InRange(screens, 2, 3);
        Assert.Equal(1, await stage.Count($"select count(*) as \"Value\" from vouchers.redemption r where r.group_id = '{wanted.Id}' and r.participant_id = '{person.Id}' and r.state = 'Redeemed'"));
        return wanted.Id;
    }

    private async Task SeesTheCourseAndTheHours(IPage page, Guid course)
    {
        await page.ClickAsync("main a[href='/my/courses']");
        await Assertions.Expect(page.Locator($"a[href='/my/courses/{course}/leave']")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("a[href^='https://www.openstreetmap.org/']").First).ToBeVisibleAsync();
        await Picture(page, "courses");
        await page.ClickAsync($"a[href='/my/courses/{course}/leave']");
        await Picture(page, "leave-question");
        await page.GoBackAsync();
        await page.ClickAsync("main a[href='/my/calendar']");
        await page.ClickAsync("main form button");
        await Assertions.Expect(page.Locator("#address")).ToBeVisibleAsync();
        await Picture(page, "calendar");
        await page.ClickAsync("nav.foot a[href='/my/attendance']");
        await Assertions.Expect(page.Locator(".attendance-bar").First).ToBeVisibleAsync();
        await Picture(page, "attendance");
    }

    private async Task ReadsLettersAndChoosesALanguage(IPage page, string language)
    {
        await page.ClickAsync("nav.foot a[href='/my']");
        await page.ClickAsync("main a[href='/my/letters']");
        await Assertions.Expect(page.Locator($"article[lang={language}]").First).ToBeVisibleAsync();
        await Picture(page, "letters");
        await page.ClickAsync("header a[href^='/language']");
        await Picture(page, "languages");
        await page.ClickAsync("main a[lang=tr]");
        Assert.Equal("tr", await page.GetAttributeAsync("html", "lang"));
        await page.ClickAsync("header a[href^='/language']");
        await page.ClickAsync($"main a[lang={language}]");
        Assert.Equal(language, await page.GetAttributeAsync("html", "lang"));
    }

    private async Task Complains(IPage page)
    {
        await page.ClickAsync("nav.foot a[href='/my']");
        await page.ClickAsync("main a[href='/my/help']");
        await page.CheckAsync("input[name=Kind][value=Complaint]");
        await page.CheckAsync("input[type=checkbox][name=Anonymous]");

        // Sent too early: nothing that was chosen is lost.
        await page.ClickAsync("main form button");
        await Assertions.Expect(page.Locator(".problems")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("input[name=Kind][value=Complaint]")).ToBeCheckedAsync();
        await Assertions.Expect(page.Locator("input[type=checkbox][name=Anonymous]")).ToBeCheckedAsync();
        await Picture(page, "help-wrong");
        var before = await stage.Count("select count(*) as \"Value\" from participants.complaint where participant_id is null");
        await page.FillAsync("textarea", "Too cold in the room. الغرفة باردة. Холодно.");
        await page.ClickAsync("main form button");
        await Assertions.Expect(page.Locator(".notice.good")).ToBeVisibleAsync();
        await Picture(page, "help-sent");
        Assert.Equal(before + 1, await stage.Count("select count(*) as \"Value\" from participants.complaint where participant_id is null"));
    }

    private async Task Picture(IPage page, string name)
    {
        await page.WaitForLoadStateAsync();
        Assert.Empty(await Looks.Wrong(page));
        await page.EvaluateAsync("window.scrollTo(0, 0)");
        var file = string.Create(CultureInfo.InvariantCulture, $"{++step:00}-{name}.png");
        await page.ScreenshotAsync(new() { Path = Path.Combine(pictures, file), FullPage = true, Animations = ScreenshotAnimations.Disabled });
    }
}
