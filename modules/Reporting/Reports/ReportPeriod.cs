using System.Globalization;
using Courses.Platform.Languages;

namespace Courses.Reporting.Reports;

/// <summary>How many months a period has.</summary>
internal enum PeriodKind
{
    Month = 1,
    Quarter = 3,
    HalfYear = 6,
    Year = 12,
}

/// <summary>A month, a quarter, half a year or a year, as funders count them: <c>2026-07</c>, <c>2026-Q3</c>, <c>2026-H2</c> or <c>2026</c>.</summary>
/// <param name="Kind">Which of the four.</param>
/// <param name="Year">The year.</param>
/// <param name="Number">The manieth of its kind in the year, from 1.</param>
internal sealed record ReportPeriod(PeriodKind Kind, int Year, int Number)
{
    public DateOnly First => new(Year, ((Number - 1) * (int)Kind) + 1, 1);

    public DateOnly Last => First.AddMonths((int)Kind).AddDays(-1);

    public ReportPeriod Previous => Of(Kind, First.AddDays(-1));

    public IEnumerable<ReportPeriod> Months => Enumerable.Range(First.Month, (int)Kind).Select(month => new ReportPeriod(PeriodKind.Month, Year, month));

    public static ReportPeriod Of(PeriodKind kind, DateOnly day) => new(kind, day.Year, ((day.Month - 1) / (int)kind) + 1);

    /// <summary>Null for anything that is no period.</summary>
    public static ReportPeriod? Parse(string? text)
    {
        if (text is null or { Length: < 4 } || !int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year) || year is <= 1999 or >= 9999)
        {
            return null;
        }

        return text[4..] switch
        {
            "" => new(PeriodKind.Year, year, 1),
            ['-', 'Q', >= '1' and <= '4' and var quarter] => new(PeriodKind.Quarter, year, quarter - '0'),
            ['-', 'H', ('1' or '2') and var half] => new(PeriodKind.HalfYear, year, half - '0'),
            ['-', >= '0' and <= '1', >= '0' and <= '9'] when int.Parse(text.AsSpan(5), CultureInfo.InvariantCulture) is >= 1 and <= 12 and var month => new(PeriodKind.Month, year, month),
            _ => null,
        };
    }

    public string Name(Words words) => Kind switch
    {
        PeriodKind.Month => First.ToDateTime(TimeOnly.MinValue).ToString("MMMM yyyy", CultureInfo.CurrentCulture),
        PeriodKind.Quarter => words.Say("reports.quarter.name", Number, Year.ToString(CultureInfo.InvariantCulture)),
        PeriodKind.HalfYear => words.Say("reports.halfyear.name", Number, Year.ToString(CultureInfo.InvariantCulture)),
        _ => words.Say("reports.year.name", Year.ToString(CultureInfo.InvariantCulture)),
    };

    public override string ToString() => Kind switch
    {
        PeriodKind.Month => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-{Number:00}"),
        PeriodKind.Quarter => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-Q{Number}"),
        PeriodKind.HalfYear => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-H{Number}"),
        _ => Year.ToString("0000", CultureInfo.InvariantCulture),
    };
}
