using System.Security.Cryptography;
using System.Text;
using Courses.Contracts.Participants;

namespace Courses.Participants;

/// <summary>AES-256-GCM: nonce, tag, content. Purpose and record are bound to it without being in it.</summary>
internal sealed class Seals(PassTokens keys) : ISeals
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    public byte[] Seal(string purpose, Guid of, byte[] content)
    {
        var result = new byte[NonceBytes + TagBytes + content.Length];
        RandomNumberGenerator.Fill(result.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(keys.KeyFor(purpose), TagBytes);
        aes.Encrypt(result.AsSpan(0, NonceBytes), content, result.AsSpan(NonceBytes + TagBytes), result.AsSpan(NonceBytes, TagBytes), Bound(purpose, of));
        return result;
    }

    public byte[]? Open(string purpose, Guid of, byte[] sealedContent)
    {
        if (sealedContent.Length < NonceBytes + TagBytes)
        {
            return null;
        }

        var content = new byte[sealedContent.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(keys.KeyFor(purpose), TagBytes);
        try
        {
            aes.Decrypt(sealedContent.AsSpan(0, NonceBytes), sealedContent.AsSpan(NonceBytes + TagBytes), sealedContent.AsSpan(NonceBytes, TagBytes), content, Bound(purpose, of));
            return content;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    public string Ticket(string purpose, Guid of) => Convert.ToHexStringLower(HMACSHA256.HashData(keys.KeyFor(purpose), of.ToByteArray(bigEndian: true)));

    private static byte[] Bound(string purpose, Guid of) => Encoding.UTF8.GetBytes($"{purpose}:{of}");
}
