using System.Globalization;
using System.Text;
using Courses.Platform.Languages;

namespace Courses.Participants;

/// <summary>
/// Names as they are compared: no case, no accents, no vowel signs, and one letter for the variants that keyboards mix up (alef and hamza forms, Arabic and
/// Persian kaf and yeh, ё and е, ß and ss, ı and i). What is typed at the desk finds what stands on the permit.
/// </summary>
internal static class SearchName
{
    public static string Of(params ReadOnlySpan<string?> names)
    {
        var result = new StringBuilder();
        foreach (var name in names)
        {
            foreach (var character in (name ?? "").TakenApart(NormalizationForm.FormKD))
            {
                Append(result, character);
            }

            Append(result, ' ');
        }

        return result.ToString().Trim();
    }

    public static IReadOnlyList<string> Parts(string typed) => [.. Of(typed).Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(6)];

    private static void Append(StringBuilder result, char character)
    {
        switch (character)
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
            case 'ى' or 'ی' or 'ې':
                result.Append('ي');
                return;
            case 'ک':
                result.Append('ك');
                return;
            case 'ة' or 'ۀ' or 'ە' or 'ہ':
                result.Append('ه');
                return;
            case 'ٱ':
                result.Append('ا');
                return;
            case 'ـ' or '\u200c' or '\u200d' or 'ء' or '\'' or '’' or 'ʼ' or 'ʻ' or '`' or '´':
                return;
        }

        switch (CharUnicodeInfo.GetUnicodeCategory(character))
        {
            case UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format:
                return;
            case UnicodeCategory.SpacingCombiningMark or UnicodeCategory.Surrogate:
                result.Append(character);
                return;
        }

        if (char.IsLetterOrDigit(character))
        {
            result.Append(char.ToLowerInvariant(character));
        }
        else if (result.Length > 0 && result[^1] != ' ')
        {
            result.Append(' ');
        }
    }
}
