using Courses.Contracts.LanguageCourses;
using Courses.Platform.Languages;

namespace Courses.Materials;

/// <summary>Languages that are taught or that newcomers read.</summary>
internal static class MaterialLanguages
{
    private static readonly string[] Codes = [.. TaughtLanguages.All.Union(Language.ForNewcomers.Select(language => language.Code))];

    /// <summary>In the order of their names in the reader's language.</summary>
    public static IReadOnlyList<string> All => [.. Codes.InReadersOrder(Shown.LanguageName)];
}
