using System.Text.RegularExpressions;

namespace Courses.Tests.Architecture;

/// <summary>What holds for the pages as they are written.</summary>
public sealed class PageTests
{
    private static IEnumerable<string> Paths => new[] { "modules", "src" }
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cshtml", SearchOption.AllDirectories))
        .Select(path => Path.GetRelativePath(Repository.Root, path))
        .Where(path => !path.Split(Path.DirectorySeparatorChar).Intersect(["bin", "obj"]).Any());

    public static TheoryData<string> Pages => [.. Paths];

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_table_scrolls_in_its_own_place_and_its_headers_say_something(string page)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, page));
        Assert.DoesNotMatch(@"<th[^>]*></th>", text);
        Assert.Equal(Regex.Count(text, "<table"), Regex.Count(text, @"<wide-table[^\n]*>\s*<table"));
    }

    /// <summary>Arabic and Persian have a comma of their own: pages of newcomers put things beside each other with <c>Shown.List</c>.</summary>
    [Fact]
    public void What_newcomers_read_has_no_comma_of_other_languages_between_two_things()
    {
        var written = Paths.Where(page => Path.GetFileName(page).StartsWith("My", StringComparison.Ordinal))
            .SelectMany(page => File.ReadAllLines(Path.Combine(Repository.Root, page)).Select((line, at) => (Where: $"{page}:{at + 1}", Line: line)))
            .Where(one => Regex.IsMatch(one.Line, @"[\w)>\]], (@|<bdi|<text|<strong)|<text>, |Join\("", """, RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))).Select(one => one.Where);
        Assert.Equal([], written);
    }

    /// <summary>Pages of all modules lie under one root: of two that have one name, the first that is loaded hides the other, and nobody says so.</summary>
    [Fact]
    public void No_two_modules_have_a_page_of_one_name()
    {
        var places = Paths.Where(page => !Path.GetFileName(page).StartsWith("_View", StringComparison.Ordinal));
        var twice = places.GroupBy(page => page[page.IndexOf("Pages/", StringComparison.Ordinal)..], StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1).Select(same => string.Join(" and ", same));
        Assert.Empty(twice);
    }
}
