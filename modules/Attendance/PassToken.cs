using System.Security.Cryptography;
using System.Text;

namespace Courses.Attendance;

/// <summary>From what a camera read to what is looked up. Anything that is not a pass ends as a hash that nobody has.</summary>
internal static class PassToken
{
    /// <summary>The hash as the device sent it, or that of the token in the QR code's text, which may be the whole address.</summary>
    public static string? HashOf(string? hash, string? code)
    {
        if (hash is { Length: 64 } && hash.All(char.IsAsciiHexDigit))
        {
            return hash.ToLowerInvariant();
        }

        var content = string.IsNullOrEmpty(hash) ? code : hash;
        if (string.IsNullOrWhiteSpace(content))
        {
            return null;
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(TokenIn(content))));
    }

    public static string TokenIn(string code)
    {
        var at = code.LastIndexOf("/p/", StringComparison.Ordinal);
        var token = at < 0 ? code : code[(at + 3)..];
        var end = token.AsSpan().IndexOfAny('?', '#', '/');
        return (end < 0 ? token : token[..end]).Trim();
    }
}
