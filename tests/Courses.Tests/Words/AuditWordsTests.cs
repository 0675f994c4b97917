using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Courses.Tests.Words;

public sealed partial class AuditWordsTests
{
    /// <summary>The trail speaks in words: whoever records a new act writes what it is called.</summary>
    [Fact]
    public void Every_act_of_the_trail_has_words()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(Repository.Root, "modules"), "*.cs", SearchOption.AllDirectories).Where(file => !file.Contains("/obj/", StringComparison.Ordinal)).Select(File.ReadAllText);
        var acts = sources.SelectMany(source => Recorded().Matches(source).SelectMany(match => match.Groups["act"].Captures.Select(capture => capture.Value))).Distinct().Order(StringComparer.Ordinal).ToArray();
        Assert.InRange(acts.Length, 40, 200);
        foreach (var file in new[] { "Staff.resx", "Staff.de.resx", "Staff.lv.resx" })
        {
            var known = XDocument.Load(Path.Combine(Repository.Root, "modules", "Access", "Words", file)).Descendants("data").Select(data => data.Attribute("name")!.Value).ToHashSet();
            Assert.DoesNotContain(acts, act => !known.Contains("audit.act." + act));
        }
    }

    [GeneratedRegex("""Record\((?:[^()"]*\? "(?<act>[a-z-]+\.[a-z-]+)" : )?"(?<act>[a-z-]+\.[a-z-]+)["]""", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Recorded();
}
