using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Courses.Access.Devices;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Participants;
using Courses.Platform.Database;
using Courses.Tests.Shared;
using Courses.Timetable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using QRCoder;

namespace Courses.Benchmarks;

/// <summary>
/// The register in a real Chromium whose processor is slowed to a quarter, as a EUR 150 tablet is slow beside an office machine: how long it takes to open without a
/// network, from a pass before the camera to the sound, and for a class of thirty by hand, name by name and by exception. The browser has no decoder of its own, so that is the slow way too.
/// </summary>
internal static class RegisterBenchmark
{
    private const int People = 30;
    private const int SlowedTo = 4;
    private const int ColdStarts = 5;
    private const int FramesASecond = 10;
    private const string Pin = "2468";

    /// <summary>How long a teacher looks at the next person before tapping.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1.5);

    /// <summary>How long she looks at each face where there is nothing to tap.</summary>
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(0.75);

    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", "--autoplay-policy=no-user-gesture-required",
    ];

    public static async Task Run(string[] args)
    {
        (Class Scanned, Class Tapped, Class Glanced, string Code) all;
        await using (var app = await BenchmarkHost.Start())
        {
            await using var scope = app.Services.CreateAsyncScope();
            all = await Arrange(scope.ServiceProvider.GetRequiredService<CoursesDb>());
        }

        await using var web = await BenchmarkedHost.Start();
        var profile = Directory.CreateTempSubdirectory("register-bench-");
        var video = Path.Combine("/var/tmp", $"register-bench-{Guid.NewGuid():N}.y4m");
        WriteVideo(video, [.. all.Scanned.Tokens.Select(token => $"{web.Address}p/{token}")]);
        using var playwright = await Playwright.CreateAsync();
        try
        {
            await using (var context = await Launch(playwright, profile, web))
            {
                await SetUp(context.Pages[0], web, all.Code, all.Scanned);
            }

            await ColdStart(playwright, profile, web);
            await ScanToSound(playwright, profile, web, all.Scanned, video);
            var each = await ThirtyPeople(playwright, profile, web, all.Tapped, tapsEverybody: true);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"MEASURED register-30-people-one-by-one {each.TotalSeconds:0.0} s, {(each - (People * Look)).TotalSeconds:0.0} s of it the app, {(People * Look).TotalSeconds:0} s the teacher's looking and finding"));
            var others = await ThirtyPeople(playwright, profile, web, all.Glanced, tapsEverybody: false);
            Figure.AtMost($"register-30-people-cpu-{SlowedTo}x", others.TotalSeconds, "s", 45);
        }
        finally
        {
            File.Delete(video);
            profile.Delete(recursive: true);
        }
    }

    private sealed record Class(Guid SessionId, IReadOnlyList<string> Tokens);

    /// <summary>From the tap on the icon to the screen that asks for the PIN, in a browser that has just been started and has no network.</summary>
    private static async Task ColdStart(IPlaywright playwright, DirectoryInfo profile, HostProcess web)
    {
        var worst = TimeSpan.Zero;
        for (var time = 0; time < ColdStarts; time++)
        {
            await using var context = await Launch(playwright, profile, web);
            await context.SetOfflineAsync(true);
            var page = context.Pages[0];
            await Slow(page);
            var watch = Stopwatch.StartNew();
            await page.GotoAsync("/register/", new() { WaitUntil = WaitUntilState.Commit });
            await page.WaitForSelectorAsync("input.pin");
            worst = watch.Elapsed > worst ? watch.Elapsed : worst;
        }

        Figure.AtMost($"register-cold-start-offline-cpu-{SlowedTo}x", worst.TotalSeconds, "s", 2);
    }

    /// <summary>From the first picture that shows the pass to the start of the sound. Whether a picture shows one is seen in a thumbnail of it.</summary>
    private static async Task ScanToSound(IPlaywright playwright, DirectoryInfo profile, HostProcess web, Class scanned, string video)
    {
        await using var context = await Launch(playwright, profile, web, video);
        var page = context.Pages[0];
        await page.AddInitScriptAsync(
            """
            window.shown = []; window.sounds = [];
            const start = OscillatorNode.prototype.start;
            OscillatorNode.prototype.start = function (...when) { window.sounds.push(performance.now()); return start.apply(this, when); };
            window.watch = video => {
                const small = Object.assign(document.createElement('canvas'), { width: 16, height: 12 }).getContext('2d', { willReadFrequently: true });
                let before = false;
                const look = now => {
                    small.drawImage(video, 0, 0, 16, 12);
                    const light = small.getImageData(4, 3, 8, 6).data;
                    let dark = 0;
                    for (let i = 0; i < light.length; i += 4) if (light[i] < 200) dark++;
                    const shows = dark > 8;
                    if (shows && !before) window.shown.push(now);
                    before = shows;
                    video.requestVideoFrameCallback(look);
                };
                video.requestVideoFrameCallback(look);
            };
            """);
        await Open(page, scanned);
        await Slow(page);
        await page.ClickAsync("#scan");
        await page.WaitForFunctionAsync("() => { const video = document.querySelector('#camera video'); if (!video || video.readyState < 2) return false; if (!window.watched) { window.watched = true; window.watch(video); } return true; }");
        await page.WaitForFunctionAsync("most => document.querySelectorAll('li.present').length >= most", People, new() { Timeout = 180_000 });
        var shown = await page.EvaluateAsync<double[]>("window.shown");
        var sounds = await page.EvaluateAsync<double[]>("window.sounds");
        var waits = shown.Select(at => sounds.Where(sound => sound >= at).DefaultIfEmpty(double.NaN).Min() - at).Where(wait => wait < 700).Order().ToArray();
        if (waits.Length < People * 9 / 10)
        {
            throw new InvalidOperationException($"Only {waits.Length} of {shown.Length} codes made a sound: {string.Join(' ', waits)}");
        }

        Figure.AtMost($"register-scan-to-sound-p95-cpu-{SlowedTo}x", waits[(int)Math.Ceiling(waits.Length * 0.95) - 1], "ms", 150);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"MEASURED register-scan-to-sound p50 {waits[waits.Length / 2]:0} ms, {waits.Length} scans at {FramesASecond} pictures a second"));
    }

    /// <summary>
    /// Thirty people by real clicks, as in life: most are present, three late, two excused, one absent; then the sign-off. Either every name is tapped, or the six that are not simply there, and then 'all the others'.
    /// </summary>
    private static async Task<TimeSpan> ThirtyPeople(IPlaywright playwright, DirectoryInfo profile, HostProcess web, Class taught, bool tapsEverybody)
    {
        await using var context = await Launch(playwright, profile, web);
        await context.SetOfflineAsync(true);
        var page = context.Pages[0];
        await Open(page, taught);
        await Slow(page);
        var people = await page.Locator("li[data-person]").EvaluateAllAsync<string[]>("rows => rows.map(row => row.dataset.person)");
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < People; i++)
        {
            var row = $"li[data-person='{people[i]}']";
            var kind = i switch { 4 or 13 or 22 => "late", 8 or 19 => "excused", 27 => "absent", _ => "present" };
            var taps = tapsEverybody || kind != "present";
            await Task.Delay(taps ? Look : Glance);
            if (!taps)
            {
                continue;
            }

            await page.ClickAsync($"{row} button.{kind}");
            if (kind is "late" or "excused")
            {
                await page.ClickAsync("dialog .choices button >> nth=1");
            }

            await page.WaitForSelectorAsync($"{row}.{kind}");
        }

        if (!tapsEverybody)
        {
            await page.ClickAsync("#others");
            await page.ClickAsync("dialog .row button >> nth=0");
            await page.WaitForFunctionAsync("most => document.querySelectorAll('li.present').length >= most", People - 6);
        }

        await page.ClickAsync("#sign-off");
        await page.ClickAsync("dialog form button >> nth=0");
        await page.WaitForSelectorAsync("#foot .notice.good");
        var all = watch.Elapsed;
        var stored = await page.EvaluateAsync<int>(
            "session => new Promise(done => { const open = indexedDB.open('register'); open.onsuccess = () => { const rows = open.result.transaction('facts').objectStore('facts').index('unsent').getAll(1); rows.onsuccess = () => done(rows.result.filter(fact => fact.sessionId === session).length); }; })",
            taught.SessionId.ToString());
        if (stored < People)
        {
            throw new InvalidOperationException($"Only {stored} facts are on the tablet.");
        }

        return all;
    }

    private static async Task<IBrowserContext> Launch(IPlaywright playwright, DirectoryInfo profile, HostProcess web, string? video = null)
    {
        var context = await playwright.Chromium.LaunchPersistentContextAsync(profile.FullName, new()
        {
            ExecutablePath = "/usr/bin/chromium",
            BaseURL = web.Address.ToString(),
            Locale = "en-GB",
            ViewportSize = new() { Width = 800, Height = 1200 },
            Permissions = ["camera"],
            Args = video is null ? Arguments : [.. Arguments, $"--use-file-for-fake-video-capture={video}"],
        });
        context.SetDefaultTimeout(60_000);
        return context;
    }

    private static async Task Slow(IPage page)
    {
        var tools = await page.Context.NewCDPSessionAsync(page);
        await tools.SendAsync("Emulation.setCPUThrottlingRate", new() { ["rate"] = SlowedTo });
    }

    private static async Task SetUp(IPage page, HostProcess web, string code, Class scanned)
    {
        await page.GotoAsync($"/register/#code={code}");
        await page.FillAsync("input[name=pin]", Pin);
        await page.ClickAsync("main form button >> nth=0");
        await page.WaitForSelectorAsync($"[data-session='{scanned.SessionId}']");
        await page.EvaluateAsync("navigator.serviceWorker.ready.then(() => new Promise(done => navigator.serviceWorker.controller ? done() : navigator.serviceWorker.addEventListener('controllerchange', () => done())))");

        // The decoder is kept by the service worker once it was asked for.
        await page.WaitForFunctionAsync("async () => { for (const name of await caches.keys()) for (const kept of await (await caches.open(name)).keys()) if (kept.url.endsWith('.wasm')) return true; return false; }");
    }

    private static async Task Open(IPage page, Class taught)
    {
        await page.GotoAsync("/register/");
        await page.FillAsync("input.pin", Pin);
        await page.ClickAsync("main form button");
        await page.ClickAsync($"[data-session='{taught.SessionId}']");
        var name = page.Locator("dialog input");
        await page.WaitForSelectorAsync("dialog input, li[data-person]");
        if (await name.CountAsync() > 0)
        {
            await name.FillAsync("Nina K.");
            await page.ClickAsync("dialog form button");
        }

        await page.WaitForSelectorAsync("li[data-person]");
    }

    private static async Task<(Class Scanned, Class Tapped, Class Glanced, string Code)> Arrange(CoursesDb db)
    {
        var now = TimeProvider.System.GetUtcNow();
        var local = TimeZoneInfo.ConvertTime(now, TimeZoneInfo.FindSystemTimeZoneById("Europe/Vienna")).AddMinutes(-5);
        // Near midnight the class of today would end tomorrow; any hour will do.
        var from = local.Hour >= 22 ? new TimeOnly(22, 0) : TimeOnly.FromDateTime(local.DateTime);
        var provider = new Provider { Name = "Benchmark", Email = "bench@example.org", CreatedAt = now };
        var venue = provider.Add(new() { Name = "Haus", Address = "Hauptplatz 1", District = "1", TimeZone = "Europe/Vienna", RoomCapacity = 40 });
        db.Add(provider);
        await db.SaveChangesAsync();
        var (allowed, code) = DeviceCode.For(provider.Id, "Tablet", "Benchmark", now);
        db.Add(allowed);
        await db.SaveChangesAsync();
        return (await Taught("German A1.1"), await Taught("German A1.2"), await Taught("German A1.3"), code);

        async Task<Class> Taught(string name)
        {
            // Its last quarter of an hour begins now: the register may be signed.
            var meeting = new NewSession(DateOnly.FromDateTime(local.DateTime), from, from.AddMinutes(20), 20);
            var group = Group.Create(
                new() { Kind = GroupKind.LanguageClass, Name = name, ProviderId = provider.Id, VenueId = venue.Id, Capacity = People, Sessions = [meeting] }, "Europe/Vienna", now);
            await db.Engine.BulkInsert(db, [group], default);
            var session = Session.Create(group, meeting);
            await db.Engine.BulkInsert(db, [session], default);
            var tokens = new List<string>();
            for (var i = 0; i < People; i++)
            {
                var person = Participant.Register(
                    new() { GivenName = $"Amina{i}", FamilyName = "Haddad", BirthDate = new(1990, 5, 5), Language = "ar" }, LegalStatus.ThirdCountryNational, new(2026, 1, 1), new(2026, 1, 1), now, "Benchmark");
                await db.Engine.BulkInsert(db, [person], default);
                var token = Convert.ToBase64String(RandomNumberGenerator.GetBytes(21)).Replace('+', '-').Replace('/', '_');
                tokens.Add(token);
                await db.Engine.BulkInsert(db, [new Pass { ParticipantId = person.Id, Number = $"{name[^1]}{i:000000}", TokenHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(token))), IssuedAt = now.AddDays(-1) }], default);
                var enrolment = new Enrolment { GroupId = group.Id, ParticipantId = person.Id, CreatedAt = now };
                enrolment.Enrol(null, new(2026, 1, 1), StayBegin.Booked, now, default);
                await TaughtCity.Write(db, [enrolment]);
            }

            return new(session.Id, tokens);
        }
    }

    /// <summary>One pass after the other before the camera: 0.9 s the code, 0.7 s an empty wall.</summary>
    private static void WriteVideo(string path, string[] contents)
    {
        const int width = 640;
        const int height = 480;
        var colour = new byte[width * height / 2];
        Array.Fill(colour, (byte)128);
        var wall = new byte[width * height];
        Array.Fill(wall, (byte)230);
        using var file = File.Create(path);
        file.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"YUV4MPEG2 W{width} H{height} F{FramesASecond}:1 Ip A1:1 C420jpeg\n")));
        foreach (var content in contents)
        {
            Write(wall, 7);
            Write(Picture(content), 9);
        }

        void Write(byte[] light, int times)
        {
            for (var i = 0; i < times; i++)
            {
                file.Write("FRAME\n"u8);
                file.Write(light);
                file.Write(colour);
            }
        }

        byte[] Picture(string content)
        {
            const int module = 8;
            using var generator = new QRCodeGenerator();
            using var code = generator.CreateQrCode(content, QRCodeGenerator.ECCLevel.M);
            var modules = code.ModuleMatrix;
            var light = wall.ToArray();
            var (left, top) = ((width - (modules.Count * module)) / 2, (height - (modules.Count * module)) / 2);
            for (var y = 0; y < modules.Count * module; y++)
            {
                for (var x = 0; x < modules.Count * module; x++)
                {
                    light[((top + y) * width) + left + x] = modules[y / module][x / module] ? (byte)16 : (byte)235;
                }
            }

            return light;
        }
    }
}
