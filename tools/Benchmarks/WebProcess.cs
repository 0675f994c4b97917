using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Courses.Benchmarks;

/// <summary>The real host as a process of its own, as it runs in production: what is measured goes through HTTP.</summary>
internal sealed class WebProcess : IAsyncDisposable
{
    private readonly Process process;

    private WebProcess(Process process, string address) => (this.process, Address) = (process, address);

    public string Address { get; }

    /// <summary>The memory that the process holds now, in megabytes.</summary>
    public double WorkingSet
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64 / 1048576.0;
        }
    }

    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    public static async Task<WebProcess> Start(params (string Name, string Value)[] settings)
    {
        var root = FindRoot();
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var address = $"http://localhost:{FreePort()}";
        var start = new ProcessStartInfo(Path.Combine(root, "src/Courses.Web/bin", configuration, "net10.0/Courses.Web"), ["--urls", address, "--contentRoot", Path.Combine(root, "src/Courses.Web")]) { WorkingDirectory = root, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        // Development only spares the key of the passes; lines of the log go nowhere, as production's go to a collector.
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["COURSES_PUBLIC_URL"] = address;
        var started = Process.Start(start)!;
        started.OutputDataReceived += (_, _) => { };
        started.BeginOutputReadLine();
        var web = new WebProcess(started, address);
        using var client = new HttpClient();
        for (var patience = Stopwatch.StartNew(); patience.Elapsed < TimeSpan.FromMinutes(1);)
        {
            try
            {
                if ((await client.GetAsync(address + "/health/ready")).IsSuccessStatusCode)
                {
                    return web;
                }
            }
            catch (HttpRequestException) when (!started.HasExited)
            {
                // Not listening yet.
            }

            await Task.Delay(100);
        }

        await web.DisposeAsync();
        throw new InvalidOperationException("The web application did not become ready within a minute.");
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    public static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Courses.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("Courses.sln is not above the benchmarks.");
        }

        return folder.FullName;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
