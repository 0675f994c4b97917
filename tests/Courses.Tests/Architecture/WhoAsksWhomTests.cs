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

    /// <summary>An arrow of a frame stands for one of each room in it.</summary>
    [Fact]
    public void The_arrows_of_the_picture_are_the_references_of_what_was_compiled()
    {
        var drawn = Arrow().Matches(Picture).SelectMany(arrow => RoomsOf(arrow.Groups["from"].Value).SelectMany(from => RoomsOf(arrow.Groups["to"].Value).Select(to => $"{from} > {to}")))
            .ToHashSet(StringComparer.Ordinal);
        var parts = Modules.Concat(["Web", "Contracts", "OData", "Platform"]).ToArray();
        var built = parts.SelectMany(part => Assembly.Load($"Courses.{part}").GetReferencedAssemblies()
                .Select(to => to.Name!).Where(to => parts.Contains(to.Replace("Courses.", "", StringComparison.Ordinal)))
                .Select(to => $"{RoomOf(part)} > {RoomOf(to["Courses.".Length..])}"))
            .ToHashSet(StringComparer.Ordinal);
        Assert.True(drawn.SetEquals(built), $"Only drawn: {string.Join(", ", drawn.Except(built))}. Only built: {string.Join(", ", built.Except(drawn))}.");
        Assert.Equal(Modules, RoomsOf("modules").SelectMany(NamesIn).Order(StringComparer.Ordinal));
    }

    private static string Picture => Page[Page.IndexOf("```mermaid", StringComparison.Ordinal)..Page.IndexOf("## Who asks whom", StringComparison.Ordinal)];

    /// <summary>Who live in a room of the picture.</summary>
    private static string[] NamesIn(string room) => Room().Matches(Picture).Single(found => found.Groups["room"].Value == room).Groups["text"].Value.Split("<br>");

    private static string[] RoomsOf(string room) => room switch
    {
        "modules" => ["who", "when", "money", "look"],
        "people" or "tools" or "engines" => [],
        _ => [room],
    };

    private static string RoomOf(string part) => part switch
    {
        "Web" => "web",
        "Contracts" => "contracts",
        "OData" => "odata",
        "Platform" => "platform",
        _ => RoomsOf("modules").Single(room => NamesIn(room).Contains(part)),
    };

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

    [GeneratedRegex("""^ *(?<from>[a-z]+) (?:-->|-- "[^"]+" -->) (?<to>[a-z]+)""", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Arrow();

    [GeneratedRegex("""\b(?<room>[a-z]+)\["(?<text>[^"]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Room();

    [GeneratedRegex("""\]\((?<target>\.\./[^)#\s]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();
}
