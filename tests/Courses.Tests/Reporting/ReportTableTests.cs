using Courses.Platform;
using Courses.Reporting.Reports;

namespace Courses.Tests.Reporting;

public sealed class ReportTableTests
{
    /// <summary>The hours of four women are told by nothing that leaves the house: neither by their line, nor by what is left when the others are taken from the total.</summary>
    [Fact]
    public void By_properties_of_people_hours_and_money_are_hidden_where_the_people_are()
    {
        var total = Line("", 24, 2700, 700_00);
        ReportLine[] lines = [Line("f", 4, 900, 100_00), Line("m", 20, 1800, 500_00), Line("x", 0, 0, 100_00)];
        var outside = new ReportTable(Breakdown.Gender, lines).Outside(total);
        Assert.Equal([SmallCounts.Few, SmallCounts.Hidden, 0L, 24L], Column(outside, Measure.Persons));
        Assert.Equal([SmallCounts.Hidden, SmallCounts.Hidden, 0m, 60m], Column(outside, Measure.Held));

        // Whoever has a voucher and did not come is somebody, too.
        Assert.Equal([SmallCounts.Hidden, 500m, SmallCounts.Hidden, 700m], Column(outside, Measure.Issued));

        // By programme it is the city's account.
        var account = new ReportTable(Breakdown.Programme, lines).Outside(total);
        Assert.Equal([20m, 40m, 0m, 60m], Column(account, Measure.Held));
        Assert.Equal([SmallCounts.Few, SmallCounts.Hidden, 0L, 24L], Column(account, Measure.Persons));
    }

    /// <summary>The total stands in the other tables, too: what could be worked out with it is hidden as a whole.</summary>
    [Fact]
    public void Where_the_total_would_tell_the_lines_no_line_is_shown()
    {
        var total = Line("", 8, 900, 100_00);
        var outside = new ReportTable(Breakdown.Gender, [Line("f", 4, 450, 100_00), Line("m", 4, 450, 0), Line("x", 0, 0, 0)]).Outside(total);
        Assert.Equal([SmallCounts.Hidden, SmallCounts.Hidden, SmallCounts.Hidden, 8L], Column(outside, Measure.Persons));
        Assert.Equal([SmallCounts.Hidden, SmallCounts.Hidden, SmallCounts.Hidden, 20m], Column(outside, Measure.Held));
        Assert.Equal([SmallCounts.Hidden, SmallCounts.Hidden, SmallCounts.Hidden, 100m], Column(outside, Measure.Issued));
        var few = new ReportTable(Breakdown.Gender, [Line("f", 1, 90, 0), Line("m", 1, 90, 0), Line("x", 0, 0, 0)]).Outside(Line("", 2, 180, 0));
        Assert.Equal([SmallCounts.Few, SmallCounts.Few, 0L, SmallCounts.Few], Column(few, Measure.Persons));
        Assert.Equal([SmallCounts.Hidden, SmallCounts.Hidden, SmallCounts.Hidden, SmallCounts.Hidden], Column(few, Measure.Held));
    }

    /// <summary>By month the hours of meetings would be the city's account, and by kind of support they are of four people: what one table hides altogether, the other does not say.</summary>
    [Fact]
    public void What_one_table_hides_altogether_none_of_those_that_leave_with_it_says()
    {
        var total = Met("", 6, 600);
        ReportTable[] tables = [new(Breakdown.Month, [Met("10", 6, 600)]), new(Breakdown.Support, [Met("work", 3, 300), Met("other", 3, 300)]), new(Breakdown.Gender, [Line("f", 10, 0, 0)])];
        TermsTable Asked(Breakdown by) => new() { By = by, Measures = [Measure.Accompanied, Measure.AccompaniedTime] };
        var report = new Report(new(new(PeriodKind.Quarter, 2026, 4)), total, tables, new(0, 0));
        Assert.Equal([6L, 10m, 6L, 10m], Cells(report.Outside([Asked(Breakdown.Month)])[0]));
        var (of, by) = (new Report(report.Question, Met("", 4, 400), [new(Breakdown.Month, [Met("10", 4, 400)]), tables[1]], report.Unsigned), new[] { Asked(Breakdown.Month), Asked(Breakdown.Support) });
        Assert.Equal([SmallCounts.Few, SmallCounts.Hidden, SmallCounts.Few, SmallCounts.Hidden], Cells(of.Outside(by)[0]));
        Assert.All(of.Outside(by), table => Assert.All(table, line => Assert.Equal(SmallCounts.Hidden, line.Cells[1])));
    }

    [Theory]
    [InlineData("2026", "2026-01-01", "2026-12-31", "2025")]
    [InlineData("2026-Q1", "2026-01-01", "2026-03-31", "2025-Q4")]
    [InlineData("2026-Q4", "2026-10-01", "2026-12-31", "2026-Q3")]
    [InlineData("2028-02", "2028-02-01", "2028-02-29", "2028-01")]
    [InlineData("2026-12", "2026-12-01", "2026-12-31", "2026-11")]
    public void A_period_is_a_month_a_quarter_or_a_year(string text, string first, string last, string previous)
    {
        var period = ReportPeriod.Parse(text)!;
        Assert.Equal((text, DateOnly.Parse(first, null), DateOnly.Parse(last, null), previous), (period.ToString(), period.First, period.Last, period.Previous.ToString()));
        Assert.Equal((period.First, period.Last), (period.Months.First().First, period.Months.Last().Last));
        Assert.Equal(period, ReportPeriod.Of(period.Kind, period.Last));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("26")]
    [InlineData("1999")]
    [InlineData("9999")]
    [InlineData("2026-Q0")]
    [InlineData("2026-Q5")]
    [InlineData("2026-00")]
    [InlineData("2026-13")]
    [InlineData("2026-1")]
    [InlineData("2026-011")]
    [InlineData("2026 ")]
    [InlineData("+026")]
    public void Anything_else_is_none(string? text) => Assert.Null(ReportPeriod.Parse(text));

    private static ReportLine Line(string key, long persons, long held, long issued)
    {
        var values = new long[Definition.Measures.Count];
        (values[(int)Measure.Persons], values[(int)Measure.Held], values[(int)Measure.Issued]) = (persons, held, issued);
        return new(key, key, values);
    }

    private static ReportLine Met(string key, long people, long minutes)
    {
        var values = new long[Definition.Measures.Count];
        (values[(int)Measure.Accompanied], values[(int)Measure.AccompaniedTime], values[(int)Measure.Meetings]) = (people, minutes, people);
        return new(key, key, values);
    }

    private static IEnumerable<object> Cells(IReadOnlyList<(ReportLine Line, IReadOnlyList<object> Cells)> table) => table.SelectMany(line => line.Cells);

    private static IEnumerable<object> Column(IReadOnlyList<IReadOnlyList<object>> rows, Measure measure) => rows.Select(row => row[(int)measure]);
}
