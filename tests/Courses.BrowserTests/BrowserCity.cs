using System.Diagnostics;
using System.Globalization;
using Courses.Tests.Shared;
using Microsoft.Playwright;

namespace Courses.BrowserTests;

/// <summary>
/// The demo city as a user meets it: the real host as a process of its own on a free port of 127.0.0.1, a small seeded database, a mail catcher,
/// and Debian's Chromium. One for each collection of tests, since people do not get a fresh city either; tests use people and classes of their own.
/// It lives on the day that COURSES_DAY names (2028-02-29), or else on the machine's.
/// </summary>
public class BrowserCity : IAsyncLifetime, IAsyncDisposable
{
    private static int cities;
    private static readonly TimeZoneInfo Vienna = TimeZoneInfo.FindSystemTimeZoneById("Europe/Vienna");
    private readonly List<Process> processes = [];
    private readonly string database;
    private readonly TimeSpan ahead;
    private IPlaywright? playwright;
    private HostProcess? web;

    public BrowserCity()
        : this(Environment.GetEnvironmentVariable("COURSES_DAY") is { Length: > 0 } day ? DateOnly.Parse(day, CultureInfo.InvariantCulture) : null)
    {
    }

    /// <summary>A city in which it is ten in the morning of that day, and time goes on from there.</summary>
    protected BrowserCity(DateOnly? day)
    {
        database = string.Create(CultureInfo.InvariantCulture, $"courses_browser_{Environment.ProcessId}_{Interlocked.Increment(ref cities)}");
        if (day?.ToDateTime(new(10, 0)) is { } morning)
        {
            ahead = TimeSpan.FromSeconds(Math.Round((new DateTimeOffset(morning, Vienna.GetUtcOffset(morning)) - TimeProvider.System.GetUtcNow()).TotalSeconds));
        }
    }

    public DateTimeOffset Now => TimeProvider.System.GetUtcNow() + ahead;

    public DateOnly Today => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Now, Vienna).DateTime);

    public static IReadOnlyList<string> ChromiumArguments { get; } =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
    ];

    public string Address => $"http://localhost:{web!.Port}";

    public int MailPort { get; private set; }

    /// <summary>Where pictures of this city go, for whoever wants to look.</summary>
    public virtual string Pictures => Path.Combine(HostProcess.Root, ".data/screenshots");

    public IBrowser Browser { get; private set; } = null!;

    public string Connection { get; private set; } = "";

    public async Task InitializeAsync()
    {
        var server = Environment.GetEnvironmentVariable("COURSES_CONNECTION")
            ?? throw new InvalidOperationException("COURSES_CONNECTION is not set. Run the tests with tools/test, which starts a database.");
        Connection = new System.Data.Common.DbConnectionStringBuilder { ConnectionString = server, ["Database"] = database }.ConnectionString;

        await Run(HostProcess.BinaryOf("tools/Seed", "Courses.Seed"), "--people", "400");
        var smtp = HostProcess.FreePort();
        MailPort = HostProcess.FreePort();
        Start("node", Path.Combine(HostProcess.Root, "tools/mail/catcher.mjs"), $"{smtp}", $"{MailPort}");
        var port = HostProcess.FreePort();
        web = new(
            Connection,
            port,
            ("COURSES_SMTP", $"127.0.0.1:{smtp}"), ("COURSES_SMTP_TLS", "none"), ("COURSES_PDF_SANDBOX", "off"), ("COURSES_PUBLIC_URL", $"http://localhost:{port}"), ("COURSES_QUIET", "off"), ("COURSES_TRANSLATIONS", Path.Combine(HostProcess.Root, "tests/Courses.BrowserTests/Translations")), ("ASPNETCORE_ENVIRONMENT", "Development"), Clock);
        await StartServer();

        playwright = await Playwright.CreateAsync();
        Browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ChromiumArguments,
        });
    }

    public async Task DisposeAsync()
    {
        await Browser.DisposeAsync();
        playwright?.Dispose();
        await web!.DisposeAsync();
        foreach (var process in processes.Where(process => !process.HasExited))
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Starts the host, again after <see cref="KillServer"/>, on the same port.</summary>
    public Task StartServer() => web!.Start();

    /// <summary>kill -9, as a power cut would.</summary>
    public Task KillServer() => web!.Kill();

    /// <summary>A fresh browser profile in front of the city.</summary>
    /// <param name="screen">What it is shown on.</param>
    /// <param name="locale">The browser's language.</param>
    /// <param name="javaScript">Whether scripts run.</param>
    /// <param name="wound">Whether its clock shows the city's time. Playwright's clock answers for the whole of <c>performance</c>: a page that asks what it has loaded hears of nothing.</param>
    /// <param name="dark">Whether its reader likes dark pages.</param>
    public async Task<IPage> Open(Screen screen, string locale = "en-GB", bool javaScript = true, bool wound = true, bool dark = false)
    {
        var context = await Browser.NewContextAsync(new()
        {
            BaseURL = Address,
            Locale = locale,
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            JavaScriptEnabled = javaScript,
            ViewportSize = new() { Width = screen.Width, Height = screen.Height },
            DeviceScaleFactor = screen.Scale,
            HasTouch = screen.IsTouch,
            Permissions = ["camera"],
        });
        context.SetDefaultTimeout(30_000);
        if (wound)
        {
            await Wind(context);
        }

        return await context.NewPageAsync();
    }

    /// <summary>The browser's clock shows the city's time.</summary>
    public async Task Wind(IBrowserContext context)
    {
        if (ahead != TimeSpan.Zero)
        {
            await context.Clock.InstallAsync(new() { TimeDate = Now.UtcDateTime });
        }
    }

    public async Task<IPage> SignedIn(string account, Screen screen, string locale = "en-GB", bool dark = false)
    {
        var page = await Open(screen, locale, dark: dark);
        await page.GotoAsync("/sign-in");
        await page.FillAsync("input[type=email]", account);
        await page.FillAsync("input[type=password]", Seed.DemoAccounts.Password);
        await page.ClickAsync("main button[type=submit], main form button:not([type])");
        await page.WaitForURLAsync(url => !url.Contains("/sign-in", StringComparison.Ordinal));
        return page;
    }

    private async Task Run(string command, params string[] arguments)
    {
        var process = Start(command, arguments);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{command} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
        }
    }

    private (string Name, string Value) Clock => ("COURSES_CLOCK_AHEAD", ahead == TimeSpan.Zero ? "" : ahead.ToString("c", CultureInfo.InvariantCulture));

    private Process Start(string command, params string[] arguments)
    {
        var process = HostProcess.Launch(command, arguments, [("COURSES_CONNECTION", Connection), Clock]);
        processes.Add(process);
        return process;
    }
}

/// <summary>The three sizes that people use.</summary>
public sealed record Screen(int Width, int Height, float Scale, bool IsTouch)
{
    public static Screen Phone { get; } = new(360, 740, 2, true);

    public static Screen Tablet { get; } = new(800, 1200, 1, true);

    public static Screen Desktop { get; } = new(1280, 860, 1, false);
}

/// <summary>Those who work with the city, at desks and tablets.</summary>
[CollectionDefinition(Name)]
public sealed class InTheBrowser : ICollectionFixture<BrowserCity>
{
    public const string Name = "In the browser";
}

/// <summary>Newcomers, in a city of their own: most machines can run two at a time.</summary>
[CollectionDefinition(Name)]
public sealed class OnThePhone : ICollectionFixture<BrowserCity>
{
    public const string Name = "On the phone";
}
