using System.Globalization;
using CsvHelper;
using Courses.Platform.Reading;

namespace Courses.Platform.Imports.Files;

internal static class SeparatedText
{
    public static readonly char[] Separators = [';', ',', '\t', '|'];

    public static Table Read(byte[] content, ReadingChoices choices, Func<string, bool> isHeading)
    {
        var decoded = TextDecoding.Decode(content, choices.Encoding);
        var text = decoded.Text.Replace("\0", "", StringComparison.Ordinal);
        var problems = decoded.Problems.ToList();
        var separator = choices.Separator;
        var skipped = 0;
        if (text.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && text.Length > 4)
        {
            // Excel's own way of naming the separator.
            separator ??= text[4];
            var end = text.IndexOf('\n', StringComparison.Ordinal);
            text = end < 0 ? "" : text[(end + 1)..];
            skipped = 1;
        }

        var chosen = separator ?? ByHeadings(text, isHeading) ?? GuessSeparator(text);
        if (chosen is null)
        {
            problems.Add(new("import.file.one-column"));
        }

        var (rows, rowProblems) = Split(text, chosen ?? ';', skipped, problems);
        return new()
        {
            IsWorkbook = false,
            Encoding = decoded.Encoding,
            EncodingIsCertain = decoded.IsCertain,
            Separator = chosen ?? ';',
            Rows = rows,
            Problems = problems,
            RowProblems = rowProblems,
        };
    }

    private static (List<TableRow> Rows, Dictionary<int, Problem> Problems) Split(string text, char separator, int skipped, List<Problem> problems)
    {
        var (rows, rowProblems, unclosed) = Split(text, separator, skipped, problems, allowLineBreaks: true);
        if (unclosed is not { } number)
        {
            return (rows, rowProblems);
        }

        // A quotation mark that is never closed swallows the rows below it: read line by line instead, and name it.
        problems.RemoveAll(problem => problem.Code == "import.file.too-many-rows");
        problems.Add(new("import.file.open-quote", number.ToString(CultureInfo.InvariantCulture)));
        (rows, rowProblems, _) = Split(text, separator, skipped, problems, allowLineBreaks: false);
        return (rows, rowProblems);
    }

    private static (List<TableRow> Rows, Dictionary<int, Problem> Problems, int? Unclosed) Split(
        string text, char separator, int skipped, List<Problem> problems, bool allowLineBreaks)
    {
        var rows = new List<TableRow>();
        var rowProblems = new Dictionary<int, Problem>();
        CsvMalformedReason? malformed = null;
        int? unclosed = null;
        var number = skipped;
        var total = 0;
        using var reader = CsvReader.FromText(text, new CsvReaderOptions
        {
            Separator = separator,
            HasHeader = false,
            SkipEmptyLines = false,
            AllowLineBreaksInQuotes = allowLineBreaks,
            OnMalformedRecord = record => malformed = Worse(malformed, record.Reason),
        });
        while (reader.Read())
        {
            number++;
            var width = reader.FieldCount;
            if (rows.Count >= TableReader.MaxRows || (total += Math.Min(width, TableReader.MaxColumns)) > TableReader.MaxCells)
            {
                problems.Add(new("import.file.too-many-rows", rows.Count.ToString(CultureInfo.InvariantCulture)));
                break;
            }

            if (width > TableReader.MaxColumns)
            {
                rowProblems[number] = new("import.row.too-wide", TableReader.MaxColumns.ToString(CultureInfo.InvariantCulture));
                width = TableReader.MaxColumns;
            }

            var cells = new Cell[width];
            var marked = true;
            for (var i = 0; i < width; i++)
            {
                var value = reader.GetString(i);
                if (value.Length > TableReader.MaxCellLength)
                {
                    rowProblems[number] = new("import.row.long-cell");
                    value = value[..TableReader.MaxCellLength];
                }

                cells[i] = TableReader.TextCell(value);
                marked &= !value.Contains('"', StringComparison.Ordinal) || value.TrimStart().StartsWith("=\"", StringComparison.Ordinal);
            }

            // ="0660" is how spreadsheets keep a zero: its quotation marks are no slip. Of text after a closing one nothing is left to see in the cell.
            if (malformed is not null && (malformed != CsvMalformedReason.StrayQuote || !marked))
            {
                var reason = malformed.Value;
                rowProblems[number] = new(reason is CsvMalformedReason.UnterminatedQuote or CsvMalformedReason.LineBreakInQuotes ? "import.row.open-quote" : "import.row.stray-quote");
                unclosed = reason == CsvMalformedReason.UnterminatedQuote ? number : unclosed;
            }

            malformed = null;

            rows.Add(new(number, cells));
        }

        return (rows, rowProblems, unclosed);
    }

    /// <summary>A row may have several slips; rows of different widths are none.</summary>
    private static CsvMalformedReason? Worse(CsvMalformedReason? one, CsvMalformedReason other) => (one, other) switch
    {
        (_, CsvMalformedReason.UnterminatedQuote or CsvMalformedReason.LineBreakInQuotes) => other,
        (null or CsvMalformedReason.StrayQuote, CsvMalformedReason.TextAfterClosingQuote) => other,
        (null, CsvMalformedReason.StrayQuote) => other,
        _ => one,
    };

    /// <summary>The separator that cuts a line near the top into the most known headings: headings say more than the number of commas in the rows.</summary>
    private static char? ByHeadings(string text, Func<string, bool> isHeading)
    {
        var top = text.Split('\n', 31, StringSplitOptions.None).Take(30).Select(line => line.Trim('\r')).Where(line => line.Length is > 0 and <= 4_000).ToArray();
        var found = Separators
            .Select(separator => (Separator: separator, Known: top.Max(line => (int?)line.Split(separator).Select(cell => cell.Trim().Trim('"').Trim()).Distinct(StringComparer.OrdinalIgnoreCase).Count(isHeading)) ?? 0))
            .OrderByDescending(guess => guess.Known).ToArray();
        return found[0].Known >= 2 && found[0].Known > found[1].Known ? found[0].Separator : null;
    }

    /// <summary>The separator that cuts the most rows into the same number of columns, more columns first; null when none cuts anything.</summary>
    private static char? GuessSeparator(string text)
    {
        var best = Separators
            .Select(separator => (Separator: separator, Score: ScoreOf(text, separator)))
            .MaxBy(guess => guess.Score);
        return best.Score > 0 ? best.Separator : null;
    }

    private static double ScoreOf(string text, char separator)
    {
        var counts = new List<int>();
        var (count, quoted, filled) = (0, false, false);
        foreach (var letter in text)
        {
            if (letter == '"')
            {
                quoted = !quoted;
            }
            else if (letter == separator && !quoted)
            {
                count++;
            }
            else if (letter == '\n' && !quoted)
            {
                if (filled)
                {
                    counts.Add(count);
                }

                (count, filled) = (0, false);
                if (counts.Count == 60)
                {
                    break;
                }

                continue;
            }

            filled |= letter is not ('\r' or '\n');
        }

        if (filled)
        {
            counts.Add(count);
        }

        var usual = counts.Where(found => found > 0).GroupBy(found => found).OrderByDescending(group => group.Count()).ThenByDescending(group => group.Key).FirstOrDefault();
        return usual is null ? 0 : (double)usual.Count() / counts.Count * (1 + Math.Min(usual.Key, 20) / 20.0);
    }
}
