using System.Text.RegularExpressions;
using System.Xml.Linq;
using Courses.Platform.Languages;

namespace Courses.Tests.Words;

/// <summary>Every sentence exists in every language its readers need, with the same blanks to fill, and every refusal has one.</summary>
public sealed partial class WordsTests
{
    private static readonly string[] NewcomerLanguages = ["de", "lv", "uk", "ru", "ar", "fa", "tr"];
    private static readonly string[] StaffLanguages = ["de", "lv"];

    private static readonly string[] FileNames =
        [.. Directory.EnumerateFiles(Repository.Root, "*.resx", SearchOption.AllDirectories)
            .Where(file => file.EndsWith("/Newcomer.resx", StringComparison.Ordinal) || file.EndsWith("/Staff.resx", StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(Repository.Root, file)).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Files => [.. FileNames];

    [Theory]
    [MemberData(nameof(Files))]
    public void Is_complete_in_every_language(string file)
    {
        var english = Sentences(file);
        Assert.NotEmpty(english);
        foreach (var language in file.EndsWith("Newcomer.resx", StringComparison.Ordinal) ? NewcomerLanguages : StaffLanguages)
        {
            var translated = Sentences(file.Replace(".resx", $".{language}.resx", StringComparison.Ordinal));
            Assert.True(english.Keys.ToHashSet(StringComparer.Ordinal).SetEquals(translated.Keys), $"{file} and {language} differ in: {string.Join(", ", english.Keys.Except(translated.Keys).Concat(translated.Keys.Except(english.Keys)))}");
            foreach (var (key, sentence) in english)
            {
                Assert.False(string.IsNullOrWhiteSpace(translated[key]), $"{file} {language} {key} is empty.");
                Assert.True(Blanks(sentence).SetEquals(Blanks(translated[key])), $"{file} {language} {key} fills other blanks than English: {translated[key]}");
            }
        }
    }

    [Fact]
    public void What_counts_has_all_forms_of_its_language()
    {
        var counted = 0;
        foreach (var file in FileNames)
        {
            foreach (var language in (file.EndsWith("Newcomer.resx", StringComparison.Ordinal) ? NewcomerLanguages : StaffLanguages).Prepend("en"))
            {
                foreach (var (key, sentence) in Sentences(language == "en" ? file : file.Replace(".resx", $".{language}.resx", StringComparison.Ordinal)))
                {
                    foreach (var forms in Forms().Matches(sentence).Select(match => match.Groups["forms"].Value.Split('|')))
                    {
                        counted++;
                        Assert.True(forms.Length == Counting.FormsOf(language) && forms.All(form => form.Length > 0), $"{file} {language} {key} needs {Counting.FormsOf(language)} forms: {sentence}");
                    }
                }
            }
        }

        Assert.True(counted > 100, $"Only {counted} places count.");
    }

    /// <summary>One kind of digits: on the clock, on the letter, on the ticket and on the phone.</summary>
    [Fact]
    public void Digits_are_the_same_in_every_language()
    {
        var own = Directory.EnumerateFiles(Repository.Root, "Newcomer*.resx", SearchOption.AllDirectories)
            .SelectMany(file => File.ReadLines(file).Where(line => line.Any(character => char.IsDigit(character) && !char.IsAsciiDigit(character))).Select(line => $"{Path.GetFileName(file)}: {line.Trim()}"));
        Assert.Empty(own);
    }

    [Fact]
    public void No_key_is_written_twice()
    {
        var keys = FileNames.SelectMany(file => Sentences(file).Keys.Select(key => (key, file)));
        var twice = keys.GroupBy(one => one.key, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => $"{group.Key} in {string.Join(" and ", group.Select(one => one.file))}");
        Assert.Empty(twice);
    }

    [Fact]
    public void Every_refusal_has_a_sentence()
    {
        var imports = Directory.EnumerateFiles(Repository.Root, "Imports.resx", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Repository.Root, file));
        var known = FileNames.Concat(imports).SelectMany(file => Sentences(file).Keys).ToHashSet(StringComparer.Ordinal);
        var codes = Directory.EnumerateFiles(Repository.Root, "*.cs", SearchOption.AllDirectories)
            .Where(file => (file.Contains("/modules/", StringComparison.Ordinal) || file.Contains("/src/", StringComparison.Ordinal)) && !file.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(file => RefusalCode().Matches(File.ReadAllText(file)).Select(match => (code: match.Groups["code"].Value, file)))
            .ToArray();
        Assert.NotEmpty(codes);
        Assert.Empty(codes.Where(one => !known.Contains(one.code)).Select(one => $"{one.code} ({Path.GetFileName(one.file)})"));
    }

    private static Dictionary<string, string> Sentences(string file) =>
        XDocument.Load(Path.Combine(Repository.Root, file)).Root!.Elements("data").ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value, StringComparer.Ordinal);

    private static HashSet<string> Blanks(string sentence) => Blank().Matches(sentence).Select(match => match.Groups["number"].Value).ToHashSet(StringComparer.Ordinal);

    [GeneratedRegex(@"\{(?<number>\d+)[^}]*\}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Blank();

    [GeneratedRegex(@"\{\d+:p\|(?<forms>[^}]*)\}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Forms();

    [GeneratedRegex("""new(?: RuleBroken| Refusal)?\(\s*"(?<code>[a-z][a-z-]*\.[a-z.-]+)""" + "\"", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex RefusalCode();
}
