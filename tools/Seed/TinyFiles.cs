using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Courses.Seed;

/// <summary>Small files that programs really open, made without anything beside: a picture of coloured fields, a page of text, a tone.</summary>
internal static class TinyFiles
{
    private static readonly byte[][] Colours = [[0x0B, 0x5A, 0x7A], [0xE8, 0xA3, 0x3D], [0x4C, 0x9A, 0x2A], [0xB0, 0x3A, 0x2E], [0x6C, 0x4A, 0x9E], [0xF2, 0xF2, 0xEC]];

    /// <summary>Fields beside and below each other, as on a memory card; the number chooses their colours.</summary>
    public static byte[] Picture(int number)
    {
        const int Width = 360;
        const int Height = 240;
        const int Field = 120;
        var rows = new byte[Height * ((Width * 3) + 1)];
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                var isEdge = x % Field < 4 || y % Field < 4 || x % Field >= Field - 4 || y % Field >= Field - 4;
                var colour = Colours[isEdge ? Colours.Length - 1 : (number + (x / Field) + (y / Field * 2)) % (Colours.Length - 1)];
                colour.CopyTo(rows, (y * ((Width * 3) + 1)) + 1 + (x * 3));
            }
        }

        using var packed = new MemoryStream();
        using (var zip = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            zip.Write(rows);
        }

        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), Height);
        (header[8], header[9]) = (8, 2);
        return [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, .. Chunk("IHDR", header), .. Chunk("IDAT", packed.ToArray()), .. Chunk("IEND", [])];
    }

    /// <summary>One page A4 in Helvetica: letters of Western Europe only.</summary>
    public static byte[] Page(string title, params string[] lines)
    {
        var text = new StringBuilder($"BT /F1 22 Tf 60 770 Td ({Escaped(title)}) Tj ET\n");
        foreach (var (line, at) in lines.Select((line, at) => (line, at)))
        {
            text.Append(CultureInfo.InvariantCulture, $"BT /F1 13 Tf 60 {725 - (at * 24)} Td ({Escaped(line)}) Tj ET\n");
        }

        string[] parts =
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
            string.Create(CultureInfo.InvariantCulture, $"<< /Length {text.Length} >>\nstream\n{text}endstream"),
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        ];
        var file = new StringBuilder("%PDF-1.4\n");
        var places = new List<int>();
        foreach (var (part, at) in parts.Select((part, at) => (part, at)))
        {
            places.Add(file.Length);
            file.Append(CultureInfo.InvariantCulture, $"{at + 1} 0 obj\n{part}\nendobj\n");
        }

        var table = file.Length;
        file.Append(CultureInfo.InvariantCulture, $"xref\n0 {parts.Length + 1}\n0000000000 65535 f \n");
        places.ForEach(place => file.Append(CultureInfo.InvariantCulture, $"{place:0000000000} 00000 n \n"));
        file.Append(CultureInfo.InvariantCulture, $"trailer\n<< /Size {parts.Length + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(file.ToString());
    }

    public static byte[] Text(string title, params string[] lines) => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(string.Join("\r\n", [title, "", .. lines, ""]))];

    /// <summary>A second of a tone, 8 kHz and 8 bit.</summary>
    public static byte[] Tone()
    {
        const int Samples = 8000;
        var file = new byte[44 + Samples];
        "RIFF"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), 36 + Samples);
        "WAVEfmt "u8.CopyTo(file.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(22), 1);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(24), Samples);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(28), Samples);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(32), 1);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(34), 8);
        "data"u8.CopyTo(file.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(40), Samples);
        for (var at = 0; at < Samples; at++)
        {
            file[44 + at] = (byte)(128 + (60 * Math.Sin(2 * Math.PI * 440 * at / Samples)));
        }

        return file;
    }

    private static string Escaped(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("(", "\\(", StringComparison.Ordinal).Replace(")", "\\)", StringComparison.Ordinal);

    private static byte[] Chunk(string kind, byte[] content)
    {
        byte[] checkedPart = [.. Encoding.ASCII.GetBytes(kind), .. content];
        var chunk = new byte[content.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        checkedPart.CopyTo(chunk, 4);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(content.Length + 8), Crc(checkedPart));
        return chunk;
    }

    /// <summary>CRC-32 as PNG wants it. Source: ISO/IEC 15948:2004, annex D.</summary>
    private static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var one in bytes)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 1 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
            }
        }

        return ~crc;
    }
}
