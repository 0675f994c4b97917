using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;

namespace Courses.Tests.Architecture;

/// <summary>docs/architecture.md says who asks whom, and which files a fact and a euro pass through. Here it is compared with what was compiled.</summary>
public sealed partial class WhoAsksWhomTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs/architecture.md"));

    private static readonly string[] Modules = [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "modules"), "*.csproj", SearchOption.AllDirectories)
        .Select(project => Path.GetFileName(Path.GetDirectoryName(project)!)).Order(StringComparer.Ordinal)];

    private static readonly string[] Contracts = [.. Directory.EnumerateDirectories(Path.Combine(Repository.Root, "src/Courses.Contracts"))
        .Select(folder => Path.GetFileName(folder)).Where(name => Modules.Contains(name)).Order(StringComparer.Ordinal)];

    [Fact]
    public void The_page_shows_who_asks_whom()
    {
        var rows = Modules.Select(module => (module, Asked: AskedBy(module))).ToArray();
        Assert.True(rows.Sum(row => row.Asked.Count) > 20, "Hardly anybody asks anybody: the references were not read.");
        var table = string.Join('\n', rows.Select(row => $"| **{row.module}** | {string.Join(" | ", Contracts.Select(contract => contract == row.module ? "—" : row.Asked.Contains(contract) ? "●" : " "))} |"));
        var expected = $"| asks | {string.Join(" | ", Contracts)} |\n| --- |{string.Concat(Contracts.Select(_ => " :-: |"))}\n{table}\n";
        Assert.True(Page.Contains(expected, StringComparison.Ordinal), $"docs/architecture.md should say:\n{expected}");
    }

    [Fact]
    public void The_files_on_the_way_of_a_fact_and_of_a_euro_are_there()
    {
        var links = Link().Matches(Page).Select(match => match.Groups["target"].Value).ToArray();
        Assert.True(links.Length > 15, $"Only {links.Length} files are named.");
        Assert.All(links, link => Assert.True(Path.Exists(Path.Combine(Repository.Root, "docs", link)), $"{link} is not there."));
    }

    /// <summary>The modules whose contract's interfaces the compiled module speaks to.</summary>
    private static HashSet<string> AskedBy(string module)
    {
        using var stream = File.OpenRead(Assembly.Load($"Courses.{module}").Location);
        using var file = new PEReader(stream);
        var metadata = file.GetMetadataReader();
        return [.. metadata.TypeReferences.Select(metadata.GetTypeReference)
            .Select(type => (Space: metadata.GetString(type.Namespace), Name: metadata.GetString(type.Name)))
            .Where(type => type.Space.StartsWith("Courses.Contracts.", StringComparison.Ordinal) && type.Name is ['I', >= 'A' and <= 'Z', ..])
            .Select(type => type.Space.Split('.')[2])
            .Where(asked => asked != module)];
    }

    [GeneratedRegex("""\]\((?<target>\.\./[^)#\s]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();
}
