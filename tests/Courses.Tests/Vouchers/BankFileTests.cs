using System.Globalization;
using System.Diagnostics;
using System.Xml.Linq;
using System.Xml.Schema;
using Courses.Vouchers;

namespace Courses.Tests.Vouchers;

public sealed class BankFileTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "Courses.Tests", "Vouchers");

    private static readonly Transfer[] Transfers =
    [
        new("Volkshochschule Ottakring & Söhne", "AT61 1904 3002 3457 3201", 123_456),
        new("Школа «Міст» – 学校", "DE89370400440532013000", 1),
        new(new string('x', 120), "LV80BANK0000435195001", 99_999_999_999),
    ];

    public static TheoryData<string> Schemas => [.. Directory.EnumerateFiles(Folder, "pain.001.001.09*.xsd").Select(file => Path.GetFileName(file)!)];

    [Theory]
    [MemberData(nameof(Schemas))]
    public void Is_valid_against_the_schema(string schema)
    {
        foreach (var bic in new[] { null, "BKAUATWW" })
        {
            Assert.Empty(Errors(schema, File(bic)));
        }
    }

    [Theory]
    [MemberData(nameof(Schemas))]
    public void The_schema_refuses_a_broken_file(string schema)
    {
        XNamespace pain = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09";
        foreach (var spoil in new Action<XDocument>[]
        {
            file => file.Descendants(pain + "MsgId").Single().Remove(),
            file => file.Descendants(pain + "InstdAmt").First().Value = "1,00",
            file => file.Descendants(pain + "InstdAmt").First().Attribute("Ccy")!.Remove(),
            file => file.Descendants(pain + "IBAN").First().Value = "61AT",
            file => file.Descendants(pain + "PmtInf").Single().AddFirst(file.Descendants(pain + "Dbtr").Single()),
        })
        {
            var file = File(null);
            spoil(file);
            Assert.NotEmpty(Errors(schema, file));
        }
    }

    [Theory]
    [MemberData(nameof(Schemas))]
    public async Task Xmllint_agrees(string schema)
    {
        // The second opinion, wherever the tool is installed; the first test stands on its own.
        if (Environment.GetEnvironmentVariable("PATH")!.Split(':').All(folder => !System.IO.File.Exists(Path.Combine(folder, "xmllint"))))
        {
            Assert.Empty(Errors(schema, File(null)));
            return;
        }

        var path = Path.GetTempFileName();
        try
        {
            File("BKAUATWW").Save(path);
            using var lint = Process.Start(new ProcessStartInfo("xmllint", ["--noout", "--schema", Path.Combine(Folder, schema), path]) { RedirectStandardError = true, UseShellExecute = false })!;
            var said = await lint.StandardError.ReadToEndAsync();
            await lint.WaitForExitAsync();
            Assert.True(lint.ExitCode == 0, said);
        }
        finally
        {
            System.IO.File.Delete(path);
        }
    }

    [Fact]
    public void Counts_and_sums_are_those_of_the_transfers()
    {
        XNamespace pain = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09";
        var file = File(null);
        Assert.All(file.Descendants(pain + "NbOfTxs"), count => Assert.Equal("3", count.Value));
        Assert.All(file.Descendants(pain + "CtrlSum"), sum => Assert.Equal("1000001234.56", sum.Value));
        Assert.Equal(["1234.56", "0.01", "999999999.99"], [.. file.Descendants(pain + "InstdAmt").Select(amount => amount.Value)]);
        Assert.Equal(3, file.Descendants(pain + "EndToEndId").Select(id => id.Value).Distinct().Count());
    }

    [Theory]
    [InlineData("Müller & Söhne", "Muller + Sohne")]
    [InlineData("ΜΕΤΑδραση – Δράση για τη Μετανάστευση", "METAdrasi - Drasi gia ti Metanasteysi")]
    [InlineData("Народно читалище „Щастие“", "Narodno chitalishte 'Shtastie'")]
    [InlineData("ЩЪРКЕЛ Щъркел", "SHTARKEL Shtarkel")]
    [InlineData("Łódź Øst Đorđe Þór Œuvre", "Lodz Ost Dorde Thor Oeuvre")]
    [InlineData("Ђорђе Љиљана Џон", "Dorde Ljiljana Dzon")]
    [InlineData("学校", "..")]
    [InlineData("Straße", "Strasse")]
    [InlineData("Ģirts Āboliņš", "Girts Abolins")]
    public void Banks_get_latin_letters_only(string name, string latin) => Assert.Equal(latin, BankFile.Latin(name, 70));

    [Theory]
    [InlineData("ΜΕΤΑδραση", true)]
    [InlineData("Школа «Міст»", true)]
    [InlineData("Школа 学校", false)]
    [InlineData("مدرسة", false)]
    [InlineData("«»", false)]
    public void A_name_that_would_lose_letters_is_not_written(string name, bool can) => Assert.Equal(can, BankFile.CanWrite(name));

    [Theory]
    [InlineData("2026-11-20", "2026-11-23", "a weekend")]
    [InlineData("2026-11-23", "2026-11-24", "an ordinary day")]
    [InlineData("2026-12-24", "2026-12-28", "Christmas and a weekend")]
    [InlineData("2026-12-31", "2027-01-04", "New Year's Day and a weekend")]
    [InlineData("2027-03-25", "2027-03-30", "Good Friday to Easter Monday")]
    [InlineData("2028-04-13", "2028-04-18", "Easter of another year")]
    [InlineData("2026-04-30", "2026-05-04", "the first of May and a weekend")]
    [InlineData("2028-04-28", "2028-05-02", "a weekend and the first of May")]
    [InlineData("2026-08-14", "2026-08-17", "Assumption Day: a holiday in Vienna, not at the banks' system")]
    [InlineData("2026-05-13", "2026-05-14", "Ascension Day, the same")]
    public void Is_executed_on_a_banking_day(string today, string expected, string why) =>
        Assert.True(BankFile.NextBankingDay(DateOnly.Parse(today, CultureInfo.InvariantCulture)) == DateOnly.Parse(expected, CultureInfo.InvariantCulture), why);

    private static XDocument File(string? bic) =>
        BankFile.Of(7, new("Stadt Wien, Integration & Vielfalt", "AT48 3200 0000 1234 5864", bic), Transfers, new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero), new(2026, 11, 23));

    private static List<string> Errors(string schema, XDocument file)
    {
        var errors = new List<string>();
        var schemas = new XmlSchemaSet();
        schemas.Add(null, Path.Combine(Folder, schema));
        XDocument.Parse(file.ToString()).Validate(schemas, (_, error) => errors.Add(error.Message));
        return errors;
    }
}
