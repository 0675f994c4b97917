using System.IO.Compression;
using System.Security;
using System.Text;

namespace Courses.Tests.Imports;

/// <summary>A workbook as spreadsheets write it, made of the parts that reading needs. Parts can be put in place of them, to try what no spreadsheet would write.</summary>
internal sealed class SampleWorkbook
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    private readonly Dictionary<string, string> parts = new(StringComparer.Ordinal)
    {
        ["[Content_Types].xml"] = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>",
        ["_rels/.rels"] = $"<Relationships><Relationship Id=\"r1\" Type=\"{Relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>",
        ["xl/_rels/workbook.xml.rels"] = $"<Relationships><Relationship Id=\"r1\" Type=\"{Relations}/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"r2\" Type=\"{Relations}/styles\" Target=\"styles.xml\"/>"
            + $"<Relationship Id=\"r3\" Type=\"{Relations}/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>",
        ["xl/workbook.xml"] = Book(""),
        ["xl/styles.xml"] = Styles(),
    };

    public static string Text(string text) => $"<c t=\"inlineStr\"><is><t xml:space=\"preserve\">{SecurityElement.Escape(text)}</t></is></c>";

    /// <summary>Style 1 is a date, 2 a time of day, the others the formats of <see cref="WithFormats"/>.</summary>
    public static string Number(string figure, int style = 0) => $"<c s=\"{style}\"><v>{figure}</v></c>";

    public static string Formula(string formula) => $"<c><f>{SecurityElement.Escape(formula)}</f><v>1</v></c>";

    public static string Typed(string type, string value) => $"<c t=\"{type}\"><v>{SecurityElement.Escape(value)}</v></c>";

    public SampleWorkbook With(params string[][] rows) =>
        Part("xl/worksheets/sheet1.xml", $"<worksheet xmlns=\"{Main}\"><sheetData>{string.Concat(rows.Select((row, index) => row.Length == 0 ? "" : $"<row r=\"{index + 1}\">{string.Concat(row)}</row>"))}</sheetData></worksheet>");

    public SampleWorkbook Since1904() => Part("xl/workbook.xml", Book("<workbookPr date1904=\"1\"/>"));

    public SampleWorkbook WithFormats(params string[] codes) => Part("xl/styles.xml", Styles(codes));

    public SampleWorkbook Part(string path, string xml)
    {
        parts[path] = xml;
        return this;
    }

    public byte[] Bytes()
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (path, xml) in parts)
            {
                using var entry = zip.CreateEntry(path).Open();
                entry.Write(Encoding.UTF8.GetBytes(xml));
            }
        }

        return stream.ToArray();
    }

    private static string Book(string properties) => $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Relations}\">{properties}<sheets><sheet name=\"Liste\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>";

    private static string Styles(params string[] codes) => $"<styleSheet xmlns=\"{Main}\"><numFmts>{string.Concat(codes.Select((code, index) => $"<numFmt numFmtId=\"{170 + index}\" formatCode=\"{SecurityElement.Escape(code)}\"/>"))}</numFmts>"
        + $"<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"20\"/>{string.Concat(codes.Select((_, index) => $"<xf numFmtId=\"{170 + index}\"/>"))}</cellXfs></styleSheet>";
}
