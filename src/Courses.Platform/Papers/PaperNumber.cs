using System.Security.Cryptography;

namespace Courses.Platform.Papers;

/// <summary>The number of a paper that anybody may check: 80 bits that nobody guesses, in letters that people read aloud.</summary>
public static class PaperNumber
{
    public const int Length = 16;

    private const string Letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    public static string New() => RandomNumberGenerator.GetString(Letters, Length);

    /// <summary>The number as it is kept, or null when it is none. Forgives small letters, spaces, hyphens, and O for 0, I and L for 1.</summary>
    public static string? Read(string? typed)
    {
        if (typed is null || typed.Length > 40)
        {
            return null;
        }

        var number = string.Concat(typed.Where(letter => letter is not ('-' or '\u2010' or '\u2011' or '\u2013') && !char.IsWhiteSpace(letter))
            .Select(letter => char.ToUpperInvariant(letter) switch { 'O' => '0', 'I' or 'L' => '1', var other => other }));
        return number.Length == Length && number.All(Letters.Contains) ? number : null;
    }

    /// <summary>In groups of four.</summary>
    public static string Written(string number) => string.Join('-', number.Chunk(4).Select(four => new string(four)));
}
