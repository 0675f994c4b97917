using System.Security.Cryptography;

namespace Courses.Vouchers;

/// <summary>A number that people can read aloud: ten random Crockford characters and a check character, e.g. <c>7KQ2M-9TXB4-H</c>.</summary>
internal static class VoucherNumber
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    public static string New() => Of(RandomNumberGenerator.GetString(Alphabet, 10));

    public static string Of(string ten) => $"{ten[..5]}-{ten[5..]}-{Check(ten)}";

    /// <summary>The weighted sum modulo 31 notices a wrong character (but for 0 against Z) and two swapped neighbours.</summary>
    private static char Check(string ten) => Alphabet[ten.Select((character, index) => (index + 1) * Alphabet.IndexOf(character, StringComparison.Ordinal)).Sum() % 31];
}
