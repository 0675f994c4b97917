using Microsoft.Extensions.Configuration;

namespace Courses.Materials;

/// <summary>How large a file may be, and where it goes.</summary>
internal sealed class FileLimits(IConfiguration settings)
{
    /// <summary>What a page takes, so that it can say of a file which is too big that it is, with all that was typed still there.</summary>
    public const long MostBytesOfARequest = 128L << 20;

    private const int MostMegabytes = 100;

    public int Megabytes { get; } = Math.Clamp(settings.GetValue("COURSES_FILE_MB", 20), 1, MostMegabytes);

    public long Bytes => (long)Megabytes << 20;

    /// <summary>Null for the database.</summary>
    public string? Folder { get; } = settings["COURSES_FILES"] is { Length: > 0 } folder ? Path.GetFullPath(folder) : null;

    /// <summary>The program that looks at a file, with its arguments; empty for none.</summary>
    public string[] Scanner { get; } = (settings["COURSES_SCAN"] ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public TimeSpan ScanTime { get; } = TimeSpan.FromSeconds(Math.Clamp(settings.GetValue("COURSES_SCAN_SECONDS", 60), 1, 600));
}
