using System.Diagnostics;
using System.Reflection;
using System.Xml.Linq;

namespace Courses.Tests.Architecture;

public sealed class WallTests
{
    private static readonly string[] ModuleNames = [.. Directory.EnumerateDirectories(Path.Combine(Repository.Root, "modules")).Where(folder => Directory.EnumerateFiles(folder, "*.csproj").Any()).Select(folder => Path.GetFileName(folder)!)];

    public static TheoryData<string> Modules => [.. ModuleNames];

    [Theory]
    [MemberData(nameof(Modules))]
    public void A_module_shows_only_how_to_add_and_map_it(string module)
    {
        var assembly = Assembly.Load($"Courses.{module}");
        var visible = assembly.GetExportedTypes().Where(type => !type.Namespace!.StartsWith("AspNetCoreGeneratedDocument", StringComparison.Ordinal)).ToArray();
        var only = Assert.Single(visible);
        Assert.Equal($"{module}Module", only.Name);
        Assert.All(only.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly), method => Assert.Contains(method.Name, new[] { $"Add{module}", $"Map{module}" }));
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public void A_module_refers_to_no_other_module(string module) =>
        Assert.DoesNotContain(Assembly.Load($"Courses.{module}").GetReferencedAssemblies(), reference => ModuleNames.Any(other => reference.Name == $"Courses.{other}"));

    [Fact]
    public void Contracts_reference_nothing()
    {
        var project = XDocument.Load(Path.Combine(Repository.Root, "src/Courses.Contracts/Courses.Contracts.csproj"));
        Assert.Empty(project.Descendants("PackageReference"));
        Assert.Empty(project.Descendants("ProjectReference"));
    }

    [Fact]
    public async Task The_build_fails_when_a_module_references_another()
    {
        // The canary of the wall: a module with a forbidden reference, under the rules of the others; elsewhere, since other tests read the sources at the same time.
        var root = Directory.CreateTempSubdirectory("courses-wall-").FullName;
        var folder = Path.Combine(root, "modules", "Canary");
        Directory.CreateDirectory(folder);
        foreach (var rules in new[] { "", "modules" }.SelectMany(of => Directory.EnumerateFiles(Path.Combine(Repository.Root, of), "Directory.*")))
        {
            File.Copy(rules, Path.Combine(root, Path.GetRelativePath(Repository.Root, rules)));
        }

        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "Canary.csproj"), """<Project Sdk="Microsoft.NET.Sdk.Razor"><ItemGroup><ProjectReference Include="../Vouchers/Courses.Vouchers.csproj" /></ItemGroup></Project>""");
            using var build = Process.Start(new ProcessStartInfo("dotnet", ["msbuild", Path.Combine(folder, "Canary.csproj"), "-t:ModulesNeverReferenceEachOther", "-nologo"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
            var output = await build.StandardOutput.ReadToEndAsync();
            await build.WaitForExitAsync();
            Assert.NotEqual(0, build.ExitCode);
            Assert.Contains("WALL001", output, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }
}
