using System.Globalization;
using Courses.Platform.Languages;

namespace Courses.Mentoring;

/// <summary>The languages that helpers may say they speak: those in which newcomers read, and the ones that are heard most in cities.</summary>
internal static class SpokenLanguages
{
    public static readonly IReadOnlyList<string> All =
    [
        "en", "de", "lv", "uk", "ru", "ar", "fa", "tr", "am", "bg", "bn", "bs", "cs", "da", "el", "es", "et", "fi", "fr", "he", "hi", "hr", "hu", "hy", "it", "ja", "ka", "kk", "ko", "ku", "lt", "mk", "nl", "pa", "pl", "ps",
        "pt", "ro", "sk", "sl", "so", "sq", "sr", "sv", "sw", "ti", "ur", "uz", "vi", "zh",
    ];

    /// <summary>Whether it looks like a code: what was written down before there was a list is kept.</summary>
    public static bool Known(string code) => code.Length is 2 or 3 && code.All(char.IsAsciiLetterLower);

    /// <summary>In the reader's language, and beside it as its speakers call it.</summary>
    public static string Name(string code, Words words)
    {
        var (own, said) = (Shown.LanguageName(code), words.In(CultureInfo.CurrentUICulture, "spoken." + code));
        return said == "spoken." + code || said == own ? own : $"{said} – {Shown.Apart(own)}";
    }
}
