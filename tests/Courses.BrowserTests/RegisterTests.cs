using System.Security.Cryptography;
using Courses.Seed;
using Microsoft.Playwright;

namespace Courses.BrowserTests;

/// <summary>The register on a tablet: without a network, through a lost answer and a dead server, and with a real QR code before the camera.</summary>
[Collection(InTheBrowser.Name)]
public sealed class RegisterTests(BrowserCity city)
{
    private const string NotSent = "#status .unsent";
    private readonly Stage stage = new(city);

    [Fact]
    public async Task A_register_taken_offline_survives_the_end_of_the_browser_and_arrives_once()
    {
        var profile = Directory.CreateTempSubdirectory("register-");
        using var playwright = await Playwright.CreateAsync();
        Session session;
        await using (var context = await Launch(playwright, profile.FullName))
        {
            var page = await SignIn(context);
            session = await stage.HasSessionNow(page, 0);
            await Open(page, session);
            await page.EvaluateAsync("navigator.serviceWorker.ready.then(() => new Promise(done => navigator.serviceWorker.controller ? done() : navigator.serviceWorker.addEventListener('controllerchange', () => done())))");
            await context.SetOfflineAsync(true);
            for (var row = 1; row <= 3; row++)
            {
                await page.ClickAsync($"li[data-person]:nth-child({row}) button.present");
            }

            await Assertions.Expect(page.Locator(NotSent)).ToContainTextAsync("3");
        }

        Assert.Equal(0, await stage.Facts(session));
        await using (var context = await Launch(playwright, profile.FullName))
        {
            await context.SetOfflineAsync(true);
            var page = context.Pages[0];
            await page.GotoAsync("/register/");
            await page.ClickAsync($"[data-session='{session.Id}']");
            await Assertions.Expect(page.Locator("li.present")).ToHaveCountAsync(3);
            await Assertions.Expect(page.Locator(NotSent)).ToContainTextAsync("3");
            await context.SetOfflineAsync(false);

            // With its end the browser forgot the teacher's sign-in, as it should on a shared tablet. It did not forget the facts.
            await SignIn(context);
            await page.GotoAsync("/register/");
            for (var tries = 0; tries < 60 && await stage.Facts(session) < 3; tries++)
            {
                await page.WaitForTimeoutAsync(500);
            }

            await Assertions.Expect(page.Locator(NotSent)).ToHaveCountAsync(0, new() { Timeout = 30_000 });
        }

        Assert.Equal(3, await stage.Facts(session));
        Assert.Equal(3, await stage.Marks(session));
        profile.Delete(recursive: true);
    }

    [Fact]
    public async Task A_lost_answer_and_a_killed_server_do_not_double_a_mark()
    {
        var page = await city.SignedIn(DemoAccounts.Teacher, Screen.Tablet);
        var session = await stage.HasSessionNow(page, 1);
        await Open(page, session);
        var lost = 0;
        await page.RouteAsync("**/api/attendance/facts", async route =>
        {
            // The server has it; the tablet never hears of it. Then the server dies.
            if (Interlocked.Increment(ref lost) == 1)
            {
                await route.FetchAsync();
                await city.KillServer();
                await route.AbortAsync();
                return;
            }

            await route.ContinueAsync();
        });
        await page.ClickAsync("li[data-person]:nth-child(1) button.present");
        await Assertions.Expect(page.Locator("#status")).ToContainTextAsync("Offline", new() { Timeout = 30_000 });
        await page.ClickAsync("li[data-person]:nth-child(2) button.absent");
        await Assertions.Expect(page.Locator(NotSent)).ToContainTextAsync("2");
        await city.StartServer();
        await Assertions.Expect(page.Locator(NotSent)).ToHaveCountAsync(0, new() { Timeout = 60_000 });
        Assert.Equal(2, await stage.Facts(session));
        Assert.Equal(2, await stage.Marks(session));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_camera_reads_a_pass_and_the_teacher_signs_off()
    {
        var token = Convert.ToBase64String(RandomNumberGenerator.GetBytes(21)).Replace('+', '-').Replace('/', '_');
        var video = Path.Combine(Path.GetTempPath(), $"pass-{Guid.NewGuid():N}.y4m");
        Stage.WriteVideo(video, $"https://courses.example/p/{token}");
        var profile = Directory.CreateTempSubdirectory("register-");
        using var playwright = await Playwright.CreateAsync();
        await using (var context = await Launch(playwright, profile.FullName, $"--use-file-for-fake-video-capture={video}"))
        {
            var page = await SignIn(context);
            var session = await stage.HasSessionNow(page, 2);
            await stage.HasPass(session.People[0], token);
            await Open(page, session);
            await page.ClickAsync("#scan");
            await Assertions.Expect(page.Locator(".result.good")).ToBeVisibleAsync(new() { Timeout = 30_000 });
            await Assertions.Expect(page.Locator($"li.present[data-person='{session.People[0]}']")).ToBeVisibleAsync();
            await page.ClickAsync("#others");
            await page.ClickAsync("dialog button >> nth=0");
            await page.ClickAsync("#sign-off");
            await page.ClickAsync("dialog form button >> nth=0");
            await Assertions.Expect(page.Locator("#foot .notice.good")).ToBeVisibleAsync();
            await Assertions.Expect(page.Locator(NotSent)).ToHaveCountAsync(0, new() { Timeout = 30_000 });
            Assert.Equal(session.People.Count, await stage.Marks(session));
            Assert.Equal(1, await stage.Count($"select count(*) as \"Value\" from attendance.mark where session_id = '{session.Id}' and scanned = true"));
            Assert.Equal(1, await stage.Count($"select count(*) as \"Value\" from attendance.register where id = '{session.Id}' and signed_off_at is not null"));
        }

        profile.Delete(recursive: true);
        File.Delete(video);
    }

    private async Task<IBrowserContext> Launch(IPlaywright playwright, string profile, params string[] more)
    {
        var context = await playwright.Chromium.LaunchPersistentContextAsync(profile, new()
        {
            ExecutablePath = "/usr/bin/chromium",
            BaseURL = city.Address,
            Locale = "en-GB",
            ViewportSize = new() { Width = Screen.Tablet.Width, Height = Screen.Tablet.Height },
            Permissions = ["camera"],
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", .. more,
            ],
        });
        context.SetDefaultTimeout(20_000);
        return context;
    }

    private static async Task<IPage> SignIn(IBrowserContext context)
    {
        var page = context.Pages.Count > 0 ? context.Pages[0] : await context.NewPageAsync();
        await page.GotoAsync("/sign-in");
        await page.FillAsync("input[type=email]", DemoAccounts.Teacher);
        await page.FillAsync("input[type=password]", DemoAccounts.Password);
        await page.ClickAsync("main button[type=submit], main form button:not([type])");
        await page.WaitForURLAsync(url => !url.Contains("/sign-in", StringComparison.Ordinal));
        return page;
    }

    private static async Task Open(IPage page, Session session)
    {
        await page.GotoAsync("/register/");
        await page.ClickAsync($"[data-session='{session.Id}']");
        await page.FillAsync("dialog input", "Nikola K.");
        await page.ClickAsync("dialog form button");
        await page.WaitForSelectorAsync("li[data-person]");
    }
}
