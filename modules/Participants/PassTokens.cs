using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Courses.Contracts.Participants;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Courses.Participants;

/// <summary>
/// The secret in a pass's QR code: version, 128 bits and a checksum, 28 characters of base64url. The bits are an HMAC of the pass's number under a key that is
/// not in the database, so a pass can be printed again and shown on its owner's phone, while a copy of the database opens nothing: it holds only the hash.
/// </summary>
internal sealed class PassTokens
{
    public const int KeyBytes = 32;
    private const byte Version = 1;
    private const int SecretBytes = 16;
    private const int TokenBytes = 1 + SecretBytes + 4;
    private readonly byte[] key;

    public PassTokens(byte[] key) => this.key = key.Length >= KeyBytes ? key : throw new InvalidOperationException($"The key of the passes needs {KeyBytes} bytes.");

    public PassTokens(IConfiguration configuration, IHostEnvironment environment)
        : this(KeyOf(configuration["COURSES_PASS_KEY"], environment.IsDevelopment()))
    {
    }

    /// <summary>The token of the pass with this number: always the same as long as the key is.</summary>
    public string TokenOf(string number)
    {
        Span<byte> token = stackalloc byte[TokenBytes];
        Span<byte> secret = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, Encoding.ASCII.GetBytes("pass:" + number), secret);
        token[0] = Version;
        secret[..SecretBytes].CopyTo(token[1..]);
        Checksum(token).CopyTo(token[^4..]);
        return Base64Url.EncodeToString(token);
    }

    /// <summary>
    /// The six digits that stand in the letter and nowhere else: not on the card, not in the code, not in the database. Like the token they follow from the number and the key, so the letter can be
    /// printed again. What anybody would try first is never among them.
    /// </summary>
    public string PinOf(string number)
    {
        for (var turn = 0; ; turn++)
        {
            var bits = HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"pin:{number}:{turn}")));
            var pin = (BitConverter.ToUInt64(bits) % 1_000_000).ToString("000000", System.Globalization.CultureInfo.InvariantCulture);
            if (!Pins.IsGuessed(pin))
            {
                return pin;
            }
        }
    }

    /// <summary>Another key for another use, from which nobody can tell this one.</summary>
    public byte[] KeyFor(string purpose) => HKDF.DeriveKey(HashAlgorithmName.SHA256, key, KeyBytes, info: Encoding.UTF8.GetBytes(purpose));

    public string HashOfNumber(string number) => HashOf(TokenOf(number));

    /// <summary>Lower-case hex SHA-256 of the token as it is written.</summary>
    public static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(token)));

    /// <summary>Has this text the form and the checksum of a token? Says nothing of whether the pass exists.</summary>
    public static bool IsWellFormed(string? token)
    {
        Span<byte> bytes = stackalloc byte[TokenBytes];
        return token is { Length: 28 } && Base64Url.IsValid(token)
            && Base64Url.TryDecodeFromChars(token, bytes, out var written) && written == TokenBytes
            && bytes[0] == Version && Checksum(bytes).AsSpan().SequenceEqual(bytes[^4..]);
    }

    /// <summary>The token in what a scanner or a person gave: the token itself or an address that ends in it. Null when there is none.</summary>
    public static string? In(string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > 400)
        {
            return null;
        }

        var trimmed = text.AsSpan().Trim();
        var at = trimmed.LastIndexOf("/p/", StringComparison.Ordinal);
        var token = at < 0 ? trimmed : trimmed[(at + 3)..];
        var end = token.IndexOfAny('?', '#', '/');
        var result = (end < 0 ? token : token[..end]).ToString();
        return IsWellFormed(result) ? result : null;
    }

    // Finds misreadings before a look into the database; it protects nothing, the 128 bits do.
    private static byte[] Checksum(ReadOnlySpan<byte> token) => SHA256.HashData(token[..^4])[..4];

    private static byte[] KeyOf(string? setting, bool development)
    {
        if (string.IsNullOrWhiteSpace(setting))
        {
            return development
                ? SHA256.HashData("The key of passes on a developer's machine; nobody's pass depends on it."u8)
                : throw new InvalidOperationException("COURSES_PASS_KEY is not set. Make one with 'openssl rand -base64 32', give it to every node, and keep a copy: without it no pass can be printed again.");
        }

        try
        {
            return Convert.FromBase64String(setting);
        }
        catch (FormatException notBase64)
        {
            throw new InvalidOperationException("COURSES_PASS_KEY is not base64. Make one with 'openssl rand -base64 32'.", notBase64);
        }
    }
}
