using System.Text.Json;
using System.Xml.Linq;

namespace Courses.Tests.Architecture;

/// <summary>What lies in the lock files: every package of the graph, also those that only another one asked for.</summary>
public sealed class PackageTests
{
    /// <summary>
    /// From which version on a package is without the fault: of what is in the graph, or comes with what a city may add. The restore does not ask the registry (NuGetAudit is off):
    /// many mirrors have no audit data, and a build must not be red on one day and green on the next.
    /// </summary>
    private static readonly Dictionary<string, (string Fixed, string Advisory)> Faulty = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Newtonsoft.Json"] = ("13.0.3", "GHSA-5crp-9r3c-p9vr"),
        ["Azure.Identity"] = ("1.11.4", "GHSA-m5vv-6r4h-3vj9"),
        ["Microsoft.Identity.Client"] = ("4.61.3", "GHSA-m5vv-6r4h-3vj9"),
        ["Microsoft.IdentityModel.JsonWebTokens"] = ("7.1.2", "GHSA-59j7-ghrg-fj52"),
        ["System.IdentityModel.Tokens.Jwt"] = ("7.1.2", "GHSA-59j7-ghrg-fj52"),
        ["Microsoft.Data.SqlClient"] = ("5.1.3", "GHSA-98g6-xh36-x2p7"),
        ["System.Data.SqlClient"] = ("4.8.6", "GHSA-98g6-xh36-x2p7"),
        ["Npgsql"] = ("8.0.3", "GHSA-x9vc-6hfv-hg8c"),
        ["MimeKit"] = ("4.7.1", "GHSA-gmc6-fwg3-75m5"),
        ["OpenTelemetry.Api"] = ("1.11.2", "GHSA-8785-wc3w-h8q6"),
        ["Microsoft.Extensions.Caching.Memory"] = ("8.0.1", "GHSA-qj66-m88j-hmgj"),
        ["System.Text.Json"] = ("8.0.5", "GHSA-8g4q-xg66-9fp4"),
        ["System.Text.RegularExpressions"] = ("4.3.1", "GHSA-cmhx-cq75-c4mj"),
        ["System.Net.Http"] = ("4.3.4", "GHSA-7jgj-8wvc-jh57"),
        ["System.Drawing.Common"] = ("5.0.3", "GHSA-rxg9-xrhp-64gj"),
        ["System.IO.Packaging"] = ("8.0.1", "GHSA-f32c-w444-8ppv"),
        ["System.Security.Cryptography.Pkcs"] = ("7.0.2", "GHSA-555c-2p6r-68mm"),
        ["System.Security.Cryptography.Xml"] = ("6.0.1", "GHSA-vh55-786g-wjwj"),
    };

    private static IEnumerable<string> LockFiles => Directory.EnumerateFiles(Repository.Root, "packages.lock.json", SearchOption.AllDirectories)
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    [Fact]
    public void No_package_has_a_fault_that_is_published()
    {
        var packages = LockFiles.SelectMany(file => Resolved(File.ReadAllText(file)).Select(package => (File: Path.GetRelativePath(Repository.Root, file), package.Name, package.Version))).ToList();
        Assert.Contains(packages, package => package.Name == "Npgsql");
        var faulty = packages.Where(package => IsFaulty(package.Name, package.Version)).Select(package => $"{package.File}: {package.Name} {package.Version}, {Faulty[package.Name].Advisory}");
        Assert.Empty(faulty);
    }

    [Fact]
    public void Each_version_that_is_pinned_is_used()
    {
        var used = LockFiles.SelectMany(file => Resolved(File.ReadAllText(file)).Select(package => package.Name)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var pinned = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Descendants("PackageVersion").Select(package => package.Attribute("Include")!.Value).ToList();
        Assert.Contains("Npgsql.EntityFrameworkCore.PostgreSQL", pinned);
        Assert.All(pinned, name => Assert.Contains(name, used));
    }

    /// <summary>What Hangfire would bring when nobody pinned a newer one.</summary>
    [Fact]
    public void A_package_with_a_fault_is_found()
    {
        var found = Resolved("""{ "version": 2, "dependencies": { "net10.0": { "Newtonsoft.Json": { "type": "Transitive", "resolved": "11.0.1" }, "Courses.Web": { "type": "Project" } } } }""");
        Assert.Equal([("Newtonsoft.Json", "11.0.1")], found);
        Assert.True(IsFaulty("Newtonsoft.Json", "11.0.1"));
        Assert.False(IsFaulty("Newtonsoft.Json", "13.0.3"));
    }

    /// <summary>A package that is taken out of the graph by hand, or a project that stands in for one, is missed by nobody until it is called.</summary>
    [Fact]
    public void Nothing_is_pruned_by_hand_and_nothing_stands_in_for_a_package()
    {
        var word = "Prune" + "PackageReference";
        var projects = new[] { "*.csproj", "*.props", "*.targets" }.SelectMany(kind => Directory.EnumerateFiles(Repository.Root, kind, SearchOption.AllDirectories))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(projects);
        Assert.DoesNotContain(projects, file => File.ReadAllText(file).Contains(word, StringComparison.Ordinal));

        // A stand-in has the name of what it replaces.
        Assert.All(projects.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal)), file => Assert.StartsWith("Courses.", Path.GetFileName(file), StringComparison.Ordinal));
    }

    private static bool IsFaulty(string name, string version) =>
        Faulty.TryGetValue(name, out var fault) && Version.Parse(version.Split('-')[0]) < Version.Parse(fault.Fixed);

    private static List<(string Name, string Version)> Resolved(string lockFile)
    {
        using var json = JsonDocument.Parse(lockFile);
        return [.. json.RootElement.GetProperty("dependencies").EnumerateObject().SelectMany(framework => framework.Value.EnumerateObject())
            .Where(package => package.Value.TryGetProperty("resolved", out _))
            .Select(package => (package.Name, package.Value.GetProperty("resolved").GetString()!))];
    }
}
