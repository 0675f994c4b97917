using System.Globalization;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;

namespace Courses.IntegrationTests.Reporting;

/// <summary>A workbook as another library reads it, after that has found nothing that Excel would refuse.</summary>
internal static class Sheets
{
    /// <summary>The sheets by name; cells as texts, numbers as a program writes them.</summary>
    public static IReadOnlyList<(string Name, IReadOnlyList<string[]> Rows)> Read(byte[] workbook)
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(workbook), isEditable: false);
        var faults = new OpenXmlValidator().Validate(document).Select(fault => $"{fault.Path?.XPath}: {fault.Description}").ToList();
        Assert.True(faults.Count == 0, string.Join('\n', faults));
        var book = document.WorkbookPart!;
        return
        [
            .. book.Workbook!.Sheets!.Elements<Sheet>().Select(sheet => (
                sheet.Name!.Value!,
                (IReadOnlyList<string[]>)[.. ((WorksheetPart)book.GetPartById(sheet.Id!.Value!)).Worksheet!.GetFirstChild<SheetData>()!.Elements<Row>().Select(row => row.Elements<Cell>().Select(cell => Text(cell, book)).ToArray())])),
        ];
    }

    private static string Text(Cell cell, WorkbookPart book)
    {
        Assert.Null(cell.CellFormula);
        var text = cell.InlineString?.InnerText ?? cell.CellValue?.Text ?? "";
        return cell.DataType?.Value == CellValues.SharedString
            ? book.SharedStringTablePart!.SharedStringTable!.ElementAt(int.Parse(text, CultureInfo.InvariantCulture)).InnerText
            : text;
    }
}
