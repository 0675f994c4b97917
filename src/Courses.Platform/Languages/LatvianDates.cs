using System.Text.RegularExpressions;

namespace Courses.Platform.Languages;

/// <summary>
/// A date bends with its sentence in Latvian: 'līdz 26. novembrim', 'no 26. novembra', and 'beidzās 26. novembrī' where it says when. After a colon, a bracket or a comma, and by itself, it is only named.
/// </summary>
public static partial class LatvianDates
{
    private static readonly string[] Months = ["janvār", "februār", "mart", "aprīl", "maij", "jūnij", "jūlij", "august", "septembr", "oktobr", "novembr", "decembr"];

    public static string InTheirCase(string sentence) => Date().Replace(sentence, date =>
    {
        var stem = date.Groups["stem"].Value.ToLowerInvariant();
        if (!Months.Contains(stem, StringComparer.Ordinal))
        {
            return date.Value;
        }

        var isSoft = date.Groups["end"].Value == "is";
        var bent = date.Groups["word"].Value.ToLowerInvariant() switch
        {
            "līdz" => stem + (isSoft ? "im" : "am"),
            "no" or "kopš" or "pēc" or "pirms" or "ar" => (stem == "aprīl" ? "aprīļ" : stem) + "a",
            _ => stem + (isSoft ? "ī" : "ā"),
        };
        return date.Groups["before"].Value + bent;
    });

    [GeneratedRegex(@"(?<before>\b(?<word>(?!gada )\p{L}+) (?:[0-9]{4}\. gada )?[0-9]{1,2}\. )(?<stem>\p{L}+?)(?<end>is|s)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Date();
}
