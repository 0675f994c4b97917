using System.Globalization;
using System.IO.Compression;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Courses.Platform.Tabular;

/// <summary>Reads one sheet of an XLSX as a stream, within limits: a small file may unpack to gigabytes.</summary>
internal static class WorkbookReading
{
    private const long MaxUnpacked = 200L << 20;
    private const int MaxEntries = 2_000;
    private const int MaxSharedStrings = 1_000_000;

    public static Table Read(byte[] content, string? chosen)
    {
        Measure(content);
        try
        {
            using var document = SpreadsheetDocument.Open(new MemoryStream(content, writable: false), isEditable: false, new() { MaxCharactersInPart = MaxUnpacked });
            var book = document.WorkbookPart ?? throw new UnreadableFile("import.file.not-a-workbook");
            var sheets = book.Workbook.Descendants<Sheet>()
                .Where(sheet => sheet.Id?.Value is { } id && book.TryGetPartById(id, out var part) && part is WorksheetPart)
                .OrderBy(sheet => sheet.State is null || sheet.State.Value == SheetStateValues.Visible ? 0 : 1)
                .ToArray();
            if (sheets is [])
            {
                throw new UnreadableFile("import.file.not-a-workbook");
            }

            var shared = SharedStrings(book);
            var formats = DateFormats(book);
            var base1904 = book.Workbook.WorkbookProperties?.Date1904?.Value == true;
            Table? table = null;
            foreach (var sheet in chosen is null ? sheets : sheets.Where(sheet => sheet.Name?.Value == chosen))
            {
                var problems = new List<Problem>();
                var rows = Rows((WorksheetPart)book.GetPartById(sheet.Id!.Value!), shared, formats, base1904, problems);
                var read = new Table
                {
                    IsWorkbook = true,
                    Sheet = sheet.Name?.Value ?? "",
                    Sheets = [.. sheets.Select(one => one.Name?.Value ?? "")],
                    Rows = rows,
                    Problems = problems,
                };

                // The first sheet that holds a list; a cover sheet holds a few words.
                if (table is null || (rows.Count > 1 && table.Rows.Count <= 1))
                {
                    table = read;
                }

                if (table.Rows.Count > 1)
                {
                    break;
                }
            }

            return table is null ? throw new UnreadableFile("import.file.no-such-sheet", chosen ?? "")
                : table with { Problems = [.. table.Problems, .. table.Sheets.Count > 1 ? [new Problem("import.file.more-sheets", table.Sheet, string.Join(", ", table.Sheets))] : Array.Empty<Problem>()] };
        }
        catch (Exception error) when (error is OpenXmlPackageException or XmlException or InvalidDataException or FormatException or ArgumentException or InvalidOperationException
            or IOException or KeyNotFoundException or NullReferenceException or IndexOutOfRangeException or InvalidCastException or NotSupportedException or UriFormatException or OverflowException)
        {
            throw new UnreadableFile("import.file.not-a-workbook");
        }
    }

    private static void Measure(byte[] content)
    {
        try
        {
            using var zip = new ZipArchive(new MemoryStream(content, writable: false));
            if (zip.Entries.Count > MaxEntries)
            {
                throw new UnreadableFile("import.file.bomb");
            }

            // The sizes in the directory may lie: unpack and count.
            var left = MaxUnpacked;
            var buffer = new byte[81920];
            foreach (var entry in zip.Entries)
            {
                using var stream = entry.Open();
                for (int read; (read = stream.Read(buffer)) > 0;)
                {
                    left -= read;
                    if (left < 0)
                    {
                        throw new UnreadableFile("import.file.bomb");
                    }
                }
            }

            if (zip.GetEntry("[Content_Types].xml") is null || !zip.Entries.Any(entry => entry.FullName.EndsWith("workbook.xml", StringComparison.OrdinalIgnoreCase)))
            {
                throw new UnreadableFile("import.file.not-a-workbook");
            }
        }
        catch (Exception error) when (error is InvalidDataException or IOException or NotSupportedException or ArgumentException or OverflowException)
        {
            throw new UnreadableFile("import.file.not-a-workbook");
        }
    }

    private static List<string> SharedStrings(WorkbookPart book)
    {
        var strings = new List<string>();
        if (book.SharedStringTablePart is not { } part)
        {
            return strings;
        }

        using var reader = OpenXmlReader.Create(part);
        while (reader.Read())
        {
            if (reader.ElementType == typeof(SharedStringItem) && reader.IsStartElement)
            {
                var item = (SharedStringItem)reader.LoadCurrentElement()!;

                // Rich text has runs; the phonetic hints beside them are not the text.
                strings.Add(item.Text?.Text ?? string.Concat(item.Elements<Run>().Select(run => run.Text?.Text)));
                if (strings.Count > MaxSharedStrings)
                {
                    throw new UnreadableFile("import.file.bomb");
                }
            }
        }

        return strings;
    }

    /// <summary>For each cell style: is it a date, a time of day, or both?</summary>
    private static List<string?> DateFormats(WorkbookPart book)
    {
        var sheet = book.WorkbookStylesPart?.Stylesheet;
        var custom = sheet?.NumberingFormats?.Elements<NumberingFormat>()
            .Where(format => format.NumberFormatId is not null)
            .GroupBy(format => format.NumberFormatId!.Value)
            .ToDictionary(group => group.Key, group => group.First().FormatCode?.Value ?? "") ?? [];
        return sheet?.CellFormats?.Elements<CellFormat>().Select(format => KindOf(format.NumberFormatId?.Value ?? 0, custom)).ToList() ?? [];
    }

    private static string? KindOf(uint id, Dictionary<uint, string> custom)
    {
        if (custom.TryGetValue(id, out var code))
        {
            // Words in quotes and colours in brackets are no format letters; [h] is.
            var letters = System.Text.RegularExpressions.Regex.Replace(
                code, "\"[^\"]*\"|\\\\.|\\[(?!h+\\]|m+\\]|s+\\])[^\\]]*\\]", "", System.Text.RegularExpressions.RegexOptions.IgnoreCase, TimeSpan.FromMilliseconds(200)).ToLowerInvariant();
            var (day, hour) = (letters.Contains('d', StringComparison.Ordinal) || letters.Contains('y', StringComparison.Ordinal), letters.Contains('h', StringComparison.Ordinal));
            return letters == "general" ? null : day ? "date" : hour ? "time" : null;
        }

        return id switch
        {
            (>= 14 and <= 17) or 22 or (>= 27 and <= 31) or 36 or (>= 50 and <= 58) => "date",
            (>= 18 and <= 21) or (>= 32 and <= 35) or (>= 45 and <= 47) => "time",
            _ => null,
        };
    }

    private static List<TableRow> Rows(WorksheetPart part, List<string> shared, List<string?> formats, bool base1904, List<Problem> problems)
    {
        var rows = new List<TableRow>();
        var number = 0;
        var hidden = 0;
        using var reader = OpenXmlReader.Create(part);
        while (reader.Read())
        {
            if (reader.ElementType == typeof(MergeCells) && reader.IsStartElement)
            {
                problems.Add(new("import.file.merged"));
            }

            if (reader.ElementType != typeof(Row) || !reader.IsStartElement)
            {
                continue;
            }

            var row = (Row)reader.LoadCurrentElement()!;
            number = row.RowIndex?.Value is { } index and <= int.MaxValue ? (int)index : number + 1;
            hidden += row.Hidden?.Value == true ? 1 : 0;
            var cells = new List<Cell>();
            foreach (var cell in row.Elements<DocumentFormat.OpenXml.Spreadsheet.Cell>())
            {
                var column = ColumnOf(cell.CellReference?.Value) ?? cells.Count;
                if (column >= TableReader.MaxColumns)
                {
                    continue;
                }

                while (cells.Count <= column)
                {
                    cells.Add(Cell.Empty);
                }

                cells[column] = CellOf(cell, shared, formats, base1904);
            }

            if (cells.Any(cell => !cell.IsEmpty))
            {
                if (rows.Count >= TableReader.MaxRows)
                {
                    problems.Add(new("import.file.too-many-rows", TableReader.MaxRows.ToString(CultureInfo.InvariantCulture)));
                    break;
                }

                rows.Add(new(number, cells));
            }
        }

        if (hidden > 0)
        {
            problems.Add(new("import.file.hidden-rows", hidden.ToString(CultureInfo.InvariantCulture)));
        }

        return rows;
    }

    private static int? ColumnOf(string? reference)
    {
        var column = 0;
        foreach (var letter in reference ?? "")
        {
            if (letter is < 'A' or > 'Z')
            {
                break;
            }

            column = (column * 26) + letter - 'A' + 1;
            if (column > 1 << 20)
            {
                return null;
            }
        }

        return column == 0 ? null : column - 1;
    }

    private static Cell CellOf(DocumentFormat.OpenXml.Spreadsheet.Cell cell, List<string> shared, List<string?> formats, bool base1904)
    {
        if (cell.CellFormula is { } formula)
        {
            return new("=" + Cut(formula.Text ?? ""), CellKind.Formula);
        }

        var value = cell.CellValue?.Text ?? "";
        var type = cell.DataType?.Value;
        if (type == CellValues.SharedString)
        {
            return TableReader.TextCell(Cut(int.TryParse(value, CultureInfo.InvariantCulture, out var index) && index >= 0 && index < shared.Count ? shared[index] : ""));
        }

        if (type == CellValues.InlineString)
        {
            return TableReader.TextCell(Cut(cell.InlineString?.Text?.Text ?? string.Concat(cell.InlineString?.Elements<Run>().Select(run => run.Text?.Text) ?? [])));
        }

        if (type == CellValues.Error)
        {
            return new(Cut(value), CellKind.Error);
        }

        if (type == CellValues.Boolean)
        {
            return new(value == "1" ? "true" : "false");
        }

        if (type == CellValues.String)
        {
            return TableReader.TextCell(Cut(value));
        }

        if (type == CellValues.Date)
        {
            return DateTime.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? DateCell(date) : new(Cut(value));
        }

        if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var figure) || !double.IsFinite(figure))
        {
            return TableReader.TextCell(Cut(value));
        }

        var kind = cell.StyleIndex?.Value is { } style && style < formats.Count ? formats[(int)style] : null;
        if (kind == "time" || (kind == "date" && figure is > 0 and < 1))
        {
            var minutes = (int)Math.Round((figure - Math.Floor(figure)) * 1440);
            return new(TimeOnly.MinValue.AddMinutes(minutes).ToString("HH:mm", CultureInfo.InvariantCulture), CellKind.Time);
        }

        if (kind == "date" && figure is >= 1 and < 2_958_466)
        {
            var days = figure + (base1904 ? 1462 : 0);

            // Excel believes that 1900 was a leap year: serials below 61 are a day off.
            return DateCell(new DateTime(1899, 12, 30).AddDays(days < 61 && !base1904 ? days + 1 : days));
        }

        return new(figure == Math.Floor(figure) && Math.Abs(figure) < 1e15 ? figure.ToString("F0", CultureInfo.InvariantCulture) : figure.ToString("R", CultureInfo.InvariantCulture), CellKind.Number);
    }

    private static Cell DateCell(DateTime date) => new(DateOnly.FromDateTime(date).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), CellKind.Date);

    private static string Cut(string text) => text.Length <= TableReader.MaxCellLength ? text : text[..TableReader.MaxCellLength];
}
