using System.Security.Cryptography;
using System.Text;

namespace Courses.Messaging;

/// <summary>What a machine of the city says in the address to show that it is the one that was told. Without a secret nobody is.</summary>
internal sealed class SharedSecret(string? secret)
{
    public bool IsSaidBy(string told) => secret is { Length: > 0 } && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(told)), SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
