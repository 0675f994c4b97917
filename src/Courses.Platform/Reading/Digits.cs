using System.Globalization;
using System.Text;

namespace Courses.Platform.Reading;

/// <summary>Digits of every script as 0 to 9: whoever writes ۱۲ or १२ means 12. The direction marks that come with them are no part of a number.</summary>
public static class Digits
{
    public static string Of(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }

        Span<char> character = stackalloc char[2];
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value > 127 && Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber)
            {
                plain.Append((char)('0' + (int)Rune.GetNumericValue(rune)));
            }
            else if (!Invisible.IsMark(rune))
            {
                // Arabic has signs of its own for the decimals and the thousands.
                ReadOnlySpan<char> same = rune.Value switch { '\u066b' => ",", '\u066c' => "’", _ => character[..rune.EncodeToUtf16(character)] };
                plain.Append(same);
            }
        }

        return plain.ToString();
    }
}

/// <summary>Marks that no reader sees and that copying and pasting brings along: directions, breaks of no width, the mark of a file's beginning.</summary>
public static class Invisible
{
    /// <summary>The joiners (U+200C, U+200D) are none: Persian and the scripts of India are spelled with them.</summary>
    public static bool IsMark(Rune rune) => rune.Value is 0x061c or 0x200b or 0x200e or 0x200f or (>= 0x202a and <= 0x202e) or (>= 0x2060 and <= 0x206f) or 0xfeff or 0x00ad;
}
