namespace Courses.Contracts.LanguageCourses;

/// <summary>The languages in which a certificate can be recorded and asked for, ISO 639-1: the official ones of Europe's integration courses.</summary>
public static class TaughtLanguages
{
    public static readonly IReadOnlyList<string> All =
        ["bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr", "hu", "it", "lt", "lv", "mt", "nl", "no", "pl", "pt", "ro", "sk", "sl", "sv"];
}
