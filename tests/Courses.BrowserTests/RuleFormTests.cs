using Courses.Seed;
using Microsoft.Playwright;

namespace Courses.BrowserTests;

/// <summary>The rule of a programme is written with the keyboard alone, on a page that axe has nothing against.</summary>
[Collection(InTheBrowser.Name)]
public sealed class RuleFormTests(BrowserCity city)
{
    [Fact]
    public async Task A_rule_is_written_moved_corrected_and_saved_with_the_keyboard_alone()
    {
        var page = await city.SignedIn(DemoAccounts.Administrator, Screen.Desktop);
        await page.GotoAsync("/admin/programmes/metadrasi/new");
        await Axe.FindsNothing(page);

        // A condition is added, and the page comes back to it.
        await TabTo(page, "#rules_add");
        await Choose(page, "stayShorterThanYears");
        await TabTo(page, "button[value='add rules']");
        await Enter(page);
        await Assertions.Expect(page.Locator("#rules_0")).ToBeFocusedAsync();
        await TabTo(page, "#rules_0_value");
        await page.Keyboard.TypeAsync("9999");
        await Enter(page);
        await Assertions.Expect(page.Locator(".problems a")).ToHaveTextAsync("Write a whole number from 1 to 60.");
        await Assertions.Expect(page.Locator("#rules_0_value")).ToHaveValueAsync("9999");
        await Axe.FindsNothing(page);

        // The sentence leads to the field.
        await TabTo(page, ".problems a");
        await page.Keyboard.PressAsync("Enter");
        await TabTo(page, "#rules_0_value");
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync("5");
        await Enter(page);
        await Assertions.Expect(page.Locator(".rule-sentence")).ToHaveTextAsync("Legal stay shorter than 5 years.");

        await TabTo(page, "#rules_add");
        await Choose(page, "livesInCentre");
        await TabTo(page, "button[value='add rules']");
        await Enter(page);
        await TabTo(page, "button[value='up rules.1']");
        await Enter(page);
        await Assertions.Expect(page.Locator("#rules_0")).ToBeFocusedAsync();
        await Assertions.Expect(page.Locator(".rule-sentence")).ToHaveTextAsync("Lives in a reception centre, and legal stay shorter than 5 years.");
        await Axe.FindsNothing(page);

        await TabTo(page, "button[name=Act][value='']");
        await Enter(page);
        await page.WaitForURLAsync("**/admin/programmes/metadrasi/versions/*");
        await Assertions.Expect(page.Locator("ins").First).ToContainTextAsync("Lives in a reception centre");
        await Axe.FindsNothing(page);

        // The author cannot publish it; it is thrown away again.
        await Assertions.Expect(page.Locator("form[action*='handler=Publish']")).ToHaveCountAsync(0);
        await TabTo(page, "form[action*='handler=Discard'] button");
        await Enter(page);
        await page.WaitForURLAsync("**/admin/programmes");
        await Axe.FindsNothing(page);
        await page.Context.CloseAsync();
    }

    /// <summary>Each step is a page that comes anew; the next key is for it.</summary>
    private static async Task Enter(IPage page)
    {
        await page.EvaluateAsync("window.isBefore = true");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForFunctionAsync("() => !window.isBefore && document.readyState === 'complete'");
    }

    /// <summary>As many times the Tab key as it takes, round the page if need be.</summary>
    private static async Task TabTo(IPage page, string selector)
    {
        for (var presses = 0; presses < 400; presses++)
        {
            if (await page.EvaluateAsync<bool>("wanted => document.activeElement?.matches(wanted) === true", selector))
            {
                return;
            }

            await page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"The Tab key does not come to {selector}.");
    }

    /// <summary>Down the list of the focused choice until the value is there.</summary>
    private static async Task Choose(IPage page, string value)
    {
        for (var presses = 0; presses < 60 && await page.EvaluateAsync<string>("() => document.activeElement.value") != value; presses++)
        {
            await page.Keyboard.PressAsync("ArrowDown");
        }

        Assert.Equal(value, await page.EvaluateAsync<string>("() => document.activeElement.value"));
    }
}
