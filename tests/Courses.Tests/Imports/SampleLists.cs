using System.Text;
using Courses.Platform.Imports;
using Courses.Platform.Imports.Files;

namespace Courses.Tests.Imports;

/// <summary>Lists as providers have them, byte for byte.</summary>
internal static class SampleLists
{
    public static readonly DateOnly Today = new(2026, 11, 16);

    public static byte[] Bytes(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Courses.sln")))
        {
            folder = folder.Parent;
        }

        return File.ReadAllBytes(Path.Combine(folder.FullName, "tests", "Courses.Tests", "Imports", "data", name));
    }

    public static Table Read(string name) => Read(Bytes(name));

    public static Table Read(byte[] content, ReadingChoices? choices = null) => TableReader.Read(content, choices ?? new(), text => ColumnGuess.IsHeading(Fields, text));

    public static Table ReadText(string text, string encoding = "utf-8") => Read(TextDecoding.Named(encoding).GetBytes(text));

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static readonly ImportField[] Fields =
    [
        new("given", FieldType.Name, true, "Vārds", "Vorname", "Given name"),
        new("family", FieldType.Name, true, "Uzvārds", "Nachname", "Family name"),
        new("birth", FieldType.BirthDate, true, "Dzimšanas datums", "Geburtsdatum", "Date of birth"),
        new("number", FieldType.Text, false, "Kursnummer"),
        new("from", FieldType.Time, false, "Beginn"),
        new("first", FieldType.Date, false, "Start", "Beginn"),
        new("date", FieldType.Date, false, "Datum"),
    ];
}
