using Microsoft.Extensions.Configuration;

namespace Courses.Platform.Languages;

/// <summary>What translators brought, and what of it cannot be read.</summary>
public sealed record Translations(IReadOnlyList<TranslationFile> Files, IReadOnlyList<string> Complaints)
{
    /// <summary>The files of the folder that the setting COURSES_TRANSLATIONS names; without it, none.</summary>
    internal static Translations Of(IConfiguration settings)
    {
        if (settings["COURSES_TRANSLATIONS"] is not { Length: > 0 } folder)
        {
            return new([], []);
        }

        var complaints = new List<string>();
        var files = TranslationFile.ReadAll(folder, complaints.Add);
        Language.Learn(files.Select(file => file.Language));
        return new(files, complaints);
    }
}
