using System.Text.RegularExpressions;

namespace Courses.Tests.Architecture;

/// <summary>What holds for the pages as they are written.</summary>
public sealed class PageTests
{
    public static TheoryData<string> Pages =>
        [.. new[] { "modules", "src" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cshtml", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Repository.Root, path))
            .Where(path => !path.Split(Path.DirectorySeparatorChar).Intersect(["bin", "obj"]).Any())];

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_table_scrolls_in_its_own_place_and_its_headers_say_something(string page)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, page));
        Assert.DoesNotMatch(@"<th[^>]*></th>", text);
        Assert.Equal(Regex.Count(text, "<table"), Regex.Count(text, @"<wide-table[^\n]*>\s*<table"));
    }
}
