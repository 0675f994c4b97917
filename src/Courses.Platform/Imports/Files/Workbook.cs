using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;
using Courses.Platform.Reading;

namespace Courses.Platform.Imports.Files;

/// <summary>How much a workbook may unpack to. A list of 100,000 rows needs a part of it; what needs more was made to hurt.</summary>
internal sealed record WorkbookLimits
{
    public int Entries { get; init; } = 2_000;

    /// <summary>Bytes of XML, of all parts together that are read.</summary>
    public long Unpacked { get; init; } = 120L << 20;

    /// <summary>Bytes that come out for each that goes in, once more than <see cref="RatioFrom"/> came out. Lists of real people stay below 50.</summary>
    public int Ratio { get; init; } = 300;

    public long RatioFrom { get; init; } = 8L << 20;

    public int SharedStrings { get; init; } = 500_000;

    public int Styles { get; init; } = 20_000;

    public int CellsInRow { get; init; } = 16_384;

    public int Rows { get; init; } = 1_048_576;

    public int Depth { get; init; } = 24;
}

/// <summary>
/// Reads one sheet of an XLSX. The parts are unpacked as they are read and never built into a tree: whatever stands in the file, it takes no more memory than the rows
/// that a list may have, and stops at a limit.
/// </summary>
internal sealed class Workbook
{
    private const string OfficeDocument = "/officeDocument";

    private readonly ZipArchive zip;
    private readonly WorkbookLimits limits;
    private readonly List<string> shared = [];
    private readonly List<NumberFormat> formats = [];
    private bool since1904;
    private long unpacked;

    private Workbook(ZipArchive zip, WorkbookLimits limits) => (this.zip, this.limits) = (zip, limits);

    private sealed record Sheet(string Name, string Path, bool Visible);

    public static Table Read(byte[] content, string? chosen, WorkbookLimits? limits = null)
    {
        try
        {
            using var archive = new ZipArchive(new MemoryStream(content, writable: false));
            return new Workbook(archive, limits ?? new()).Read(chosen);
        }
        catch (Exception error) when (error is InvalidDataException or XmlException or IOException or NotSupportedException or ArgumentException or OverflowException or FormatException)
        {
            throw new UnreadableFile("import.file.not-a-workbook");
        }
    }

    private Table Read(string? chosen)
    {
        // What the directory says may be a lie; a part that says too much of itself is not even opened.
        if (zip.Entries.Count > limits.Entries || zip.Entries.Sum(entry => Math.Min(entry.Length, long.MaxValue / limits.Entries)) > limits.Unpacked * 4)
        {
            throw new UnreadableFile("import.file.bomb");
        }

        var sheets = Sheets();
        ReadStyles();
        ReadSharedStrings();
        Table? table = null;
        foreach (var sheet in chosen is null ? sheets : sheets.Where(sheet => sheet.Name == chosen))
        {
            var problems = new List<Problem>();
            var rows = Rows(sheet.Path, problems);

            // The first sheet that holds a list; a cover sheet holds a few words.
            if (table is null || (rows.Count > 1 && table.Rows.Count <= 1))
            {
                table = new()
                {
                    IsWorkbook = true,
                    Sheet = sheet.Name,
                    Sheets = [.. sheets.Select(one => one.Name)],
                    Rows = rows,
                    Problems = problems,
                };
            }

            if (table.Rows.Count > 1)
            {
                break;
            }
        }

        return table is null ? throw new UnreadableFile("import.file.no-such-sheet", chosen ?? "")
            : table with { Problems = [.. table.Problems, .. table.Sheets.Count > 1 ? [new Problem("import.file.more-sheets", table.Sheet, string.Join(", ", table.Sheets))] : Array.Empty<Problem>()] };
    }

    private Sheet[] Sheets()
    {
        var book = Related("", "_rels/.rels").FirstOrDefault(part => part.Type.EndsWith(OfficeDocument, StringComparison.Ordinal)).Path ?? "xl/workbook.xml";
        var parts = Related(Folder(book), $"{Folder(book)}_rels/{book[(book.LastIndexOf('/') + 1)..]}.rels").DistinctBy(part => part.Id).ToDictionary(part => part.Id, StringComparer.Ordinal);
        var sheets = new List<Sheet>();
        using (var reader = Open(book) ?? throw new UnreadableFile("import.file.not-a-workbook"))
        {
            while (Next(reader))
            {
                if (reader is { NodeType: XmlNodeType.Element, LocalName: "workbookPr" })
                {
                    since1904 = reader.GetAttribute("date1904") is "1" or "true";
                }
                else if (reader is { NodeType: XmlNodeType.Element, LocalName: "sheet" } && Attribute(reader, "id") is { } id && parts.TryGetValue(id, out var part) && part.Type.EndsWith("/worksheet", StringComparison.Ordinal))
                {
                    sheets.Add(new(reader.GetAttribute("name") ?? "", part.Path, reader.GetAttribute("state") is null or "visible"));
                    if (sheets.Count > limits.Entries)
                    {
                        throw new UnreadableFile("import.file.bomb");
                    }
                }
            }
        }

        sharedPath = parts.Values.FirstOrDefault(part => part.Type.EndsWith("/sharedStrings", StringComparison.Ordinal)).Path;
        stylesPath = parts.Values.FirstOrDefault(part => part.Type.EndsWith("/styles", StringComparison.Ordinal)).Path;
        return sheets is [] ? throw new UnreadableFile("import.file.not-a-workbook") : [.. sheets.OrderBy(sheet => !sheet.Visible)];
    }

    private string? sharedPath;
    private string? stylesPath;

    private List<(string Id, string Type, string Path)> Related(string folder, string path)
    {
        var parts = new List<(string, string, string)>();
        using var reader = Open(path);
        while (reader is not null && Next(reader))
        {
            if (reader is { NodeType: XmlNodeType.Element, LocalName: "Relationship" } && reader.GetAttribute("Target") is { } target && reader.GetAttribute("TargetMode") != "External")
            {
                parts.Add((reader.GetAttribute("Id") ?? "", reader.GetAttribute("Type") ?? "", target.StartsWith('/') ? target[1..] : folder + target));
                if (parts.Count > limits.Entries)
                {
                    throw new UnreadableFile("import.file.bomb");
                }
            }
        }

        return parts;
    }

    private void ReadStyles()
    {
        var codes = new Dictionary<int, string>();
        var inCells = false;
        using var reader = stylesPath is null ? null : Open(stylesPath);
        while (reader is not null && Next(reader))
        {
            switch (reader.NodeType, reader.LocalName)
            {
                case (XmlNodeType.Element, "numFmt") when int.TryParse(reader.GetAttribute("numFmtId"), CultureInfo.InvariantCulture, out var id) && codes.Count < limits.Styles:
                    codes[id] = reader.GetAttribute("formatCode") is { Length: <= 255 } code ? code : "";
                    break;
                case (XmlNodeType.Element, "cellXfs"):
                    inCells = true;
                    break;
                case (XmlNodeType.EndElement, "cellXfs"):
                    return;
                case (XmlNodeType.Element, "xf") when inCells:
                    var number = int.TryParse(reader.GetAttribute("numFmtId"), CultureInfo.InvariantCulture, out var format) ? format : 0;
                    formats.Add(NumberFormat.Of(number, codes.GetValueOrDefault(number)));
                    if (formats.Count > limits.Styles)
                    {
                        throw new UnreadableFile("import.file.bomb");
                    }

                    break;
            }
        }
    }

    private void ReadSharedStrings()
    {
        using var reader = sharedPath is null ? null : Open(sharedPath);
        var text = new StringBuilder();
        var (inText, phonetic) = (false, 0);
        while (reader is not null && Next(reader))
        {
            switch (reader.NodeType, reader.LocalName)
            {
                case (XmlNodeType.Element, "si") when reader.IsEmptyElement:
                    Add("");
                    break;
                case (XmlNodeType.Element, "si"):
                    text.Clear();
                    break;

                // The phonetic hints beside a text are not the text.
                case (XmlNodeType.Element, "rPh") when !reader.IsEmptyElement:
                    phonetic++;
                    break;
                case (XmlNodeType.EndElement, "rPh"):
                    phonetic--;
                    break;
                case (XmlNodeType.Element, "t"):
                    inText = !reader.IsEmptyElement && phonetic == 0;
                    break;
                case (XmlNodeType.EndElement, "t"):
                    inText = false;
                    break;
                case (XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace or XmlNodeType.CDATA, _) when inText:
                    Take(reader, text);
                    break;
                case (XmlNodeType.EndElement, "si"):
                    Add(Unescaped(text.ToString()));
                    break;
            }
        }

        void Add(string one)
        {
            shared.Add(one);
            if (shared.Count > limits.SharedStrings)
            {
                throw new UnreadableFile("import.file.bomb");
            }
        }
    }

    private List<TableRow> Rows(string path, List<Problem> problems)
    {
        var rows = new List<TableRow>();
        var (number, hidden, seen, total) = (0, 0, 0, 0);
        var cells = new List<Cell>();
        var cell = new RawCell();
        var target = RawCell.Part.None;
        var phonetic = 0;
        using var reader = Open(path) ?? throw new UnreadableFile("import.file.not-a-workbook");
        while (Next(reader))
        {
            switch (reader.NodeType, reader.LocalName)
            {
                case (XmlNodeType.Element, "row"):
                    number = int.TryParse(reader.GetAttribute("r"), CultureInfo.InvariantCulture, out var index) && index > 0 ? index : number + 1;
                    hidden += reader.GetAttribute("hidden") is "1" or "true" ? 1 : 0;
                    cells = [];
                    if (++seen > limits.Rows)
                    {
                        throw new UnreadableFile("import.file.bomb");
                    }

                    break;
                case (XmlNodeType.EndElement, "row"):
                    total += cells.Count;
                    if (cells.Any(one => !one.IsEmpty))
                    {
                        if (rows.Count >= TableReader.MaxRows || total > TableReader.MaxCells)
                        {
                            problems.Add(new("import.file.too-many-rows", Math.Min(rows.Count, TableReader.MaxRows).ToString(CultureInfo.InvariantCulture)));
                            return rows;
                        }

                        rows.Add(new(number, cells.ToArray()));
                    }

                    cells = [];
                    break;
                case (XmlNodeType.Element, "c"):
                    cell.Begin(ColumnOf(reader.GetAttribute("r")) ?? cell.Column + 1, reader.GetAttribute("t") ?? "n", reader.GetAttribute("s"));
                    if (cell.Column >= limits.CellsInRow)
                    {
                        throw new UnreadableFile("import.file.bomb");
                    }

                    break;
                case (XmlNodeType.EndElement, "c"):
                    if (cell.Column < TableReader.MaxColumns)
                    {
                        while (cells.Count <= cell.Column)
                        {
                            cells.Add(Cell.Empty);
                        }

                        cells[cell.Column] = CellOf(cell);
                    }

                    break;
                case (XmlNodeType.Element, "rPh") when !reader.IsEmptyElement:
                    phonetic++;
                    break;
                case (XmlNodeType.EndElement, "rPh"):
                    phonetic--;
                    break;
                case (XmlNodeType.Element, "f"):
                    cell.HasFormula = true;
                    target = reader.IsEmptyElement ? RawCell.Part.None : RawCell.Part.Formula;
                    break;
                case (XmlNodeType.Element, "v" or "t"):
                    target = reader.IsEmptyElement || phonetic > 0 ? RawCell.Part.None : RawCell.Part.Value;
                    break;
                case (XmlNodeType.EndElement, "f" or "v" or "t"):
                    target = RawCell.Part.None;
                    break;
                case (XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace or XmlNodeType.CDATA, _) when target != RawCell.Part.None:
                    Take(reader, target == RawCell.Part.Value ? cell.Value : cell.Formula);
                    break;
                case (XmlNodeType.Element, "mergeCells"):
                    problems.Add(new("import.file.merged"));
                    break;
            }

            if (reader is { NodeType: XmlNodeType.Element, LocalName: "row" })
            {
                cell.Column = -1;
            }
        }

        if (hidden > 0)
        {
            problems.Add(new("import.file.hidden-rows", hidden.ToString(CultureInfo.InvariantCulture)));
        }

        return rows;
    }

    /// <summary>A cell while its element is read.</summary>
    private sealed class RawCell
    {
        public enum Part
        {
            None,
            Value,
            Formula,
        }

        public int Column { get; set; } = -1;

        public string Type { get; private set; } = "n";

        public string? Style { get; private set; }

        public bool HasFormula { get; set; }

        public StringBuilder Value { get; } = new();

        public StringBuilder Formula { get; } = new();

        public void Begin(int column, string type, string? style)
        {
            (Column, Type, Style, HasFormula) = (column, type, style, false);
            Value.Clear();
            Formula.Clear();
        }
    }

    private Cell CellOf(RawCell cell)
    {
        var value = cell.Value.ToString();
        if (cell.Type == "e")
        {
            return new(value, CellKind.Error);
        }

        if (cell.HasFormula)
        {
            return new("=" + cell.Formula, CellKind.Formula);
        }

        switch (cell.Type)
        {
            case "s":
                return TableReader.TextCell(int.TryParse(value, CultureInfo.InvariantCulture, out var index) && index >= 0 && index < shared.Count ? shared[index] : "");
            case "inlineStr" or "str":
                return TableReader.TextCell(Unescaped(value));
            case "b":
                return new(value is "1" or "true" ? "true" : "false");
            case "d":
                return DateTime.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? DateCell(date) : new(value);
        }

        if (value.Length == 0)
        {
            return Cell.Empty;
        }

        return double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var figure) && double.IsFinite(figure)
            ? NumberCell(figure, int.TryParse(cell.Style, CultureInfo.InvariantCulture, out var style) && style >= 0 && style < formats.Count ? formats[style] : NumberFormat.General)
            : TableReader.TextCell(value);
    }

    private Cell NumberCell(double figure, NumberFormat format)
    {
        if (format.Kind == CellKind.Time || (format.Kind == CellKind.Date && figure is > 0 and < 1))
        {
            var minutes = (int)Math.Round((figure - Math.Floor(figure)) * 1440);
            return new(TimeOnly.MinValue.AddMinutes(minutes).ToString("HH:mm", CultureInfo.InvariantCulture), CellKind.Time);
        }

        if (format.Kind == CellKind.Date && figure is >= 0 and < 2_957_000)
        {
            // Excel believes that 1900 was a leap year: serials below 61 are a day off.
            return DateCell(since1904 ? new DateTime(1904, 1, 1).AddDays(figure) : new DateTime(1899, 12, 30).AddDays(figure < 61 ? figure + 1 : figure));
        }

        var text = figure == Math.Floor(figure) && Math.Abs(figure) < 1e15 ? figure.ToString("F0", CultureInfo.InvariantCulture) : figure.ToString("R", CultureInfo.InvariantCulture);
        return new(text, CellKind.Number, format.Show(text), since1904);
    }

    private static Cell DateCell(DateTime date) => new(DateOnly.FromDateTime(date).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), CellKind.Date);

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
                return 1 << 20;
            }
        }

        return column == 0 ? null : column - 1;
    }

    /// <summary>Characters that XML has no place for are written as _x000D_, and an underscore that would look like one as _x005F_.</summary>
    private static string Unescaped(string text)
    {
        if (!text.Contains("_x", StringComparison.Ordinal))
        {
            return text;
        }

        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '_' && i + 6 < text.Length && text[i + 1] == 'x' && text[i + 6] == '_'
                && ushort.TryParse(text.AsSpan(i + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                plain.Append((char)code);
                i += 6;
            }
            else
            {
                plain.Append(text[i]);
            }
        }

        return plain.ToString();
    }

    private static string Folder(string path) => path[..(path.LastIndexOf('/') + 1)];

    private static string? Attribute(XmlReader reader, string localName)
    {
        for (var i = 0; i < reader.AttributeCount; i++)
        {
            reader.MoveToAttribute(i);
            if (reader.LocalName == localName)
            {
                var value = reader.Value;
                reader.MoveToElement();
                return value;
            }
        }

        reader.MoveToElement();
        return null;
    }

    /// <summary>No document type, no entities, nothing from elsewhere.</summary>
    private XmlReader? Open(string path) => zip.GetEntry(path) is not { } entry ? null : XmlReader.Create(
        new Counted(entry.Open(), read => Count(entry, read)),
        new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true, CloseInput = true });

    private readonly Dictionary<string, long> unpackedOf = new(StringComparer.Ordinal);

    private void Count(ZipArchiveEntry entry, int read)
    {
        var own = unpackedOf[entry.FullName] = unpackedOf.GetValueOrDefault(entry.FullName) + read;
        unpacked += read;
        if (unpacked > limits.Unpacked || (own > limits.RatioFrom && own / Math.Max(1, entry.CompressedLength) > limits.Ratio))
        {
            throw new UnreadableFile("import.file.bomb");
        }
    }

    private bool Next(XmlReader reader)
    {
        var more = reader.Read();
        return reader.Depth <= limits.Depth ? more : throw new UnreadableFile("import.file.bomb");
    }

    /// <summary>As much of a text as a cell may hold; the rest is skipped without being read into memory.</summary>
    private static void Take(XmlReader reader, StringBuilder text)
    {
        var buffer = new char[1024];
        for (int read; text.Length < TableReader.MaxCellLength && (read = reader.ReadValueChunk(buffer, 0, Math.Min(buffer.Length, TableReader.MaxCellLength - text.Length))) > 0;)
        {
            text.Append(buffer, 0, read);
        }
    }

    /// <summary>Tells how many bytes have come out.</summary>
    private sealed class Counted(Stream inner, Action<int> count) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer);
            count(read);
            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
