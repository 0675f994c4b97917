using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Courses.Platform.Reading;

namespace Courses.Participants;

/// <summary>
/// By which a person is found: each word of their name, parts of the number of their pass, the end of their telephone number. Keys are numbers, so that a look-up is one
/// seek on either engine, whatever its collation thinks of a script.
/// </summary>
internal sealed class SearchKey
{
    public required long Key { get; init; }

    public required Guid ParticipantId { get; init; }
}

/// <summary>One way to a word of somebody's name: its beginning, or how it sounds. The words of a city are few, so its people are sought by them.</summary>
internal sealed class SearchWord
{
    /// <summary>Follows from key and word, so that two nodes that learn a word at once write one row.</summary>
    public required Guid Id { get; init; }

    public required long Key { get; init; }

    public required string Word { get; init; }
}

/// <summary>Which keys a person and a word have. When this changes, <see cref="Version"/> goes up, and the sweep writes everybody's keys anew.</summary>
internal static class SearchKeys
{
    public const int Version = 1;
    public const int LongestWord = 60;
    private const int LongestBeginning = 10;
    private const int MostWords = 12;
    private const int PartOfPass = 3;
    private static readonly int[] EndsOfPhone = [4, 5, 6, 7, 8];

    public static long OfWord(string word) => Hash("w:" + word);

    public static IEnumerable<long> OfPass(string part) => Enumerable.Range(0, Math.Max(0, part.Length - PartOfPass + 1)).Select(at => Hash($"n:{part.AsSpan(at, PartOfPass)}")).Distinct();

    /// <summary>The key of a telephone number as it was typed, with or without its country; null when it is too short to tell anybody apart.</summary>
    public static long? OfPhone(string typed) =>
        Digits(typed).TrimStart('0') is { Length: >= 4 } digits ? Hash("t:" + digits[^Math.Min(digits.Length, EndsOfPhone[^1])..]) : null;

    public static string Digits(string? phone) => string.Concat(Platform.Reading.Digits.Of(phone ?? "").Where(char.IsAsciiDigit));

    public static HashSet<long> Of(Participant person)
    {
        var digits = Digits(person.Phone);
        return
        [
            .. WordsOf(person).Select(OfWord),
            .. EndsOfPhone.Where(length => length <= digits.Length).Select(length => Hash("t:" + digits[^length..])),
            .. OfPass(Compact(person.PassNumber)),
        ];
    }

    /// <summary>A pass number without its hyphens, with the letters that are read for digits exchanged.</summary>
    public static string Compact(string? passNumber) =>
        string.Concat((passNumber ?? "").ToUpperInvariant().Where(char.IsAsciiLetterOrDigit).Select(character => character switch { 'O' => '0', 'I' or 'L' => '1', var other => other }));

    /// <summary>The words of a person's name, in their own script and in Latin letters.</summary>
    public static IReadOnlyList<string> WordsOf(Participant person) => [.. WordsOf(person.SearchName).Concat(WordsOf(SearchName.Of(person.LatinGivenName, person.LatinFamilyName))).Distinct(StringComparer.Ordinal)];

    /// <summary>
    /// The words of a name as people look for them: each on its own, without the Arabic article, and together with its neighbour where offices do not agree whether
    /// they are two (O Connor, Abd al Rahman, Hamid Reza).
    /// </summary>
    public static IReadOnlyList<string> WordsOf(string searchName)
    {
        var words = searchName.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(MostWords).Select(Short).ToArray();
        var together = words.Zip(words.Skip(1)).Where(pair => pair.First.Length <= 3 || pair.Second.Length <= 3 || pair.Second.StartsWith("ال", StringComparison.Ordinal) || pair.First.StartsWith("abd", StringComparison.Ordinal))
            .Select(pair => Short(pair.First + pair.Second));
        return [.. words.Concat(together).SelectMany(word => WithoutArticle(word) is { } bare ? [word, bare] : new[] { word }).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>By which a word is found: beginnings for those who are still typing, sounds for those who spell it in another way or script.</summary>
    public static IReadOnlyCollection<long> OfTyped(string word) => [Hash("p:" + Beginning(word)), .. Sounds.KeysOf(word).Select(sound => Hash("s:" + sound))];

    public static IEnumerable<SearchWord> RowsOf(string word) =>
        Beginnings(word).Select(beginning => "p:" + beginning).Concat(Sounds.KeysOf(word).Select(sound => "s:" + sound)).Distinct(StringComparer.Ordinal).Select(key => Row(key, word));

    /// <summary>The row that every stored word has.</summary>
    public static Guid MarkOf(string word) => Row("p:" + Beginning(word), word).Id;

    private static IEnumerable<string> Beginnings(string word)
    {
        // One sign of Chinese or Korean is as much as a syllable; one letter is nothing yet.
        for (var length = word[0] >= 0x2e80 ? 1 : 2; length < Math.Min(word.Length, LongestBeginning); length++)
        {
            yield return word[..length];
        }

        yield return Beginning(word);
    }

    private static string Beginning(string word) => word.Length <= LongestBeginning ? word : word[..LongestBeginning];

    private static string Short(string word) => word.Length <= LongestWord ? word : word[..LongestWord];

    private static string? WithoutArticle(string word) =>
        word.StartsWith("ال", StringComparison.Ordinal) && word.Length > 4 ? word[2..]
        : word.Length > 5 && (word.StartsWith("al", StringComparison.Ordinal) || word.StartsWith("el", StringComparison.Ordinal)) ? word[2..] : null;

    private static SearchWord Row(string key, string word)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{key}\n{word}"), hash);
        return new() { Id = new(hash[..16]), Key = Hash(key), Word = word };
    }

    private static long Hash(string key)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(key), hash);
        return BinaryPrimitives.ReadInt64LittleEndian(hash);
    }
}
