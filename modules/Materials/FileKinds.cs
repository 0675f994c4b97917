using System.IO.Compression;
using System.Text;

namespace Courses.Materials;

/// <summary>What an uploaded file is, by its content: a name and a claimed type prove nothing. What is not known here is not taken.</summary>
internal static class FileKinds
{
    private const int MostEntries = 5000;

    private static readonly FileKind Jpeg = new("image/jpeg", "jpg", IsPicture: true);
    private static readonly FileKind Png = new("image/png", "png", IsPicture: true);
    private static readonly FileKind Gif = new("image/gif", "gif", IsPicture: true);
    private static readonly FileKind WebP = new("image/webp", "webp", IsPicture: true);
    private static readonly FileKind Pdf = new("application/pdf", "pdf");
    private static readonly FileKind Mp3 = new("audio/mpeg", "mp3");
    private static readonly FileKind Ogg = new("audio/ogg", "ogg");
    private static readonly FileKind M4a = new("audio/mp4", "m4a");
    private static readonly FileKind Wav = new("audio/wav", "wav");
    private static readonly FileKind Text = new("text/plain; charset=utf-8", "txt");

    /// <summary>Packed documents, by the entry that each of them has.</summary>
    private static readonly (string Entry, FileKind Kind)[] Office =
    [
        ("word/document.xml", new("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx")),
        ("ppt/presentation.xml", new("application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx")),
        ("xl/workbook.xml", new("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx")),
    ];

    private static readonly FileKind[] OpenDocument =
        [new("application/vnd.oasis.opendocument.text", "odt"), new("application/vnd.oasis.opendocument.presentation", "odp"), new("application/vnd.oasis.opendocument.spreadsheet", "ods")];

    /// <summary>What a file chooser offers.</summary>
    public const string Accepted = "image/jpeg,image/png,image/gif,image/webp,application/pdf,audio/mpeg,audio/ogg,audio/mp4,audio/wav,text/plain,.docx,.pptx,.xlsx,.odt,.odp,.ods";

    /// <summary>Null for what is not taken: programs, pages, drawings with scripts, documents with macros, archives of anything.</summary>
    public static FileKind? Of(byte[] content) => (ReadOnlySpan<byte>)content switch
    {
        [0xFF, 0xD8, 0xFF, ..] => Jpeg,
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Png,
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => Gif,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => WebP,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'A', (byte)'V', (byte)'E', ..] => Wav,
        [(byte)'%', (byte)'P', (byte)'D', (byte)'F', (byte)'-', ..] => Pdf,
        [(byte)'I', (byte)'D', (byte)'3', ..] or [0xFF, 0xFB or 0xFA or 0xF3 or 0xF2, ..] => Mp3,
        [(byte)'O', (byte)'g', (byte)'g', (byte)'S', ..] => Ogg,
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', (byte)'M', (byte)'4', (byte)'A', ..] => M4a,
        [(byte)'P', (byte)'K', 3, 4, ..] => Packed(content),
        _ => IsText(content) ? Text : null,
    };

    public static FileKind? Of(string? contentType) => new[] { Jpeg, Png, Gif, WebP, Pdf, Mp3, Ogg, M4a, Wav, Text }.Concat(Office.Select(one => one.Kind)).Concat(OpenDocument).FirstOrDefault(kind => kind.ContentType == contentType);

    private static FileKind? Packed(byte[] content)
    {
        try
        {
            using var zip = new ZipArchive(new MemoryStream(content, writable: false), ZipArchiveMode.Read);
            var names = zip.Entries.Take(MostEntries + 1).Select(entry => entry.FullName).ToHashSet(StringComparer.OrdinalIgnoreCase);
            if (names.Count > MostEntries || names.Any(HasMacros))
            {
                return null;
            }

            if (names.Contains("[Content_Types].xml"))
            {
                return Office.FirstOrDefault(one => names.Contains(one.Entry)).Kind;
            }

            return names.Contains("mimetype") && names.Contains("content.xml") ? OpenDocument.FirstOrDefault(kind => kind.ContentType == Mimetype(zip)) : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static bool HasMacros(string name) => name.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase) || name.StartsWith("Basic/", StringComparison.OrdinalIgnoreCase) || name.StartsWith("Scripts/", StringComparison.OrdinalIgnoreCase);

    private static string Mimetype(ZipArchive zip)
    {
        using var entry = zip.GetEntry("mimetype")!.Open();
        Span<byte> begin = stackalloc byte[80];
        return Encoding.ASCII.GetString(begin[..entry.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false)]).Trim();
    }

    /// <summary>UTF-8 without control characters, and no page, drawing or program of a shell.</summary>
    private static bool IsText(byte[] content)
    {
        var text = content.AsSpan();
        text = text.StartsWith(Encoding.UTF8.Preamble) ? text[Encoding.UTF8.Preamble.Length..] : text;
        var begin = text.TrimStart(" \t\r\n"u8);
        return begin.Length > 0 && begin[0] != (byte)'<' && !begin.StartsWith("#!"u8) && !text.ContainsAnyInRange((byte)0, (byte)8) && !text.ContainsAnyInRange((byte)14, (byte)31) && System.Text.Unicode.Utf8.IsValid(text);
    }
}
