using Courses.Seed;
using Courses.Tests.Shared;
using Microsoft.Playwright;

namespace Courses.BrowserTests;

/// <summary>The register on a tablet: without a network, through a lost answer and a dead server, and with a real QR code before the camera.</summary>
[Collection(InTheBrowser.Name)]
public sealed class RegisterTests(BrowserCity city)
{
    private readonly Stage stage = new(city);

    [Fact]
    public async Task A_register_taken_offline_survives_the_end_of_the_browser_and_arrives_once()
    {
        await using var tablet = await Tablet.SwitchedOn(city);
        var page = await tablet.SignIn();
        var session = await stage.HasSessionNow(page, 0);
        await tablet.Open(session);
        await page.EvaluateAsync("navigator.serviceWorker.ready.then(() => new Promise(done => navigator.serviceWorker.controller ? done() : navigator.serviceWorker.addEventListener('controllerchange', () => done())))");
        await tablet.Context.SetOfflineAsync(true);
        for (var row = 1; row <= 3; row++)
        {
            await page.ClickAsync($"li[data-person]:nth-child({row}) button.present");
        }

        await Assertions.Expect(page.Locator(Tablet.NotSent)).ToContainTextAsync("3");
        await tablet.SwitchOff();
        Assert.Equal(0, await stage.Facts(session));

        await tablet.SwitchOn(city);
        await tablet.Context.SetOfflineAsync(true);
        page = tablet.Page;
        await page.GotoAsync("/register/");
        await page.ClickAsync($"[data-session='{session.Id}']");
        await Assertions.Expect(page.Locator("li.present")).ToHaveCountAsync(3);
        await Assertions.Expect(page.Locator(Tablet.NotSent)).ToContainTextAsync("3");
        await tablet.Context.SetOfflineAsync(false);

        // With its end the browser forgot the teacher's sign-in, as it should on a shared tablet. It did not forget the facts.
        await tablet.SignIn();
        await page.GotoAsync("/register/");
        for (var tries = 0; tries < 60 && await stage.Facts(session) < 3; tries++)
        {
            await page.WaitForTimeoutAsync(500);
        }

        await Assertions.Expect(page.Locator(Tablet.NotSent)).ToHaveCountAsync(0, new() { Timeout = 30_000 });
        Assert.Equal(3, await stage.Facts(session));
        Assert.Equal(3, await stage.Marks(session));
    }

    [Fact]
    public async Task A_signed_in_teacher_finds_the_own_name_and_may_change_it()
    {
        var page = await city.SignedIn(DemoAccounts.Teacher, Screen.Tablet);
        var session = await stage.HasSessionNow(page, 2);
        await page.GotoAsync("/register/");
        await page.ClickAsync($"[data-session='{session.Id}']");
        await Assertions.Expect(page.Locator("dialog input")).Not.ToHaveValueAsync("");
        await page.FillAsync("dialog input", "Somebody else");
        await page.ClickAsync("dialog form button");
        await page.WaitForSelectorAsync("li[data-person]");

        // Said once, it is not asked again.
        await page.GotoAsync("/register/");
        await page.ClickAsync($"[data-session='{session.Id}']");
        await page.WaitForSelectorAsync("li[data-person]");
    }

    [Fact]
    public async Task A_lost_answer_and_a_killed_server_do_not_double_a_mark()
    {
        var page = await city.SignedIn(DemoAccounts.Teacher, Screen.Tablet);
        var session = await stage.HasSessionNow(page, 1);
        await Tablet.Open(page, session);
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
        await Assertions.Expect(page.Locator(Tablet.NotSent)).ToContainTextAsync("2");
        await city.StartServer();
        await Assertions.Expect(page.Locator(Tablet.NotSent)).ToHaveCountAsync(0, new() { Timeout = 60_000 });
        Assert.Equal(2, await stage.Facts(session));
        Assert.Equal(2, await stage.Marks(session));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_camera_reads_a_pass_and_the_teacher_signs_off()
    {
        var (token, seen) = Tablet.NewPass();
        await using var tablet = await Tablet.SwitchedOn(city, seen);
        var page = await tablet.SignIn();
        var session = await stage.HasSessionNow(page, 2);
        await stage.HasPass(session.People[0], token);
        await tablet.Open(session);
        await page.ClickAsync("#scan");
        await Assertions.Expect(page.Locator(".result.good")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Assertions.Expect(page.Locator($"li.present[data-person='{session.People[0]}']")).ToBeVisibleAsync();
        await tablet.SignOff();
        await Assertions.Expect(page.Locator(Tablet.NotSent)).ToHaveCountAsync(0, new() { Timeout = 30_000 });
        Assert.Equal(session.People.Count, await stage.Marks(session));

        // The teacher's browser is no enrolled tablet: what its camera read is known as a reading, and proves no more than the teacher's word.
        Assert.Equal(1, await stage.Count($"select count(*) as \"Value\" from attendance.fact where session_id = '{session.Id}' and source = 'OwnDevice' and participant_id = '{session.People[0]}'"));
        Assert.Equal(session.People.Count, await stage.Count($"select count(*) as \"Value\" from attendance.mark where session_id = '{session.Id}' and proof = 'Said'"));
        Assert.Equal(1, await stage.Count($"select count(*) as \"Value\" from attendance.register where id = '{session.Id}' and signed_off_at is not null"));
    }

    [Fact]
    public async Task A_guest_without_a_pass_is_taken_by_name()
    {
        await using var tablet = await Tablet.SwitchedOn(city);
        var page = await tablet.SignIn();
        var session = await stage.HasSessionNow(page, 1);
        await tablet.Open(session);
        await page.FillAsync("#search", "Juris Bezkartes");
        await page.ClickAsync("#guest-by-name");
        await Assertions.Expect(page.Locator("li[data-person]")).ToHaveCountAsync(session.People.Count + 1);
        await Assertions.Expect(page.Locator("li[data-person='name:Juris Bezkartes'].present")).ToContainTextAsync("Juris Bezkartes");
        await Assertions.Expect(page.Locator(Tablet.NotSent)).ToHaveCountAsync(0, new() { Timeout = 30_000 });
        Assert.Equal(1, await stage.Count($"select count(*) as \"Value\" from attendance.review where session_id = '{session.Id}' and code = 'walk-in'"));
        await page.ScreenshotAsync(new() { Path = Path.Combine(HostProcess.Root, ".data/screenshots/register", "guest-by-name.png"), FullPage = true });
        await page.Context.CloseAsync();
    }
}
