using Microsoft.Playwright;

namespace Courses.BrowserTests;

/// <summary>A ninth language from one file, of which a translator has done the first sentences: Translations/fr.xlf. Pictures lie under .data/screenshots/ninth-language.</summary>
[Collection(OnThePhone.Name)]
public sealed class LanguageStory(BrowserCity city)
{
    private readonly Stage stage = new(city);

    [Fact]
    public async Task A_language_from_one_file_is_chosen_read_and_counted_in_and_the_rest_is_english()
    {
        var album = new Album("ninth-language");
        var person = await stage.HasNewcomerWithALineToKeep(withoutVouchers: false);
        var page = await city.Open(Screen.Phone, "fr-BE");
        await page.GotoAsync("/language");
        await Assertions.Expect(page.Locator("html[lang=fr][dir=ltr]")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("Langue");
        await album.TakeClean(page, "languages");

        await person.OpenPass(page);
        await page.GotoAsync("/language?to=en&back=/my");
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("Hello");
        await page.GotoAsync("/language?back=/my");
        await page.GetByRole(AriaRole.Link, new() { Name = "Français" }).ClickAsync();
        await Assertions.Expect(page.Locator("html[lang=fr]")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("Bonjour");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Que faire maintenant");

        // Not translated yet.
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Your vouchers");
        await album.TakeClean(page, "home");
        await page.GotoAsync("/my/attendance");
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("Ma présence");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("heures");
        await album.TakeClean(page, "attendance");
        await page.Context.CloseAsync();
    }
}
