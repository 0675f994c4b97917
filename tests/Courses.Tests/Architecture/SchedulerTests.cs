using System.Text.RegularExpressions;

namespace Courses.Tests.Architecture;

public sealed class SchedulerTests
{
    [Fact]
    public void Only_one_small_place_names_the_scheduler()
    {
        var allowed = new[] { "src/Courses.Platform/Jobs/Scheduling/", "src/Courses.Platform/Database/IEngine.cs", "src/Courses.Platform/Database/PostgreSql.cs", "src/Courses.Platform/Database/SqlServer.cs" };
        var naming = new[] { "src", "modules", "tools" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .Where(file => Regex.IsMatch(File.ReadAllText(Path.Combine(Repository.Root, file)), @"\bHangfire\s*[.;]", RegexOptions.None, TimeSpan.FromSeconds(1)))
            .ToArray();
        Assert.NotEmpty(naming);
        Assert.DoesNotContain(naming, file => !allowed.Any(place => file.StartsWith(place, StringComparison.Ordinal)));
    }
}
