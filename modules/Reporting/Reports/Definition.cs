namespace Courses.Reporting.Reports;

/// <summary>What is counted. The order is that of the values in a line and of the columns in a file: new ones come last.</summary>
internal enum Measure
{
    Persons,
    Held,
    Attended,
    ExcusedByWord,
    ExcusedByCertificate,
    ModulesRegistered,
    ModulesFinished,
    Issued,
    Redeemed,
    Settled,
    BenefitsEnded,
    BenefitsCut,
}

internal enum Unit
{
    People,
    Minutes,
    Cents,
}

/// <summary>What a report is broken down by. The last four are properties of people, as they are today: the same as in OData.</summary>
internal enum Breakdown
{
    Programme,
    Provider,
    Class,
    Month,
    Gender,
    Age,
    Status,
    Level,
}

/// <summary>What reports count and by what: the page, the files and the rows behind each number follow from it.</summary>
internal static class Definition
{
    public static readonly IReadOnlyList<Measure> Measures = Enum.GetValues<Measure>();

    /// <summary>The columns that stand side by side: each table fits a sheet of A4.</summary>
    public static readonly IReadOnlyList<(string Theme, IReadOnlyList<Measure> Measures)> Themes =
    [
        ("people", [Measure.Persons, Measure.ModulesRegistered, Measure.ModulesFinished, Measure.BenefitsEnded]),
        ("hours", [Measure.Held, Measure.Attended, Measure.ExcusedByWord, Measure.ExcusedByCertificate]),
        ("money", [Measure.Issued, Measure.Redeemed, Measure.Settled, Measure.BenefitsCut]),
    ];

    public static string WordOf(Measure measure) => measure switch
    {
        Measure.Persons => "reports.persons",
        Measure.Held => "reports.hours.held",
        Measure.Attended => "reports.hours.attended",
        Measure.ExcusedByWord => "reports.hours.excused-by-word",
        Measure.ExcusedByCertificate => "reports.hours.excused-by-certificate",
        Measure.ModulesRegistered => "reports.modules.registered",
        Measure.ModulesFinished => "reports.modules.finished",
        Measure.Issued => "reports.issued",
        Measure.Redeemed => "reports.redeemed",
        Measure.Settled => "reports.settled",
        Measure.BenefitsEnded => "reports.benefits-ended",
        _ => "reports.benefits-cut",
    };

    public static Unit UnitOf(Measure measure) => measure switch
    {
        Measure.Persons or Measure.ModulesRegistered or Measure.ModulesFinished or Measure.BenefitsEnded => Unit.People,
        Measure.Held or Measure.Attended or Measure.ExcusedByWord or Measure.ExcusedByCertificate => Unit.Minutes,
        _ => Unit.Cents,
    };

    public static bool IsOfPeople(Breakdown by) => by >= Breakdown.Gender;

    /// <summary>By what this period is broken down: a month has no months.</summary>
    public static IEnumerable<Breakdown> BreakdownsOf(ReportPeriod period) => Enum.GetValues<Breakdown>().Where(by => by != Breakdown.Month || period.Kind != PeriodKind.Month);

    public static string NameOf(Breakdown by) => by.ToString().ToLowerInvariant();

    /// <summary>Hours of 45 minutes, to one place.</summary>
    public static decimal AcademicHours(long minutes) => Math.Round(minutes / 45m, 1);

    /// <summary>As files have it: people, academic hours or euros.</summary>
    public static object ValueOf(Measure measure, long value) => UnitOf(measure) switch
    {
        Unit.People => (object)value,
        Unit.Minutes => AcademicHours(value),
        _ => value / 100m,
    };
}
