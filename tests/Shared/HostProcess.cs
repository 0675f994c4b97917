using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Courses.Tests.Shared;

/// <summary>The real host as a process of its own, on a free port of 127.0.0.1, which may be killed and started again on the same port.</summary>
public sealed class HostProcess(string connection, int port, params (string Name, string Value)[] settings) : IAsyncDisposable
{
    private Process? web;

    public static string Root { get; } = FindRoot();

    public int Port => port;

    /// <summary>How long it may take until the host is ready.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Lines of the log go nowhere, as production's go to a collector.</summary>
    public bool IsSilent { get; init; }

    /// <summary>The memory that the process holds now, in megabytes.</summary>
    public double WorkingSet => Refreshed().WorkingSet64 / 1048576.0;

    public TimeSpan ProcessorTime => Refreshed().TotalProcessorTime;

    /// <summary>What each thread took that compiles hot methods once more; empty where the system does not name threads (Linux does).</summary>
    public IReadOnlyDictionary<int, TimeSpan> Recompiling =>
        Refreshed().Threads.Cast<ProcessThread>().Where(thread => NameOf(thread).StartsWith(".NET Tiered", StringComparison.Ordinal)).ToDictionary(thread => thread.Id, thread => thread.TotalProcessorTime);

    public Uri Address => new($"http://127.0.0.1:{Port}");

    /// <summary>Starts the host and comes back when it says that it is ready.</summary>
    public async Task Start()
    {
        web = Launch(
            BinaryOf("src/Courses.Web", "Courses.Web"),
            ["--urls", Address.ToString(), "--contentRoot", Path.Combine(Root, "src/Courses.Web")],
            [("COURSES_CONNECTION", connection), .. settings],
            IsSilent);
        await BecomesReady();
    }

    public async Task BecomesReady()
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        var waited = Stopwatch.StartNew();
        while (waited.Elapsed < Patience)
        {
            try
            {
                if ((await client.GetAsync(new Uri(Address, "/health/ready"))).IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (Exception error) when (error is HttpRequestException or TaskCanceledException && !web!.HasExited)
            {
                // Not listening yet.
            }

            await Task.Delay(50);
        }

        throw new InvalidOperationException($"The web application did not become ready within {Patience}.");
    }

    /// <summary>kill -9, as a power cut would.</summary>
    public async Task Kill()
    {
        web!.Kill();
        await web.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (web is { HasExited: false })
        {
            await Kill();
        }
    }

    public static Process Launch(string command, string[] arguments, (string Name, string Value)[] settings, bool silently = false)
    {
        var start = new ProcessStartInfo(command, arguments) { WorkingDirectory = Root, RedirectStandardOutput = silently };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        if (silently)
        {
            process.OutputDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
        }

        return process;
    }

    public static string BinaryOf(string project, string name)
    {
        // The tests are built in the same configuration as what they start.
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(Root, project, "bin", output.Parent!.Name, output.Name, name);
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private Process Refreshed()
    {
        web!.Refresh();
        return web;
    }

    private string NameOf(ProcessThread thread)
    {
        try
        {
            return File.ReadAllText($"/proc/{web!.Id}/task/{thread.Id}/comm");
        }
        catch (IOException)
        {
            // The thread is over, or the system has no such file.
            return "";
        }
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
