using System.Globalization;
using Courses.Platform.Tabular;
using FsCheck;
using FsCheck.Fluent;

namespace Courses.Tests.Imports;

public sealed class ValueTests
{
    [Theory]
    [InlineData("24.10.2026", "2026-10-24")]
    [InlineData("05.02.1955.", "1955-02-05")]
    [InlineData("24.10.2026. g.", null)]
    [InlineData("5.2.27", "2027-02-05")]
    [InlineData("2026-10-24", "2026-10-24")]
    [InlineData("2026-10-24T18:00:00Z", "2026-10-24")]
    [InlineData("1990/07/04", "1990-07-04")]
    [InlineData("24/10/26", "2026-10-24")]
    [InlineData("10/24/2026", "2026-10-24")]
    [InlineData("04/04/2026", "2026-04-04")]
    [InlineData("20261024", "2026-10-24")]
    [InlineData("24. okt. 2026", "2026-10-24")]
    [InlineData("24. Oktober 2026", "2026-10-24")]
    [InlineData("24 Oct 2026", "2026-10-24")]
    [InlineData("October 24, 2026", "2026-10-24")]
    [InlineData("2026. gada 24. oktobris", "2026-10-24")]
    [InlineData("Mo, 26.10.2026", "2026-10-26")]
    public void Dates_are_read_in_local_styles(string text, string? expected) =>
        Assert.Equal(expected ?? "2026-10-24", LocalDates.Parse(new(text), SampleLists.Today).Value?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("31.02.1990.", "import.date.no-such-day")]
    [InlineData("30-02-2026", "import.date.no-such-day")]
    [InlineData("12.13.2026.", "import.date.no-such-month-swapped")]
    [InlineData("40.40.2026", "import.date.no-such-month")]
    [InlineData("03/04/2026", "import.date.ambiguous")]
    [InlineData("?", "import.date.unreadable")]
    [InlineData("bald", "import.date.unreadable")]
    [InlineData("01.01.0026", "import.date.unlikely-year")]
    public void Impossible_dates_are_named(string text, string code) => Assert.Equal(code, LocalDates.Parse(new(text), SampleLists.Today).Problem?.Code);

    [Theory]
    [InlineData("04.07.2031.", "import.date.birth-ahead")]
    [InlineData("01.01.1899", "import.date.too-old")]
    [InlineData("05.03.26", "import.date.two-digit-birth")]
    public void Impossible_births_are_named(string text, string code) =>
        Assert.Equal(code, LocalDates.Parse(new(text), SampleLists.Today, meaning: DateMeaning.Birth).Problem?.Code);

    [Fact]
    public void Births_of_two_digits_are_clear_where_this_century_lies_ahead() =>
        Assert.Equal(new DateOnly(1987, 3, 5), LocalDates.Parse(new("05.03.87"), SampleLists.Today, meaning: DateMeaning.Birth).Value);

    [Fact]
    public void A_column_proves_its_order_and_what_contradicts_it_is_named()
    {
        Platform.Tabular.Cell[] months = [new("03/04/2026"), new("10/24/2026")];
        Assert.Equal((DateOrder.MonthFirst, false), LocalDates.Evidence(months));
        Assert.Equal(new DateOnly(2026, 3, 4), LocalDates.Parse(months[0], SampleLists.Today, DateOrder.MonthFirst).Value);
        Assert.Equal("import.date.other-order", LocalDates.Parse(months[1], SampleLists.Today, DateOrder.DayFirst).Problem?.Code);
        Assert.Equal((DateOrder.Unknown, true), LocalDates.Evidence([new("03/04/2026"), new("05/04/2026")]));
        Assert.Equal((DateOrder.Unknown, true), LocalDates.Evidence([.. months, new("24/10/2026")]));
    }

    [Fact]
    public void Serial_numbers_of_a_workbook_are_dates() => Assert.Equal(new DateOnly(2026, 10, 24), LocalDates.Parse(new("46319", CellKind.Number), SampleLists.Today).Value);

    [Theory]
    [InlineData("17.45", "17:45")]
    [InlineData("9:00", "09:00")]
    [InlineData("18 Uhr", "18:00")]
    [InlineData("18h", "18:00")]
    [InlineData("plkst. 18", "18:00")]
    [InlineData("6 pm", "18:00")]
    [InlineData("12:30 AM", "00:30")]
    [InlineData("1745", "17:45")]
    [InlineData("18h30", "18:30")]
    public void Times_are_read_in_local_styles(string text, string expected) =>
        Assert.Equal(expected, LocalValues.Time(new(text)).Value?.ToString("HH:mm", CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("25:00", "import.time.no-such-time")]
    [InlineData("17:75", "import.time.no-such-time")]
    [InlineData("abends", "import.time.unreadable")]
    public void Impossible_times_are_named(string text, string code) => Assert.Equal(code, LocalValues.Time(new(text)).Problem?.Code);

    [Fact]
    public void Times_that_a_spreadsheet_took_for_numbers_are_times_again() => Assert.Equal(new TimeOnly(17, 30), LocalValues.Time(new("17.3", CellKind.Number)).Value);

    [Theory]
    [InlineData("80", "80")]
    [InlineData("80,0", "80.0")]
    [InlineData("60 UE", "60")]
    [InlineData("1.305,00", "1305.00")]
    [InlineData("1,305.00", "1305.00")]
    [InlineData("1 305,50", "1305.50")]
    [InlineData("1'305.50", "1305.50")]
    [InlineData("-5", "-5")]
    [InlineData("1.305.000", "1305000")]
    [InlineData("0.125", "0.125")]
    public void Numbers_are_read_in_local_styles(string text, string expected) =>
        Assert.Equal(decimal.Parse(expected, CultureInfo.InvariantCulture), LocalValues.Number(new(text)).Value);

    [Theory]
    [InlineData("1.305", "import.number.ambiguous")]
    [InlineData("1,305", "import.number.ambiguous")]
    [InlineData("viele", "import.number.unreadable")]
    [InlineData("1.30.5", "import.number.unreadable")]
    public void Numbers_that_could_be_two_are_asked_for(string text, string code) => Assert.Equal(code, LocalValues.Number(new(text)).Problem?.Code);

    [Theory]
    [InlineData("300,00", 30000)]
    [InlineData("1.305,00", 130500)]
    [InlineData("150", 15000)]
    [InlineData("gratis", 0)]
    [InlineData("0", 0)]
    [InlineData("€ 300,-", 30000)]
    [InlineData("300 EUR", 30000)]
    [InlineData("99.90 €", 9990)]
    public void Money_is_read_in_cents(string text, long cents) => Assert.Equal(cents, LocalValues.Money(new(text)).Value);

    [Theory]
    [InlineData("-5,00", "import.money.negative")]
    [InlineData("300 USD", "import.money.not-euro")]
    [InlineData("0,005", "import.money.part-of-cent")]
    public void Impossible_money_is_named(string text, string code) => Assert.Equal(code, LocalValues.Money(new(text)).Problem?.Code);

    [Theory]
    [InlineData("Mo, Mi", 0b0000101)]
    [InlineData("Di+Do", 0b0001010)]
    [InlineData("Mo-Fr", 0b0011111)]
    [InlineData("Mo Mi Fr", 0b0010101)]
    [InlineData("Sa", 0b0100000)]
    [InlineData("So 10-14", 0b1000000)]
    [InlineData("Montag und Mittwoch", 0b0000101)]
    [InlineData("Mon/Wed", 0b0000101)]
    [InlineData("Tuesdays & Thursdays", 0b0001010)]
    [InlineData("pirmdiena, trešdiena", 0b0000101)]
    [InlineData("P, T, Pk", 0b0010101)]
    [InlineData("Fr-Mo", 0b1110001)]
    [InlineData("täglich", 0b1111111)]
    public void Weekdays_are_read_in_local_styles(string text, int mask) => Assert.Equal(mask, LocalValues.Days(new(text)).Value?.Mask);

    [Fact]
    public void Times_beside_weekdays_are_read()
    {
        Assert.Equal((new TimeOnly(10, 0), new TimeOnly(14, 0)), (LocalValues.Days(new("So 10-14")).Value!.Value.From!.Value, LocalValues.Days(new("So 10-14")).Value!.Value.Until!.Value));
        Assert.Equal("import.days.unreadable", LocalValues.Days(new("nach Vereinbarung")).Problem?.Code);
    }

    [Theory]
    [InlineData("A1", "A1")]
    [InlineData("a2", "A2")]
    [InlineData("A1.1", "A1.1")]
    [InlineData("A1/2", "A1.2")]
    [InlineData("B1+", "B1")]
    [InlineData("B2.1", "B2.1")]
    [InlineData("Alfa", "Alpha")]
    [InlineData("Alphabetisierung", "Alpha")]
    [InlineData("-", "")]
    [InlineData("nav", "")]
    [InlineData("В1", "B1")]
    public void Levels_are_read(string text, string expected) => Assert.Equal(expected, LocalValues.CefrLevel(new(text)).Value?.Text);

    [Theory]
    [InlineData("C3")]
    [InlineData("A3")]
    [InlineData("gut")]
    public void Unknown_levels_are_named(string text) => Assert.Equal("import.level.unknown", LocalValues.CefrLevel(new(text)).Problem?.Code);

    [Theory]
    [InlineData("ja", true)]
    [InlineData("Jā", true)]
    [InlineData("yes", true)]
    [InlineData("nein", false)]
    [InlineData("nē", false)]
    [InlineData("", null)]
    [InlineData("auf Anfrage", null)]
    public void Answers_are_read(string text, bool? expected) => Assert.Equal(expected, LocalValues.YesNo(new(text)).Value);

    [Theory]
    [InlineData("????", true)]
    [InlineData("Gül?en", true)]
    [InlineData("JÃ¼rgen", true)]
    [InlineData("Bēr\ufffdiņš", true)]
    [InlineData("Gülşen", false)]
    [InlineData("O'Neill", false)]
    [InlineData("Ärger", false)]
    public void Lost_letters_are_noticed(string text, bool lost) => Assert.Equal(lost, LocalValues.LostLetters(text));

    [Fact]
    public void No_text_makes_a_parser_throw() => Prop.ForAll<string>(text =>
    {
        foreach (var kind in Enum.GetValues<CellKind>())
        {
            var cell = new Platform.Tabular.Cell(text ?? "", kind);
            LocalDates.Parse(cell, SampleLists.Today);
            LocalDates.Parse(cell, SampleLists.Today, DateOrder.MonthFirst, DateMeaning.Birth);
            LocalValues.Time(cell);
            LocalValues.Number(cell);
            LocalValues.Money(cell);
            LocalValues.Days(cell);
            LocalValues.CefrLevel(cell);
            LocalValues.YesNo(cell);
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void No_mixture_of_digits_and_signs_makes_a_parser_throw()
    {
        var texts = Gen.Elements("0123456789./-: ,+UhrEUR".ToCharArray()).ArrayOf().Select(letters => new string(letters)).ToArbitrary();
        Prop.ForAll(texts, text =>
        {
            var cell = new Platform.Tabular.Cell(text);
            LocalDates.Parse(cell, SampleLists.Today);
            LocalValues.Time(cell);
            LocalValues.Number(cell);
            LocalValues.Money(cell);
            LocalValues.Days(cell);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Fact]
    public void Every_day_is_read_back_in_every_style() => Prop.ForAll(Gen.Choose(0, 50_000).ToArbitrary(), offset =>
    {
        var day = new DateOnly(1930, 1, 1).AddDays(offset);
        foreach (var style in new[] { "yyyy-MM-dd", "dd.MM.yyyy", "d.M.yyyy.", "yyyy/MM/dd", "yyyyMMdd", "d MMMM yyyy" })
        {
            Assert.Equal(day, LocalDates.Parse(new(day.ToString(style, CultureInfo.InvariantCulture)), SampleLists.Today).Value);
        }

        Assert.Equal(day, LocalDates.Parse(new(day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture)), SampleLists.Today, DateOrder.DayFirst).Value);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Every_amount_is_read_back_in_every_style() => Prop.ForAll(Gen.Choose(0, 90_000_000).ToArbitrary(), cents =>
    {
        foreach (var culture in new[] { "de-DE", "de-AT", "lv-LV", "en-GB" })
        {
            Assert.Equal(cents, LocalValues.Money(new((cents / 100m).ToString("N2", CultureInfo.GetCultureInfo(culture)))).Value);
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
}
