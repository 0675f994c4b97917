using System.Collections.Frozen;
using System.Text;

namespace Courses.Messaging;

/// <summary>How much a text costs as a text message: in how many it travels, and whether letters outside the alphabet of GSM make each of them shorter.</summary>
internal readonly record struct SmsSize(int Segments, bool IsUnicode);

/// <summary>
/// The alphabet of GSM (3GPP TS 23.038): 7 bits a letter, those of the extension table take two. A text with any other letter goes in UCS-2, 16 bits each. Several messages that belong together carry a
/// header, and no letter is cut in two.
/// </summary>
internal static class SmsText
{
    private const string Basic = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
    private const string Extension = "\f^{}\\[~]|€";

    private static readonly FrozenDictionary<char, int> Septets = Basic.Select(letter => (letter, 1)).Concat(Extension.Select(letter => (letter, 2))).ToFrozenDictionary(pair => pair.letter, pair => pair.Item2);

    /// <summary>What typography adds and a telephone shows as well without: one curly quote would make a text half as long.</summary>
    private static readonly FrozenDictionary<char, string> Simple = new Dictionary<char, string>
    {
        ['–'] = "-",
        ['—'] = "-",
        ['‘'] = "'",
        ['’'] = "'",
        ['“'] = "\"",
        ['”'] = "\"",
        ['„'] = "\"",
        ['…'] = "...",
        ['\u00a0'] = " ",
        ['\u202f'] = " ",
        ['\u2060'] = "",
        ['\u2066'] = "",
        ['\u2067'] = "",
        ['\u2068'] = "",
        ['\u2069'] = "",
    }.ToFrozenDictionary();

    public static SmsSize SizeOf(string text)
    {
        if (text.All(Septets.ContainsKey))
        {
            return new(Pack(text.Select(letter => Septets[letter]), 160, 153), false);
        }

        return new(Pack(text.EnumerateRunes().Select(rune => rune.Utf16SequenceLength), 70, 67), true);
    }

    /// <summary>The same text without what only a book needs, if that brings it into the alphabet of GSM; otherwise as it is.</summary>
    public static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            plain.Append(Simple.TryGetValue(letter, out var simple) ? simple : letter.ToString());
        }

        var said = plain.ToString();
        return said.All(Septets.ContainsKey) ? said : text;
    }

    private static int Pack(IEnumerable<int> letters, int alone, int together)
    {
        var (sum, segments, used) = (0, 1, 0);
        foreach (var length in letters)
        {
            sum += length;
            if (used + length > together)
            {
                (segments, used) = (segments + 1, 0);
            }

            used += length;
        }

        return sum <= alone ? 1 : segments;
    }
}
