using System.Globalization;
using Courses.Platform;

namespace Courses.Reporting.Reports;

/// <summary>The rows behind a number, as OData asks for them: what is counted in <see cref="ReportFacts"/>, said once more for who wants to see it. A test compares the two, number by number.</summary>
internal static class RowsBehind
{
    private const string Sittings = "ExamSittings";
    private const string Registrations = "ExamRegistrations";

    /// <summary>Set and filter; null where the number is always zero.</summary>
    /// <param name="measure">Which number.</param>
    /// <param name="question">Of which report.</param>
    /// <param name="by">Of which table.</param>
    /// <param name="line">In which line; null for the total.</param>
    /// <param name="city">When days begin.</param>
    public static (string Set, string Filter)? Of(Measure measure, ReportQuestion question, Breakdown by, ReportLine? line, CityTime city)
    {
        var period = by == Breakdown.Month && line is not null ? ReportPeriod.Parse(line.Key)! : question.Period;
        var lineOf = new Line(by, line?.Key, question.Programme);
        if (measure == Measure.Persons)
        {
            return Persons(period, lineOf);
        }

        if (measure == Measure.Accompanied)
        {
            return lineOf.In("Meetings", "m/") is { } ofMeetings ? ("Participants", $"Meetings/any(m:{Days("m/Date")} and m/State eq 'Confirmed'{ofMeetings}){lineOf.In("Participants")}") : null;
        }

        if (measure == Measure.Helpers)
        {
            return Helpers(period, lineOf);
        }

        var (set, filter) = measure switch
        {
            Measure.Held => ("AttendanceMarks", $"{Days("Date")} and {Counted("")} and State ne 'Excused'"),
            Measure.Attended => ("AttendanceMarks", $"{Days("Date")} and {Counted("")} and State ne 'Excused' and PresentMinutes gt 0"),
            Measure.ExcusedByWord => ("AttendanceMarks", $"{Days("Date")} and {Counted("")} and State eq 'Excused' and Excuse eq 'Word'"),
            Measure.ExcusedByCertificate => ("AttendanceMarks", $"{Days("Date")} and {Counted("")} and State eq 'Excused' and Excuse eq 'Certificate'"),
            Measure.ModulesRegistered => ("OrientationBookings", $"{Days("RunStartsOn")} and RunCancelledAt eq null and From ne null"),
            Measure.ModulesFinished => ("OrientationBookings", $"{Days("RunStartsOn")} and RunCancelledAt eq null and From ne null and CompletedOn ge RunStartsOn"),
            Measure.Issued => ("Vouchers", $"{Days("IssuedOn")} and State ne 'Cancelled'"),
            Measure.Redeemed => ("Redemptions", $"{Instants("MadeAt")} and ClosedAt eq null and IsHeld eq false"),
            Measure.Settled => ("VoucherTransactions", $"{Instants("At")} and Account eq 'Paid'"),
            Measure.Lessons => ("Sessions", $"{Days("Date")} and CancelledAt eq null and RegisterSignedAt ne null and GroupKind ne 'Activity'"),
            Measure.TaughtTime => ("HelperLessons", Days("Date")),
            Measure.ExamsRegistered => (Registrations, Days("Date")),
            Measure.Meetings or Measure.AccompaniedTime => ("Meetings", $"{Days("Date")} and State eq 'Confirmed'"),
            Measure.BenefitsEnded => ("Proposals", $"{Instants("DecidedAt")} and State eq 'Confirmed' and CutCents eq null"),
            Measure.ExamsTaken => (Sittings, Days("Date")),
            Measure.ExamsPassed => (Sittings, $"{Days("Date")} and IsComplete eq true"),
            _ => ("Proposals", $"{Instants("DecidedAt")} and State eq 'Confirmed' and CutCents ne null"),
        };
        return lineOf.In(set) is { } more ? (set, filter + more) : null;

        string Days(string column) => string.Create(CultureInfo.InvariantCulture, $"{column} ge {period.First:yyyy-MM-dd} and {column} le {period.Last:yyyy-MM-dd}");

        string Instants(string column) => string.Create(
            CultureInfo.InvariantCulture,
            $"{column} ge {city.At(period.First, TimeOnly.MinValue):yyyy-MM-ddTHH:mm:ssZ} and {column} lt {city.At(period.Last.AddDays(1), TimeOnly.MinValue):yyyy-MM-ddTHH:mm:ssZ}");
    }

    /// <summary>The column of a set that adds up to the number; null where rows are counted.</summary>
    public static string? ColumnOf(Measure measure) => measure switch
    {
        Measure.Held or Measure.ExcusedByWord or Measure.ExcusedByCertificate => "PlannedMinutes",
        Measure.Attended => "PresentMinutes",
        Measure.AccompaniedTime or Measure.TaughtTime => "Minutes",
        Measure.Issued or Measure.Redeemed or Measure.Settled => "AmountCents",
        Measure.BenefitsCut => "CutCents",
        _ => null,
    };

    private static string Counted(string mark) => $"{mark}SessionCancelledAt eq null and {mark}Session/RegisterSignedAt ne null and {mark}Session/GroupKind ne 'Activity'";

    /// <summary>Who came, or finished a module.</summary>
    private static (string Set, string Filter)? Persons(ReportPeriod period, Line line)
    {
        string Days(string column) => string.Create(CultureInfo.InvariantCulture, $"{column} ge {period.First:yyyy-MM-dd} and {column} le {period.Last:yyyy-MM-dd}");
        List<string> ways = [];
        if (line.In("AttendanceMarks", "m/") is { } ofMarks)
        {
            ways.Add($"Marks/any(m:{Days("m/Date")} and {Counted("m/")} and m/State ne 'Absent'{ofMarks})");
        }

        if (line.In("ModuleCompletions", "c/") is { } ofCompletions)
        {
            ways.Add($"Completions/any(c:{Days("c/CompletedOn")}{ofCompletions})");
        }

        return ways is [] ? null : ("Participants", $"({string.Join(" or ", ways)}){line.In("Participants")}");
    }

    /// <summary>Who met somebody, or taught a group.</summary>
    private static (string Set, string Filter)? Helpers(ReportPeriod period, Line line)
    {
        string Days(string column) => string.Create(CultureInfo.InvariantCulture, $"{column} ge {period.First:yyyy-MM-dd} and {column} le {period.Last:yyyy-MM-dd}");
        List<string> ways = [];
        if (line.IsOfNobody && line.In("Meetings", "m/") is { } ofMeetings)
        {
            ways.Add($"Meetings/any(m:{Days("m/Date")} and m/State eq 'Confirmed'{ofMeetings})");
        }

        if (line.In("HelperLessons", "l/") is { } ofLessons)
        {
            ways.Add($"Lessons/any(l:{Days("l/Date")}{ofLessons})");
        }

        return ways is [] ? null : ("Helpers", $"({string.Join(" or ", ways)})");
    }

    /// <summary>What makes a row one of this line.</summary>
    private sealed record Line(Breakdown By, string? Key, string? Programme)
    {
        private static readonly string[] WithProvider = ["AttendanceMarks", "OrientationBookings", "Redemptions", "VoucherTransactions", "Sessions", "HelperLessons", Sittings, Registrations];

        /// <summary>Their rows are of no participant.</summary>
        private static readonly string[] OfNobody = ["Sessions", "HelperLessons"];

        /// <summary>Whether something that is no participant belongs to the line.</summary>
        public bool IsOfNobody => Key is null || Key.Length == 0 || !Definition.IsOfPeople(By);

        /// <summary>Null where no row of the set belongs to the line.</summary>
        public string? In(string set, string row = "")
        {
            // An exam is of no programme.
            if (set is Sittings or Registrations && (Programme is not null || (By == Breakdown.Programme && Key is { Length: > 0 })))
            {
                return null;
            }

            if (set is Sittings or Registrations && By == Breakdown.Programme)
            {
                return "";
            }

            if (OfNobody.Contains(set) && !IsOfNobody)
            {
                return null;
            }

            // A lesson is one of its people's programmes; what has no mark is nobody's.
            if (set == "Sessions")
            {
                var programmes = new[] { Programme, By == Breakdown.Programme ? Key : null }.OfType<string>().Select(code => $"m/ProgrammeCode eq {(code.Length > 0 ? Text(code) : "null")}").ToArray();
                var ofPeople = programmes is [] ? " and Marks/any(m:m/PlannedMinutes ge 0)" : $" and Marks/any(m:{string.Join(" and ", programmes)})";
                return (By, Key) switch
                {
                    (_, null) or (Breakdown.Month, _) or (Breakdown.Programme, _) => ofPeople,
                    (Breakdown.Provider, { Length: > 0 } key) => $"{ofPeople} and ProviderId eq {key}",
                    (Breakdown.Class, { Length: > 0 } key) => $"{ofPeople} and GroupId eq {key}",
                    (Breakdown.CourseLevel, { } key) => $"{ofPeople} and Class/Level eq {(key.Length > 0 ? Text(key) : "null")}",
                    (Breakdown.Provider or Breakdown.Class, _) => null,
                    (_, { } key) => key.Length > 0 ? null : ofPeople,
                };
            }

            var ofProgramme = Programme is null || set == "Participants" ? "" : $" and {row}ProgrammeCode eq {Text(Programme)}";
            if (Key is null || By == Breakdown.Month)
            {
                return ofProgramme;
            }

            // Of a person the row knows whose it is; inside any() that is said of the person outside.
            if (Definition.IsOfPeople(By) && OfNobody.Contains(set))
            {
                return ofProgramme;
            }

            if (Definition.IsOfPeople(By))
            {
                return row.Length > 0 ? ofProgramme : $"{ofProgramme} and {ToPerson(set)}{Property} eq {(Key.Length > 0 || By == Breakdown.Gender ? Text(Key) : "null")}";
            }

            if (set == "Participants")
            {
                return "";
            }

            if (By == Breakdown.Programme)
            {
                return $"{ofProgramme} and {row}ProgrammeCode eq {(Key.Length > 0 ? Text(Key) : "null")}";
            }

            if (By is Breakdown.Support or Breakdown.Difficulty)
            {
                return set == "Meetings" ? Key.Length > 0 ? $"{ofProgramme} and {row}{By} eq {Text(Key)}" : null : Key.Length > 0 ? null : ofProgramme;
            }

            if (By == Breakdown.CourseLevel)
            {
                var level = set switch { "AttendanceMarks" => "Session/Class/Level", "Redemptions" or "HelperLessons" => "Class/Level", Sittings or Registrations => "Level", _ => null };
                return level is null ? Key.Length > 0 ? null : ofProgramme : $"{ofProgramme} and {row}{level} eq {(Key.Length > 0 ? Text(Key) : "null")}";
            }

            var column = By == Breakdown.Provider ? WithProvider.Contains(set) ? "ProviderId" : null : set switch { "AttendanceMarks" or "Redemptions" or "HelperLessons" => "GroupId", "OrientationBookings" => "RunId", _ => null };
            return (column, Key.Length > 0) switch
            {
                (null, true) => null,
                (null, false) => ofProgramme,
                (_, true) => $"{ofProgramme} and {row}{column} eq {Key}",
                _ when set == "VoucherTransactions" => $"{ofProgramme} and {row}{column} eq null",
                _ => null,
            };
        }

        private string Property => By switch { Breakdown.Gender => "Gender", Breakdown.Age => "AgeBand", Breakdown.Status => "Status", _ => "Level" };

        private static string ToPerson(string set) => set switch { "Participants" => "", "VoucherTransactions" => "Voucher/Participant/", _ => "Participant/" };

        private static string Text(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
    }
}
