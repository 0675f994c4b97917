using System.Globalization;
using System.Text;

namespace Courses.Platform.Reading;

/// <summary>
/// Greek and Cyrillic in Latin letters, and Latin ones without their accents. A letter at a time, as the European Payments Council's conversion table (EPC217-08) has it for
/// banks: Greek after ELOT 743, Cyrillic after the Bulgarian law, the letters of Bulgaria's neighbours after theirs.
/// </summary>
public static class LatinLetters
{
    private static readonly Dictionary<int, string> Letters = Table(
        "α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f χ ch ψ ps ω o "
        + "а a б b в v г g д d е e ж zh з z и i й y к k л l м m н n о o п p р r с s т t у u ф f х h ц ts ч ch ш sh щ sht ъ a ь y ю yu я ya "
        + "ё e ы y э e є ye і i ї yi ґ g ў u ј j љ lj њ nj ћ c ђ d џ dz ѓ g ќ k ѕ dz ә a қ k ғ g ң n ө o ұ u ү u һ h җ zh ҳ h ӯ u ӣ i ҷ j "
        + "ß ss æ ae œ oe ø o đ d ð d ħ h ı i ł l ŋ n þ th ŧ t ə e ĸ k ʼ ' ʻ ' ’ ' ‘ ' ‚ , “ ' ” ' „ ' « ' » ' – - — - ‑ - − - … ...");

    /// <summary>The same in Latin letters, every other character as it is.</summary>
    /// <param name="text">Anything.</param>
    /// <param name="isWhole">No letter was left that this table does not know, as those of Arabic or Chinese are.</param>
    public static string Of(string text, out bool isWhole)
    {
        var runes = Languages.Letters.TakenApart(text, NormalizationForm.FormC).EnumerateRunes().ToArray();
        var result = new StringBuilder(text.Length);
        isWhole = true;
        for (var i = 0; i < runes.Length; i++)
        {
            if (Spelled(runes[i]) is not { } spelled)
            {
                isWhole &= !Rune.IsLetter(runes[i]);
                result.Append(runes[i].ToString());
            }
            else
            {
                result.Append(Rune.IsUpper(runes[i]) ? Large(spelled, IsAmongLarge(runes, i)) : spelled);
            }
        }

        return result.ToString();
    }

    /// <summary>In small letters; null for what the table does not know. Accents fall away unless letter and accent together are a letter of their own, as й is.</summary>
    private static string? Spelled(Rune rune)
    {
        var small = Rune.ToLowerInvariant(rune);
        if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark)
        {
            return "";
        }

        if (small.IsAscii || Letters.ContainsKey(small.Value))
        {
            return small.IsAscii ? small.ToString() : Letters[small.Value];
        }

        var apart = small.ToString().Normalize(NormalizationForm.FormKD).EnumerateRunes().First();
        return apart == small ? null : Spelled(apart);
    }

    private static string Large(string spelled, bool whole) => whole || spelled.Length < 2 ? spelled.ToUpperInvariant() : char.ToUpperInvariant(spelled[0]) + spelled[1..];

    /// <summary>Щ is SHT in ЩЕРЕВ and Sht in Щерев.</summary>
    private static bool IsAmongLarge(Rune[] runes, int at) =>
        at + 1 < runes.Length && Rune.IsLetter(runes[at + 1]) ? Rune.IsUpper(runes[at + 1]) : at > 0 && Rune.IsUpper(runes[at - 1]);

    private static Dictionary<int, string> Table(string pairs) =>
        pairs.Split(' ').Chunk(2).ToDictionary(pair => pair[0].EnumerateRunes().First().Value, pair => pair[1]);
}
