using System.Globalization;
using System.Text;
using Courses.Platform.Reading;

namespace Courses.Platform.Imports.Files;

/// <summary>
/// Finds the encoding of a text file: byte-order mark, then strict UTF-8, then the single-byte code page in which the words are likeliest (<see cref="CodePages"/>).
/// </summary>
public static class TextDecoding
{
    /// <summary>What a reader may choose from, likeliest first.</summary>
    public static readonly IReadOnlyList<string> Known =
    [
        "utf-8", "windows-1257", "windows-1252", "windows-1250", "windows-1251", "windows-1254", "windows-1253", "windows-1255", "windows-1256", "windows-1258", "utf-16", "utf-16BE", "macintosh",
        "iso-8859-2", "iso-8859-13", "iso-8859-5", "koi8-r", "koi8-u", "ibm852", "cp866",
    ];

    static TextDecoding() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static Encoding Named(string name)
    {
        try
        {
            return Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            throw new UnreadableFile("import.file.unknown-encoding", name);
        }
    }

    public sealed record Decoded(string Text, string Encoding, bool IsCertain, IReadOnlyList<Problem> Problems);

    public static Decoded Decode(byte[] content, string? chosen)
    {
        var problems = new List<Problem>();
        var decoded = chosen is null ? Guess(content, problems) : new(Strip(Named(chosen).GetString(content)), chosen, true, problems);
        var text = decoded.Text;
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            problems.Add(new("import.file.nul", text.Count(letter => letter == '\0').ToString(CultureInfo.InvariantCulture)));
        }

        if (text.Contains('\ufffd', StringComparison.Ordinal))
        {
            problems.Add(new("import.file.broken-letters", text.Count(letter => letter == '\ufffd').ToString(CultureInfo.InvariantCulture), decoded.Encoding));
        }

        return decoded with { Problems = problems };
    }

    /// <summary>How the first words beyond ASCII would be read, likeliest code page first; each reading once.</summary>
    public static IReadOnlyList<(string Encoding, string Sample)> Readings(byte[] content) =>
        [.. CodePages.Ranked(content).Select(reading => (reading.Name, Sample: string.Join(", ", reading.Words.Split('\n').Take(6))))
            .Where(reading => reading.Sample.Length > 0).DistinctBy(reading => reading.Sample, StringComparer.Ordinal).Take(5)];

    private static Decoded Guess(byte[] content, List<Problem> problems)
    {
        if (Marked(content) is { } marked)
        {
            return new(Strip(marked.GetString(content)), marked.WebName, true, problems);
        }

        if (WideWithoutMark(content) is { } wide)
        {
            return new(wide.GetString(content), wide.WebName, true, problems);
        }

        if (Strict(content) is { } utf8)
        {
            return new(utf8, "utf-8", true, problems);
        }

        if (Mixed(content, problems) is { } mixed)
        {
            return mixed;
        }

        var (name, isCertain) = CodePages.Guess(content);
        return new(Strip(Named(name).GetString(content)), name, isCertain, problems);
    }

    private static Encoding? Marked(byte[] content) => content switch
    {
        [0xef, 0xbb, 0xbf, ..] => Encoding.UTF8,
        [0xff, 0xfe, 0, 0, ..] => Encoding.UTF32,
        [0xff, 0xfe, ..] => Encoding.Unicode,
        [0xfe, 0xff, ..] => Encoding.BigEndianUnicode,
        _ => null,
    };

    /// <summary>UTF-16 without its mark: every other byte is one of the few that scripts begin with, and the bytes between them are many.</summary>
    private static Encoding? WideWithoutMark(byte[] content)
    {
        var sample = content.AsSpan(0, Math.Min(content.Length, 4096) & ~1);
        if (sample.Length < 16 || content.Length % 2 != 0)
        {
            return null;
        }

        var (even, odd) = (new int[256], new int[256]);
        for (var i = 0; i < sample.Length; i += 2)
        {
            even[sample[i]]++;
            odd[sample[i + 1]]++;
        }

        var half = sample.Length / 2;
        return IsHigh(odd, half) && !IsHigh(even, half) ? Encoding.Unicode : IsHigh(even, half) && !IsHigh(odd, half) ? Encoding.BigEndianUnicode : null;

        // Digits, blanks and separators of every list have a zero there; Cyrillic, Greek, Hebrew and Arabic letters 3 to 6.
        static bool IsHigh(int[] counts, int all) => counts[0] > all / 20 && counts[0] + counts[1] + counts[2] + counts[3] + counts[4] + counts[5] + counts[6] > all * 0.95;
    }

    private static string? Strict(ReadOnlySpan<byte> content)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(content);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>Two lists glued together: most lines are UTF-8 beyond doubt, some are not.</summary>
    private static Decoded? Mixed(byte[] content, List<Problem> problems)
    {
        var lines = new List<(ReadOnlyMemory<byte> Bytes, string? Text)>();
        for (var start = 0; start < content.Length;)
        {
            var end = Array.IndexOf(content, (byte)'\n', start);
            end = end < 0 ? content.Length : end + 1;
            var bytes = content.AsMemory(start, end - start);
            lines.Add((bytes, Strict(bytes.Span)));
            start = end;
        }

        var wide = lines.Count(line => line.Text is { } text && text.Length < line.Bytes.Length);
        var broken = lines.Where(line => line.Text is null).Select(line => line.Bytes).ToArray();
        if (wide < 2 || wide <= broken.Length)
        {
            return null;
        }

        var rest = CodePages.Guess([.. broken.SelectMany(line => line.ToArray())]).Name;
        var single = Named(rest);
        var numbers = lines.Select((line, index) => (line.Text, index)).Where(line => line.Text is null).Select(line => line.index + 1).ToArray();
        problems.Add(new(
            "import.file.mixed-encoding",
            string.Join(", ", numbers.Take(20).Select(number => number.ToString(CultureInfo.InvariantCulture))) + (numbers.Length > 20 ? " ..." : ""),
            rest));
        return new(string.Concat(lines.Select(line => line.Text ?? single.GetString(line.Bytes.Span))), "utf-8", false, problems);
    }

    private static string Strip(string text) => text.TrimStart('\ufeff');
}
