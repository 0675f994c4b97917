using System.Security.Cryptography;

namespace Courses.Participants;

/// <summary>
/// Numbers that people read aloud: eight characters of Crockford's base32 and a check digit, as <c>K7QM-2F9X-5</c>. Of its check symbols only those that
/// are letters or digits are used: whoever dictates a number should not have to say 'tilde'.
/// </summary>
internal static class Crockford
{
    private const string Digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 8;

    public static string NewNumber() => NewNumber(RandomNumberGenerator.GetBytes);

    public static string NewNumber(Func<int, byte[]> random)
    {
        while (true)
        {
            var value = BitConverter.ToUInt64([.. random(5), 0, 0, 0]);
            if (value % 37 < 32)
            {
                return Written(value);
            }
        }
    }

    /// <summary>The number as we write it, or null when it is none. Forgives small letters, spaces, hyphens, and O for 0, I and L for 1.</summary>
    public static string? Read(string? text)
    {
        if (text is null || text.Length > 40)
        {
            return null;
        }

        var value = 0UL;
        var count = 0;
        var check = -1;
        foreach (var character in text)
        {
            if (character is '-' or '\u2010' or '\u2011' or '\u2013' || char.IsWhiteSpace(character))
            {
                continue;
            }

            var digit = Digits.IndexOf(
                char.ToUpperInvariant(character) switch { 'O' => '0', 'I' or 'L' => '1', var other => other }, StringComparison.Ordinal);
            if (digit < 0 || ++count > Length + 1)
            {
                return null;
            }

            if (count <= Length)
            {
                value = (value << 5) | (uint)digit;
            }
            else
            {
                check = digit;
            }
        }

        return count == Length + 1 && value % 37 == (uint)check ? Written(value) : null;
    }

    private static string Written(ulong value)
    {
        Span<char> number = stackalloc char[Length + 3];
        for (var i = 0; i < Length; i++)
        {
            number[i < 4 ? i : i + 1] = Digits[(int)((value >> (5 * (Length - 1 - i))) & 31)];
        }

        number[4] = number[9] = '-';
        number[10] = Digits[(int)(value % 37)];
        return new(number);
    }
}
