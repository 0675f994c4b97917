using System.ComponentModel;
using System.Diagnostics;

namespace Courses.Web.Printing;

/// <summary>
/// A Chromium of the machine that turns a page into a PDF: it shapes every script and writes the structure that readers aloud follow. It gets a file of ours without scripts and reaches no network.
/// COURSES_PDF_BROWSER names it, or 'none'; COURSES_PDF_SANDBOX=off is for containers that have no user namespaces.
/// </summary>
internal sealed class PdfBrowser : IDisposable
{
    private const int AtOnce = 2;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    private readonly SemaphoreSlim places = new(AtOnce);
    private readonly string? program;
    private readonly bool isSandboxed;
    private readonly ILogger<PdfBrowser> log;

    public PdfBrowser(IConfiguration settings, ILogger<PdfBrowser> log)
    {
        this.log = log;
        isSandboxed = settings["COURSES_PDF_SANDBOX"] != "off";
        program = settings["COURSES_PDF_BROWSER"] is { Length: > 0 } named ? (named == "none" ? null : named) : Found();

        // Chromium refuses to protect itself from a page when it is root.
        if (Environment.IsPrivilegedProcess && isSandboxed)
        {
            program = null;
        }
    }

    /// <summary>Whether there is one; pages offer a PDF only then.</summary>
    public bool IsThere => program is not null;

    /// <summary>The PDF of a page; null where the browser gave none within its time.</summary>
    /// <param name="html">A whole document that needs nothing beside it.</param>
    /// <param name="cancel">Stops it.</param>
    public async Task<byte[]?> Print(string html, CancellationToken cancel)
    {
        if (!await places.WaitAsync(LongestWait, cancel))
        {
            log.LogWarning("No place to print a PDF became free");
            return null;
        }

        try
        {
            return await PrintInFolder(html, cancel);
        }
        catch (Exception failed) when (failed is OperationCanceledException or Win32Exception or IOException or UnauthorizedAccessException && !cancel.IsCancellationRequested)
        {
            log.LogWarning(failed, "The browser made no PDF");
            return null;
        }
        finally
        {
            places.Release();
        }
    }

    public void Dispose() => places.Dispose();

    private async Task<byte[]?> PrintInFolder(string html, CancellationToken cancel)
    {
        // Only we may read what stands in it, and not for long.
        var folder = Directory.CreateTempSubdirectory("courses-pdf-");
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        time.CancelAfter(Longest);
        try
        {
            var (page, made) = (Path.Combine(folder.FullName, "page.html"), Path.Combine(folder.FullName, "page.pdf"));
            await File.WriteAllTextAsync(page, html, time.Token);
            await Run(page, made, folder.FullName, time.Token);
            return File.Exists(made) ? await File.ReadAllBytesAsync(made, time.Token) : null;
        }
        finally
        {
            Remove(folder);
        }
    }

    private async Task Run(string page, string made, string folder, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(program!) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments =
        [
            "--headless", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking", "--disable-extensions", "--disable-sync",
            "--host-resolver-rules=MAP * ~NOTFOUND", $"--user-data-dir={Path.Combine(folder, "profile")}",
            .. isSandboxed ? Array.Empty<string>() : ["--no-sandbox"],
            "--no-pdf-header-footer", "--generate-pdf-document-outline", $"--print-to-pdf={made}", new Uri(page).AbsoluteUri,
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start) ?? throw new IOException("The browser did not start.");
        try
        {
            await Task.WhenAll(process.StandardOutput.ReadToEndAsync(cancel), process.StandardError.ReadToEndAsync(cancel), process.WaitForExitAsync(cancel));
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }
    }

    private void Remove(DirectoryInfo folder)
    {
        try
        {
            folder.Delete(recursive: true);
        }
        catch (IOException busy)
        {
            log.LogWarning(busy, "What the browser had to print stays in {Folder}", folder.FullName);
        }
    }

    private static string? Found() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(folder => Names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
}
