using System.Text.RegularExpressions;
using Courses.Seed;
using Microsoft.Playwright;

namespace Courses.BrowserTests;

/// <summary>
/// A proposal goes to somebody by paper: it lies in the queue, one coach prints it and another finds it taken, what was a mistake is undone, and it is posted once. Pictures and the printed sheet lie under
/// .data/screenshots/print.
/// </summary>
[Collection(OnThePhone.Name)]
public sealed partial class PrintStory(BrowserCity city)
{
    private readonly Stage stage = new(city);
    private readonly Album album = new("print");

    [Fact]
    public async Task A_proposal_is_printed_once_undone_and_posted_in_an_envelope_with_a_window()
    {
        await stage.MidnightIsNotNear();
        var person = await stage.HasSomebodyWithAnAddress("ar");
        var page = await city.SignedIn(DemoAccounts.Coach, Screen.Desktop);
        await page.GotoAsync($"/coach/people/{person}/letters");
        await page.GetByLabel("Letters come", new() { Exact = true }).SelectOptionAsync("Paper");
        await page.ClickAsync("main form button");
        await Assertions.Expect(page.Locator(".notice.good")).ToBeVisibleAsync();
        await stage.HasProposal(person, "ar");
        await stage.Until($"select count(*) as \"Value\" from messaging.message where participant_id = '{person}' and state = 'ToPrint'");

        await page.GotoAsync("/coach/print");
        await Assertions.Expect(Row(page, person)).ToContainTextAsync("Wien");
        await album.TakeClean(page, "queue");
        await Take(page, person);
        await Assertions.Expect(page.Locator("article.letter")).ToHaveCountAsync(1);
        await album.TakeClean(page, "letter");
        await TheAddressStandsInTheWindow(page);
        await ItIsOneSheet(page);
        await AnotherFindsItTaken(person);

        // The printer was out of paper: back to the queue, and out again.
        await page.GetByRole(AriaRole.Button, new() { Name = "Back to the queue" }).ClickAsync();
        await Assertions.Expect(page.Locator(".notice.good").First).ToBeVisibleAsync();
        await Assertions.Expect(Row(page, person)).ToHaveCountAsync(1);
        await Take(page, person);
        var run = page.Url;
        await page.GetByRole(AriaRole.Button, new() { Name = "They are posted" }).ClickAsync();
        await Assertions.Expect(page.Locator(".notice.good").First).ToBeVisibleAsync();
        await Assertions.Expect(Row(page, person)).ToHaveCountAsync(0);
        await album.TakeClean(page, "posted");

        // It was posted by mistake: on the same day that is undone, too.
        await page.GotoAsync(run);
        await album.TakeClean(page, "run");
        await page.GetByRole(AriaRole.Button, new() { Name = "Back to the queue" }).ClickAsync();
        await Assertions.Expect(Row(page, person)).ToHaveCountAsync(1);
        await Take(page, person);
        await page.GetByRole(AriaRole.Button, new() { Name = "They are posted" }).ClickAsync();
        await Assertions.Expect(Row(page, person)).ToHaveCountAsync(0);
        Assert.Equal(1, await stage.Count($"select count(*) as \"Value\" from messaging.message where participant_id = '{person}' and kind = 'decision-proposed' and state = 'Sent' and channel = 'Paper'"));
        await page.GotoAsync($"/coach/people/{person}/letters");
        await album.TakeClean(page, "letters");
        await page.GotoAsync("/coach/proposals");
        await album.TakeClean(page, "proposals");
        await page.Context.CloseAsync();
    }

    /// <summary>Only this person's letters: what other stories left in the queue stays there.</summary>
    private static async Task Take(IPage page, Guid person)
    {
        foreach (var box in await page.Locator("input[name=People]").AllAsync())
        {
            await box.SetCheckedAsync(await box.GetAttributeAsync("value") == person.ToString());
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Print those ticked" }).ClickAsync();
        await page.WaitForURLAsync(RunAddress());
    }

    /// <summary>DIN 5008, form B: the field for the address is 20 mm from the left and 45 mm from the top, 85 mm by 45 mm, and the address itself stands in the lower 27.3 mm of it.</summary>
    private static async Task TheAddressStandsInTheWindow(IPage page)
    {
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        var where = await page.EvaluateAsync<double[]>(
            """
            () => {
              const sheet = document.querySelector('article.letter').getBoundingClientRect();
              const lines = document.querySelector('article.letter .to');
              const range = document.createRange();
              range.selectNodeContents(lines);
              const words = range.getBoundingClientRect();
              const box = lines.getBoundingClientRect();
              const text = document.querySelector('article.letter .letter-text').getBoundingClientRect();
              return [words.left - sheet.left, box.top - sheet.top, words.right - sheet.left, box.bottom - sheet.top, text.top - sheet.top, sheet.width].map((pixels) => pixels * 25.4 / 96);
            }
            """);
        await page.EmulateMediaAsync(new() { Media = Media.Null });
        Assert.InRange(where[0], 20, 105);
        Assert.InRange(where[1], 62.5, 90);
        Assert.InRange(where[2], 20, 105);
        Assert.InRange(where[3], 62.5, 90);
        Assert.True(where[4] > 90, "The text begins in the window.");
        Assert.InRange(where[5], 209, 211);
    }

    /// <summary>Nothing of the page around it, and no empty sheet behind it.</summary>
    private async Task ItIsOneSheet(IPage page)
    {
        var sheet = await page.PdfAsync(new() { Path = album.PathOf("letter.pdf"), PreferCSSPageSize = true });
        Assert.Single(SheetOfPdf().Matches(System.Text.Encoding.Latin1.GetString(sheet)));
    }

    private async Task AnotherFindsItTaken(Guid person)
    {
        var page = await city.SignedIn(DemoAccounts.SecondCoach, Screen.Desktop);
        await page.GotoAsync("/coach/print");
        await Assertions.Expect(page.Locator(".notice.warn").First).ToBeVisibleAsync();
        await Assertions.Expect(Row(page, person)).ToHaveCountAsync(0);
        await album.TakeClean(page, "taken");
        await page.Context.CloseAsync();
    }

    private static ILocator Row(IPage page, Guid person) => page.Locator("tr", new() { Has = page.Locator($"input[value='{person}']") });

    [GeneratedRegex("/coach/print/[0-9a-f-]{36}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RunAddress();

    [GeneratedRegex(@"/Type\s*/Page\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SheetOfPdf();
}
