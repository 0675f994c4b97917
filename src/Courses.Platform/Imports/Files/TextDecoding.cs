using System.Globalization;
using System.Text;
using Courses.Platform.Reading;

namespace Courses.Platform.Imports.Files;

/// <summary>
/// Finds the encoding of a text file: byte-order mark, then strict UTF-8, then the single-byte code page whose letters look most like words
/// of the languages that lists come in here.
/// </summary>
public static class TextDecoding
{
    /// <summary>What a reader may choose from, likeliest first.</summary>
    public static readonly IReadOnlyList<string> Known = ["utf-8", "windows-1257", "windows-1252", "windows-1250", "windows-1251", "windows-1254", "utf-16", "utf-16BE", "iso-8859-2", "iso-8859-13", "iso-8859-5", "koi8-r", "ibm852"];

    private static readonly string[] Guessed = ["windows-1252", "windows-1257", "windows-1250", "windows-1251"];

    private const string German = "äöüßÄÖÜ";

    private static readonly Dictionary<string, string> Letters = new(StringComparer.Ordinal)
    {
        ["windows-1252"] = German + "éèáàóúíñçåæøÉ€„“”‚‘’–—…§°",
        ["windows-1257"] = German + "āčēģīķļņšūžĀČĒĢĪĶĻŅŠŪŽąęėįųĄĘĖĮŲõÕóéŁł€„“”‚‘’–—…§°",
        ["windows-1250"] = German + "ąćęłńóśźżĄĆĘŁŃÓŚŹŻáčďéěíňřšťúůýžÁČĎÉĚÍŇŘŠŤÚŮÝŽăîşţđĐőűŐŰ€„“”‚‘’–—…§°",
        ["windows-1251"] = "абвгдежзийклмнопрстуфхцчшщъыьэюяёАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЁіїєґІЇЄҐ«»№€„“”–—…§°",
    };

    // Headings and words that leave no doubt. They weigh more than letters, which the code pages share.
    private static readonly string[] Words =
    [
        "vārds", "uzvārds", "dzimšanas", "dzimtā", "piešķirts", "tālrunis", "līmenis", "piezīmes", "bēglis", "patvēruma", "aizsardzība", "trešās", "dzimums", "nodarbība", "sākums",
        "plätze", "straße", "für", "während", "grün", "schüler", "gebühr", "früh", "prüfung", "verfügbar",
        "imię", "narodowość", "płeć", "příjmení", "jméno", "název",
        "имя", "фамилия", "дата", "рождения", "статус", "телефон", "прізвище", "ім'я", "народження",
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

        var ranked = Ranked(content);
        return new(Strip(ranked[0].Text), ranked[0].Name, ranked[0].Score > ranked[1].Score || ranked[0].Text == ranked[1].Text, problems);
    }

    private static Encoding? Marked(byte[] content) => content switch
    {
        [0xef, 0xbb, 0xbf, ..] => Encoding.UTF8,
        [0xff, 0xfe, 0, 0, ..] => Encoding.UTF32,
        [0xff, 0xfe, ..] => Encoding.Unicode,
        [0xfe, 0xff, ..] => Encoding.BigEndianUnicode,
        _ => null,
    };

    /// <summary>Every other byte of Western text in UTF-16 is zero.</summary>
    private static Encoding? WideWithoutMark(byte[] content)
    {
        var sample = content.AsSpan(0, Math.Min(content.Length, 4096) & ~1);
        if (sample.Length < 8)
        {
            return null;
        }

        var (even, odd) = (0, 0);
        for (var i = 0; i < sample.Length; i++)
        {
            if (sample[i] == 0)
            {
                _ = i % 2 == 0 ? even++ : odd++;
            }
        }

        var half = sample.Length / 2;
        return odd > half * 0.4 && even < half * 0.1 ? Encoding.Unicode : even > half * 0.4 && odd < half * 0.1 ? Encoding.BigEndianUnicode : null;
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

        var rest = Ranked([.. broken.SelectMany(line => line.ToArray())])[0].Name;
        var single = Named(rest);
        var numbers = lines.Select((line, index) => (line.Text, index)).Where(line => line.Text is null).Select(line => line.index + 1).ToArray();
        problems.Add(new(
            "import.file.mixed-encoding",
            string.Join(", ", numbers.Take(20).Select(number => number.ToString(CultureInfo.InvariantCulture))) + (numbers.Length > 20 ? " ..." : ""),
            rest));
        return new(string.Concat(lines.Select(line => line.Text ?? single.GetString(line.Bytes.Span))), "utf-8", false, problems);
    }

    private static List<(string Name, string Text, double Score)> Ranked(byte[] content)
    {
        // A megabyte tells as much as twenty.
        var sample = content.Length > 1 << 20 ? content[..(1 << 20)] : content;
        var best = Guessed.Select(name => (Name: name, Score: Score(Named(name).GetString(sample), Letters[name]))).OrderByDescending(guess => guess.Score).ToArray();
        return [.. best.Select((guess, index) => (guess.Name, index < 2 ? Named(guess.Name).GetString(content) : "", guess.Score))];
    }

    private static double Score(string text, string letters)
    {
        var known = letters.ToHashSet();
        var score = 0.0;
        var (latin, cyrillic) = (false, false);
        var previous = ' ';
        foreach (var letter in text)
        {
            if (!char.IsLetter(letter))
            {
                score -= latin && cyrillic ? 3 : 0;
                (latin, cyrillic) = (false, false);
            }
            else if (letter is >= '\u0400' and < '\u0500')
            {
                cyrillic = true;
            }
            else
            {
                latin = true;
            }

            if (letter >= '\u0080')
            {
                score += known.Contains(letter) ? 1 : char.IsControl(letter) ? -4 : char.IsLetter(letter) ? -0.5 : -1;
                score -= char.IsUpper(letter) && char.IsLower(previous) ? 2 : 0;
            }

            previous = letter;
        }

        var lower = text.ToLowerInvariant();
        return score + Words.Count(word => lower.Contains(word, StringComparison.Ordinal)) * 5;
    }

    private static string Strip(string text) => text.TrimStart('\ufeff');
}
