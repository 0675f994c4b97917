using System.Text;

namespace Courses.Platform.Languages;

/// <summary>Text taken apart into letters and their marks, whatever it is: lists and pastes hold halves of characters, which the framework refuses to normalise.</summary>
public static class Letters
{
    /// <summary>Half a character, and the two codes that are none, are read as an unknown one (U+FFFD).</summary>
    public static string TakenApart(this string text, NormalizationForm form) =>
        Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\uFFFE', '\uFFFD').Replace('\uFFFF', '\uFFFD').Normalize(form);

    /// <summary>Could a person have typed this on one line: no control codes, no halves of characters, no codes that are none? What is not, no database and no look-up needs to see.</summary>
    public static bool AreReadable(string text) => text.EnumerateRunes().All(rune => rune != Rune.ReplacementChar && !Rune.IsControl(rune) && (rune.Value & 0xFFFE) != 0xFFFE);
}
