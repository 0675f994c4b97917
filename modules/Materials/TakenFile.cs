using System.Security.Cryptography;

namespace Courses.Materials;

/// <summary>A file that was looked at and may be kept.</summary>
internal sealed record TakenFile(byte[] Content, FileKind Kind)
{
    public string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(Content));
}
