using System.Xml.Linq;
using Courses.Platform;
using Courses.Platform.Languages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using ProductWords = Courses.Platform.Languages.Words;

namespace Courses.Tests.Words;

/// <summary>A language from one file: what a translator wrote is said, what does not fit any more is read in English, and nothing that was translated is lost.</summary>
public sealed class TranslationFileTests : IDisposable
{
    private static readonly XNamespace Xliff = "urn:oasis:names:tc:xliff:document:1.2";

    private static readonly (string, string, string)[] Today =
    [
        ("hello", "Hello, {0}", "Guten Tag, {0}"),
        ("hours", "Come to {0:p|# more hour|# more hours}.", "Kommen Sie noch {0:p|# Stunde|# Stunden}."),
        ("back", "Back", "Zurück"),
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("courses-words-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_new_file_has_every_sentence_its_german_and_how_the_language_counts()
    {
        var path = Written("pl");
        var file = XDocument.Load(path).Root!.Element(Xliff + "file")!;
        Assert.Equal(("en", "pl"), (file.Attribute("source-language")!.Value, file.Attribute("target-language")!.Value));
        Assert.Equal(Today, file.Descendants(Xliff + "trans-unit").Select(unit => (unit.Attribute("id")!.Value, unit.Element(Xliff + "source")!.Value, unit.Element(Xliff + "note")!.Value)));
        Assert.Contains("a form for 1 | a form for 2, 3, 4, 22, 23, 24 | a form for 0, 5, 6, 7, 8, 9, 10, 11", file.Element(Xliff + "header")!.Value, StringComparison.Ordinal);
        var read = TranslationFile.Read(path);
        Assert.Equal(("pl", "Polski", false), (read.Language.Code, read.Language.OwnName, read.Language.RightToLeft));
        Assert.All(read.Sentences.Values, one => Assert.Equal("", one.Said));
    }

    [Theory]
    [InlineData("hello", "Bonjour, {0}", null, true)]
    [InlineData("hello", "Bonjour", null, false)]
    [InlineData("hello", "Bonjour, {1}", null, false)]
    [InlineData("hello", "Bonjour, {0", null, false)]
    [InlineData("hello", "  ", null, false)]
    [InlineData("hello", "Bonjour, {0}", "needs-review-translation", false)]
    [InlineData("hello", "Bonjour, {0}", "new", false)]
    [InlineData("hello", "Bonjour, {0}", "final", true)]
    [InlineData("hours", "Venez {0:p|# heure|# heures} de plus.", null, true)]
    [InlineData("hours", "Venez {0:p|# heure} de plus.", null, false)]
    [InlineData("hours", "Venez {0:p|# heure|} de plus.", null, false)]
    [InlineData("hours", "Venez {0} h de plus.", null, true)]
    [InlineData("back", "Retour", null, true)]
    public void What_fits_is_said(string key, string said, string? state, bool isSaid)
    {
        var file = TranslationFile.Read(Translated("fr", key, said, state));
        Assert.Equal(isSaid, file.Takes(Today.Single(one => one.Item1 == key).Item2, file.Sentences[key]));
    }

    [Fact]
    public void Where_the_english_changed_the_translator_looks_again_and_nothing_is_lost()
    {
        var path = Translated("fr", "hello", "Bonjour, {0}", null);
        (string, string, string)[] tomorrow = [("hello", "Welcome, {0}", "Willkommen, {0}"), .. Today[1..], ("new", "New", "Neu")];
        Assert.False(TranslationFile.Read(path).Takes("Welcome, {0}", TranslationFile.Read(path).Sentences["hello"]));

        TranslationFile.Read(path).Write(path, tomorrow);
        Assert.Equal(new TranslatedSentence("Welcome, {0}", "Bonjour, {0}", IsSure: false), TranslationFile.Read(path).Sentences["hello"]);
        Assert.Equal(["hello", "hours", "back", "new"], TranslationFile.Read(path).Sentences.Keys);

        // The translator says that it is still right.
        var again = Translated("fr", "hello", "Bienvenue, {0}", null, tomorrow);
        Assert.True(TranslationFile.Read(again).Takes("Welcome, {0}", TranslationFile.Read(again).Sentences["hello"]));
    }

    [Fact]
    public void One_file_that_cannot_be_read_keeps_only_its_own_language_away()
    {
        Written("fr");
        File.Copy(Path.Combine(folder, "fr.xlf"), Path.Combine(folder, "fr-again.xlf"));
        Write("de.xlf", Document("de"));
        Write("zz.xlf", Document("zz"));
        Write("upper.xlf", Document("FR"));
        Write("broken.xlf", "<xliff");
        Write("other.xlf", "<other/>");
        Write("typed.xlf", "<!DOCTYPE xliff [<!ENTITY a \"b\">]>" + Document("so"));
        Write("empty.xlf", "");
        Write("notes.txt", "no translation");
        var complaints = new List<string>();
        var read = TranslationFile.ReadAll(folder, complaints.Add);
        Assert.Equal(["fr"], read.Select(file => file.Language.Code));
        Assert.Equal(8, complaints.Count);
        Assert.Contains(complaints, said => said == "'de' is a language that Courses speaks already.");
        Assert.Contains(complaints, said => said.StartsWith("'zz' is no code of a language", StringComparison.Ordinal));
        Assert.Contains(complaints, said => said == "fr.xlf is the second file for Français.");

        complaints.Clear();
        Assert.Empty(TranslationFile.ReadAll(Path.Combine(folder, "nowhere"), complaints.Add));
        Assert.Single(complaints);
    }

    /// <summary>The product's own sentences: those that are translated count as the new language does, the others as English does.</summary>
    [Fact]
    public void A_translation_is_said_and_the_rest_is_read_in_english()
    {
        var services = new ServiceCollection().AddWords(typeof(PlatformRegistration)).BuildServiceProvider();
        var lists = services.GetServices<WordList>().ToArray();
        var plain = new ProductWords(lists, new([], []), NullLogger<ProductWords>.Instance);
        var counted = plain.ForNewcomers.First(sentence => sentence.English.Contains("{0", StringComparison.Ordinal) && !sentence.English.Contains("{1", StringComparison.Ordinal));
        var other = plain.ForNewcomers.First(sentence => !sentence.English.Contains('{', StringComparison.Ordinal));
        var path = Path.Combine(folder, "so.xlf");
        TranslationFile.EmptyOf("so").Write(path, [.. plain.ForNewcomers]);
        Fill(path, counted.Key, "Tijaabo {0}", null);

        var words = new ProductWords(lists, new([TranslationFile.Read(path)], []), NullLogger<ProductWords>.Instance);
        var somali = TranslationFile.Read(path).Language.Culture;
        Assert.Equal("Tijaabo 7", words.In(somali, counted.Key, 7));
        Assert.Equal(other.English, words.In(somali, other.Key));
        Assert.Equal(other.German, words.In(Language.Of("de").Culture, other.Key));
    }

    private string Written(string code)
    {
        var path = Path.Combine(folder, code + ".xlf");
        TranslationFile.EmptyOf(code).Write(path, Today);
        return path;
    }

    private string Translated(string code, string key, string said, string? state, (string, string, string)[]? sentences = null)
    {
        var path = Path.Combine(folder, code + ".xlf");
        TranslationFile.EmptyOf(code).Write(path, sentences ?? Today);
        Fill(path, key, said, state);
        return path;
    }

    private static void Fill(string path, string key, string said, string? state)
    {
        var document = XDocument.Load(path);
        var source = document.Descendants(Xliff + "trans-unit").Single(unit => unit.Attribute("id")!.Value == key).Element(Xliff + "source")!;
        source.AddAfterSelf(new XElement(Xliff + "target", state is null ? null : new XAttribute("state", state), said));
        document.Save(path);
    }

    private static string Document(string code) => $"<xliff version=\"1.2\" xmlns=\"{Xliff}\"><file target-language=\"{code}\"><body/></file></xliff>";

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(folder, name), text);
}
