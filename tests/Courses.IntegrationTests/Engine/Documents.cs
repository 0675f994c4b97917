namespace Courses.IntegrationTests.Engine;

/// <summary>Where the documents lie, for tests that hold them true.</summary>
internal static class Documents
{
    public static string PathOf(params string[] parts)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Courses.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("Courses.sln is not above the tests.");
        }

        return Path.Combine([folder.FullName, .. parts]);
    }
}
