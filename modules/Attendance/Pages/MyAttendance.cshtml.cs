using System.Globalization;
using Courses.Attendance.Features;
using Courses.Contracts.Access;
using Courses.Contracts.Attendance;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Orientation;
using Courses.Contracts.Timetable;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Attendance.Pages;

/// <summary>What the person attended, what was held, where the line is, and how much may still be missed.</summary>
[Audience(Roles.Newcomer)]
internal sealed class MyAttendanceModel(CoursesDb db, ITimetable timetable, IOrientation orientation, IEligibility eligibility, ConfirmDay confirm, Caller caller, TimeProvider clock) : CoursesPage
{
    private const int MostSessions = 60;

    internal sealed record Line(SessionInfo Session, string State, int PresentMinutes)
    {
        public ProofGrade? Proof { get; init; }

        public ExcuseProof? Excuse { get; init; }

        /// <summary>Proven less than what the programme counts.</summary>
        public bool IsTooWeak { get; init; }

        /// <summary>The minutes that the person said they were there; null for not a word.</summary>
        public int? OwnMinutes { get; init; }
    }

    /// <summary>The lessons of one course, newest first, and how many of its minutes count so far: those of lessons that were held and of which something is known.</summary>
    internal sealed record Course(string Name, IReadOnlyList<Line> Lines)
    {
        /// <summary>So many stand on the page; the others are folded away.</summary>
        public const int Few = 5;

        public int CountedMinutes => Lines.Where(line => !line.IsTooWeak).Sum(line => line.PresentMinutes);

        public int HeldMinutes => Lines.Where(line => line.State is not ("cancelled" or "unknown")).Sum(line => line.Session.PlannedMinutes);
    }

    [BindProperty]
    public DateOnly Day { get; set; }

    [BindProperty]
    public Guid Lesson { get; set; }

    [BindProperty]
    public int Minutes { get; set; }

    /// <summary>What the person is asked about, the last day first.</summary>
    public IReadOnlyList<IGrouping<DateOnly, Unconfirmed>> Unconfirmed { get; private set; } = [];

    public IReadOnlyList<ProgrammeAnswer> Standings { get; private set; } = [];

    public IReadOnlyList<Line> Sessions { get; private set; } = [];

    /// <summary>The course that met last comes first.</summary>
    public IReadOnlyList<Course> Courses => [.. Sessions.GroupBy(line => line.Session.GroupId).Select(lines => new Course(lines.First().Session.GroupName, [.. lines]))];

    public static string Hours(decimal hours) => hours.ToString("0.#", CultureInfo.CurrentCulture);

    public Task OnGet() => Load();

    public Task<IActionResult> OnPostYes() => Act(async () =>
    {
        await confirm.Yes(caller.Id, Day, Cancel);
        Done = Words["own-word.thanks"];
        return RedirectToPage();
    });

    public Task<IActionResult> OnPostNo() => Act(async () =>
    {
        await confirm.No(caller.Id, Lesson, Minutes, Cancel);
        Done = Words["own-word.looked-at"];
        return RedirectToPage();
    });

    protected override async Task Load()
    {
        var now = clock.GetUtcNow();
        var answers = await eligibility.Check(caller.Id, Cancel);
        Standings = [.. answers.Where(answer => answer.Attendance is { HeldMinutes: > 0 })];
        var countsFrom = answers.Where(answer => answer.Attendance is not null).ToDictionary(answer => answer.ProgrammeCode, answer => answer.Attendance!.CountsFrom);
        var mine = timetable.Stays.Where(stay => stay.ParticipantId == caller.Id);
        var found = await (from session in SessionInfos.Of(timetable)
                           join stay in mine on session.GroupId equals stay.GroupId
                           where session.StartsAt <= now && session.LocalDate >= stay.From && (stay.Until == null || session.LocalDate <= stay.Until)
                           orderby session.StartsAt descending
                           select new { session, stay.ProgrammeCode }).Take(MostSessions).ToListAsync(Cancel);
        var modules = await orientation.NamesOf([.. found.Select(one => one.session.GroupId).Distinct()], Cancel);
        var programmes = found.DistinctBy(one => one.session.Id).ToDictionary(one => one.session.Id, one => one.ProgrammeCode ?? "");
        var sessions = found.ConvertAll(one => one.session with { GroupName = modules.GetValueOrDefault(one.session.GroupId, one.session.GroupName) });
        var ids = sessions.Select(session => session.Id).ToArray();
        var marks = await db.Set<Mark>().AsNoTracking().Where(mark => mark.ParticipantId == caller.Id && ids.Contains(mark.SessionId)).ToDictionaryAsync(mark => mark.SessionId, Cancel);
        var own = (await db.Set<AttendanceFact>().AsNoTracking().OwnWords().Where(fact => fact.ParticipantId == caller.Id && ids.Contains(fact.SessionId)).ToListAsync(Cancel))
            .ToLookup(fact => fact.SessionId);
        var open = await confirm.Open(caller.Id, Cancel);
        Unconfirmed = [.. open.Select(one => one with { Session = one.Session with { GroupName = modules.GetValueOrDefault(one.Session.GroupId, one.Session.GroupName) } }).GroupBy(one => one.Session.LocalDate)];
        Sessions = [.. sessions.Select(session => marks.GetValueOrDefault(session.Id) is { } mark
            ? new Line(session, session.CancelledAt is not null ? "cancelled" : MarkNames.Of(mark.State), mark.PresentMinutes)
            {
                Proof = mark.Grade,
                Excuse = mark.ExcusedBy,
                OwnMinutes = own[session.Id].MaxBy(fact => fact.ReceivedAt)?.SaidMinutes(session.PlannedMinutes),
                IsTooWeak = session.Kind == GroupKind.LanguageClass && mark.Grade < countsFrom.GetValueOrDefault(programmes[session.Id]),
            }
            : new Line(session, session.CancelledAt is not null ? "cancelled" : "unknown", 0))];
    }
}
