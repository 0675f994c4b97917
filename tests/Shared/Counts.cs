using System.Globalization;

namespace Courses.Tests.Shared;

/// <summary>What a long run counted, as plain lines on the terminal and in the file that COURSES_COUNTS names: a test runner swallows the former.</summary>
internal static class Counts
{
    public static void Write(string what, object count)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"{what}: {count}");
        Console.WriteLine(line);
        if (Environment.GetEnvironmentVariable("COURSES_COUNTS") is { Length: > 0 } file)
        {
            File.AppendAllText(file, line + Environment.NewLine);
        }
    }
}
