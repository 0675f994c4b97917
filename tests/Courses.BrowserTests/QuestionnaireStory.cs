using System.Globalization;
using Courses.Questionnaires.Features;
using Courses.Seed;
using Microsoft.Playwright;

namespace Courses.BrowserTests;

/// <summary>
/// Start Wien: an administrator asks whoever is in a group, somebody answers in Arabic on a phone without scripts and is asked one thing more, sheets of paper are typed in at the desk, the night mixes them, the results are read, a comment
/// is answered, and what came of it stands on the phone. Pictures lie under .data/screenshots/questionnaires.
/// </summary>
[Collection(InTheBrowser.Name)]
public sealed class QuestionnaireStory(BrowserCity city)
{
    private readonly Stage stage = new(city);
    private readonly Album album = new("questionnaires");

    [Fact]
    public async Task Asked_answered_in_arabic_typed_in_read_and_answered_back()
    {
        await stage.MidnightIsNotNear();
        var administrator = await city.SignedIn(DemoAccounts.Administrator, Screen.Desktop);
        await administrator.GotoAsync("/questionnaires");
        await album.TakeClean(administrator, "all-of-them");
        await administrator.GotoAsync("/questionnaires/module-rating");
        await album.TakeClean(administrator, "results-of-a-rating");
        await administrator.ClickAsync("form[action*='handler=Open'] button");
        var whom = await administrator.Locator("#Whom option[value^='group:']").First.GetAttributeAsync("value");
        await administrator.SelectOptionAsync("#Whom", whom!);
        await administrator.ClickAsync("form[action*='handler=Ask'] button");

        // How many they are is said first.
        await Assertions.Expect(administrator.Locator("#ask .notice.warn")).ToBeVisibleAsync();
        await album.TakeClean(administrator, "how-many-they-are");
        await administrator.ClickAsync("form[action*='handler=Ask'] button");
        await Assertions.Expect(administrator.Locator(".notice.good").First).ToBeVisibleAsync();

        var person = await stage.HasNewcomerAskedAbout(Guid.Parse(whom!["group:".Length..]));
        var phone = await city.Open(Screen.Phone, "ar", javaScript: false);
        await person.OpenPass(phone);

        // Opening the pass sets the person's own language, and whoever is asked first may have another one.
        await phone.GotoAsync("/language?to=ar&back=/my");
        await phone.ClickAsync("main a[href='/my/questionnaires']");
        await Assertions.Expect(phone.Locator("html[dir=rtl]")).ToHaveCountAsync(1);
        await album.Take(phone, "asked-in-arabic");
        await phone.Locator("section.card", new() { HasText = "كيف كانت الوحدة؟" }).Locator("a.button").First.ClickAsync();
        await phone.CheckAsync("input[name=q-useful][value=not]");
        await phone.CheckAsync("input[name=q-lecturer-respect][value='5']");
        await phone.CheckAsync("input[name=q-topics][value=housing]");
        await phone.FillAsync("#q-suggestions", "المزيد من الأمثلة");
        await phone.ClickAsync("main form button");

        // One thing is missing and one is asked by what was answered; what was written is still there.
        await Assertions.Expect(phone.Locator("#q-why-not")).ToHaveCountAsync(1);
        await Assertions.Expect(phone.Locator("#q-suggestions")).ToHaveValueAsync("المزيد من الأمثلة");
        await album.Take(phone, "one-thing-more");
        await phone.FillAsync("#q-why-not", "كنت أعرف ذلك");
        await phone.CheckAsync("input[name=q-recommend][value=no]");
        await phone.ClickAsync("main form button");
        await Assertions.Expect(phone.Locator(".notice.good").First).ToBeVisibleAsync();
        await album.Take(phone, "thanks");

        await administrator.GotoAsync("/questionnaires/module-rating");
        var before = int.Parse((await administrator.GetAttributeAsync("[data-sheets]", "data-sheets"))!, CultureInfo.InvariantCulture);
        var coach = await city.SignedIn(DemoAccounts.Coach, Screen.Desktop);
        await coach.GotoAsync("/questionnaires/module-rating/paper?in=fa");
        await album.TakeClean(coach, "on-paper-in-farsi");
        await coach.GotoAsync("/questionnaires/module-rating/type-in");
        for (var sheet = 1; sheet <= 5; sheet++)
        {
            await coach.CheckAsync("input[name=q-useful][value=very]");
            await coach.CheckAsync("input[name=q-recommend][value=yes]");
            await coach.FillAsync("#q-suggestions", $"Mehr Ausflüge, Bogen {sheet}");
            await coach.ClickAsync("main form button:not([type=button])");
            await Assertions.Expect(coach.Locator(".notice.good").First).ToBeVisibleAsync();
        }

        await album.TakeClean(coach, "typed-in");
        await administrator.GotoAsync("/questionnaires/module-rating");
        await Assertions.Expect(administrator.Locator($"[data-sheets='{before}']")).ToHaveCountAsync(1);
        await administrator.GotoAsync("/admin/jobs");
        var deadline = TimeProvider.System.GetUtcNow().AddMinutes(1);
        await administrator.Locator($"#{MixSheets.Name} button").ClickAsync();
        do
        {
            await administrator.GotoAsync("/questionnaires/module-rating");
        }
        while (await administrator.Locator($"[data-sheets='{before + 5}']").CountAsync() == 0 && TimeProvider.System.GetUtcNow() < deadline);

        await Assertions.Expect(administrator.Locator($"[data-sheets='{before + 5}']")).ToHaveCountAsync(1);
        await album.TakeClean(administrator, "results");

        await administrator.GotoAsync("/questionnaires/module-rating?all=true");
        var comments = administrator.Locator("section.card", new() { HasText = "Bogen 3" });
        await comments.Locator("summary").First.ClickAsync();
        await comments.Locator("textarea").FillAsync("Im Frühling fahren wir an die Donau.");
        await comments.Locator("input[name=ShowsComment]").CheckAsync();
        await comments.Locator("details").First.Locator("button").ClickAsync();
        await Assertions.Expect(administrator.Locator(".notice.good").First).ToBeVisibleAsync();
        await administrator.FillAsync("[id='Outcome-ar']", "ستكون هناك رحلات أكثر في الربيع.");
        await administrator.ClickAsync("form[action*='handler=Publish'] button");
        await Assertions.Expect(administrator.Locator(".notice.good").First).ToBeVisibleAsync();
        await album.TakeClean(administrator, "published");

        await phone.GotoAsync("/my/questionnaires");
        await Assertions.Expect(phone.Locator("main")).ToContainTextAsync("ستكون هناك رحلات أكثر في الربيع.");
        await Assertions.Expect(phone.Locator("main")).ToContainTextAsync("Im Frühling fahren wir an die Donau.");
        await album.Take(phone, "what-came-of-it");

        await administrator.GotoAsync("/admin/questionnaires/module-rating");
        await album.TakeClean(administrator, "editor");
        await administrator.GotoAsync("/admin/questionnaires/module-rating/useful");
        await album.TakeClean(administrator, "a-question");
        foreach (var page in new[] { administrator, phone, coach })
        {
            await page.Context.CloseAsync();
        }
    }
}
