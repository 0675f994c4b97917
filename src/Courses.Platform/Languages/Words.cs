using System.Globalization;
using System.Resources;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Platform.Languages;

/// <summary>One resource file of a module, with its translations in the satellite assemblies.</summary>
public sealed record WordList(ResourceManager Resources, bool ForNewcomers);

/// <summary>
/// Every sentence that people read, by its key, in the language of the current culture or the one named.
/// A key that nobody wrote is shown as it is; a test finds it first.
/// </summary>
public sealed class Words(IEnumerable<WordList> lists)
{
    public string this[string key] => Say(key);

    public string Say(string key, params object[] details) => In(CultureInfo.CurrentUICulture, key, details);

    public string In(CultureInfo culture, string key, params object[] details)
    {
        var sentence = lists.Select(list => list.Resources.GetString(key, culture)).FirstOrDefault(found => found is not null) ?? key;
        var said = details.Length == 0 ? sentence : string.Format(new Counting(culture), sentence, details);
        return culture.TwoLetterISOLanguageName == "lv" && details.Length > 0 ? LatvianDates.InTheirCase(said) : said;
    }

    public bool Knows(string key) => lists.Any(list => list.Resources.GetString(key, CultureInfo.InvariantCulture) is not null);
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
