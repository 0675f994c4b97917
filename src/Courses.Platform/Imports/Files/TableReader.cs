using System.Globalization;
using System.Text.RegularExpressions;
using Courses.Platform.Reading;

namespace Courses.Platform.Imports.Files;

/// <summary>Reads CSV, other separated text, and XLSX. What cannot be read is named by an <see cref="UnreadableFile"/>; nothing else is thrown.</summary>
public static partial class TableReader
{
    public const int MaxRows = 100_000;
    public const int MaxColumns = 300;
    public const int MaxCellLength = 10_000;

    /// <summary>All cells together: rows times columns would be thirty million.</summary>
    public const int MaxCells = 3_000_000;

    /// <param name="content">The file.</param>
    /// <param name="choices">What the reader decided about reading it.</param>
    /// <param name="isHeading">Does this text look like a heading of such a list? Finds the row of headings below a title.</param>
    public static Table Read(byte[] content, ReadingChoices choices, Func<string, bool> isHeading)
    {
        RefuseForeign(content);
        var raw = content is [0x50, 0x4b, ..] ? Workbook.Read(content, choices.Sheet) : SeparatedText.Read(content, choices, isHeading);
        return WithHeadings(raw, choices.HeadingRow, isHeading);
    }

    private static void RefuseForeign(byte[] content)
    {
        if (content.Length == 0)
        {
            throw new UnreadableFile("import.file.empty");
        }

        if (content is [0xd0, 0xcf, 0x11, 0xe0, ..])
        {
            throw new UnreadableFile("import.file.old-excel");
        }

        if (content.AsSpan().StartsWith("%PDF"u8) || content is [0x89, (byte)'P', ..] or [0xff, 0xd8, ..] or [(byte)'G', (byte)'I', (byte)'F', ..])
        {
            throw new UnreadableFile("import.file.not-a-list");
        }

        var start = System.Text.Encoding.Latin1.GetString(content, 0, Math.Min(content.Length, 300)).TrimStart('\u00ef', '\u00bb', '\u00bf', ' ', '\r', '\n', '\t');
        if (start.StartsWith("<html", StringComparison.OrdinalIgnoreCase) || start.StartsWith("<!doctype", StringComparison.OrdinalIgnoreCase) || start.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase)
            || start.StartsWith("<table", StringComparison.OrdinalIgnoreCase) || start.StartsWith("{\\rtf", StringComparison.Ordinal))
        {
            throw new UnreadableFile("import.file.not-a-list");
        }
    }

    private static Table WithHeadings(Table raw, int? chosen, Func<string, bool> isHeading)
    {
        var filled = raw.Rows.Where(row => !row.IsBlank).ToArray();
        if (filled.Length == 0)
        {
            throw new UnreadableFile("import.file.empty");
        }

        var problems = raw.Problems.ToList();
        var heading = chosen is { } number ? filled.FirstOrDefault(row => row.Number == number) : GuessHeading(filled, isHeading);
        if (chosen > 0 && heading is null)
        {
            problems.Add(new("import.file.no-such-heading-row", chosen.Value.ToString(CultureInfo.InvariantCulture)));
        }

        var width = filled.Max(row => LastFilled(row) + 1);
        if (heading is null)
        {
            problems.Add(new("import.file.no-headings"));
            return raw with { Headings = [.. Enumerable.Range(0, width).Select(ColumnName)], Rows = filled, HeadingRow = 0, Problems = problems };
        }

        var rows = filled.Where(row => row.Number > heading.Number).ToArray();
        var titles = filled.Where(row => row.Number < heading.Number).ToArray();
        if (titles.Length > 0)
        {
            problems.Add(new("import.file.rows-above", titles.Length.ToString(CultureInfo.InvariantCulture), Problem.Short(titles[0].Cells.First(cell => !cell.IsEmpty).Trimmed)));
        }

        if (rows.Length == 0)
        {
            problems.Add(new("import.file.only-headings"));
        }

        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var headings = new List<string>();
        for (var i = 0; i <= LastFilled(heading); i++)
        {
            var text = Collapse(heading[i].Trimmed);
            var name = text.Length == 0 ? ColumnName(i) : text;
            if (!seen.Add(name))
            {
                problems.Add(new("import.file.same-heading", name));
                name = $"{name} ({ColumnName(i)})";
            }

            headings.Add(name);
        }

        return raw with { Headings = headings, Rows = rows, HeadingRow = heading.Number, Problems = problems };
    }

    private static TableRow? GuessHeading(TableRow[] rows, Func<string, bool> isHeading)
    {
        var best = rows.Take(30)
            .Select(row => (Row: row, Known: row.Cells.Where(cell => !cell.IsEmpty).Select(cell => cell.Trimmed).Distinct(StringComparer.OrdinalIgnoreCase).Count(isHeading)))
            .Where(candidate => candidate.Known >= 2 || (candidate.Known == 1 && candidate.Row.Cells.Where(cell => !cell.IsEmpty).All(cell => isHeading(cell.Trimmed) || IsDay(cell))))
            .OrderByDescending(candidate => candidate.Known)
            .ThenBy(candidate => candidate.Row.Number)
            .FirstOrDefault();
        if (best.Row is not null)
        {
            return best.Row;
        }

        // Unknown headings: words only, as wide as what follows.
        var width = rows.Take(30).Select(row => row.Cells.Count(cell => !cell.IsEmpty)).Max();
        var first = rows.Take(10).FirstOrDefault(row => row.Cells.Count(cell => !cell.IsEmpty) >= Math.Max(2, width * 0.7));
        return first is not null && rows.Length > 1 && first.Cells.Where(cell => !cell.IsEmpty).All(cell => LooksLikeWords().IsMatch(cell.Trimmed))
            && rows.Where(row => row.Number > first.Number).Take(5).Any(row => row.Cells.Any(cell => !cell.IsEmpty && !LooksLikeWords().IsMatch(cell.Trimmed)))
            ? first
            : null;
    }

    /// <summary>Registers have a column a day: a name and dates are a row of headings.</summary>
    private static bool IsDay(Cell cell) =>
        cell.Kind == CellKind.Date || DayAndMonth().IsMatch(cell.Trimmed)
        || LocalDates.Parse(cell, new(new(2026, 1, 1)) { Order = DateOrder.DayFirst }).Value is not null || LocalDates.Parse(cell, new(new(2026, 1, 1)) { Order = DateOrder.MonthFirst }).Value is not null;

    internal static int LastFilled(TableRow row)
    {
        for (var i = row.Cells.Count - 1; i >= 0; i--)
        {
            if (!row.Cells[i].IsEmpty)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>A, B ... Z, AA: what a spreadsheet writes above the column.</summary>
    public static string ColumnName(int index)
    {
        var name = "";
        for (var rest = index + 1; rest > 0; rest = (rest - 1) / 26)
        {
            name = (char)('A' + ((rest - 1) % 26)) + name;
        }

        return name;
    }

    /// <summary>
    /// A cell of text. Spreadsheets mark text that looks like a number or formula with an apostrophe before it, or write it as ="0660"; in files both are found as they
    /// stand there.
    /// </summary>
    internal static Cell TextCell(string text)
    {
        if (MarkedText().Match(text) is { Success: true } marked)
        {
            text = marked.Groups["text"].Value.Replace("\"\"", "\"", StringComparison.Ordinal);
        }

        return new(text, IsFormula(text) ? CellKind.Formula : CellKind.Text);
    }

    /// <summary>Would a spreadsheet run this text? A phone number (+371 ...) and a dash are no formulas.</summary>
    public static bool IsFormula(string text)
    {
        var trimmed = text.TrimStart(' ', '\t', '\r', '\n', '\u00a0', '\0');
        return trimmed.Length > 1 && (trimmed[0] == '=' || FormulaLike().IsMatch(trimmed));
    }

    private static string Collapse(string text) => Blanks().Replace(text, " ");

    [GeneratedRegex(@"^[+\-@]\s*[\p{L}_][\p{L}\p{N}_.]*\s*[(|!]|^[+\-@].*\|.*!", RegexOptions.Singleline, 200)]
    private static partial Regex FormulaLike();

    [GeneratedRegex("^\\s*(?:'(?<text>[0-9+=@\\-].*)|=\"(?<text>(?:[^\"]|\"\")*)\"\\s*)$", RegexOptions.Singleline, 200)]
    private static partial Regex MarkedText();

    [GeneratedRegex(@"^(?!\d)[^@]*\p{L}[^@]*$", RegexOptions.Singleline, 200)]
    private static partial Regex LooksLikeWords();

    [GeneratedRegex(@"^[0-9]{1,2}\.\s?[0-9]{1,2}\.?$", RegexOptions.None, 200)]
    private static partial Regex DayAndMonth();

    [GeneratedRegex(@"\s+", RegexOptions.None, 200)]
    private static partial Regex Blanks();
}
