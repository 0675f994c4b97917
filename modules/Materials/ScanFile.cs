using System.ComponentModel;
using System.Diagnostics;
using Courses.Platform.Errors;
using Microsoft.Extensions.Logging;

namespace Courses.Materials;

/// <summary>
/// Asks the city's virus scanner: a program that gets the file on its standard input and ends with 0 for clean and 1 for not, as clamdscan does. Where it ends otherwise, not at all or not in time, the file is not taken:
/// nobody knows what is in it.
/// </summary>
internal sealed class ScanFile(FileLimits limits, ILogger<ScanFile> log)
{
    /// <summary>Broken rules: <c>material.file-infected</c>, <c>material.scan-failed</c>.</summary>
    public async Task MustBeClean(byte[] content, CancellationToken cancel)
    {
        if (limits.Scanner is not [var program, .. var arguments])
        {
            return;
        }

        var ended = await Ask(program, arguments, content, cancel);
        if (ended == 1)
        {
            log.LogWarning("The scanner refused a file");
            throw new RuleBroken("material.file-infected");
        }

        if (ended != 0)
        {
            log.LogError("The scanner ended with {Code}", ended);
            throw new RuleBroken("material.scan-failed");
        }
    }

    /// <summary>Null where it did not come to an end of its own.</summary>
    private async Task<int?> Ask(string program, string[] arguments, byte[] content, CancellationToken cancel)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        time.CancelAfter(limits.ScanTime);
        try
        {
            var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
            using var process = Process.Start(start) ?? throw new IOException("The scanner did not start.");
            try
            {
                await Task.WhenAll(Give(process, content, time.Token), process.StandardOutput.ReadToEndAsync(time.Token), process.StandardError.ReadToEndAsync(time.Token), process.WaitForExitAsync(time.Token));
                return process.ExitCode;
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
        catch (Exception failed) when (failed is OperationCanceledException or Win32Exception or IOException or InvalidOperationException && !cancel.IsCancellationRequested)
        {
            log.LogError(failed, "The scanner did not answer");
            return null;
        }
    }

    /// <summary>A scanner that has seen enough closes its end: how it ended says the rest.</summary>
    private static async Task Give(Process process, byte[] content, CancellationToken cancel)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(content, cancel);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It says so by its exit code.
        }
    }
}
