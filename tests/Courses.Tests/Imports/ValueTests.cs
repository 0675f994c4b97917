using System.Globalization;
using Courses.Platform.Reading;
using FsCheck;
using FsCheck.Fluent;

namespace Courses.Tests.Imports;

public sealed class ValueTests
{
    private static readonly DateReading Today = new(SampleLists.Today);
    private static readonly DateReading Birth = Today with { Meaning = DateMeaning.Birth };

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
        Assert.Equal(expected ?? "2026-10-24", LocalDates.Parse(new(text), Today).Value?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("31.02.1990.", "import.date.no-such-day")]
    [InlineData("30-02-2026", "import.date.no-such-day")]
    [InlineData("12.13.2026.", "import.date.no-such-month-swapped")]
    [InlineData("40.40.2026", "import.date.no-such-month")]
    [InlineData("03/04/2026", "import.date.ambiguous")]
    [InlineData("?", "import.date.unreadable")]
    [InlineData("bald", "import.date.unreadable")]
    [InlineData("01.01.0026", "import.date.unlikely-year")]
    [InlineData("1405-05-12", "import.date.solar")]
    [InlineData("۱۴۰۵/۰۵/۱۲", "import.date.solar")]
    [InlineData("31.02.1405", "import.date.solar")]
    [InlineData("1340-06-05", "import.date.solar-or-lunar")]
    [InlineData("12/05/2569", "import.date.ambiguous")]
    [InlineData("25/05/2569", "import.date.buddhist")]
    public void Impossible_dates_are_named(string text, string code) => Assert.Equal(code, LocalDates.Parse(new(text), Today).Problem?.Code);

    [Theory]
    [InlineData("1984", "1984")]
    [InlineData("۱۹۸۴", "1984")]
    [InlineData("1984.", "1984")]
    [InlineData("1984-05", "1984-05")]
    [InlineData("1984/5", "1984-05")]
    [InlineData("05.1984", "1984-05")]
    [InlineData("5/1984", "1984-05")]
    [InlineData("05.1984. g.", "1984-05")]
    [InlineData("Mai 1984", "1984-05")]
    [InlineData("1984. gada maijs", "1984-05")]
    [InlineData("00.00.1984", "1984")]
    [InlineData("00.05.1984", "1984-05")]
    [InlineData("1984-05-00", "1984-05")]
    [InlineData("1984-00-00", "1984")]
    [InlineData("12.05.1984", "1984-05-12")]
    [InlineData("1984-05-12", "1984-05-12")]
    [InlineData("2026", "2026")]
    public void A_birth_date_of_which_a_part_is_known_is_read_as_that_part(string text, string known) =>
        Assert.Equal(known, LocalDates.ParsePartial(new(text), Birth).Value?.ToString());

    [Theory]
    [InlineData("2031", "import.date.birth-ahead")]
    [InlineData("1840", "import.date.too-old")]
    [InlineData("1363", "import.date.unlikely-year")]
    [InlineData("13.1984", "import.date.no-such-month")]
    [InlineData("84", "import.date.unreadable")]
    [InlineData("05.84", "import.date.unreadable")]
    [InlineData("31.02.1984", "import.date.no-such-day")]
    public void What_is_no_part_of_a_birth_date_is_named(string text, string code) => Assert.Equal(code, LocalDates.ParsePartial(new(text), Birth).Problem?.Code);

    [Fact]
    public void A_part_holds_every_day_that_it_may_be_and_no_other() => Prop.ForAll(Gen.Choose(0, 50_000).ToArbitrary(), offset =>
    {
        var day = new DateOnly(1900, 1, 2).AddDays(offset);
        foreach (var part in new[] { new PartialDate(day.Year, null), new PartialDate(day.Year, day.Month) })
        {
            Assert.True(part.MayBe(new(day)) && new PartialDate(day).MayBe(part) && part.First <= day && day <= part.Last);
            Assert.False(part.MayBe(new(part.First.AddDays(-1))) || part.MayBe(new(part.Last.AddDays(1))));
            Assert.Contains(part.First, new PartialDate(day).Coarser);
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Theory]
    [InlineData("04.07.2031.", "import.date.birth-ahead")]
    [InlineData("01.01.1899", "import.date.too-old")]
    [InlineData("05.03.26", "import.date.two-digit-birth")]
    public void Impossible_births_are_named(string text, string code) =>
        Assert.Equal(code, LocalDates.Parse(new(text), Birth).Problem?.Code);

    [Theory]
    [InlineData("1370-05-12", "import.date.solar-or-lunar", "1991-08-03")]
    [InlineData("1300-05-12", "import.date.solar", "1921-08-03")]
    [InlineData("1440-05-12", "import.date.lunar", "2019-01-18")]
    [InlineData("2533-05-12", "import.date.buddhist", "1990-05-12")]
    public void Births_of_other_calendars_are_recognised_and_offered(string text, string code, string offered)
    {
        var problem = LocalDates.Parse(new(text), Birth).Problem;
        Assert.Equal((code, offered), (problem?.Code, problem?.Details[1]));
    }

    [Theory]
    [InlineData("1990-03-11T23:00:00.000Z", "1990-03-12")]
    [InlineData("2026-02-02T23:00:00Z", "2026-02-03")]
    [InlineData("2026-02-03T00:00:00", "2026-02-03")]
    [InlineData("2026-02-03T00:00:00+01:00", "2026-02-03")]
    [InlineData("2026-02-03T10:00:00Z", "2026-02-03")]
    [InlineData("2026-02-02T23:30:00Z", "import.date.instant")]
    public void Instants_are_the_day_that_they_fall_on_here(string text, string expected)
    {
        var read = LocalDates.Parse(new(text), Today with { Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Vienna") });
        Assert.Equal(expected, read.Problem?.Code ?? read.Value?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    [Fact]
    public void What_has_happened_is_not_ahead_and_a_timetable_is_not_far_away()
    {
        Assert.Equal("import.date.ahead", LocalDates.Parse(new("2204-01-01"), Today with { Meaning = DateMeaning.Past }).Problem?.Code);
        Assert.Equal("import.date.unlikely-year", LocalDates.Parse(new("1890-01-01"), Today with { Meaning = DateMeaning.Past }).Problem?.Code);
        Assert.Equal("import.date.unlikely-year", LocalDates.Parse(new("2062-01-11"), Today with { Meaning = DateMeaning.Plan }).Problem?.Code);
    }

    [Theory]
    [InlineData("1990", "5", "12", "1990-05-12")]
    [InlineData("۱۹۹۰", "۵", "۱۲", "1990-05-12")]
    [InlineData("1990", "Mai", "12.", "1990-05-12")]
    [InlineData("90", "5", "12", "import.date.three-fields")]
    [InlineData("1990", "", "12", "import.date.three-fields")]
    [InlineData("1990", "2", "30", "import.date.no-such-day")]
    [InlineData("1370", "5", "31", "import.date.solar")]
    [InlineData("", "", "", "")]
    public void Three_fields_make_a_day(string year, string month, string day, string expected)
    {
        var read = LocalDates.Parse(year, month, day, Birth);
        Assert.Equal(expected, read.Problem?.Code ?? read.Value?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "");
    }

    [Fact]
    public void A_column_whose_day_and_month_were_half_exchanged_is_noticed()
    {
        Platform.Reading.Cell Real(string day) => new(day, CellKind.Date);
        Assert.True(LocalDates.LookHalfSwapped([Real("1990-05-03"), new("25/04/1988")]));
        Assert.False(LocalDates.LookHalfSwapped([Real("1990-05-13"), new("25/04/1988")]));
        Assert.False(LocalDates.LookHalfSwapped([Real("1990-05-03"), Real("1991-06-07")]));
        Assert.False(LocalDates.LookHalfSwapped([new("25/04/1988")]));
    }

    [Fact]
    public void Births_of_two_digits_are_clear_where_this_century_lies_ahead() =>
        Assert.Equal(new DateOnly(1987, 3, 5), LocalDates.Parse(new("05.03.87"), Birth).Value);

    [Fact]
    public void A_column_proves_its_order_and_what_contradicts_it_is_named()
    {
        Platform.Reading.Cell[] months = [new("03/04/2026"), new("10/24/2026")];
        Assert.Equal((DateOrder.MonthFirst, false), LocalDates.Evidence(months));
        Assert.Equal(new DateOnly(2026, 3, 4), LocalDates.Parse(months[0], Today with { Order = DateOrder.MonthFirst }).Value);
        Assert.Equal("import.date.other-order", LocalDates.Parse(months[1], Today with { Order = DateOrder.DayFirst }).Problem?.Code);
        Assert.Equal((DateOrder.Unknown, true), LocalDates.Evidence([new("03/04/2026"), new("05/04/2026")]));
        Assert.Equal((DateOrder.Unknown, true), LocalDates.Evidence([.. months, new("24/10/2026")]));
    }

    [Fact]
    public void Serial_numbers_of_a_workbook_are_dates() => Assert.Equal(new DateOnly(2026, 10, 24), LocalDates.Parse(new("46319", CellKind.Number), Today).Value);

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
        Assert.Equal(expected, LocalTimes.Time(new(text)).Value?.ToString("HH:mm", CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("25:00", "import.time.no-such-time")]
    [InlineData("17:75", "import.time.no-such-time")]
    [InlineData("abends", "import.time.unreadable")]
    public void Impossible_times_are_named(string text, string code) => Assert.Equal(code, LocalTimes.Time(new(text)).Problem?.Code);

    [Fact]
    public void Times_that_a_spreadsheet_took_for_numbers_are_times_again() => Assert.Equal(new TimeOnly(17, 30), LocalTimes.Time(new("17.3", CellKind.Number)).Value);

    [Theory]
    [InlineData("80", "80")]
    [InlineData("80,0", "80.0")]
    [InlineData("1.305,00", "1305.00")]
    [InlineData("1,305.00", "1305.00")]
    [InlineData("1 305,50", "1305.50")]
    [InlineData("1'305.50", "1305.50")]
    [InlineData("1.305.000", "1305000")]
    [InlineData("0.125", "0.125")]
    [InlineData("120,50", "120.50")]
    [InlineData("120.50", "120.50")]
    [InlineData("99,9", "99.9")]
    [InlineData("۱۲۰٫۵۰", "120.50")]
    [InlineData("١٬٢٠٠٫٥٠", "1200.50")]
    [InlineData("१२०", "120")]
    [InlineData("\u200f۸۰\u200f", "80")]
    public void Numbers_are_read_in_local_styles(string text, string expected) =>
        Assert.Equal(decimal.Parse(expected, CultureInfo.InvariantCulture), Numbers.Read(new(text)).Value);

    [Theory]
    [InlineData("1.305", "import.number.ambiguous")]
    [InlineData("1,305", "import.number.ambiguous")]
    [InlineData("viele", "import.number.unreadable")]
    [InlineData("1.30.5", "import.number.unreadable")]
    [InlineData("2OO", "import.number.unreadable")]
    [InlineData("2OO EUR", "import.number.unreadable")]
    [InlineData("200 ungefähr", "import.number.unreadable")]
    [InlineData("60 UE", "import.number.unreadable")]
    [InlineData("-5", "import.number.unreadable")]
    [InlineData("+5", "import.number.unreadable")]
    [InlineData("12 0", "import.number.unreadable")]
    [InlineData("120.", "import.number.unreadable")]
    [InlineData("1,00,000", "import.number.unreadable")]
    [InlineData("1e3", "import.number.unreadable")]
    [InlineData("l20", "import.number.unreadable")]
    public void Numbers_that_could_be_two_are_asked_for(string text, string code) => Assert.Equal(code, Numbers.Read(new(text)).Problem?.Code);

    [Fact]
    public void A_unit_is_read_where_one_is_expected() => Assert.Equal(60, Numbers.Read(new("60 UE"), "UE").Value);

    [Theory]
    [InlineData("12", 12)]
    [InlineData("12,0", 12)]
    [InlineData("۱۲", 12)]
    public void Whole_numbers_have_no_decimals(string text, int expected)
    {
        Assert.Equal(expected, Numbers.Whole(new(text)).Value);
        Assert.Equal("import.number.not-whole", Numbers.Whole(new("12,5")).Problem?.Code);
    }

    [Theory]
    [InlineData("300,00", 30000)]
    [InlineData("1.305,00", 130500)]
    [InlineData("150", 15000)]
    [InlineData("gratis", 0)]
    [InlineData("0", 0)]
    [InlineData("€ 300,-", 30000)]
    [InlineData("300 EUR", 30000)]
    [InlineData("99.90 €", 9990)]
    public void Money_is_read_in_cents(string text, long cents) => Assert.Equal(cents, Numbers.Money(new(text)).Value);

    [Theory]
    [InlineData("-5,00", "import.money.negative")]
    [InlineData("300 USD", "import.money.not-euro")]
    [InlineData("0,005", "import.money.part-of-cent")]
    [InlineData("2OO", "import.number.unreadable")]
    [InlineData("2€50", "import.number.unreadable")]
    [InlineData("EUR -5", "import.money.negative")]
    [InlineData("12.050", "import.number.ambiguous")]
    [InlineData("100 Euro pro Monat", "import.number.unreadable")]
    public void Impossible_money_is_named(string text, string code) => Assert.Equal(code, Numbers.Money(new(text)).Problem?.Code);

    /// <summary>Where a pattern looked at all of it, a machine with much to do took longer than the pattern may, and the form was answered with 500.</summary>
    [Theory]
    [InlineData(55, "import.money.not-euro")]
    [InlineData(57, "import.number.unreadable")]
    [InlineData(100_000, "import.number.unreadable")]
    public void A_text_that_is_longer_than_money_is_none(int letters, string code)
    {
        var text = new string('a', letters) + " USD";
        Assert.Equal(code, Numbers.Money(new(text)).Problem?.Code);
    }

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
    [InlineData("T/Th", 0b0001010)]
    [InlineData("M W F", 0b0010101)]
    [InlineData("Mo, Thu", 0b0001001)]
    [InlineData("۱, ۳", 0b0000101)]
    public void Weekdays_are_read_in_local_styles(string text, int mask) => Assert.Equal(mask, LocalTimes.Days(new(text)).Value?.Mask);

    [Fact]
    public void Times_beside_weekdays_are_read()
    {
        Assert.Equal((new TimeOnly(10, 0), new TimeOnly(14, 0)), (LocalTimes.Days(new("So 10-14")).Value!.Value.From!.Value, LocalTimes.Days(new("So 10-14")).Value!.Value.Until!.Value));
        Assert.Equal("import.days.unreadable", LocalTimes.Days(new("nach Vereinbarung")).Problem?.Code);
        Assert.Equal("import.days.two-languages", LocalTimes.Days(new("T")).Problem?.Code);
        Assert.Equal(0b0000100, LocalTimes.Days(new("T"), LocalTimes.LanguageOf([new("T"), new("P, Pk")])).Value?.Mask);
        Assert.Equal(0b0000010, LocalTimes.Days(new("T"), LocalTimes.LanguageOf([new("T"), new("T/Th")])).Value?.Mask);
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
    public void Lost_letters_are_noticed(string text, bool lost) => Assert.Equal(lost, Names.LostLetters(text));

    [Fact]
    public void No_text_makes_a_parser_throw() => Prop.ForAll<string>(text =>
    {
        foreach (var kind in Enum.GetValues<CellKind>())
        {
            var cell = new Platform.Reading.Cell(text ?? "", kind);
            LocalDates.Parse(cell, Today);
            LocalDates.Parse(cell, Birth with { Order = DateOrder.MonthFirst });
            LocalTimes.Time(cell);
            Numbers.Read(cell);
            Numbers.Money(cell);
            LocalTimes.Days(cell);
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
            var cell = new Platform.Reading.Cell(text);
            LocalDates.Parse(cell, Today);
            LocalTimes.Time(cell);
            Numbers.Read(cell);
            Numbers.Money(cell);
            LocalTimes.Days(cell);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Fact]
    public void Every_day_is_read_back_in_every_style() => Prop.ForAll(Gen.Choose(0, 50_000).ToArbitrary(), offset =>
    {
        var day = new DateOnly(1930, 1, 1).AddDays(offset);
        foreach (var style in new[] { "yyyy-MM-dd", "dd.MM.yyyy", "d.M.yyyy.", "yyyy/MM/dd", "yyyyMMdd", "d MMMM yyyy" })
        {
            Assert.Equal(day, LocalDates.Parse(new(day.ToString(style, CultureInfo.InvariantCulture)), Today).Value);
        }

        Assert.Equal(day, LocalDates.Parse(new(day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture)), Today with { Order = DateOrder.DayFirst }).Value);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Every_amount_is_read_back_in_every_style() => Prop.ForAll(Gen.Choose(0, 90_000_000).ToArbitrary(), cents =>
    {
        foreach (var culture in new[] { "de-DE", "de-AT", "de-CH", "lv-LV", "en-GB", "fr-FR", "uk-UA", "tr-TR" })
        {
            var amount = (cents / 100m).ToString("N2", CultureInfo.GetCultureInfo(culture));
            foreach (var written in new[] { amount, $"€ {amount}", $"{amount} EUR", InDigitsOf('۰', amount), InDigitsOf('०', amount) })
            {
                Assert.Equal(cents, Numbers.Money(new(written)).Value);
            }
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    /// <summary>The way of writing is not known here, so a number may be asked for; it is never another number.</summary>
    [Fact]
    public void An_amount_in_any_style_and_with_any_decimals_is_itself_or_asked() => Prop.ForAll(Gen.Choose(0, 90_000_000).ToArbitrary(), Gen.Choose(0, 4).ToArbitrary(), (number, decimals) =>
    {
        var value = number / (decimal)Math.Pow(10, decimals);
        foreach (var culture in new[] { "de-DE", "en-GB", "fr-FR", "de-CH" })
        {
            foreach (var style in new[] { "N", "F" })
            {
                var read = Numbers.Read(new(value.ToString(style + decimals, CultureInfo.GetCultureInfo(culture))));
                Assert.True(read.Value == value || read.Problem?.Code == "import.number.ambiguous", $"{value} {culture} {style}: {read}");
            }
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    private static string InDigitsOf(char zero, string text) => string.Concat(text.Select(letter => char.IsAsciiDigit(letter) ? (char)(zero + letter - '0') : letter));
}
