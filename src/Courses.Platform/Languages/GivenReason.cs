using System.Globalization;
using Courses.Platform.Errors;

namespace Courses.Platform.Languages;

/// <summary>
/// Why a person decided so, or answers so: a prepared sentence that everybody reads in their own language, words of their own in a language that is named, or both. A prepared sentence is a key of the
/// newcomers' resource files, <c>reason.{list}.{code}</c>.
/// </summary>
public sealed record GivenReason(string? Code, string? Text, string? Language)
{
    private const string Prefix = "reason:";

    /// <summary>What was filled in beside a list; at least one of the two parts must be there. Broken rules: <c>reason.missing</c>, <c>reason.unknown</c>.</summary>
    public static GivenReason Of(string? code, string? text, string? language, params string[] lists)
    {
        var (chosen, own) = (string.IsNullOrWhiteSpace(code) ? null : code, string.IsNullOrWhiteSpace(text) ? null : text.Trim());
        if (chosen is null && own is null)
        {
            throw new RuleBroken("reason.missing");
        }

        if (chosen is not null && !lists.Any(list => PreparedReasons.Knows(list, chosen)))
        {
            throw new RuleBroken("reason.unknown");
        }

        return new(chosen, own, own is null ? null : Languages.Language.Of(language).Code);
    }

    /// <summary>As a detail of a letter: <see cref="SpokenDetails"/> says it in the language of the letter.</summary>
    public string AsDetail() => $"{Prefix}{Code}|{Language}|{Text}";

    /// <summary>Null when the detail is something else.</summary>
    public static GivenReason? Of(string detail) =>
        detail.StartsWith(Prefix, StringComparison.Ordinal) && detail[Prefix.Length..].Split('|', 3) is [var code, var language, var text] ? new(Blank(code), Blank(text), Blank(language)) : null;

    /// <summary>Both parts as one text; words in another language say which it is.</summary>
    public string In(Words words, CultureInfo culture)
    {
        var own = Text is null || Language is null || Language == culture.TwoLetterISOLanguageName ? Text : Shown.Apart($"{Languages.Language.Of(Language).OwnName}: {Text}");
        return string.Join(' ', new[] { Code is null ? null : words.In(culture, Code), own }.OfType<string>());
    }

    private static string? Blank(string text) => text.Length == 0 ? null : text;
}

/// <summary>The prepared sentences of one place where people decide or answer, e.g. <c>benefit-ends</c>.</summary>
public static class PreparedReasons
{
    private static readonly Dictionary<string, string[]> Lists = new(StringComparer.Ordinal)
    {
        ["benefit-ends"] = ["too-few-hours", "no-proof", "not-excused", "heard-and-weighed"],
        ["benefit-stays"] = ["was-ill", "family", "work", "mistake-in-register", "travel", "first-time"],
        ["illness"] = ["certificate-missing", "note-unreadable", "other-days", "too-late", "was-there"],
        ["certificate"] = ["mistake", "not-genuine", "other-person", "wrong-data"],
        ["exam"] = ["too-few", "examiner-ill", "no-room", "new-date"],
        ["activity"] = ["too-few", "leader-ill", "no-room", "weather", "new-date", "other-days"],
        ["cost"] = ["not-there", "no-receipt", "paid-elsewhere", "not-covered"],
        ["confirmation"] = ["register-corrected", "mistake", "wrong-name"],
        ["hours"] = ["changed", "mistake", "wrong-name"],
        ["to-all"] = ["call-us", "come-to-us", "bring-papers", "tell-address", "look-at-courses"],
        ["answer"] = ["done", "passed-on", "register-corrected", "spoken-with-provider", "come-to-us", "not-possible", "thank-you"],
    };

    public static IEnumerable<string> Names => Lists.Keys;

    /// <summary>The keys of its sentences.</summary>
    public static IReadOnlyList<string> Of(string list) => [.. Lists[list].Select(code => $"reason.{list}.{code}")];

    public static bool Knows(string list, string code) => Of(list).Contains(code);
}
