using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace Courses.Platform.Languages;

/// <summary>A sentence in a translator's file: as it was in English, what the translator made of it (empty when nothing yet), and whether the translator stands by it.</summary>
public sealed record TranslatedSentence(string English, string Said, bool IsSure);

/// <summary>
/// A language beside the shipped ones, out of one file that a translator fills in. It is XLIFF 1.2, which the usual programs for translators open. docs/languages.md.
/// </summary>
public sealed partial class TranslationFile
{
    private const int LargestFile = 20 * 1024 * 1024;
    private static readonly XNamespace Xliff = "urn:oasis:names:tc:xliff:document:1.2";

    private TranslationFile(Language language, IReadOnlyDictionary<string, TranslatedSentence> sentences) => (Language, Sentences) = (language, sentences);

    public Language Language { get; }

    public IReadOnlyDictionary<string, TranslatedSentence> Sentences { get; }

    /// <summary>A file in which nothing is translated yet.</summary>
    /// <exception cref="InvalidDataException">There is no such language, or it is shipped.</exception>
    public static TranslationFile EmptyOf(string code) => new(LanguageOf(code), new Dictionary<string, TranslatedSentence>());

    /// <exception cref="InvalidDataException">It is no file of translations; the message says what to do.</exception>
    public static TranslationFile Read(string path)
    {
        var name = Path.GetFileName(path);
        if (new FileInfo(path).Length > LargestFile)
        {
            throw new InvalidDataException($"{name} is larger than {LargestFile / 1024 / 1024} MB, which no translation of these sentences is.");
        }

        try
        {
            using var reader = XmlReader.Create(path, new() { DtdProcessing = DtdProcessing.Prohibit });
            var file = XDocument.Load(reader, LoadOptions.PreserveWhitespace).Root?.Element(Xliff + "file")
                ?? throw new InvalidDataException($"{name} is no XLIFF 1.2: let `Courses.Web words {name}` write a new file, and translate that.");
            var sentences = new Dictionary<string, TranslatedSentence>(StringComparer.Ordinal);
            foreach (var unit in file.Descendants(Xliff + "trans-unit"))
            {
                var target = unit.Element(Xliff + "target");
                var state = target?.Attribute("state")?.Value ?? "";
                sentences[unit.Attribute("id")?.Value ?? ""] = new(unit.Element(Xliff + "source")?.Value ?? "", target?.Value ?? "", state != "new" && !state.StartsWith("needs-", StringComparison.Ordinal));
            }

            return new(LanguageOf(file.Attribute("target-language")?.Value ?? ""), sentences);
        }
        catch (XmlException error)
        {
            throw new InvalidDataException($"{name} cannot be read: {error.Message}", error);
        }
    }

    /// <summary>Every file of a folder, in the order of their names; what is wrong with one keeps only its own language away.</summary>
    public static IReadOnlyList<TranslationFile> ReadAll(string folder, Action<string> complain)
    {
        var read = new List<TranslationFile>();
        if (!Directory.Exists(folder))
        {
            complain($"There is no folder {folder}.");
            return read;
        }

        foreach (var path in Directory.EnumerateFiles(folder, "*.xlf").Order(StringComparer.Ordinal))
        {
            try
            {
                var file = Read(path);
                if (read.Exists(other => other.Language.Code == file.Language.Code))
                {
                    complain($"{Path.GetFileName(path)} is the second file for {file.Language.OwnName}.");
                }
                else
                {
                    read.Add(file);
                }
            }
            catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
            {
                complain(error.Message);
            }
        }

        return read;
    }

    /// <summary>Writes the file anew with the product's sentences of today. What was translated stays; where the English changed meanwhile, or blanks are lost, the translator is asked to look again.</summary>
    public void Write(string path, IReadOnlyList<(string Key, string English, string German)> today)
    {
        var units = today.Select(sentence =>
        {
            var unit = new XElement(Xliff + "trans-unit", new XAttribute("id", sentence.Key), new XAttribute(XNamespace.Xml + "space", "preserve"), new XElement(Xliff + "source", sentence.English));
            if (Sentences.TryGetValue(sentence.Key, out var one) && one.Said.Length > 0)
            {
                unit.Add(new XElement(Xliff + "target", new XAttribute("state", Takes(sentence.English, one) ? "translated" : "needs-review-translation"), one.Said));
            }

            unit.Add(new XElement(Xliff + "note", new XAttribute("from", "Deutsch"), sentence.German));
            return unit;
        });
        var document = new XDocument(new XElement(
            Xliff + "xliff",
            new XAttribute("version", "1.2"),
            new XElement(
                Xliff + "file",
                new XAttribute("original", "Courses"),
                new XAttribute("source-language", "en"),
                new XAttribute("target-language", Language.Code),
                new XAttribute("datatype", "plaintext"),
                new XElement(Xliff + "header", new XElement(Xliff + "note", HowToCount())),
                new XElement(Xliff + "body", units))));
        var beside = path + ".new";
        document.Save(beside);
        File.Move(beside, path, overwrite: true);
    }

    /// <summary>May this be said instead of the English sentence of today: same English, same blanks, all forms of what is counted?</summary>
    public bool Takes(string english, TranslatedSentence one) => one.IsSure && one.English == english && Fits(english, one.Said);

    private bool Fits(string english, string said)
    {
        if (string.IsNullOrWhiteSpace(said) || !BlanksOf(english).SetEquals(BlanksOf(said)))
        {
            return false;
        }

        if (BlanksOf(english) is not { Count: > 0 } blanks)
        {
            return true;
        }

        try
        {
            _ = string.Format(new Counting(Language.Culture), said, [.. Enumerable.Range(0, blanks.Max() + 1).Select(number => (object)number)]);
        }
        catch (FormatException)
        {
            return false;
        }

        return Forms().Matches(said).All(match => match.Groups["forms"].Value.Split('|') is var forms && forms.Length == Counting.FormsOf(Language.Code) && !Array.Exists(forms, form => form.Length == 0));
    }

    private string HowToCount()
    {
        var numbers = Enumerable.Range(0, 31).Concat([100, 101, 111, 1000]).GroupBy(number => Counting.FormOf(Language.Code, number)).OrderBy(group => group.Key).Select(group => string.Join(", ", group.Take(8)));
        return $"Keep what stands in braces. '{{0:p|# hour|# hours}}' says '1 hour' and '2 hours'; in this language it needs {string.Join(" | ", numbers.Select(group => $"a form for {group}"))}. What has no translation is read in English.";
    }

    private static Language LanguageOf(string code)
    {
        if (Language.Shipped.Any(language => language.Code == code))
        {
            throw new InvalidDataException($"'{code}' is a language that Courses speaks already.");
        }

        if (!Code().IsMatch(code) || !Array.Exists(CultureInfo.GetCultures(CultureTypes.NeutralCultures), culture => culture.Name == code))
        {
            throw new InvalidDataException($"'{code}' is no code of a language: it has two or three letters by ISO 639, as 'fr' or 'ckb' (in `target-language`, and the name of a new file).");
        }

        return new(code, Shown.LanguageName(code), CultureInfo.GetCultureInfo(code).TextInfo.IsRightToLeft);
    }

    private static HashSet<int> BlanksOf(string sentence) => [.. Blank().Matches(sentence).Select(match => int.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture))];

    [GeneratedRegex("^[a-z]{2,3}$", RegexOptions.NonBacktracking)]
    private static partial Regex Code();

    [GeneratedRegex(@"\{(?<number>[0-9]{1,3})[^}]*\}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Blank();

    [GeneratedRegex(@"\{[0-9]+:p\|(?<forms>[^}]*)\}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Forms();
}
