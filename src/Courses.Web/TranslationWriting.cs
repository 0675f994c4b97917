using System.Globalization;
using Courses.Platform.Languages;

namespace Courses.Web;

internal static class TranslationWriting
{
    /// <summary>
    /// `Courses.Web words FILE.xlf`: writes the file that a translator fills in, named after its language ('fr.xlf'), or brings one to the sentences of today without losing what was translated. Says how much
    /// is translated and what the translator has to look at again, and ends with 1 when anything is; with 2 when the file cannot be read.
    /// </summary>
    public static async Task<int> WriteTranslation(this Words words, string path, TextWriter say)
    {
        TranslationFile file;
        try
        {
            file = File.Exists(path) ? TranslationFile.Read(path) : TranslationFile.EmptyOf(Path.GetFileNameWithoutExtension(path));
        }
        catch (InvalidDataException error)
        {
            await say.WriteLineAsync(error.Message);
            return 2;
        }

        var today = words.ForNewcomers.ToArray();
        var translated = today.Where(sentence => file.Sentences.TryGetValue(sentence.Key, out var one) && one.Said.Length > 0).ToLookup(sentence => file.Takes(sentence.English, file.Sentences[sentence.Key]));
        foreach (var (key, english, _) in translated[false])
        {
            await say.WriteLineAsync($"Look again at {key}: {english}");
        }

        file.Write(path, today);
        await say.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{path}: {file.Language.OwnName}, {translated[true].Count()} of {today.Length} sentences; {translated[false].Count()} to look at again; the others are read in English."));
        return translated[false].Any() ? 1 : 0;
    }
}
