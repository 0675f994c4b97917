using System.Text.RegularExpressions;

namespace Courses.Tests;

/// <summary>What the README and the documents point at is there.</summary>
public sealed partial class DocumentLinksTests
{
    [Fact]
    public void Every_link_and_picture_leads_somewhere()
    {
        var documents = Directory.EnumerateFiles(Repository.Root, "*.md").Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories)).ToArray();
        var links = documents.SelectMany(document => Target().Matches(File.ReadAllText(document)).Select(match => (document, Target: match.Groups["target"].Value.Split('#')[0])))
            .Where(link => link.Target.Length > 0 && !link.Target.Contains(':', StringComparison.Ordinal)).ToArray();
        Assert.True(links.Length > 30, $"Only {links.Length} links were found.");
        Assert.Empty(links.Where(link => !Path.Exists(Path.Combine(Path.GetDirectoryName(link.document)!, link.Target))).Select(link => $"{Path.GetFileName(link.document)}: {link.Target}"));
    }

    [GeneratedRegex("""(\]\(|src=")(?<target>[^)"\s]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Target();
}
