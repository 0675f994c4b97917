using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Courses.Access;

/// <summary>Codes and keys that we hand out once and then know only by their hash.</summary>
internal static class Secrets
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>256 random bits for machines.</summary>
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>Sixty random bits that a person can type: ABCD-EFGH-JKMN.</summary>
    public static string NewCode() => string.Join('-', RandomNumberGenerator.GetString(Alphabet, 12).Chunk(4).Select(part => new string(part)));

    /// <summary>What was typed or scanned, as <see cref="NewCode"/> wrote it: letters that look alike are one, and a scanned address holds the code at its end.</summary>
    public static string Normalised(string typed)
    {
        var code = new string([.. typed[(typed.LastIndexOf('=') + 1)..].ToUpperInvariant().Where(char.IsAsciiLetterOrDigit)])
            .Replace('O', '0').Replace('I', '1').Replace('L', '1').Replace('U', 'V');
        return string.Join('-', code.Chunk(4).Select(part => new string(part)));
    }

    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
