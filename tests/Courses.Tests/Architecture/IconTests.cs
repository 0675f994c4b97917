using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Courses.Tests.Architecture;

/// <summary>An icon that is named and not drawn is an empty place on the page, and nothing says so.</summary>
public sealed partial class IconTests
{
    private static readonly HashSet<string> Drawn = [.. XDocument.Load(Path.Combine(Repository.Root, "src/Courses.Web/wwwroot/icons.svg")).Root!.Elements().Select(symbol => symbol.Attribute("id")!.Value)];

    public static TheoryData<string> Files => [.. new[] { "modules", "src" }
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs*", SearchOption.AllDirectories))
        .Where(path => path.EndsWith(".cshtml", StringComparison.Ordinal) || path.EndsWith(".cs", StringComparison.Ordinal))
        .Select(path => Path.GetRelativePath(Repository.Root, path))
        .Where(path => !path.Split(Path.DirectorySeparatorChar).Intersect(["bin", "obj"]).Any() && NamesIn(Read(path)).Any())];

    [Theory]
    [MemberData(nameof(Files))]
    public void An_icon_that_is_named_is_drawn(string file) => Assert.Empty(NamesIn(Read(file)).Except(Drawn));

    [Fact]
    public void Names_are_found_in_pages_in_navigation_and_where_one_of_several_is_chosen()
    {
        Assert.Equal(["check"], NamesIn("""<p><icon name="check" /> Done</p>"""));
        Assert.Equal(["check", "clock"], NamesIn("""<icon name="@(step.State == StepState.Done ? "check" : "clock")" class="x" />"""));
        Assert.Equal(["flag"], NamesIn("""new NavigationItem("/activities", "nav.activities", "flag", 37, Roles.Coach)"""));
    }

    private static string Read(string path) => File.ReadAllText(Path.Combine(Repository.Root, path));

    private static IEnumerable<string> NamesIn(string text)
    {
        foreach (Match icon in Icon().Matches(text))
        {
            var name = icon.Groups["name"].Value;
            if (!name.StartsWith('@'))
            {
                yield return name;
            }

            foreach (Match chosen in Chosen().Matches(name))
            {
                yield return chosen.Groups["name"].Value;
            }
        }

        foreach (Match item in Navigation().Matches(text))
        {
            yield return item.Groups["name"].Value;
        }
    }

    [GeneratedRegex("""<icon name="(?<name>[^"@]+|@\([^<\n]*?\)|@[^"(][^"]*)"(?= |/|>)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Icon();

    /// <summary>What stands behind a question mark, a colon or an arrow.</summary>
    [GeneratedRegex("(\\?|:|=>) \"(?<name>[a-z-]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Chosen();

    [GeneratedRegex("new NavigationItem\\(\"[^\"]+\", \"[^\"]+\", \"(?<name>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Navigation();
}
