using System.Security.Cryptography;
using Courses.Seed;
using Microsoft.Playwright;

namespace Courses.BrowserTests;

/// <summary>A provider's tablet: a browser with a profile that outlives it, in the teacher's hands, and if wished a picture before its camera.</summary>
internal sealed class Tablet : IAsyncDisposable
{
    public const string NotSent = "#status .unsent";

    private readonly IPlaywright playwright;
    private readonly DirectoryInfo profile;
    private readonly string? video;

    private Tablet(IPlaywright playwright, DirectoryInfo profile, string? video) => (this.playwright, this.profile, this.video) = (playwright, profile, video);

    public IBrowserContext Context { get; private set; } = null!;

    public IPage Page => Context.Pages[0];

    public static async Task<Tablet> SwitchedOn(BrowserCity city, string? sees = null)
    {
        var picture = sees is null ? null : Path.Combine(Path.GetTempPath(), $"seen-{Guid.NewGuid():N}.y4m");
        if (sees is not null)
        {
            Stage.WriteVideo(picture!, sees);
        }

        var tablet = new Tablet(await Playwright.CreateAsync(), Directory.CreateTempSubdirectory("tablet-"), picture);
        await tablet.SwitchOn(city);
        return tablet;
    }

    /// <summary>A code as a pass carries it, and what the camera reads from the pass.</summary>
    public static (string Token, string Seen) NewPass()
    {
        var token = Convert.ToBase64String(RandomNumberGenerator.GetBytes(21)).Replace('+', '-').Replace('/', '_');
        return (token, $"https://courses.example/p/{token}");
    }

    /// <summary>Also after <see cref="SwitchOff"/>: what the browser kept is there.</summary>
    public async Task SwitchOn(BrowserCity city)
    {
        Context = await playwright.Chromium.LaunchPersistentContextAsync(profile.FullName, new()
        {
            ExecutablePath = "/usr/bin/chromium",
            BaseURL = city.Address,
            Locale = "en-GB",
            ViewportSize = new() { Width = Screen.Tablet.Width, Height = Screen.Tablet.Height },
            Permissions = ["camera"],
            Args = video is null ? BrowserCity.ChromiumArguments : [.. BrowserCity.ChromiumArguments, $"--use-file-for-fake-video-capture={video}"],
        });
        Context.SetDefaultTimeout(20_000);
        await city.Wind(Context);
    }

    public async Task SwitchOff() => await Context.CloseAsync();

    public async Task<IPage> SignIn()
    {
        await Page.GotoAsync("/sign-in");
        await Page.FillAsync("input[type=email]", DemoAccounts.Teacher);
        await Page.FillAsync("input[type=password]", DemoAccounts.Password);
        await Page.ClickAsync("main button[type=submit], main form button:not([type])");
        await Page.WaitForURLAsync(url => !url.Contains("/sign-in", StringComparison.Ordinal));
        return Page;
    }

    public Task Open(Session session) => Open(Page, session);

    public static async Task Open(IPage page, Session session)
    {
        await page.GotoAsync("/register/");
        await page.ClickAsync($"[data-session='{session.Id}']");
        await page.FillAsync("dialog input", "Nikola K.");
        await page.ClickAsync("dialog form button");
        await page.WaitForSelectorAsync("li[data-person]");
    }

    /// <summary>All the others are here; the teacher signs.</summary>
    public async Task SignOff()
    {
        await Page.ClickAsync("#others");
        await Page.ClickAsync("dialog button >> nth=0");
        await Page.ClickAsync("#sign-off");
        await Page.ClickAsync("dialog form button >> nth=0");
        await Assertions.Expect(Page.Locator("#foot .notice.good")).ToBeVisibleAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Context.CloseAsync();
        playwright.Dispose();
        profile.Delete(recursive: true);
        if (video is not null)
        {
            File.Delete(video);
        }
    }
}
