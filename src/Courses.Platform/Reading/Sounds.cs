using System.Text;

namespace Courses.Platform.Reading;

/// <summary>
/// How a folded word sounds, in whatever script it is written: one letter for each kind of consonant (all hisses are S, kh and h are silent), vowels kept apart.
/// A letter that is said in several ways gives several sounds. Two words that share one of <see cref="KeysOf"/> may be the same name; <see cref="Likeness"/> says how much they are alike.
/// </summary>
public static class Sounds
{
    private const int MostSounds = 24;
    private const string Vowels = "aeiou";
    private const double OfVowel = 0.25;
    private const string Silent = "-";

    /// <summary>The letters of each alphabet and what they sound like: several ways with bars between, '-' for none. Longer ones first where letters belong together.</summary>
    private static readonly Dictionary<string, string[]> Letters = Table(
        // Latin, without accents as folding leaves it.
        "tsch S dsch S shch S sch S tch S dzh S dzs S dj S|Di dz S sh S zh S ts S tz S cz S sz S zs S ch S|-|K ck K kh -|K gh G|- gk G ph F th T|S dh D|S qu K|KV q K|G x KS|-|S c K|S ce Se ci Si cy Si "
        + "b B d D f F g G h - j S|i k K l L m M n N p P r R s S t T v V w V|u y i z S a a e e i i o o u u "
        // Cyrillic.
        + "дж S|DS дз S|DS тс S а a б B в V г G|- ґ G д D е e є e ж S з S и i і i к K л L м M н N о o п P р R с S т T у u ф F х -|K ц S ч S ш S щ S|ST ъ a|- ы i ь - э e ю u я a ј i љ L њ N ћ S ђ S|D џ S "
        + "ѕ S қ K ғ G|- ң N ө o ұ u ү u һ - җ S ҳ -|K ҷ S "
        // Greek.
        + "μπ B|MP ντ D|NT|ND γγ NG|G γκ G|NG τζ S τσ S ου u αυ aV|aF ευ eV|eF α a β V γ G|i|- δ D ε e ζ S η i θ T ι i κ K λ L μ M ν N ξ KS ο o π P ρ R σ S ς S τ T υ i φ F χ -|K ψ PS ω o "
        // Arabic, Persian, Urdu, Kurdish: what is not written is not there.
        + "ا a ب B ت T ث T|S ج S|G ح - خ -|K د D ذ D|S ر R ز S س S ش S ص S ض D|S ط T ظ S|D ع a|- غ G|- ف F ق K|G ك K ل L م M ن N ه -|a و V|u ي i پ P چ S ژ S گ G ٹ T ڈ D ڑ R ں N ڤ V ۆ o ێ e ڕ R ڵ L "
        // Hebrew.
        + "א a ב B|V ג G ד D ה - ו V|u ז S ח -|K ט T י i כ K|- ך -|K ל L מ M ם M נ N ן N ס S ע - פ P|F ף F צ S ץ S ק K ר R ש S ת T "
        // Georgian and Armenian.
        + "ა a ბ B გ G დ D ე e ვ V ზ S თ T ი i კ K ლ L მ M ნ N ო o პ P ჟ S რ R ს S ტ T უ u ფ P|F ქ K ღ G|- ყ K|G შ S ჩ S ც S ძ S წ S ჭ S ხ -|K ჯ S ჰ - "
        + "ու u ա a բ B գ G դ D ե e զ S է e ը e թ T ժ S ի i լ L խ -|K ծ S կ K հ - ձ S ղ G|- ճ S մ M յ i ն N շ S ո o|Vo չ S պ P ջ S ռ R ս S վ V տ T ր R ց S ւ V|u փ P ք K օ o ֆ F և eV "
        // Devanagari.
        + "क K ख K|- ग G घ G ङ N च S छ S ज S झ S ञ N ट T ठ T ड D ढ D ण N त T थ T द D ध D न N प P फ F|P ब B भ B म M य i र R ल L व V श S ष S स S ह - अ a आ a इ i ई i उ u ऊ u ए e ऐ e ओ o औ o "
        + "ा a ि i ी i ु u ू u े e ै e ो o ौ o ं N ँ N ् - ़ - ः - ृ Ri");

    /// <summary>The rows of the Ethiopic syllabary, eight syllables each from U+1200 on.</summary>
    private static readonly string[] Ethiopic = "- L - M S R S S K K K K B V T S - - N N - K K - - V - S S i D D S G G G T S P S S F P".Split(' ');

    /// <summary>The ways in which a word sounds, at most a few.</summary>
    public static IReadOnlyList<string> Of(string folded)
    {
        var sounds = new List<StringBuilder> { new() };
        for (var at = 0; at < folded.Length;)
        {
            var (ways, taken) = At(folded, at);
            var grown = new List<StringBuilder>(sounds.Count * ways.Length);
            foreach (var way in sounds.Count * ways.Length > MostSounds ? ways.AsSpan(0, 1) : ways)
            {
                grown.AddRange(sounds.Select(sound => Continued(sound, way)));
            }

            (sounds, at) = (grown, at + taken);
        }

        return [.. sounds.Select(sound => sound.Replace(Silent, "").ToString()).Distinct()];
    }

    /// <summary>What words have in common that are at most a consonant or two apart. Vowels are what scripts and offices disagree on most and count for nothing here.</summary>
    public static IReadOnlyCollection<string> KeysOf(string folded)
    {
        var keys = new HashSet<string>();
        foreach (var sound in Of(folded))
        {
            var bones = string.Concat(sound.Where(letter => !IsVowel(letter)));
            keys.Add(bones.Length == 0 ? sound : bones);
            for (var left = 0; bones.Length >= 3 && left < bones.Length; left++)
            {
                keys.Add(bones.Remove(left, 1));
            }
        }

        return keys;
    }

    /// <summary>1 for words that sound the same, 0 for words that have nothing in common.</summary>
    public static double Likeness(string folded, string other)
    {
        if (folded == other)
        {
            return 1;
        }

        var best = 0d;
        var others = Of(other);
        foreach (var sound in Of(folded))
        {
            foreach (var against in others)
            {
                best = Math.Max(best, 1 - (2 * Distance(sound, against) / Math.Max(1, Weight(sound) + Weight(against))));
            }
        }

        // The same sound in another spelling stands behind the same spelling.
        return 0.98 * best;
    }

    /// <summary>A doubled letter is one; two with a silent one between them are two.</summary>
    private static StringBuilder Continued(StringBuilder sound, string way)
    {
        var longer = new StringBuilder(sound.Length + way.Length).Append(sound);
        foreach (var letter in way.Length == 0 ? Silent : way)
        {
            if (longer.Length == 0 || longer[^1] != letter)
            {
                longer.Append(letter);
            }
        }

        return longer;
    }

    private static (string[] Ways, int Taken) At(string word, int at)
    {
        for (var length = Math.Min(4, word.Length - at); length > 0; length--)
        {
            if (Letters.TryGetValue(word.Substring(at, length), out var ways))
            {
                return (ways, length);
            }
        }

        var code = word[at] - 0x1200;
        return (code >= 0 && code / 8 < Ethiopic.Length ? [Ethiopic[code / 8].Trim('-')] : [word[at].ToString()], 1);
    }

    private static double Weight(string sound) => sound.Sum(letter => IsVowel(letter) ? OfVowel : 1);

    private static double Distance(string one, string other)
    {
        var row = new double[other.Length + 1];
        for (var j = 1; j <= other.Length; j++)
        {
            row[j] = row[j - 1] + Cost(other[j - 1]);
        }

        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] += Cost(one[i - 1]);
            for (var j = 1; j <= other.Length; j++)
            {
                var instead = diagonal + Exchange(one[i - 1], other[j - 1]);
                diagonal = row[j];
                row[j] = Math.Min(instead, Math.Min(row[j] + Cost(one[i - 1]), row[j - 1] + Cost(other[j - 1])));
            }
        }

        return row[^1];
    }

    private static double Cost(char letter) => IsVowel(letter) ? OfVowel : 1;

    private static double Exchange(char one, char other) =>
        one == other ? 0 : IsVowel(one) && IsVowel(other) ? 0.2 : (one, other) is ('V', 'u') or ('u', 'V') or ('B', 'P') or ('P', 'B') or ('D', 'T') or ('T', 'D') or ('K', 'G') or ('G', 'K') or ('V', 'F') or ('F', 'V') or ('B', 'V') or ('V', 'B') ? 0.5 : 1;

    private static bool IsVowel(char letter) => Vowels.Contains(letter, StringComparison.Ordinal);

    private static Dictionary<string, string[]> Table(string pairs) =>
        pairs.Split(' ').Chunk(2).ToDictionary(pair => pair[0], pair => pair[1].Split('|').Select(way => way.Trim('-')).ToArray(), StringComparer.Ordinal);
}
