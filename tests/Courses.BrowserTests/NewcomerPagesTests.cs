using Microsoft.Playwright;

namespace Courses.BrowserTests;

/// <summary>Every page that a newcomer may open, in every language, on a small phone: nothing for axe to find, nothing cut off, also with letters of twice the size.</summary>
[Collection(OnThePhone.Name)]
public sealed class NewcomerPagesTests(BrowserCity city)
{
    private readonly Stage stage = new(city);

    public static TheoryData<string> Languages => ["en", "de", "lv", "uk", "ru", "ar", "fa", "tr"];

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task Every_page_is_clean(string language)
    {
        var somebody = await stage.HasNewcomerWithMuchToShow();
        var pages = new NewcomerPages(somebody);
        var page = await city.Open(Screen.Phone);
        await page.GotoAsync($"/language?to={language}&back=/p");
        var wrong = new List<string>();
        foreach (var address in pages.BeforeTheDoor)
        {
            await Look(page, address, language, wrong);
        }

        await stage.HasLettersAndDecisions(somebody, language);
        await somebody.OpenPass(page);
        foreach (var address in pages.Behind)
        {
            await Look(page, address, language, wrong);
        }

        await Look(page, await Newcomer.AsksForEverything(page), language, wrong);
        await page.Context.ClearCookiesAsync(new() { Name = "courses.newcomer" });
        await (await stage.HasNewcomerWithALineToKeep()).OpenPass(page);
        await Look(page, "/my/attendance", language, wrong);
        await Look(page, "/my/rights", language, wrong);

        await page.Context.CloseAsync();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static async Task Look(IPage page, string address, string language, List<string> wrong)
    {
        await page.GotoAsync(address);
        if (!page.Url.Contains("/sign-in", StringComparison.Ordinal) && await page.GetAttributeAsync("html", "lang") != language)
        {
            wrong.Add($"{language} {address}: comes in another language");
        }

        var seen = (await Looks.Wrong(page)).Concat(await Looks.WrongAtTwiceTheSize(page));

        // As high as the page is: the menu at the foot lies over nothing, and axe sees all of it.
        await page.SetViewportSizeAsync(Screen.Phone.Width, await page.EvaluateAsync<int>("document.documentElement.scrollHeight"));
        wrong.AddRange(seen.Concat(await Axe.Violations(page)).Select(one => $"{language} {address}: {one}"));
        await page.SetViewportSizeAsync(Screen.Phone.Width, Screen.Phone.Height);
    }

    [Fact]
    public async Task What_is_wrong_is_seen()
    {
        var page = await city.Open(Screen.Phone);
        await page.GotoAsync("/p");
        Assert.Empty(await Looks.Wrong(page));
        await page.EvaluateAsync(
            """
            () => {
              const main = document.querySelector('main');
              main.insertAdjacentHTML('beforeend', '<p id="wide">wide</p><button id="low">low</button><div id="cut"><p>cut</p></div><p>under</p><p id="over">over</p><p>my.some.key</p>');
              document.getElementById('wide').style.width = '500px';
              document.getElementById('low').style.cssText = 'min-height: 0; height: 20px; padding: 0';
              document.getElementById('cut').style.cssText = 'height: 5px; overflow: hidden';
              document.getElementById('over').style.marginTop = '-2.25rem';
            }
            """);
        var wrong = await Looks.Wrong(page);
        foreach (var sign in new[] { "scrolls sideways", "px high", "cut off below", "printed over each other", "a key instead of a sentence" })
        {
            Assert.Contains(wrong, one => one.Contains(sign, StringComparison.Ordinal));
        }

        await page.Context.CloseAsync();
    }
}
