using System.Globalization;
using System.Text;
using Courses.Platform.Languages;

namespace Courses.Platform.Reading;

/// <summary>
/// The one folding of names and words, for search, lists and registers: no case, no accents, and one letter for the variants that keyboards mix up (alef and hamza
/// forms, Arabic and Persian kaf and yeh, ё and е, ß and ss, ı and i). The marks of Devanagari, Bengali and their kin are letters like others: अमिता is not अमित.
/// </summary>
public static class Folding
{
    /// <summary>Words apart: for names, of which each part counts.</summary>
    public static string Words(params ReadOnlySpan<string?> names)
    {
        var result = new StringBuilder();
        foreach (var name in names)
        {
            foreach (var rune in (name ?? "").TakenApart(NormalizationForm.FormKD).EnumerateRunes())
            {
                Append(result, rune);
            }

            Append(result, new(' '));
        }

        return result.ToString().Trim();
    }

    /// <summary>Letters and digits only: for headings, statuses and other words that lists spell with and without dots and blanks.</summary>
    public static string Key(string text) => Words(text).Replace(" ", "", StringComparison.Ordinal);

    private static void Append(StringBuilder result, Rune rune)
    {
        switch (rune.Value)
        {
            case 'ı' or 'İ':
                result.Append('i');
                return;
            case 'ß' or 'ẞ':
                result.Append("ss");
                return;
            case 'ø' or 'Ø':
                result.Append('o');
                return;
            case 'ł' or 'Ł':
                result.Append('l');
                return;
            case 'đ' or 'Đ' or 'ð' or 'Ð':
                result.Append('d');
                return;
            case 'æ' or 'Æ':
                result.Append("ae");
                return;
            case 'œ' or 'Œ':
                result.Append("oe");
                return;
            case 'þ' or 'Þ':
                result.Append("th");
                return;
            case 'ә' or 'Ә' or 'ə' or 'Ə':
                result.Append('e');
                return;
            case 'ى' or 'ی' or 'ې' or 'ے':
                result.Append('ي');
                return;
            case 'ک':
                result.Append('ك');
                return;
            case 'ة' or 'ۀ' or 'ە' or 'ہ' or 'ھ':
                result.Append('ه');
                return;
            case 'ٱ':
                result.Append('ا');
                return;
            case 'ـ' or 'ء' or '\'' or '’' or 'ʼ' or 'ʻ' or '`' or '´':
                return;
        }

        switch (Rune.GetUnicodeCategory(rune))
        {
            case UnicodeCategory.DecimalDigitNumber:
                result.Append((char)('0' + (int)Rune.GetNumericValue(rune)));
                return;
            case UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark:
                if (!IsAccent(rune.Value))
                {
                    result.Append(rune.ToString());
                }

                return;
            case UnicodeCategory.Format:
                return;
        }

        if (Rune.IsLetterOrDigit(rune))
        {
            result.Append(Rune.ToLowerInvariant(rune).ToString());
        }
        else if (result.Length > 0 && result[^1] != ' ')
        {
            result.Append(' ');
        }
    }

    /// <summary>Accents of Latin, Greek and Cyrillic and the vowel points of Hebrew and Arabic, which people leave out. In all other scripts the marks spell the name.</summary>
    private static bool IsAccent(int mark) => mark
        is (>= 0x0300 and <= 0x036f) or (>= 0x0483 and <= 0x0489) or (>= 0x0591 and <= 0x05c7) or (>= 0x0610 and <= 0x061a) or (>= 0x064b and <= 0x065f) or 0x0670
        or (>= 0x06d6 and <= 0x06ed) or (>= 0x08ca and <= 0x08ff) or (>= 0x1ab0 and <= 0x1aff) or (>= 0x1dc0 and <= 0x1dff) or (>= 0x20d0 and <= 0x20ff)
        or (>= 0xfe00 and <= 0xfe0f) or (>= 0xfe20 and <= 0xfe2f);
}
