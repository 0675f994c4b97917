using System.IO.Compression;
using System.Text;
using Courses.Platform.Imports;
using Courses.Platform.Imports.Files;
using Courses.Platform.Reading;
using FsCheck;
using FsCheck.Fluent;
using static Courses.Tests.Imports.SampleWorkbook;

namespace Courses.Tests.Imports;

public sealed class ReadingTests
{
    [Fact]
    public void Latvian_participants_in_utf8_keep_every_script()
    {
        var table = SampleLists.Read("dalibnieki-lv.csv");
        Assert.Equal("utf-8", table.Encoding);
        Assert.Equal(';', table.Separator);
        Assert.Equal(12, table.Headings.Count);
        Assert.Equal("Dzimšanas datums", table.Headings[3]);
        Assert.Equal(60, table.Rows.Count);
        Assert.Equal("رضایی", table.Rows[0][2].Text);
        Assert.Equal(2, table.Rows[0].Number);
        Assert.Equal(CellKind.Formula, table.Rows[16][11].Kind);
        Assert.Contains('\n', table.Rows[34][11].Text);
    }

    [Fact]
    public void Latvian_participants_in_windows_1257_are_found_out()
    {
        var table = SampleLists.Read("dalibnieki-lv-cp1257.csv");
        Assert.Equal("windows-1257", table.Encoding);
        Assert.True(table.EncodingIsCertain);
        Assert.Equal("Vārds", table.Headings[1]);
        Assert.Equal("patvēruma meklētājs", table.Rows[0][6].Text);
        Assert.Equal("????", table.Rows[0][1].Text);
    }

    [Theory]
    [InlineData("kurse-de.csv", "utf-8", ';', 40)]
    [InlineData("kurse-de-latin1-tab.txt", "windows-1252", '\t', 15)]
    [InlineData("anwesenheit-de.csv", "utf-8", ';', 24)]
    public void German_lists_are_read(string name, string encoding, char separator, int rows)
    {
        var table = SampleLists.Read(name);
        Assert.Equal((encoding, separator, rows), (table.Encoding, table.Separator, table.Rows.Count));
    }

    [Fact]
    public void Umlauts_of_latin_1_survive() => Assert.Contains("Plätze", SampleLists.Read("kurse-de-latin1-tab.txt").Headings);

    [Theory]
    [InlineData("windows-1257", "Vārds;Uzvārds;Dzimšanas datums\nJānis;Bērziņš;01.02.1990\nŽanete;Ķirse;03.04.1991\n")]
    [InlineData("windows-1252", "Vorname;Nachname;Geburtsdatum\nJürgen;Groß;01.02.1990\nBärbel;Schön;03.04.1991\n")]
    [InlineData("windows-1251", "Имя;Фамилия;Дата рождения\nАнна;Петрова;01.02.1990\nСергей;Кузнецов;03.04.1991\n")]
    [InlineData("windows-1250", "Imię;Nazwisko;Płeć;Data\nŁukasz;Wójcik;m;01.02.1990\nGrażyna;Jabłońska;k;02.03.1991\nStanisław;Dąbrowski;m;03.04.1992\n")]
    [InlineData("utf-16", "Vorname;Nachname;Geburtsdatum\nمحمد;Groß;01.02.1990\n")]
    [InlineData("utf-16BE", "Vorname;Nachname;Geburtsdatum\nJürgen;Groß;01.02.1990\n")]
    public void Encodings_are_told_apart_by_their_letters(string encoding, string text)
    {
        var table = SampleLists.ReadText(text, encoding);
        Assert.Equal(encoding, table.Encoding, ignoreCase: true);
        Assert.Equal(text.Split('\n')[1].Split(';')[1], table.Rows[0][1].Text);
    }

    [Fact]
    public void Utf8_without_a_mark_and_utf16_with_one_are_read()
    {
        Assert.Equal("utf-8", SampleLists.ReadText("Vārds,Uzvārds\nJānis,Bērziņš\n").Encoding);
        var marked = SampleLists.Read([0xff, 0xfe, .. Encoding.Unicode.GetBytes("Vārds\tUzvārds\nJānis\tBērziņš\n")]);
        Assert.Equal(("utf-16", '\t', "Jānis"), (marked.Encoding, marked.Separator, marked.Rows[0][0].Text));
    }

    [Fact]
    public void Two_encodings_in_one_file_are_named_with_their_lines()
    {
        byte[] mixed = [.. SampleLists.Utf8("Vorname;Nachname\nJürgen;Groß\nBärbel;Schön\n"), .. TextDecoding.Named("windows-1252").GetBytes("Jörg;Müller\n")];
        var table = SampleLists.Read(mixed);
        var problem = Assert.Single(table.Problems, problem => problem.Code == "import.file.mixed-encoding");
        Assert.Equal("4", problem.Details[0]);
        Assert.Equal(("Jürgen", "Jörg"), (table.Rows[0][0].Text, table.Rows[2][0].Text));
    }

    [Theory]
    [InlineData(',')]
    [InlineData(';')]
    [InlineData('\t')]
    [InlineData('|')]
    public void Separators_are_guessed_even_with_decimal_commas(char separator)
    {
        var table = SampleLists.ReadText($"Vorname{separator}Nachname{separator}UE\nA{separator}B{separator}\"80,0\"\nC{separator}D{separator}\"1.305,00\"\n");
        Assert.Equal(separator, table.Separator);
        Assert.Equal("80,0", table.Rows[0][2].Text);
    }

    [Fact]
    public void The_hint_of_excel_names_the_separator() => Assert.Equal("B", SampleLists.ReadText("sep=|\nVorname|Nachname\nA|B\n").Rows[0][1].Text);

    [Fact]
    public void Titles_above_the_headings_are_left_out_and_named()
    {
        var table = SampleLists.ReadText("VHS Ottakring;;\nListe vom 1.11.2026;;\n;;\nVorname;Nachname;Geburtsdatum\nAnna;Groß;01.02.1990\n");
        Assert.Equal(4, table.HeadingRow);
        Assert.Equal("Anna", Assert.Single(table.Rows)[0].Text);
        Assert.Contains(table.Problems, problem => problem.Code == "import.file.rows-above");
    }

    [Fact]
    public void A_list_without_headings_gets_the_letters_of_its_columns()
    {
        var table = SampleLists.ReadText("Anna;Groß;01.02.1990\nBernd;Klein;02.03.1991\n");
        Assert.Equal((0, "A", 2), (table.HeadingRow, table.Headings[0], table.Rows.Count));
        Assert.Contains(table.Problems, problem => problem.Code == "import.file.no-headings");
    }

    [Fact]
    public void Two_equal_headings_are_named()
    {
        var table = SampleLists.ReadText("Vorname;Nachname;Vorname\nA;B;C\n");
        Assert.Contains(table.Problems, problem => problem.Code == "import.file.same-heading");
        Assert.Equal(3, table.Headings.Distinct().Count());
    }

    [Fact]
    public void An_open_quotation_mark_swallows_no_rows()
    {
        var table = SampleLists.ReadText("Vorname;Nachname\n\"Anna;Groß\nBernd;Klein\nClara;Kurz\n");
        Assert.Contains(table.Problems, problem => problem.Code == "import.file.open-quote");
        Assert.Equal("Clara", table.Rows[^1][0].Text);
        Assert.Equal("import.row.open-quote", table.RowProblems[2].Code);
    }

    [Theory]
    [InlineData("An\"na;Groß")]
    [InlineData("\"Anna\" und Eva;Groß")]
    [InlineData("\"Anna\"x;Groß")]
    public void A_stray_quotation_mark_is_a_finding_of_its_row_and_of_no_other(string row)
    {
        var table = SampleLists.ReadText($"Vorname;Nachname\nBernd;Klein\n{row}\nClara;Kurz\n");
        Assert.Equal((3, "import.row.stray-quote"), table.RowProblems.Select(problem => (problem.Key, problem.Value.Code)).Single());
        Assert.Equal(["Bernd", "Clara"], [table.Rows[0][0].Text, table.Rows[2][0].Text]);
        Assert.Equal(["Klein", "Groß", "Kurz"], table.Rows.Select(one => one[1].Text));
        Assert.DoesNotContain(table.Problems, problem => problem.Code == "import.file.open-quote");
    }

    [Fact]
    public void A_zero_that_a_spreadsheet_kept_by_quotation_marks_is_no_slip()
    {
        var table = SampleLists.ReadText("Vorname;Telefon\nAnna;=\"0660\"\nBernd;\"=\"\"0670\"\"\"\n");
        Assert.Empty(table.RowProblems);
        Assert.Equal(["0660", "0670"], table.Rows.Select(row => row[1].Text));
        Assert.All(table.Rows, row => Assert.Equal(CellKind.Text, row[1].Kind));
    }

    [Fact]
    public void Zero_characters_are_named() =>
        Assert.Contains(SampleLists.Read(SampleLists.Utf8("Vorname;Nachname\nAn\0na;Groß\nBernd;Klein und sehr lang, damit es kein UTF-16 ist\n")).Problems, problem => problem.Code == "import.file.nul");

    [Theory]
    [InlineData("", "import.file.empty")]
    [InlineData("\r\n ; ; \r\n", "import.file.empty")]
    [InlineData("%PDF-1.7", "import.file.not-a-list")]
    [InlineData("<html><table>", "import.file.not-a-list")]
    [InlineData("PK\u0003\u0004 this is no zip", "import.file.not-a-workbook")]
    public void What_is_no_list_is_refused_by_name(string text, string code) =>
        Assert.Equal(code, Assert.Throws<UnreadableFile>(() => SampleLists.Read(SampleLists.Utf8(text))).Problem.Code);

    [Fact]
    public void Old_workbooks_and_foreign_zips_are_refused_by_name()
    {
        Assert.Equal("import.file.old-excel", Assert.Throws<UnreadableFile>(() => SampleLists.Read([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1])).Problem.Code);
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            archive.CreateEntry("readme.txt");
        }

        Assert.Equal("import.file.not-a-workbook", Assert.Throws<UnreadableFile>(() => SampleLists.Read(zip.ToArray())).Problem.Code);
    }

    /// <summary>The limits are made small instead of the files large: what they keep away is never written down.</summary>
    [Theory]
    [InlineData("unpacked")]
    [InlineData("ratio")]
    [InlineData("cells")]
    [InlineData("rows")]
    [InlineData("depth")]
    [InlineData("strings")]
    [InlineData("styles")]
    [InlineData("entries")]
    public void A_workbook_beyond_a_limit_is_refused_while_it_is_read(string limit)
    {
        var limits = limit switch
        {
            "unpacked" => new WorkbookLimits { Unpacked = 2_000 },
            "ratio" => new() { Ratio = 4, RatioFrom = 1_000 },
            "cells" => new() { CellsInRow = 3 },
            "rows" => new() { Rows = 20 },
            "depth" => new() { Depth = 3 },
            "strings" => new() { SharedStrings = 2 },
            "styles" => new() { Styles = 2 },
            _ => new() { Entries = 4 },
        };
        var book = new SampleWorkbook().Part("xl/sharedStrings.xml", "<sst><si><t>a</t></si><si><t>b</t></si><si><t>c</t></si></sst>")
            .With([.. Enumerable.Repeat(new[] { Text("Anna"), Text("Groß"), Number("1"), Text("x") }, 40)]).Bytes();
        Assert.Equal(40, Workbook.Read(book, null).Rows.Count);
        Assert.Equal("import.file.bomb", Assert.Throws<UnreadableFile>(() => Workbook.Read(book, null, limits)).Problem.Code);
    }

    [Fact]
    public void No_part_of_a_workbook_may_bring_a_document_type() =>
        Assert.Equal("import.file.not-a-workbook", Assert.Throws<UnreadableFile>(() => Workbook.Read(
            new SampleWorkbook().With([Text("a")]).Part("xl/sharedStrings.xml", "<!DOCTYPE sst [<!ENTITY a \"b\">]><sst><si><t>&a;</t></si></sst>").Bytes(), null)).Problem.Code);

    [Fact]
    public void A_long_text_is_cut_and_a_workbook_of_1904_counts_its_days_from_there()
    {
        var table = Workbook.Read(new SampleWorkbook().Since1904().With([Text(new string('a', 30_000)), Number("31482", 1), Number("31482")]).Bytes(), null);
        Assert.Equal(TableReader.MaxCellLength, table.Rows[0][0].Text.Length);
        Assert.Equal("1990-03-12", table.Rows[0][1].Text);
        Assert.Equal(new DateOnly(1990, 3, 12), LocalDates.Parse(table.Rows[0][2], new(SampleLists.Today)).Value);
    }

    [Theory]
    [InlineData("000", "7", "007")]
    [InlineData("00000000000", "6601234567", "06601234567")]
    [InlineData("+#", "436601234567", "+436601234567")]
    [InlineData("\"+\"0", "436601234567", "+436601234567")]
    [InlineData("\\+00 000 0000000", "436601234567", "+43 660 1234567")]
    [InlineData("(###) ###-####", "6601234567", "(660) 123-4567")]
    [InlineData("0", "7", "7")]
    [InlineData("#,##0.00", "1305", "1305")]
    [InlineData("0.0", "7", "7")]
    public void A_number_is_read_with_the_zeros_and_signs_that_its_format_shows(string format, string figure, string shown)
    {
        var cell = Workbook.Read(new SampleWorkbook().WithFormats(format).With([Number(figure, 3)]).Bytes(), null).Rows[0][0];
        Assert.Equal((shown, figure, CellKind.Number), (cell.Shown, cell.Text, cell.Kind));
    }

    [Fact]
    public void Booleans_errors_and_escaped_characters_of_a_workbook_are_read()
    {
        var row = Workbook.Read(new SampleWorkbook().With([Typed("b", "1"), Typed("b", "0"), Typed("e", "#REF!"), Text("Escape_x000D_"), Text("Under_x005F_score"), Text("_x005F_x000D_")]).Bytes(), null).Rows[0];
        Assert.Equal((true, false), (LocalValues.YesNo(row[0]).Value!.Value, LocalValues.YesNo(row[1]).Value!.Value));
        Assert.Equal(CellKind.Error, row[2].Kind);
        Assert.Equal(["Escape", "Under_score", "_x000D_"], new[] { row[3].Trimmed, row[4].Trimmed, row[5].Trimmed });
    }

    [Fact]
    public void The_headings_decide_what_separates_and_not_the_commas_of_the_rows()
    {
        var text = "Vorname;Nachname;Kursnummer\n" + string.Concat(Enumerable.Range(0, 500).Select(i => $"Anna, Maria{i};Groß, geb. Klein, verw. Kurz, Neugasse 1, 1010 Wien;{i}\n"));
        Assert.Equal(';', SampleLists.ReadText(text).Separator);
        Assert.Equal("Anna, Maria3", SampleLists.ReadText(text).Rows[3][0].Text);
    }

    [Fact]
    public void Text_marked_as_text_by_a_spreadsheet_is_read_without_the_mark()
    {
        var row = SampleLists.ReadText("Vorname;Nachname;Kursnummer\n'0660123456;'+43660123457;=\"0660123458\"\n").Rows[0];
        Assert.Equal(["0660123456", "+43660123457", "0660123458"], row.Cells.Select(cell => cell.Text));
        Assert.Equal("'Abdul", SampleLists.ReadText("Vorname;Nachname\n'Abdul;x\n").Rows[0][0].Text);
    }

    [Fact]
    public void A_workbook_with_a_title_blank_rows_dates_times_and_formulas_is_read()
    {
        var table = SampleLists.Read(new SampleWorkbook().With(
            [Text("Teilnehmerliste Herbst")],
            [],
            [Text("Vorname"), Text("Nachname"), Text("Geburtsdatum"), Text("Beginn"), Text("UE")],
            [Text("Anna"), Text("Groß"), Number("32905", 1), Number("0.739583333333333", 2), Number("80.5")],
            [],
            [Text("=cmd|' /C calc'!A0"), Formula("A4"), Text("31.02.1990"), Text("17.45"), Number("1305")]).Bytes());
        Assert.True(table.IsWorkbook);
        Assert.Equal((3, 2), (table.HeadingRow, table.Rows.Count));
        Assert.Equal(new Platform.Reading.Cell("1990-02-01", CellKind.Date), table.Rows[0][2]);
        Assert.Equal(new Platform.Reading.Cell("17:45", CellKind.Time), table.Rows[0][3]);
        Assert.Equal(new Platform.Reading.Cell("80.5", CellKind.Number), table.Rows[0][4]);
        Assert.Equal(6, table.Rows[1].Number);
        Assert.Equal([CellKind.Formula, CellKind.Formula], new[] { table.Rows[1][0].Kind, table.Rows[1][1].Kind });
    }

    [Theory]
    [InlineData("=cmd", true)]
    [InlineData("  =1+1", true)]
    [InlineData("@SUM(A1)", true)]
    [InlineData("+cmd|' /C calc'!A0", true)]
    [InlineData("-2+3+cmd|' /C calc'!A0", true)]
    [InlineData("+371 27135241", false)]
    [InlineData("-", false)]
    [InlineData("-5", false)]
    [InlineData("p@example.org", false)]
    [InlineData("=", false)]
    public void Formulas_are_told_from_phone_numbers_and_dashes(string text, bool formula) => Assert.Equal(formula, TableReader.IsFormula(text));

    [Fact]
    public void Reading_never_throws_anything_but_a_named_refusal() => Prop.ForAll<byte[]>(bytes =>
    {
        foreach (var content in new[] { bytes, [0x50, 0x4b, .. bytes], [0xff, 0xfe, .. bytes], [.. "Vorname;Nachname\n"u8, .. bytes] })
        {
            try
            {
                var table = SampleLists.Read(content);
                Assert.All(table.Rows, row => Assert.False(row.IsBlank));
            }
            catch (UnreadableFile refusal)
            {
                Assert.StartsWith("import.file.", refusal.Problem.Code, StringComparison.Ordinal);
            }
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void What_is_written_with_quotes_is_read_back() => Prop.ForAll<NonNull<string>[]>(texts =>
    {
        var cells = texts.Select(text => new string([.. text.Get.Where(letter => letter is not '\0' and not '\r' and not '\ufeff' && !char.IsSurrogate(letter))])).ToArray();
        if (cells.Length == 0 || cells.All(string.IsNullOrWhiteSpace) || cells.Any(cell => cell.TrimStart() is ['\'' or '=', ..]))
        {
            return;
        }

        var line = string.Join(';', cells.Select(cell => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));
        var table = SampleLists.Read(SampleLists.Utf8(line + "\n"), new() { Separator = ';', HeadingRow = 0 });
        Assert.Equal(cells, Assert.Single(table.Rows).Cells.Select(cell => cell.Text));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void The_columns_of_the_timetable_are_told_by_heading_and_content()
    {
        ImportField[] fields = [new("from", FieldType.Time, false, "Beginn"), new("first", FieldType.Date, false, "Beginn", "Start"), new("until", FieldType.Time, false, "Ende"), new("last", FieldType.Date, false, "Ende", "Ende Kurs")];
        Assert.Equal(["from", "until", "first", "last"], ColumnGuess.Of(fields, SampleLists.ReadText("Beginn;Ende;Start;Ende Kurs\n17.45;20.15;04.11.2026;11.02.27\n"), SampleLists.Today));
        Assert.Equal(["first", "last"], ColumnGuess.Of(fields, SampleLists.ReadText("Beginn;Ende\n04.11.2026;11.02.27\n05.11.2026;12.02.27\n"), SampleLists.Today));
    }
}
