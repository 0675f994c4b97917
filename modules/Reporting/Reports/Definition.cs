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
    ExamsTaken,
    ExamsPassed,
    Accompanied,
    AccompaniedTime,
    Meetings,
    Helpers,
    TaughtTime,
    Lessons,
    ExamsRegistered,

    /// <summary>Whom an office told of the city's offer in the period. A referral is of no programme.</summary>
    Referred,

    /// <summary>Of those: who has come since. The same people on both sides.</summary>
    Came,

    /// <summary>Who passed an exam of the period for a level above the one on entry, as AMIF counts it.</summary>
    LevelsRisen,

    /// <summary>Who reached an aim of their plan in the period: work, a flat, a school for the children.</summary>
    AimsReached,

    /// <summary>Meetings of activities whose register is signed.</summary>
    Activities,

    /// <summary>People with a record who came to one of them.</summary>
    Visitors,

    /// <summary>How often they came.</summary>
    Visits,

    /// <summary>Visits by visitors, in tenths: it is worked out from the two and has no rows of its own.</summary>
    VisitsPerVisitor,

    /// <summary>Without a record, as registers counted them: who came twice is counted twice.</summary>
    Guests,
}

internal enum Unit
{
    People,
    Minutes,
    Cents,

    /// <summary>Minutes that are read as hours of the clock.</summary>
    ClockMinutes,

    /// <summary>Of something that is no person.</summary>
    Count,

    /// <summary>Tenths of one, of a share of two numbers.</summary>
    Tenths,
}

/// <summary>What a report is broken down by. Gender to level are properties of people, as they are today: the same as in OData.</summary>
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

    /// <summary>The level of the course or of the exam.</summary>
    CourseLevel,
    Support,
    Difficulty,

    /// <summary>Both at once. Guests are in it as registers counted them.</summary>
    AgeAndGender,

    /// <summary>The topic of orientation.</summary>
    Topic,

    /// <summary>What an activity is, which is the city's own data.</summary>
    ActivityKind,

    /// <summary>The ages that an activity is for.</summary>
    ForAges,

    /// <summary>The reception centre at whose place an activity is held.</summary>
    Centre,

    /// <summary>Volunteer, mentor or student.</summary>
    HelperKind,

    /// <summary>What kind of aim was reached, as the templates of plans call it.</summary>
    AimKind,
}

/// <summary>What reports count and by what: the page, the files and the rows behind each number follow from it.</summary>
internal static class Definition
{
    public const string Youngest = "0-17";

    private static readonly string[] Young = ["0-5", "6-13", "14-17"];

    public static readonly IReadOnlyList<Measure> Measures = Enum.GetValues<Measure>();

    /// <summary>The columns that stand side by side: each table fits a sheet of A4.</summary>
    public static readonly IReadOnlyList<(string Theme, IReadOnlyList<Measure> Measures)> Themes =
    [
        ("people", [Measure.Persons, Measure.ModulesRegistered, Measure.ModulesFinished, Measure.BenefitsEnded]),
        ("hours", [Measure.Held, Measure.Attended, Measure.ExcusedByWord, Measure.ExcusedByCertificate]),
        ("activities", [Measure.Lessons, Measure.Helpers, Measure.TaughtTime]),
        ("exams", [Measure.ExamsRegistered, Measure.ExamsTaken, Measure.ExamsPassed]),
        ("money", [Measure.Issued, Measure.Redeemed, Measure.Settled, Measure.BenefitsCut]),
        ("mentoring", [Measure.Accompanied, Measure.Meetings, Measure.AccompaniedTime]),
        ("beside", [Measure.Activities, Measure.Visitors, Measure.Visits, Measure.Guests]),
        ("outcome", [Measure.Referred, Measure.Came, Measure.LevelsRisen, Measure.AimsReached]),
    ];

    /// <summary>What every city does has its table always; what some do, when there is something in it.</summary>
    public static IEnumerable<(string Theme, IReadOnlyList<Measure> Measures)> ThemesOf(ReportLine total) =>
        Themes.Where(theme => theme.Theme is not ("exams" or "mentoring" or "beside" or "outcome") || theme.Measures.Any(measure => total[measure] != 0));

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
        Measure.ExamsTaken => "reports.exams.taken",
        Measure.ExamsPassed => "reports.exams.passed",
        Measure.Accompanied => "reports.accompanied",
        Measure.AccompaniedTime => "reports.hours.accompanied",
        Measure.Meetings => "reports.meetings",
        Measure.Helpers => "reports.helpers",
        Measure.TaughtTime => "reports.hours.taught",
        Measure.Lessons => "reports.lessons",
        Measure.ExamsRegistered => "reports.exams.registered",
        Measure.Referred => "reports.referred",
        Measure.Came => "reports.came",
        Measure.LevelsRisen => "reports.levels-risen",
        Measure.AimsReached => "reports.aims-reached",
        Measure.Activities => "reports.activities",
        Measure.Visitors => "reports.visitors",
        Measure.Visits => "reports.visits",
        Measure.VisitsPerVisitor => "reports.visits-per-visitor",
        Measure.Guests => "reports.guests",
        _ => "reports.benefits-cut",
    };

    public static Unit UnitOf(Measure measure) => measure switch
    {
        Measure.Persons or Measure.ModulesRegistered or Measure.ModulesFinished or Measure.BenefitsEnded or Measure.ExamsTaken or Measure.ExamsPassed or Measure.ExamsRegistered or Measure.Accompanied or Measure.Helpers
            or Measure.Referred or Measure.Came or Measure.LevelsRisen or Measure.AimsReached or Measure.Visitors or Measure.Guests => Unit.People,
        Measure.Held or Measure.Attended or Measure.ExcusedByWord or Measure.ExcusedByCertificate => Unit.Minutes,
        Measure.AccompaniedTime or Measure.TaughtTime => Unit.ClockMinutes,
        Measure.Meetings or Measure.Lessons or Measure.Activities or Measure.Visits => Unit.Count,
        Measure.VisitsPerVisitor => Unit.Tenths,
        _ => Unit.Cents,
    };

    public static bool IsOfPeople(Breakdown by) => by is Breakdown.Gender or Breakdown.Age or Breakdown.AgeAndGender or Breakdown.Status or Breakdown.Level;

    /// <summary>With what somebody was helped, and what they reached, tells as much of them as their age does.</summary>
    public static bool TellsOfPeople(Breakdown by) => IsOfPeople(by) || by is Breakdown.Support or Breakdown.Difficulty or Breakdown.AimKind;

    /// <summary>A meeting is of two people, and a visit of one, whatever it is counted by: one says that there was one.</summary>
    public static bool TellsOfPeople(Measure measure) => measure is Measure.Meetings or Measure.AccompaniedTime or Measure.Visits or Measure.VisitsPerVisitor;

    /// <summary>The people whose number says whether an amount tells of few.</summary>
    public static Measure PeopleOf(Measure measure) => measure switch
    {
        Measure.AccompaniedTime or Measure.Meetings => Measure.Accompanied,
        Measure.TaughtTime => Measure.Helpers,
        Measure.Visits or Measure.VisitsPerVisitor => Measure.Visitors,
        _ => Measure.Persons,
    };

    /// <summary>Whoever or whatever is counted once a line, however often it comes.</summary>
    public static bool CountsOnce(Measure measure) => measure is Measure.Persons or Measure.Accompanied or Measure.Helpers or Measure.Lessons or Measure.LevelsRisen or Measure.AimsReached or Measure.Activities or Measure.Visitors;

    /// <summary>By what this period is broken down: a month has no months.</summary>
    public static IEnumerable<Breakdown> BreakdownsOf(ReportPeriod period) => Enum.GetValues<Breakdown>().Where(by => by != Breakdown.Month || period.Kind != PeriodKind.Month);

    /// <summary>Guests are counted in more bands of the young than reports have.</summary>
    public static string BandOfGuests(string band) => Young.Contains(band) ? Youngest : band;

    /// <summary>The bands of guests that are one of reports.</summary>
    public static IReadOnlyList<string> GuestBandsOf(string band) => band == Youngest ? Young : [band];

    public static string NameOf(Breakdown by) => by.ToString().ToLowerInvariant();

    /// <summary>Hours of 45 minutes, to one place.</summary>
    public static decimal AcademicHours(long minutes) => Math.Round(minutes / 45m, 1, MidpointRounding.AwayFromZero);

    /// <summary>As files have it: people, academic hours, hours of the clock or euros.</summary>
    public static object ValueOf(Measure measure, long value) => UnitOf(measure) switch
    {
        Unit.People or Unit.Count => (object)value,
        Unit.Minutes => AcademicHours(value),
        Unit.ClockMinutes => Math.Round(value / 60m, 1, MidpointRounding.AwayFromZero),
        Unit.Tenths => value / 10m,
        _ => value / 100m,
    };
}
