namespace Courses.Tests;

/// <summary>Where the sources lie, for tests that read them.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Courses.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("Courses.sln is not above the tests.");
        }

        return folder.FullName;
    }
}
