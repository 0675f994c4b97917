using System.Globalization;
using System.Text;
using Courses.Platform.Languages;

namespace Courses.Platform.Reading;

/// <summary>
/// A name in Latin letters, proposed where it is written in others: by the rules of the person's language for passports where there are such, letter by letter elsewhere.
/// Arabic leaves most vowels out, so frequent names are kept in a table and the rest is what is written. It is a proposal: whoever knows better types it.
/// </summary>
public static class LatinNames
{
    private static readonly Dictionary<string, Alphabet> ByLanguage = new(StringComparer.Ordinal)
    {
        // Ukraine, resolution 55 of 2010.
        ["uk"] = new("зг zgh г h ґ g е e є ie ж zh и y і i ї i й i х kh ц ts ч ch ш sh щ shch ю iu я ia ь - ’ - ' - ʼ -", "є ye ї yi й y ю yu я ya"),
        // ICAO 9303, as Russia and Belarus use it.
        ["ru"] = new("е e ё e ж zh й i х kh ц ts ч ch ш sh щ shch ъ ie ы y ь - э e ю iu я ia", ""),
        ["be"] = new("г h е e ё io ж zh і i й i ў u х kh ц ts ч ch ш sh ы y ь - э e ю iu я ia", ""),
        // The Latin alphabets that these languages have themselves.
        ["sr"] = new(Gaj, ""),
        ["bs"] = new(Gaj, ""),
        ["mk"] = new(Gaj, ""),
        // ELOT 743, with the letters that belong together.
        ["el"] = new("ου ou αυ av ευ ev ηυ iv γγ ng γκ gk γχ nch μπ mp ντ nt" + string.Concat("θκξπσςτφχψ".Select(next => $" αυ{next} af{LatinLetters.Of($"{next}", out _)} ευ{next} ef{LatinLetters.Of($"{next}", out _)}")), "μπ b ντ d γκ g"),
    };

    private const string Gaj = "ж ž ч č ш š ц c х h ћ ć ђ đ џ dž љ lj њ nj ј j ѓ gj ќ kj ѕ dz";

    /// <summary>Other alphabets, one way for all languages that are written in them.</summary>
    private static readonly Alphabet Common = new(
        "ა a ბ b გ g დ d ე e ვ v ზ z თ t ი i კ k ლ l მ m ნ n ო o პ p ჟ zh რ r ს s ტ t უ u ფ p ქ k ღ gh ყ q შ sh ჩ ch ც ts ძ dz წ ts ჭ ch ხ kh ჯ j ჰ h "
        + "ու u ա a բ b գ g դ d ե e զ z է e ը y թ t ժ zh ի i լ l խ kh ծ ts կ k հ h ձ dz ղ gh ճ ch մ m յ y ն n շ sh ո o չ ch պ p ջ j ռ r ս s վ v տ t ր r ց ts ւ v փ p ք k օ o ֆ f և ev "
        + "ا a آ a أ a إ i ب b ت t ث th ج j ح h خ kh د d ذ dh ر r ز z س s ش sh ص s ض d ط t ظ z ع a غ gh ف f ق q ك k ک k ل l م m ن n ه h ة a و u ؤ u ي i ی i ى a ئ i ء - پ p چ ch ژ zh گ g ٹ t ڈ d ڑ r ں n ۆ o ێ e ە e ہ h ے e ھ h "
        + "א a ב b ג g ד d ה h ו v ז z ח ch ט t י y כ k ך k ל l מ m ם m נ n ן n ס s ע a פ p ף f צ tz ץ tz ק k ר r ש sh ת t",
        "و w ي y ی y ու u ո vo ե ye פ p");

    private static readonly Dictionary<string, string> FrequentNames = Pairs(
        "محمد Mohammad احمد Ahmad علي Ali حسن Hassan حسين Hussein فاطمه Fatima مريم Mariam زينب Zainab يوسف Yousef ابراهيم Ibrahim عمر Omar خالد Khaled محمود Mahmoud مصطفي Mustafa عبد Abd عبدالله Abdullah "
        + "الله Allah عائشه Aisha خديجه Khadija سعيد Said كريم Karim منصور Mansour سمير Samir قاسم Qasim رانيا Rania طارق Tariq وليد Walid جابر Jaber صلاح Salah الدين al-Din نور Nour هدي Huda ليلي Laila سلمي Salma "
        + "حداد Haddad الخطيب al-Khatib النجار al-Najjar نجار Najjar صباغ Sabbagh درويش Darwish شاهين Shahin عثمان Othman رمضان Ramadan صالح Saleh ناصر Nasser جمال Jamal كمال Kamal جميله Jamila امل Amal سعاد Suad "
        + "رنا Rana ياسمين Yasmin سامر Samer عبدالرحمن Abdulrahman عبدالكريم Abdulkarim عبدالعزيز Abdulaziz عبدالقادر Abdulkader عبدالحميد Abdulhamid حمزه Hamza بلال Bilal اسماعيل Ismail سليمان Suleiman داود Dawud موسي Musa عيسي Issa "
        + "يحيي Yahya زكريا Zakaria ادم Adam هاجر Hajar ساره Sara رضا Reza مهدي Mahdi امير Amir جواد Javad زهرا Zahra نرگس Narges شيرين Shirin پريسا Parisa مينا Mina ثريا Soraya گلناز Golnaz مهسا Mahsa فرهاد Farhad بهرام Bahram نادر Nader كاوه Kaveh "
        + "رضايي Rezaei احمدي Ahmadi حسيني Hosseini كريمي Karimi محمدي Mohammadi رحيمي Rahimi نوري Nouri صادقي Sadeghi يوسفي Yousefi اكبري Akbari موسوي Mousavi جعفري Jafari هاشمي Hashemi قاسمي Ghasemi ابراهيمي Ebrahimi شريفي Sharifi "
        + "حيدري Haidari امين Amin جان Jan خان Khan شاه Shah گل Gul غلام Ghulam سيد Sayed");

    /// <summary>The proposal, or null for a name that is in Latin letters already or that no table knows.</summary>
    /// <param name="name">Given and family name, in the order in which they stand.</param>
    /// <param name="language">ISO 639-1 code: one script is spelled in several ways.</param>
    public static string? Of(string name, string language)
    {
        if (!name.EnumerateRunes().Any(rune => Rune.IsLetter(rune) && !IsLatin(rune)))
        {
            return null;
        }

        var words = new List<string>();
        foreach (var word in name.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (Word(word, language) is not { } spelled)
            {
                return null;
            }

            words.Add(spelled);
        }

        return string.Join(' ', words);
    }

    private static string? Word(string word, string language)
    {
        if (FrequentNames.TryGetValue(Folding.Key(word), out var known))
        {
            return known;
        }

        var alphabet = ByLanguage.GetValueOrDefault(language, Common);

        // Greek letters belong together with or without their accents; the accents of others make another letter.
        var small = language == "el" ? string.Concat(word.ToLowerInvariant().TakenApart(NormalizationForm.FormD).Where(one => CharUnicodeInfo.GetUnicodeCategory(one) != UnicodeCategory.NonSpacingMark)) : word.ToLowerInvariant().TakenApart(NormalizationForm.FormC);
        var (spelled, article) = (new StringBuilder(), small.StartsWith("ال", StringComparison.Ordinal) && small.Length > 3);
        for (var at = article ? 2 : 0; at < small.Length;)
        {
            var start = at == 0 || !char.IsLetter(small[at - 1]);
            if (alphabet.Spell(small, at, start) is { } own)
            {
                spelled.Append(own.Text);
                at += own.Length;
            }
            else if (Common.Spell(small, at, start) is { } common)
            {
                spelled.Append(common.Text);
                at += common.Length;
            }
            else if (Rune.TryGetRuneAt(small, at, out var rune) && (Syllable(small, at) ?? One(rune)) is { } letter)
            {
                spelled.Append(letter);
                at += rune.Utf16SequenceLength;
            }
            else
            {
                return null;
            }
        }

        return spelled.Length == 0 ? null : (article ? "al-" : "") + Capital(spelled.ToString());
    }

    /// <summary>One letter of Greek, Cyrillic or Latin as <see cref="LatinLetters"/> has it; a mark falls away; what is no letter stays; null for what nobody can read.</summary>
    private static string? One(Rune rune)
    {
        if (IsLatin(rune) || !(Rune.IsLetter(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.Format))
        {
            return rune.ToString();
        }

        var spelled = LatinLetters.Of(rune.ToString(), out var isWhole);
        return isWhole ? spelled : null;
    }

    private static string? Syllable(string word, int at) => EthiopicOf(word[at]) ?? DevanagariOf(word, at);

    /// <summary>Eight syllables a row: the consonant with ä, u, i, a, e, no vowel, o, wa.</summary>
    private static string? EthiopicOf(char letter)
    {
        var code = letter - 0x1200;
        return code >= 0 && code / 8 < EthiopicRows.Length ? (EthiopicRows[code / 8] == "'" ? "" : EthiopicRows[code / 8]) + EthiopicVowels[EthiopicRows[code / 8] == "'" && code % 8 == 0 ? 3 : code % 8] : null;
    }

    private static readonly string[] EthiopicRows = "h l h m s r s sh q q q q b v t ch h h n ny ' k k kh kh w ' z zh y d d j g g g t ch p ts ts f p".Split(' ');
    private static readonly string[] EthiopicVowels = ["e", "u", "i", "a", "e", "", "o", "wa"];

    /// <summary>A consonant is followed by an a unless a vowel sign, the sign for none, or the word's end comes.</summary>
    private static string? DevanagariOf(string word, int at)
    {
        if (DevanagariSigns.TryGetValue(word[at], out var sign))
        {
            return sign;
        }

        if (!Devanagari.TryGetValue(word[at], out var consonant))
        {
            return null;
        }

        var next = at + 1;
        while (next < word.Length && word[next] == '\u093c')
        {
            next++;
        }

        return next == word.Length || (DevanagariSigns.ContainsKey(word[next]) && word[next] is not ('\u0902' or '\u0901')) ? consonant : consonant + "a";
    }

    private static readonly Dictionary<char, string> Devanagari = Chars(
        "क k ख kh ग g घ gh ङ n च ch छ chh ज j झ jh ञ n ट t ठ th ड d ढ dh ण n त t थ th द d ध dh न n प p फ ph ब b भ bh म m य y र r ल l व v श sh ष sh स s ह h");

    private static readonly Dictionary<char, string> DevanagariSigns = Chars("अ a आ a इ i ई i उ u ऊ u ए e ऐ ai ओ o औ au ा a ि i ी i ु u ू u े e ै ai ो o ौ au ृ ri ं n ँ n ् - ़ - ः -");

    private static bool IsLatin(Rune rune) => rune.Value < 0x250 || rune.Value is >= 0x1e00 and < 0x1f00;

    private static string Capital(string word) => string.Join('-', word.Split('-').Select(part => part.Length == 0 ? part : char.ToUpperInvariant(part[0]) + part[1..]));

    private static Dictionary<string, string> Pairs(string pairs) => pairs.Split(' ').Chunk(2).DistinctBy(pair => Folding.Key(pair[0])).ToDictionary(pair => Folding.Key(pair[0]), pair => pair[1], StringComparer.Ordinal);

    private static Dictionary<char, string> Chars(string pairs) => pairs.Split(' ').Chunk(2).ToDictionary(pair => pair[0][0], pair => pair[1].Trim('-'));

    /// <summary>Letters, and letters that belong together; at the beginning of a word some are spelled in another way.</summary>
    private sealed class Alphabet(string letters, string first)
    {
        private readonly Dictionary<string, string> letters = Table(letters);
        private readonly Dictionary<string, string> first = Table(first);

        public (string Text, int Length)? Spell(string word, int at, bool start)
        {
            for (var length = Math.Min(3, word.Length - at); length > 0; length--)
            {
                var letter = word.Substring(at, length);
                if ((start && first.TryGetValue(letter, out var spelled)) || letters.TryGetValue(letter, out spelled))
                {
                    return (spelled, length);
                }
            }

            return null;
        }

        private static Dictionary<string, string> Table(string pairs) => pairs.Split(' ', StringSplitOptions.RemoveEmptyEntries).Chunk(2).ToDictionary(pair => pair[0], pair => pair[1].Trim('-'), StringComparer.Ordinal);
    }
}
