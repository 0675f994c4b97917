using System.Collections.Frozen;
using System.Globalization;
using System.Resources;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Courses.Platform.Languages;

/// <summary>One resource file of a module, with its translations in the satellite assemblies.</summary>
public sealed record WordList(ResourceManager Resources, bool ForNewcomers)
{
    /// <summary>Its sentences in English.</summary>
    public IEnumerable<KeyValuePair<string, string>> InEnglish =>
        Resources.GetResourceSet(CultureInfo.InvariantCulture, createIfNotExists: true, tryParents: false)!.Cast<System.Collections.DictionaryEntry>().Select(entry => KeyValuePair.Create((string)entry.Key, (string)entry.Value!));
}

/// <summary>
/// Every sentence that people read, by its key, in the language of the current culture or the one named.
/// A key that nobody wrote is shown as it is; a test finds it first.
/// </summary>
public sealed partial class Words
{
    private readonly WordList[] lists;
    private readonly Dictionary<string, FrozenDictionary<string, string>> added = new(StringComparer.Ordinal);

    public Words(IEnumerable<WordList> lists, Translations translations, ILogger<Words> log)
    {
        this.lists = [.. lists];
        foreach (var complaint in translations.Complaints)
        {
            LogComplaint(log, complaint);
        }

        foreach (var file in translations.Files)
        {
            var english = ForNewcomers.ToArray();
            var said = english.Where(sentence => file.Sentences.TryGetValue(sentence.Key, out var one) && file.Takes(sentence.English, one)).ToFrozenDictionary(sentence => sentence.Key, sentence => file.Sentences[sentence.Key].Said, StringComparer.Ordinal);
            added[file.Language.Code] = said;
            LogLanguage(log, file.Language.Code, said.Count, english.Length);
        }
    }

    public string this[string key] => Say(key);

    /// <summary>Everything that newcomers may read, by key, in the languages that translators begin from.</summary>
    public IEnumerable<(string Key, string English, string German)> ForNewcomers =>
        lists.Where(list => list.ForNewcomers).SelectMany(list => list.InEnglish.Select(sentence => (sentence.Key, sentence.Value, list.Resources.GetString(sentence.Key, Language.Of("de").Culture)!))).OrderBy(sentence => sentence.Key, StringComparer.Ordinal);

    public string Say(string key, params object[] details) => In(CultureInfo.CurrentUICulture, key, details);

    public string In(CultureInfo culture, string key, params object[] details)
    {
        string? sentence = null;
        if (added.TryGetValue(culture.TwoLetterISOLanguageName, out var translated) && !translated.TryGetValue(key, out sentence))
        {
            // What is read in English counts and dates in English, too.
            culture = Language.Of("en").Culture;
        }

        sentence ??= lists.Select(list => list.Resources.GetString(key, culture)).FirstOrDefault(found => found is not null) ?? key;
        var said = details.Length == 0 ? sentence : string.Format(new Counting(culture), sentence, details);
        return culture.TwoLetterISOLanguageName == "lv" && details.Length > 0 ? LatvianDates.InTheirCase(said) : said;
    }

    public bool Knows(string key) => lists.Any(list => list.Resources.GetString(key, CultureInfo.InvariantCulture) is not null);

    [LoggerMessage(Level = LogLevel.Error, Message = "A translation is left out: {What}")]
    private static partial void LogComplaint(ILogger log, string what);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Language} is spoken with {Said} of {All} sentences; the others are read in English")]
    private static partial void LogLanguage(ILogger log, string language, int said, int all);
}

public static class WordsRegistration
{
    /// <summary>Adds a module's resource files: Newcomer.resx (eight languages), Staff.resx and Imports.resx (three), in its folder Words.</summary>
    public static IServiceCollection AddWords(this IServiceCollection services, Type module)
    {
        foreach (var (file, forNewcomers) in new[] { ("Newcomer", true), ("Staff", false), ("Imports", false) })
        {
            var name = $"{module.Assembly.GetName().Name}.Words.{file}";
            if (module.Assembly.GetManifestResourceInfo(name + ".resources") is not null)
            {
                services.AddSingleton(new WordList(new ResourceManager(name, module.Assembly), forNewcomers));
            }
        }

        return services;
    }
}
