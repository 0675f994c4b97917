using System.Text;

namespace Courses.Platform.Imports.Files;

/// <summary>
/// Tells single-byte code pages apart by the languages that people write in them. Each code page is tried: every word is as likely as its letters are in the language that
/// most words of the list are in, or, at a price, in another one of the same code page. The likeliest reading wins; it is certain only when the next one that reads
/// differently is far behind.
/// </summary>
internal static class CodePages
{
    /// <summary>Letters beyond ASCII, the most frequent first. Capitals are as likely as the small letters that they belong to.</summary>
    private static readonly Dictionary<string, string> Letters = new(StringComparer.Ordinal)
    {
        ["de"] = "üäöß",
        ["fr"] = "éèàêçôîâûëïùœ",
        ["es"] = "óíáéñúü",
        ["pt"] = "ãçáéíóêõâúàô",
        ["it"] = "àèòùìé",
        ["nordic"] = "äåöøæéü",
        ["is"] = "íáðóéöúþæý",
        ["et"] = "äõüöšž",
        ["lv"] = "āīšņēžķļčģū",
        ["lt"] = "šėžąįęūčų",
        ["pl"] = "łąęóśżćńź",
        ["cs"] = "íáěéřčžýšůúťňďó",
        ["sk"] = "áíéčžýúšťľňďôóäĺŕ",
        ["hu"] = "áéöóőíüúű",
        ["ro"] = "ăîâşţ",
        ["south-slavic"] = "ćčšžđ",
        ["sq"] = "ëç",
        ["tr"] = "ıüşçöğâ",
        ["az"] = "əıüşöçğ",
        ["vi"] = "àáâãèéêìíòóôõùúýăđơưạảấầậắặẹếềểễệịọốồộớờợủứừựỳ",
        ["ru"] = "аоеинтрсвлкмдпуяьзгбчхыжйшюцщфэъё",
        ["uk"] = "оанивітреслкдмпуязбьгчйхжшюцєїщфґ",
        ["bg"] = "аиоентрвслкдмпзуябчгцщъжшйхфюь",
        ["sr"] = "аоиенјртсвукдмплзбгчшцжћхљњђфџ",
        ["el"] = "αοιετνσηρπκμλςυόίάέήδθώγύχφβξζψϊ",
        ["he"] = "יוהלאמרבתשנדחםעקכפסטגזןצךףץ",
        ["ar"] = "اليمونترعبدسحفكقهةجأىشطخصغزءضذثإئظؤآ",
        ["fa"] = "انردميهستشوبلزكخفپعگحقچجغصطذضءظژثآ",
    };

    private static readonly Dictionary<string, string[]> Languages = new(StringComparer.Ordinal)
    {
        ["windows-1252"] = ["de", "fr", "es", "pt", "it", "nordic", "is", "sq"],
        ["windows-1257"] = ["lv", "lt", "et", "de", "pl"],
        ["windows-1250"] = ["pl", "cs", "sk", "hu", "ro", "south-slavic", "de", "sq"],
        ["windows-1254"] = ["tr", "de", "fr", "sq", "es"],
        ["windows-1251"] = ["ru", "uk", "bg", "sr"],
        ["windows-1253"] = ["el"],
        ["windows-1255"] = ["he"],
        ["windows-1256"] = ["ar", "fa", "fr"],
        ["windows-1258"] = ["vi", "fr"],
        ["macintosh"] = ["de", "fr", "es", "pt", "it", "nordic"],
        ["koi8-r"] = ["ru"],
        ["koi8-u"] = ["uk"],
        ["iso-8859-5"] = ["ru", "bg", "sr"],
        ["iso-8859-2"] = ["pl", "cs", "sk", "hu", "ro", "south-slavic", "de"],
        ["ibm852"] = ["pl", "cs", "sk", "hu", "south-slavic", "de"],
        ["cp866"] = ["ru"],
    };

    // What a letter costs that the language does not have, and a word that is of another language than the list.
    private const double Foreign = -9;
    private const double OtherLanguage = -2.5;

    /// <summary>Behind by this much another reading is out of the question; by less, people look.</summary>
    private const double Margin = 6;

    private static readonly Dictionary<string, Dictionary<char, double>> Likelihood = Letters.ToDictionary(
        pair => pair.Key,
        pair =>
        {
            var sum = Enumerable.Range(0, pair.Value.Length).Sum(rank => 1.0 / (rank + 2));
            return pair.Value.Select((letter, rank) => (letter, Log: Math.Log(1.0 / (rank + 2) / sum))).DistinctBy(one => one.letter).ToDictionary(one => one.letter, one => one.Log);
        },
        StringComparer.Ordinal);

    public static (string Name, bool IsCertain) Guess(ReadOnlySpan<byte> content)
    {
        var ranked = Ranked(content);
        var rival = ranked.FirstOrDefault(reading => reading.Words != ranked[0].Words);

        // Of code pages that read the words alike, the one that people know.
        var name = Languages.Keys.First(page => Array.Exists(ranked, reading => reading.Name == page && reading.Words == ranked[0].Words));
        return (name, rival.Words is null || ranked[0].Score - rival.Score > Margin);
    }

    /// <summary>The code pages with what they make of the words, likeliest first.</summary>
    public static (string Name, string Words, double Score)[] Ranked(ReadOnlySpan<byte> content)
    {
        // A few hundred words tell as much as twenty megabytes.
        var words = WordsOf(content, 400);
        return [.. Languages.Select(page => (page.Key, Text: string.Join('\n', words.Select(TextDecoding.Named(page.Key).GetString)), page.Value))
            .Select(reading => (Name: reading.Key, Words: reading.Text, Score: Score(reading.Text, reading.Value)))
            .OrderByDescending(reading => reading.Score)];
    }

    /// <summary>The different words with bytes beyond ASCII: what stands between commas, blanks and line ends.</summary>
    private static List<byte[]> WordsOf(ReadOnlySpan<byte> content, int most)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var words = new List<byte[]>();
        for (var start = 0; start < content.Length && words.Count < most; start++)
        {
            var end = start;
            var beyond = false;
            while (end < content.Length && (content[end] >= 0x80 || char.IsAsciiLetter((char)content[end])))
            {
                beyond |= content[end] >= 0x80;
                end++;
            }

            if (beyond && seen.Add(Convert.ToHexString(content[start..Math.Min(end, start + 40)])))
            {
                words.Add(content[start..Math.Min(end, start + 40)].ToArray());
            }

            start = end;
        }

        return words;
    }

    private static double Score(string text, string[] languages)
    {
        var words = text.Split('\n');
        var scores = languages.Select(language => words.Select(word => OfWord(word, Likelihood[language])).ToArray()).ToArray();
        var best = Enumerable.Range(0, words.Length).Select(word => scores.Max(language => language[word])).ToArray();
        return scores.Max(main => Enumerable.Range(0, words.Length).Sum(word => Math.Max(main[word], best[word] + OtherLanguage)));
    }

    private static double OfWord(string word, Dictionary<char, double> likelihood)
    {
        var (score, ascii, other) = (0.0, 0, 0);
        var previous = '\0';
        foreach (var letter in word)
        {
            // A capital in the middle of a small word is what a wrong code page looks like.
            score += char.IsUpper(letter) && char.IsLower(previous) ? -4 : 0;
            previous = letter;
            if (char.IsAsciiLetter(letter))
            {
                ascii++;
                continue;
            }

            other++;
            score += likelihood.TryGetValue(letter == 'İ' ? 'ı' : char.ToLowerInvariant(letter), out var known) ? known : Foreign;
        }

        // Words are written in one script: Latin ones with some letters beyond ASCII, the others with nothing else.
        var isLatin = likelihood.Keys.First() < '\u0250';
        return score + (isLatin && other > ascii + 1 ? -5 * (other - ascii - 1) : !isLatin && ascii > 0 ? -8 : 0);
    }
}
