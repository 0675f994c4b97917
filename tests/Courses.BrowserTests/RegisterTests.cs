using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Courses.Platform.Database;
using Courses.Seed;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using QRCoder;

namespace Courses.BrowserTests;

/// <summary>The register on a tablet: without a network, through a lost answer and a dead server, and with a real QR code before the camera.</summary>
[Collection(InTheBrowser.Name)]
public sealed class RegisterTests(BrowserCity city)
{
    private const string NotSent = "#status .unsent";

    [Fact]
    public async Task A_register_taken_offline_survives_the_end_of_the_browser_and_arrives_once()
    {
        var profile = Directory.CreateTempSubdirectory("register-");
        using var playwright = await Playwright.CreateAsync();
        Session session;
        await using (var context = await Launch(playwright, profile.FullName))
        {
            var page = await SignIn(context);
            session = await HasSessionNow(page, 0);
            await Open(page, session);
            await page.EvaluateAsync("navigator.serviceWorker.ready.then(() => new Promise(done => navigator.serviceWorker.controller ? done() : navigator.serviceWorker.addEventListener('controllerchange', () => done())))");
            await context.SetOfflineAsync(true);
            for (var row = 1; row <= 3; row++)
            {
                await page.ClickAsync($"li[data-person]:nth-child({row}) button.present");
            }

            await Assertions.Expect(page.Locator(NotSent)).ToContainTextAsync("3");
        }

        Assert.Equal(0, await Facts(session));
        await using (var context = await Launch(playwright, profile.FullName))
        {
            await context.SetOfflineAsync(true);
            var page = context.Pages[0];
            await page.GotoAsync("/register/");
            await page.ClickAsync($"[data-session='{session.Id}']");
            await Assertions.Expect(page.Locator("li.present")).ToHaveCountAsync(3);
            await Assertions.Expect(page.Locator(NotSent)).ToContainTextAsync("3");
            await context.SetOfflineAsync(false);
            await Assertions.Expect(page.Locator(NotSent)).ToHaveCountAsync(0, new() { Timeout = 30_000 });
        }

        Assert.Equal(3, await Facts(session));
        Assert.Equal(3, await Marks(session));
        profile.Delete(recursive: true);
    }

    [Fact]
    public async Task A_lost_answer_and_a_killed_server_do_not_double_a_mark()
    {
        var page = await city.SignedIn(DemoAccounts.Teacher, Screen.Tablet);
        var session = await HasSessionNow(page, 1);
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
        Assert.Equal(2, await Facts(session));
        Assert.Equal(2, await Marks(session));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_camera_reads_a_pass_and_the_teacher_signs_off()
    {
        var token = Convert.ToBase64String(RandomNumberGenerator.GetBytes(21)).Replace('+', '-').Replace('/', '_');
        var video = Path.Combine(Path.GetTempPath(), $"pass-{Guid.NewGuid():N}.y4m");
        WriteVideo(video, $"https://courses.example/p/{token}");
        var profile = Directory.CreateTempSubdirectory("register-");
        using var playwright = await Playwright.CreateAsync();
        await using (var context = await Launch(playwright, profile.FullName, $"--use-file-for-fake-video-capture={video}"))
        {
            var page = await SignIn(context);
            var session = await HasSessionNow(page, 2);
            await HasPass(session.People[0], token);
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
            Assert.Equal(session.People.Count, await Marks(session));
            Assert.Equal(1, await Count($"select count(*) as \"Value\" from attendance.mark where session_id = '{session.Id}' and scanned = true"));
            Assert.Equal(1, await Count($"select count(*) as \"Value\" from attendance.register where id = '{session.Id}' and signed_off_at is not null"));
        }

        profile.Delete(recursive: true);
        File.Delete(video);
    }

    private sealed record Session(Guid Id, IReadOnlyList<Guid> People);

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

    /// <summary>The teacher's n-th coming session is moved to now: the demo city's timetable does not know when tests run.</summary>
    private async Task<Session> HasSessionNow(IPage page, int which)
    {
        var now = TimeProvider.System.GetUtcNow();
        var session = (await Sessions(page))
            .Where(session => session.GetProperty("people").GetArrayLength() >= 3 && session.GetProperty("signedOffAt").ValueKind == JsonValueKind.Null && !session.GetProperty("cancelled").GetBoolean())
            .Where(session => session.GetProperty("startsAt").GetDateTimeOffset() > now.AddHours(3))
            .DistinctBy(session => session.GetProperty("groupId").GetGuid()).ElementAt(which);
        var id = session.GetProperty("id").GetGuid();
        var local = now.ToOffset(TimeZoneInfo.Local.GetUtcOffset(now));
        await Execute(string.Create(CultureInfo.InvariantCulture,
            $"update timetable.session set starts_at = '{now.AddMinutes(-5):yyyy-MM-dd HH:mm:ss}+00:00', ends_at = '{now.AddMinutes(85):yyyy-MM-dd HH:mm:ss}+00:00', local_date = '{local:yyyy-MM-dd}' where id = '{id}'"));
        var moved = (await Sessions(page)).Single(one => one.GetProperty("id").GetGuid() == id);
        return new(id, [.. moved.GetProperty("people").EnumerateArray().Select(person => person.GetGuid())]);
    }

    private static async Task<JsonElement[]> Sessions(IPage page) =>
        [.. JsonDocument.Parse(await page.EvaluateAsync<string>("fetch('/api/attendance/roster').then(answer => answer.text())")).RootElement.GetProperty("sessions").EnumerateArray()];

    private Task HasPass(Guid person, string token) => Execute(
        $"update participants.pass set token_hash = '{Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(token)))}' where participant_id = '{person}' and replaced_at is null");

    private Task<int> Facts(Session session) => Count($"select count(*) as \"Value\" from attendance.fact where session_id = '{session.Id}'");

    private Task<int> Marks(Session session) => Count($"select count(*) as \"Value\" from attendance.mark where session_id = '{session.Id}'");

    private async Task<int> Count(string sql)
    {
        await using var db = Database();
        return await db.Database.SqlQueryRaw<int>(sql.Replace("count(*)", "cast(count(*) as int)", StringComparison.Ordinal)).SingleAsync();
    }

    private async Task Execute(string sql)
    {
        await using var db = Database();
        await db.Database.ExecuteSqlRawAsync(sql);
    }

    private DbContext Database()
    {
        var options = new DbContextOptionsBuilder();
        Engines.Named(Environment.GetEnvironmentVariable("COURSES_DB") ?? "PostgreSql").Configure(options, city.Connection);
        return new(options.Options);
    }

    /// <summary>What the camera sees: the code in the middle of a grey picture, as raw video.</summary>
    private static void WriteVideo(string path, string content)
    {
        const int width = 640;
        const int height = 480;
        const int module = 8;
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(content, QRCodeGenerator.ECCLevel.M);
        var modules = code.ModuleMatrix;
        var light = new byte[width * height];
        Array.Fill(light, (byte)230);
        var (left, top) = ((width - (modules.Count * module)) / 2, (height - (modules.Count * module)) / 2);
        for (var y = 0; y < modules.Count * module; y++)
        {
            for (var x = 0; x < modules.Count * module; x++)
            {
                light[((top + y) * width) + left + x] = modules[y / module][x / module] ? (byte)16 : (byte)235;
            }
        }

        var colour = new byte[width * height / 2];
        Array.Fill(colour, (byte)128);
        using var file = File.Create(path);
        file.Write(Encoding.ASCII.GetBytes($"YUV4MPEG2 W{width} H{height} F10:1 Ip A1:1 C420jpeg\n"));
        for (var frame = 0; frame < 10; frame++)
        {
            file.Write("FRAME\n"u8);
            file.Write(light);
            file.Write(colour);
        }
    }
}
