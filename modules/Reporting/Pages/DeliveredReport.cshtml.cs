using System.Globalization;
using Courses.Contracts.Access;
using Courses.Contracts.Attendance;
using Courses.Contracts.Exams;
using Courses.Contracts.Mentoring;
using Courses.Contracts.Orientation;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Contracts.Vouchers;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Courses.Reporting.Reports;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Reporting.Pages;

/// <summary>A report as it was delivered, whether it is still what it was, what would be counted today, and what happened in between.</summary>
[Audience(Roles.Administrator, Roles.Auditor)]
internal sealed class DeliveredReportModel(
    CoursesDb db, MakeReport make, CountIndicators count, CountPlan plan, CountFigures figures, IAudit audit, IAttendance attendance, ITimetable timetable, IOrientation orientation, IVouchers vouchers, IParticipants participants, IMentoring mentoring, IExams exams, CityTime city) : CoursesPage
{
    private const int MostCorrections = 100;

    [BindProperty(SupportsGet = true)]
    public string? By { get; set; }

    public DeliveredReport Delivered { get; private set; } = null!;

    public Report Then { get; private set; } = null!;

    public Report Now { get; private set; } = null!;

    /// <summary>In sentences, as it was delivered.</summary>
    public IReadOnlyList<string> HowCounted { get; private set; } = [];

    public Breakdown Breakdown { get; private set; }

    /// <summary>The content, what stands beside it, and what the trail says of it are the same.</summary>
    public bool IsWhatItWas { get; private set; }

    /// <summary>What was asked for, where it is one of a kind.</summary>
    public ReportTerms? Kind { get; private set; }

    /// <summary>The tables, each line then and now, the total last.</summary>
    public IReadOnlyList<ThenAndNow> Sections { get; private set; } = [];

    /// <summary>Hours against the plan, as they were delivered and as they are counted today.</summary>
    public IReadOnlyList<(PlanCount Then, PlanCount Now)> Plan { get; private set; } = [];

    /// <summary>Figures as they were delivered and as they are counted today; one that nobody counts any more is null.</summary>
    public IReadOnlyList<(FigureLine Then, FigureLine? Now)> Figures { get; private set; } = [];

    /// <summary>The same report as it is counted today.</summary>
    public string Today => Kind is null ? $"/admin/reports?period={Delivered.Period}&programme={Delivered.Programme}" : $"/admin/reports/of/{Kind.Code}?period={Delivered.Period}";

    /// <summary>Indicators as they were delivered, with their totals of today.</summary>
    public IReadOnlyList<(IndicatorCount Then, int? Now)> Indicators { get; private set; } = [];

    /// <summary>Classes and modules whose numbers are others today.</summary>
    public IReadOnlyList<(string Name, ReportLine Then, ReportLine Now)> Changed { get; private set; } = [];

    /// <summary>What happened in the period's records since: a sentence, how often, and where it stands.</summary>
    public IReadOnlyList<(string Word, int Count, string Rows)> Since { get; private set; } = [];

    public IReadOnlyList<(string Group, DateOnly On, string Pass, CorrectionRow Correction)> Corrections { get; private set; } = [];

    /// <summary>Hours that were given to a programme since, or taken from it again, in classes of the period.</summary>
    public IReadOnlyList<(string Group, AssignmentRow Assignment)> Assignments { get; private set; } = [];

    public bool IsSame => Changed is [] && Sections.All(section => section.Lines.All(line => section.Measures.All(measure => line.Then[measure] == line.Now[measure])))
        && Plan.All(part => (part.Then.Minutes, part.Then.People) == (part.Now.Minutes, part.Now.People)) && Indicators.All(one => one.Then.Total == one.Now)
        && Figures.All(one => one.Now is { } now && (one.Then.Number, one.Then.All) == (now.Number, now.All));

    public async Task OnGet(Guid id)
    {
        Delivered = await db.Set<DeliveredReport>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, Cancel) ?? throw new NotFound("The report");
        IsWhatItWas = await Delivered.IsWhatItWas(audit, Cancel);
        var frozen = FrozenReport.Read(Delivered.Content);
        (Then, var indicators, HowCounted, Kind) = (frozen.Report, frozen.Indicators, frozen.HowCounted, frozen.Kind);
        Breakdown = Then.Tables.Select(table => table.By).Cast<Breakdown?>().FirstOrDefault(by => Definition.NameOf(by!.Value) == By) ?? Breakdown.Programme;
        Breakdown[] shown = Kind is null ? [Breakdown] : [.. Kind.Tables.Select(table => table.By)];
        Measure[] measures = Kind is null ? [.. frozen.Measures] : [.. Kind.Tables.SelectMany(table => table.Measures).Distinct()];
        Now = await make.Of(Then.Question, [.. shown.Append(Breakdown.Class).Distinct()], Cancel);
        Sections = Kind is null
            ? [.. Definition.Themes.Select(theme => (theme.Theme, Measures: theme.Measures.Intersect(frozen.Measures).ToArray())).Where(theme => theme.Measures is not []).Select(theme => Section(Words["reports.theme." + theme.Theme], Breakdown, theme.Measures))]
            : [.. Kind.Tables.Select(table => Section(table.Title(Words), table.By, table.Measures))];
        Changed = [.. Beside(Breakdown.Class).Where(line => measures.Any(measure => line.Then[measure] != line.Now[measure]))];
        var hours = Kind is null ? [] : await plan.Of(Then.Question.Period, Then.Question.Programme, Kind.Plan, Cancel);
        Plan = [.. frozen.Plan.Zip(hours)];
        var counted = Kind is null ? [] : (await figures.Of(Then.Question, Kind.Figures, Cancel)).ToDictionary(figure => figure.Place);
        Figures = [.. frozen.Figures.Select(then => (Line(then), counted.TryGetValue(then.Place, out var now) ? Line(now) : null))];
        var today = indicators is [] ? [] : await count.Of(Then.Question.Period, await FundTerms.InForce(db, Cancel), Cancel);
        Indicators = [.. indicators.Select(one => (one, today.FirstOrDefault(now => now.Indicator.Code == one.Indicator.Code)?.Total))];
        await WhatHappened();
    }

    private FigureLine Line(FigureCount figure) => FigureLine.Of(figure.Name, FigureCount.UnitOf(figure.Terms.Of), figure.Value, figure.Of, null, Words);

    public string StateOf(CorrectionRow correction) => Words["attendance.state." + (correction.State == MarkState.LeftEarly ? "left-early" : correction.State.ToString().ToLowerInvariant())];

    public string Local(DateTimeOffset instant) => city.Show(instant);

    private ThenAndNow Section(string label, Breakdown by, IReadOnlyList<Measure> measures) =>
        new(label, Words["reports.column." + Definition.NameOf(by)], measures, [.. Beside(by), (Words["reports.total"], Then.Total, Now.Total)]);

    private IEnumerable<(string Name, ReportLine Then, ReportLine Now)> Beside(Breakdown by)
    {
        var (then, now) = (Then[by].Lines.ToDictionary(line => line.Key), Now[by].Lines.ToDictionary(line => line.Key));
        var none = new ReportLine("", "", new long[Definition.Measures.Count]);
        return then.Values.Concat(now.Values.Where(line => !then.ContainsKey(line.Key)))
            .Select(line => (now.GetValueOrDefault(line.Key)?.Name ?? line.Name, then.GetValueOrDefault(line.Key) ?? none, now.GetValueOrDefault(line.Key) ?? none));
    }

    private async Task WhatHappened()
    {
        var (first, last, at, day) = (Then.Question.Period.First, Then.Question.Period.Last, Delivered.DeliveredAt, city.DayOf(Delivered.DeliveredAt));
        var (start, end) = (city.At(first, TimeOnly.MinValue), city.At(last.AddDays(1), TimeOnly.MinValue));
        var sessions = timetable.Sessions.Where(session => session.LocalDate >= first && session.LocalDate <= last
            && timetable.Groups.Any(group => group.Id == session.GroupId && group.Kind != GroupKind.Activity));
        var days = string.Create(CultureInfo.InvariantCulture, $"Date ge {first:yyyy-MM-dd} and Date le {last:yyyy-MM-dd}");
        var then = at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture);
        (string Word, int Count, string Rows)[] since =
        [
            ("marks",
                await attendance.Marks.CountAsync(mark => mark.AssessedAt > at && mark.CorrectedAfterSignOff && sessions.Any(session => session.Id == mark.SessionId), Cancel),
                DashboardModel.Rows("AttendanceMarks", $"{days} and AssessedAt gt {then} and CorrectedAfterSignOff eq true and Session/GroupKind ne 'Activity'")),
            ("registers",
                await attendance.Registers.CountAsync(register => register.SignedOffAt > at && sessions.Any(session => session.Id == register.SessionId), Cancel),
                DashboardModel.Rows("Sessions", $"{days} and RegisterSignedAt gt {then} and GroupKind ne 'Activity'")),
            ("activities",
                await attendance.Registers.CountAsync(
                    register => register.SignedOffAt > at && timetable.Sessions.Any(session => session.Id == register.SessionId && session.LocalDate >= first && session.LocalDate <= last
                        && timetable.Groups.Any(group => group.Id == session.GroupId && group.Kind == GroupKind.Activity)),
                    Cancel),
                DashboardModel.Rows("Sessions", $"{days} and RegisterSignedAt gt {then} and GroupKind eq 'Activity'")),
            ("came",
                await participants.Referrals.CountAsync(referral => referral.CameAt > at && referral.ReferredOn >= first && referral.ReferredOn <= last, Cancel),
                DashboardModel.Rows("Referrals", string.Create(CultureInfo.InvariantCulture, $"ReferredOn ge {first:yyyy-MM-dd} and ReferredOn le {last:yyyy-MM-dd} and CameAt gt {then}"))),
            ("cancelled",
                await sessions.CountAsync(session => session.CancelledAt > at, Cancel),
                DashboardModel.Rows("Sessions", $"{days} and CancelledAt gt {then} and GroupKind ne 'Activity'")),
            ("modules",
                await (from completion in orientation.Completions
                       join run in orientation.Runs on completion.TopicCode equals run.TopicCode
                       join @group in timetable.Groups on run.Id equals @group.Id
                       where completion.CompletedOn > day && @group.StartsOn >= first && @group.StartsOn <= last && timetable.Stays.Any(stay => stay.GroupId == run.Id && stay.ParticipantId == completion.ParticipantId)
                       select completion).CountAsync(Cancel),
                DashboardModel.Rows("OrientationBookings", string.Create(CultureInfo.InvariantCulture, $"RunStartsOn ge {first:yyyy-MM-dd} and RunStartsOn le {last:yyyy-MM-dd} and CompletedOn gt {day:yyyy-MM-dd}"))),
            ("returned",
                await vouchers.Redemptions.CountAsync(redemption => redemption.ClosedAt > at && redemption.MadeAt >= start && redemption.MadeAt < end, Cancel),
                DashboardModel.Rows("Redemptions", string.Create(CultureInfo.InvariantCulture, $"MadeAt ge {start:yyyy-MM-ddTHH:mm:ssZ} and MadeAt lt {end:yyyy-MM-ddTHH:mm:ssZ} and ClosedAt gt {then}"))),
            ("meetings",
                await mentoring.Meetings.CountAsync(meeting => meeting.SaidAt > at && meeting.On >= first && meeting.On <= last, Cancel),
                DashboardModel.Rows("Meetings", $"{days} and SaidAt gt {then}")),
            ("exams",
                await exams.Results.CountAsync(result => result.EnteredAt > at && exams.Exams.Any(exam => exam.Id == result.ExamId && !exam.IsPractice && exam.On >= first && exam.On <= last), Cancel),
                DashboardModel.Rows("ExamResults", string.Create(CultureInfo.InvariantCulture, $"EnteredAt gt {then} and Exam/Date ge {first:yyyy-MM-dd} and Exam/Date le {last:yyyy-MM-dd} and Exam/IsPractice eq false"))),
        ];
        Since = [.. since.Where(one => one.Count > 0)];
        var corrections = await (
            from correction in attendance.Corrections
            join session in sessions on correction.SessionId equals session.Id
            join @group in timetable.Groups on session.GroupId equals @group.Id
            where correction.At > at
            orderby correction.At descending, correction.ParticipantId
            select new
            {
                Correction = correction,
                @group.Name,
                session.LocalDate,
                Pass = participants.People.Where(person => person.Id == correction.ParticipantId).Select(person => person.PassNumber).FirstOrDefault(),
            }).Take(MostCorrections).ToListAsync(Cancel);
        Assignments = [.. (await (
            from assignment in timetable.Assignments
            join @group in timetable.Groups on assignment.GroupId equals @group.Id
            where (assignment.At > at || assignment.UndoneAt > at) && @group.StartsOn <= last && @group.EndsOn >= first
            orderby assignment.At descending
            select new { @group.Name, Assignment = assignment }).Take(MostCorrections).ToListAsync(Cancel)).Select(row => (row.Name, row.Assignment))];
        Corrections = [.. corrections.Select(row => (row.Name, row.LocalDate, row.Pass ?? "", row.Correction))];
    }
}

/// <summary>Numbers as they were, and where they are others today.</summary>
/// <param name="Label">What the table is called.</param>
/// <param name="Of">What a line is about.</param>
/// <param name="Measures">The columns.</param>
/// <param name="Lines">The lines.</param>
internal sealed record ThenAndNow(string Label, string Of, IReadOnlyList<Measure> Measures, IReadOnlyList<(string Name, ReportLine Then, ReportLine Now)> Lines);
