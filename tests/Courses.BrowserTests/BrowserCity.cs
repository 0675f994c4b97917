using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Playwright;

namespace Courses.BrowserTests;

/// <summary>
/// The demo city as a user meets it: the real host as a process of its own on a free port of 127.0.0.1, a small seeded database, a mail catcher,
/// and Debian's Chromium. One for all browser tests, since people do not get a fresh city either; tests use people and classes of their own.
/// </summary>
public sealed class BrowserCity : IAsyncLifetime
{
    private readonly List<Process> processes = [];
    private readonly string database = $"courses_browser_{Environment.ProcessId}";
    private IPlaywright? playwright;
    private Process? web;
    private int port;

    public static IReadOnlyList<string> ChromiumArguments { get; } =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
    ];

    public static string Root { get; } = FindRoot();

    public string Address => $"http://localhost:{port}";

    public int MailPort { get; private set; }

    public IBrowser Browser { get; private set; } = null!;

    public string Connection { get; private set; } = "";

    public async Task InitializeAsync()
    {
        var server = Environment.GetEnvironmentVariable("COURSES_CONNECTION")
            ?? throw new InvalidOperationException("COURSES_CONNECTION is not set. Run the tests with tools/test, which starts a database.");
        Connection = new System.Data.Common.DbConnectionStringBuilder { ConnectionString = server, ["Database"] = database }.ConnectionString;

        await Run(BinaryOf("tools/Seed", "Courses.Seed"), "--people", "400");
        var smtp = FreePort();
        MailPort = FreePort();
        Start("node", [Path.Combine(Root, "tools/mail/catcher.mjs"), $"{smtp}", $"{MailPort}"], []);
        port = FreePort();
        smtpPort = smtp;
        await StartServer();

        playwright = await Playwright.CreateAsync();
        Browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ChromiumArguments,
        });
    }

    private int smtpPort;

    public async Task DisposeAsync()
    {
        await Browser.DisposeAsync();
        playwright?.Dispose();
        foreach (var process in processes.Where(process => !process.HasExited))
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
    }

    /// <summary>Starts the host, again after <see cref="KillServer"/>, on the same port.</summary>
    public async Task StartServer()
    {
        web = Start(
            BinaryOf("src/Courses.Web", "Courses.Web"),
            ["--urls", $"http://127.0.0.1:{port}", "--contentRoot", Path.Combine(Root, "src/Courses.Web")],
            new() { ["COURSES_SMTP"] = $"127.0.0.1:{smtpPort}", ["COURSES_PUBLIC_URL"] = Address, ["COURSES_QUIET"] = "off", ["ASPNETCORE_ENVIRONMENT"] = "Development" });
        using var client = new HttpClient();
        var patience = Stopwatch.StartNew();
        while (patience.Elapsed < TimeSpan.FromMinutes(1))
        {
            try
            {
                if ((await client.GetAsync($"http://127.0.0.1:{port}/health/ready")).IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException) when (!web.HasExited)
            {
                // Not listening yet.
            }

            await Task.Delay(200);
        }

        throw new InvalidOperationException("The web application did not become ready within a minute.");
    }

    /// <summary>kill -9, as a power cut would.</summary>
    public async Task KillServer()
    {
        web!.Kill();
        await web.WaitForExitAsync();
    }

    /// <summary>A fresh browser profile in front of the city.</summary>
    public async Task<IPage> Open(Screen screen, string locale = "en-GB", bool javaScript = true)
    {
        var context = await Browser.NewContextAsync(new()
        {
            BaseURL = Address,
            Locale = locale,
            JavaScriptEnabled = javaScript,
            ViewportSize = new() { Width = screen.Width, Height = screen.Height },
            DeviceScaleFactor = screen.Scale,
            HasTouch = screen.IsTouch,
            Permissions = ["camera"],
        });
        context.SetDefaultTimeout(15_000);
        return await context.NewPageAsync();
    }

    public async Task<IPage> SignedIn(string account, Screen screen, string locale = "en-GB")
    {
        var page = await Open(screen, locale);
        await page.GotoAsync("/sign-in");
        await page.FillAsync("input[type=email]", account);
        await page.FillAsync("input[type=password]", Seed.DemoAccounts.Password);
        await page.ClickAsync("main button[type=submit], main form button:not([type])");
        await page.WaitForURLAsync(url => !url.Contains("/sign-in", StringComparison.Ordinal));
        return page;
    }

    private async Task Run(string command, params string[] arguments)
    {
        var process = Start(command, arguments, []);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{command} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
        }
    }

    private Process Start(string command, string[] arguments, Dictionary<string, string> settings)
    {
        var start = new ProcessStartInfo(command, arguments) { WorkingDirectory = Root };
        start.Environment["COURSES_CONNECTION"] = Connection;
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        processes.Add(process);
        return process;
    }

    private static string BinaryOf(string project, string name)
    {
        // The tests are built in the same configuration as what they start.
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(Root, project, "bin", output.Parent!.Name, output.Name, name);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Courses.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("Courses.sln is not above the tests.");
        }

        return folder.FullName;
    }
}

/// <summary>The three sizes that people use.</summary>
public sealed record Screen(int Width, int Height, float Scale, bool IsTouch)
{
    public static Screen Phone { get; } = new(360, 740, 2, true);

    public static Screen Tablet { get; } = new(800, 1200, 1, true);

    public static Screen Desktop { get; } = new(1280, 860, 1, false);
}

[CollectionDefinition(Name)]
public sealed class InTheBrowser : ICollectionFixture<BrowserCity>
{
    public const string Name = "In the browser";
}
