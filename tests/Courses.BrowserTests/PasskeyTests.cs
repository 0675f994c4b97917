using Courses.Seed;
using Microsoft.Playwright;

namespace Courses.BrowserTests;

/// <summary>A passkey of a device that exists in the browser only: added, signed in with, removed.</summary>
[Collection(InTheBrowser.Name)]
public sealed class PasskeyTests(BrowserCity city)
{
    [Fact]
    public async Task A_passkey_opens_the_account_until_it_is_removed()
    {
        var page = await city.SignedIn(DemoAccounts.Auditor, Screen.Desktop);
        await HasAuthenticator(page);
        await page.GotoAsync("/account/passkeys");
        await page.FillAsync("input[name=Name]", "Laptop");
        await page.ClickAsync("form[data-passkey] button");
        await Assertions.Expect(page.Locator("td", new() { HasText = "Laptop" })).ToBeVisibleAsync();

        // Somebody guesses in the same house: that takes the passkey nothing.
        await SignOut(page);
        for (var i = 0; i < 5; i++)
        {
            await page.FillAsync("input[type=email]", DemoAccounts.Auditor);
            await page.FillAsync("input[type=password]", $"wrong password {i}");

            // The page before has the same sentence: only the next one is waited for.
            await page.EvaluateAsync("document.body.dataset.before = ''");
            await page.ClickAsync("main form:not([data-passkey]) button");
            await Assertions.Expect(page.Locator("body:not([data-before]) .problems")).ToBeVisibleAsync();
        }

        await page.ClickAsync("form[data-passkey] button");
        await page.WaitForURLAsync(url => !url.Contains("/sign-in", StringComparison.Ordinal));
        await Assertions.Expect(page.Locator("header")).ToContainTextAsync("Ilse Gruber");

        await page.GotoAsync("/account/passkeys");
        await page.ClickAsync("form[action*='handler=Remove'] button");
        await Assertions.Expect(page.Locator(".empty")).ToBeVisibleAsync();
        await SignOut(page);
        await page.ClickAsync("form[data-passkey] button");
        await Assertions.Expect(page.Locator(".problems")).ToBeVisibleAsync();
        await page.GotoAsync("/account/passkeys");
        Assert.Contains("/sign-in", page.Url, StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }

    private static async Task SignOut(IPage page)
    {
        await page.Context.ClearCookiesAsync();
        await page.GotoAsync("/sign-in");
    }

    private static async Task HasAuthenticator(IPage page)
    {
        var devtools = await page.Context.NewCDPSessionAsync(page);
        await devtools.SendAsync("WebAuthn.enable");
        await devtools.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
    }
}
