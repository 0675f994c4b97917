using System.Globalization;
using Courses.Platform;

namespace Courses.Reporting.Reports;

/// <summary>The rows behind a number, as OData asks for them: what is counted in <see cref="ReportFacts"/>, said once more for who wants to see it. A test compares the two, number by number.</summary>
internal static class RowsBehind
{
    private const string Sittings = "ExamSittings";
    private const string Registrations = "ExamRegistrations";
    private const string Passes = "ExamPasses";
    private const string Aims = "PlanAims";
    private const string Referrals = "Referrals";
    private const string Marks = "AttendanceMarks";
    private const string Guests = "GuestCounts";

    /// <summary>Set and filter; null where the number is always zero, and for what is worked out from other numbers.</summary>
    /// <param name="measure">Which number.</param>
    /// <param name="question">Of which report.</param>
    /// <param name="by">Of which table.</param>
    /// <param name="line">In which line; null for the total.</param>
    /// <param name="city">When days begin.</param>
    public static (string Set, string Filter)? Of(Measure measure, ReportQuestion question, Breakdown by, ReportLine? line, CityTime city)
    {
        var period = by == Breakdown.Month && line is not null ? ReportPeriod.Parse(line.Key)! : question.Period;
        var lineOf = new Line(by, line?.Key, question);
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

        switch (measure)
        {
            case Measure.VisitsPerVisitor:
                return null;
            case Measure.AimsReached:
                return lineOf.In(Aims, "a/") is { } ofAims ? ("Participants", $"PlanAims/any(a:{Days("a/ReachedOn")}{ofAims}){lineOf.In("Participants")}") : null;
            case Measure.LevelsRisen:
                return lineOf.In(Passes, "p/") is { } ofPasses ? ("Participants", $"Passes/any(p:{Days("p/Date")} and p/IsRise eq true{ofPasses}){lineOf.In("Participants")}") : null;
            case Measure.Visitors:
                return lineOf.OfActivities(Marks, "m/") is { } ofVisitors ? ("Participants", $"Marks/any(m:{Visits("m/")}{ofVisitors}){lineOf.In("Participants")}") : null;
            case Measure.Visits:
                return lineOf.OfActivities(Marks) is { } ofVisits ? (Marks, Visits("") + ofVisits) : null;
            case Measure.Activities:
                return lineOf.OfActivities("Sessions") is { } ofSessions ? ("Sessions", $"{Days("Date")} and CancelledAt eq null and RegisterSignedAt ne null and GroupKind eq 'Activity'{ofSessions}") : null;
            case Measure.Guests:
                return lineOf.OfActivities(Guests) is { } ofGuests ? (Guests, $"{Days("Date")} and Session/CancelledAt eq null and Session/RegisterSignedAt ne null and Session/GroupKind eq 'Activity'{ofGuests}") : null;
        }

        var (set, filter) = measure switch
        {
            Measure.Referred => (Referrals, Days("ReferredOn")),
            Measure.Came => (Referrals, $"{Days("ReferredOn")} and ParticipantId ne null"),
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

        string Visits(string mark) => $"{Days(mark + "Date")} and {mark}SessionCancelledAt eq null and {mark}Session/RegisterSignedAt ne null and {mark}Session/GroupKind eq 'Activity' and {mark}PresentMinutes gt 0";

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
        Measure.Guests => "Guests",
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
    private sealed record Line(Breakdown By, string? Key, ReportQuestion Question)
    {
        private static readonly string[] WithProvider = ["AttendanceMarks", "OrientationBookings", "Redemptions", "VoucherTransactions", "Sessions", "HelperLessons", Sittings, Registrations, Passes];

        /// <summary>Their rows are of no participant.</summary>
        private static readonly string[] OfNobody = ["Sessions", "HelperLessons", Referrals];

        private static readonly string[] OfNoProgramme = [Sittings, Registrations, Passes, Referrals];

        private string? Programme => Question.Programme;

        /// <summary>Whether something that is no participant belongs to the line.</summary>
        public bool IsOfNobody => Key is null || Key.Length == 0 || !Definition.IsOfPeople(By);

        /// <summary>Null where no row of the set belongs to the line.</summary>
        public string? In(string set, string row = "")
        {
            // An exam or a referral is of no programme.
            var isOfNone = OfNoProgramme.Contains(set);
            if (isOfNone && (!Question.CountsWhatIsOfNone || (By == Breakdown.Programme && Key is { Length: > 0 })))
            {
                return null;
            }

            if (isOfNone && By == Breakdown.Programme)
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
                    (Breakdown.CourseLevel, { } key) => $"{ofPeople} and Class/Level eq {OrNull(key)}",
                    (Breakdown.Topic, { } key) => $"{ofPeople} and Run/TopicCode eq {OrNull(key)}",
                    (Breakdown.Provider or Breakdown.Class, _) => null,
                    (_, { } key) => key.Length > 0 ? null : ofPeople,
                };
            }

            var programmeOf = row + (set == Aims ? "Plan/ProgrammeCode" : "ProgrammeCode");
            var ofProgramme = Programme is null || isOfNone || set == "Participants" ? ""
                : Question.Besides && set is Aims or "Meetings" ? $" and ({programmeOf} eq {Text(Programme)} or {programmeOf} eq null)"
                : $" and {programmeOf} eq {Text(Programme)}";
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
                return row.Length > 0 ? ofProgramme : $"{ofProgramme} and {Is(ToPerson(set))}";
            }

            if (set == "Participants")
            {
                return "";
            }

            if (By == Breakdown.Programme)
            {
                return $"{ofProgramme} and {programmeOf} eq {OrNull(Key)}";
            }

            if (By is Breakdown.ActivityKind or Breakdown.ForAges or Breakdown.Centre)
            {
                return Key.Length > 0 ? null : ofProgramme;
            }

            if (By is Breakdown.Topic or Breakdown.HelperKind or Breakdown.AimKind)
            {
                var column = (By, set) switch
                {
                    (Breakdown.Topic, Marks) => "Session/Run/TopicCode",
                    (Breakdown.Topic, "HelperLessons") => "Run/TopicCode",
                    (Breakdown.Topic, "OrientationBookings" or "ModuleCompletions") => "TopicCode",
                    (Breakdown.HelperKind, "Meetings" or "HelperLessons") => "Helper/Kind",
                    (Breakdown.AimKind, Aims) => "Kind",
                    _ => null,
                };
                return column is null ? Key.Length > 0 ? null : ofProgramme : $"{ofProgramme} and {row}{column} eq {OrNull(Key)}";
            }

            if (By is Breakdown.Support or Breakdown.Difficulty)
            {
                return set == "Meetings" ? Key.Length > 0 ? $"{ofProgramme} and {row}{By} eq {Text(Key)}" : null : Key.Length > 0 ? null : ofProgramme;
            }

            if (By == Breakdown.CourseLevel)
            {
                var level = set switch { "AttendanceMarks" => "Session/Class/Level", "Redemptions" or "HelperLessons" => "Class/Level", Sittings or Registrations or Passes => "Level", _ => null };
                return level is null ? Key.Length > 0 ? null : ofProgramme : $"{ofProgramme} and {row}{level} eq {(Key.Length > 0 ? Text(Key) : "null")}";
            }

            var place = By == Breakdown.Provider ? WithProvider.Contains(set) ? "ProviderId" : null : set switch { "AttendanceMarks" or "Redemptions" or "HelperLessons" => "GroupId", "OrientationBookings" => "RunId", _ => null };
            return (place, Key.Length > 0) switch
            {
                (null, true) => null,
                (null, false) => ofProgramme,
                (_, true) => $"{ofProgramme} and {row}{place} eq {Key}",
                _ when set == "VoucherTransactions" => $"{ofProgramme} and {row}{place} eq null",
                _ => null,
            };
        }

        /// <summary>The same for rows of activities, which are of no programme, class or module; null where none belongs to the line.</summary>
        public string? OfActivities(string set, string row = "")
        {
            var activity = set == "Sessions" ? "Activity/" : row + "Session/Activity/";
            var ofAll = Question.AtCentres ? $" and {activity}CentreId ne null" : "";
            if (!Question.CountsWhatIsOfNone)
            {
                return null;
            }

            return (By, Key) switch
            {
                (_, null) or (Breakdown.Month, _) => ofAll,
                (Breakdown.Provider, { } key) => key.Length > 0 ? $"{ofAll} and {row}ProviderId eq {key}" : null,
                (Breakdown.ActivityKind, { } key) => $"{ofAll} and {activity}Kind eq {OrNull(key)}",
                (Breakdown.Centre, { } key) => $"{ofAll} and {activity}CentreId eq {(key.Length > 0 ? key : "null")}",
                (Breakdown.ForAges, { } key) => ofAll + ForAges(activity, key),
                (_, { } key) when !Definition.IsOfPeople(By) => key.Length > 0 ? null : ofAll,
                (_, { } key) => (set, row.Length > 0) switch
                {
                    ("Sessions", _) => key.Length > 0 ? null : ofAll,
                    (Guests, _) => OfGuests(key) is { } ofGuests ? ofAll + ofGuests : null,
                    (_, true) => ofAll,
                    _ => $"{ofAll} and {Is(ToPerson(set))}",
                },
            };
        }

        /// <summary>Guests have an age and a gender, and neither status nor level.</summary>
        private string? OfGuests(string key)
        {
            (string? age, string? gender) = By switch { Breakdown.Age => (key, null), Breakdown.Gender => (null, key), Breakdown.AgeAndGender => (key.Split('|')[0], key.Split('|')[^1]), _ => ((string?)null, (string?)null) };
            return By is Breakdown.Status or Breakdown.Level
                ? key.Length > 0 ? null : ""
                : (age is null ? "" : $" and AgeBand in ({string.Join(',', Definition.GuestBandsOf(age).Select(Text))})") + (gender is null ? "" : $" and Gender eq {Text(gender)}");
        }

        private static string ForAges(string activity, string key)
        {
            var (from, until) = key.Split('-', '+') is [var first, var second] ? (first, second) : ("", "");
            string Limit(string column, string value) => $" and {activity}{column} eq {(value.Length > 0 ? value : "null")}";
            return (from == "0" ? $" and ({activity}AgeFrom eq null or {activity}AgeFrom eq 0)" : Limit("AgeFrom", from)) + Limit("AgeUntil", until);
        }

        /// <summary>The person is one of the line.</summary>
        private string Is(string path)
        {
            var key = Key ?? "";
            return By switch
            {
                Breakdown.Gender => $"{path}Gender eq {Text(key)}",
                Breakdown.Age => $"{path}AgeBand eq {OrNull(key)}",
                Breakdown.AgeAndGender => key.Split('|') is [var age, var gender] ? $"{path}AgeBand eq {Text(age)} and {path}Gender eq {Text(gender)}" : $"{path}AgeBand eq null",
                Breakdown.Status => $"{path}Status eq {OrNull(key)}",
                _ => $"{path}Level eq {OrNull(key)}",
            };
        }

        private static string OrNull(string key) => key.Length > 0 ? Text(key) : "null";

        private static string ToPerson(string set) => set switch { "Participants" => "", "VoucherTransactions" => "Voucher/Participant/", _ => "Participant/" };

        private static string Text(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
    }
}
