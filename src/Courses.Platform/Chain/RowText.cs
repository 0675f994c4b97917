using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Courses.Platform.Chain;

/// <summary>
/// What of a row is hashed: a text that anybody can read and write again, the same on both engines. One line for the stream, then one for each column that holds something, name and value. Instants are
/// UTC, ids in small letters, numbers without anything, bytes as their SHA-256.
/// </summary>
internal sealed class RowText
{
    private static readonly SearchValues<char> Escaped = SearchValues.Create("\\\n\r");
    private readonly ArrayBufferWriter<byte> bytes = new(2048);

    public string Text => Encoding.UTF8.GetString(bytes.WrittenSpan[1..]);

    /// <summary>The leaf of a Merkle tree is not a node of it: the first byte says which (RFC 6962).</summary>
    public byte[] Leaf() => SHA256.HashData(bytes.WrittenSpan);

    public static byte[] LeafOf(string text) => SHA256.HashData([0, .. Encoding.UTF8.GetBytes(text)]);

    public void Begin(string stream)
    {
        bytes.ResetWrittenCount();
        bytes.Write<byte>([0]);
        Write(stream);
        bytes.Write("\n"u8);
    }

    public void Add(ReadOnlySpan<byte> name, Guid value)
    {
        Name(name);
        var span = bytes.GetSpan(36);
        Utf8Formatter.TryFormat(value, span, out var written);
        End(written);
    }

    public void Add(ReadOnlySpan<byte> name, long value)
    {
        Name(name);
        var span = bytes.GetSpan(20);
        Utf8Formatter.TryFormat(value, span, out var written);
        End(written);
    }

    public void Add(ReadOnlySpan<byte> name, DateTimeOffset value)
    {
        Name(name);
        value.UtcDateTime.TryFormat(bytes.GetSpan(40), out var written, "O", CultureInfo.InvariantCulture);
        End(written);
    }

    public void Add(ReadOnlySpan<byte> name, bool value) => Add(name, value ? "true" : "false");

    public void Add(ReadOnlySpan<byte> name, byte[] value) => Add(name, Convert.ToHexStringLower(SHA256.HashData(value)));

    public void Add(ReadOnlySpan<byte> name, string value)
    {
        Name(name);
        Write(value.AsSpan().ContainsAny(Escaped) ? value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal) : value);
        bytes.Write("\n"u8);
    }

    private void Name(ReadOnlySpan<byte> name)
    {
        bytes.Write(name);
        bytes.Write(" "u8);
    }

    private void Write(string value)
    {
        var span = bytes.GetSpan(Encoding.UTF8.GetMaxByteCount(value.Length));
        bytes.Advance(Encoding.UTF8.GetBytes(value, span));
    }

    private void End(int written)
    {
        bytes.Advance(written);
        bytes.Write("\n"u8);
    }
}
