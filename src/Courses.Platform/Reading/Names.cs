using System.Text;
using System.Text.RegularExpressions;
using Courses.Platform.Languages;

namespace Courses.Platform.Reading;

/// <summary>Names of people and things as they are kept: letters and their marks in one piece (NFC), nothing that cannot be seen, one blank between words.</summary>
public static partial class Names
{
    public static string Clean(string? text)
    {
        var kept = new StringBuilder();
        foreach (var rune in (text ?? "").TakenApart(NormalizationForm.FormC).EnumerateRunes())
        {
            if (!Invisible.IsMark(rune))
            {
                kept.Append(rune.ToString());
            }
        }

        return Blanks().Replace(kept.ToString(), " ").Trim(' ', '\u200c', '\u200d');
    }

    /// <summary>Letters of any script, also of those that take two places in a string.</summary>
    public static bool HasLetter(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetter(rune))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Letters that were lost on the way: question marks inside words, replacement characters, UTF-8 read as something else.</summary>
    public static bool LostLetters(string text) => text.Contains('\ufffd', StringComparison.Ordinal) || LostInWord().IsMatch(text) || Mojibake().IsMatch(text);

    [GeneratedRegex(@"[\s\u00a0\u2007\u202f]+", RegexOptions.None, 200)]
    private static partial Regex Blanks();

    [GeneratedRegex(@"\p{L}\?|\?\p{L}|\?\?", RegexOptions.None, 200)]
    private static partial Regex LostInWord();

    [GeneratedRegex(@"[ÃÄÅÐÑ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]", RegexOptions.None, 200)]
    private static partial Regex Mojibake();
}
