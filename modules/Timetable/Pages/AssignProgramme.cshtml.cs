using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Access;
using Courses.Contracts.Attendance;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Courses.Timetable.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Timetable.Pages;

/// <summary>Whose hours in a class belong to no programme: they are given to one, after saying what follows.</summary>
[Audience(Roles.Administrator)]
internal sealed class AssignProgrammeModel(CoursesDb db, AssignProgramme assign, IAttendance attendance, IParticipants participants, CityTime city, Caller caller) : CoursesPage, IShowsPeople
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public string? Programme { get; set; }

    [BindProperty]
    public Guid[] People { get; set; } = [];

    [BindProperty]
    [StringLength(300)]
    public string? Reason { get; set; }

    public Group Group { get; private set; } = null!;

    public IReadOnlyList<ProgrammeRow> Programmes { get; private set; } = [];

    public IReadOnlyList<TimeWithout> Times { get; private set; } = [];

    public IReadOnlyList<ProgrammeAssignment> Assignments { get; private set; } = [];

    public bool SeesNames => caller.MaySeeNames();

    public IEnumerable<Guid> PeopleShown => SeesNames ? Times.Select(time => time.ParticipantId) : [];

    public async Task OnGet()
    {
        await Load();
        People = [.. Times.Select(time => time.ParticipantId).Distinct()];
    }

    public Task<IActionResult> OnPost() => Act(async () =>
    {
        var programme = string.IsNullOrEmpty(Programme) ? throw new InvalidField(nameof(Programme), Words["error.field.required"]) : Programme;
        var reason = string.IsNullOrWhiteSpace(Reason) ? throw new InvalidField(nameof(Reason), Words["error.field.required"]) : Reason.Trim();
        var (assigned, leftOut) = await assign.Assign(Id, People, programme, reason, Cancel);
        Done = Words.Say("assign.done", assigned) + (leftOut == 0 ? "" : " " + Words.Say("assign.left-out", leftOut));
        return RedirectToPage();
    });

    public Task<IActionResult> OnPostUndo(Guid assignment) => Act(async () =>
    {
        var (undone, kept) = await assign.Undo(Id, assignment, Cancel);
        Done = Words.Say("assign.undone-for", undone) + (kept == 0 ? "" : " " + Words.Say("assign.kept", kept));
        return RedirectToPage();
    });

    public string Local(DateTimeOffset instant) => city.Show(instant);

    /// <summary>Academic hours to one place.</summary>
    public static decimal Hours(int minutes) => Math.Round(minutes / 45m, 1);

    public string NameOf(string programmeCode) => Programmes.FirstOrDefault(programme => programme.Code == programmeCode)?.Name ?? programmeCode;

    protected override async Task Load()
    {
        Group = await db.Set<Group>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == Id, Cancel) ?? throw new NotFound("The group");
        Programmes = [.. (await assign.ProgrammesFor(Group, Cancel)).InReadersOrder(programme => programme.Name)];
        Assignments = await db.Set<ProgrammeAssignment>().AsNoTracking().Include(row => row.Stays).Where(row => row.GroupId == Id).OrderByDescending(row => row.At).ToListAsync(Cancel);
        var without = db.Set<Stay>().Where(stay => stay.GroupId == Id && stay.ProgrammeCode == null);
        var minutes = await (
            from stay in without
            join session in db.Set<Session>() on stay.GroupId equals session.GroupId
            join mark in attendance.Marks on new { SessionId = session.Id, stay.ParticipantId } equals new { mark.SessionId, mark.ParticipantId }
            join register in attendance.Registers on session.Id equals register.SessionId
            where session.CancelledAt == null && session.LocalDate >= stay.From && (stay.Until == null || session.LocalDate <= stay.Until) && mark.State != MarkState.Excused
            group new { session.PlannedMinutes, mark.PresentMinutes } by stay.Id into times
            select new { times.Key, Held = times.Sum(time => time.PlannedMinutes), Attended = times.Sum(time => time.PresentMinutes) }).ToDictionaryAsync(row => row.Key, Cancel);
        var people = await (
            from stay in without
            join person in participants.People on stay.ParticipantId equals person.Id
            select new { stay.Id, stay.ParticipantId, stay.From, stay.Until, person.GivenName, person.FamilyName, person.PassNumber }).ToListAsync(Cancel);
        Times = [.. people.InReadersOrder(row => row.FamilyName).ThenInReadersOrder(row => row.GivenName).ThenBy(row => row.From).Select(row => new TimeWithout(
            row.ParticipantId, $"{row.FamilyName} {row.GivenName}", row.PassNumber ?? "", row.From, row.Until, minutes.GetValueOrDefault(row.Id)?.Held ?? 0, minutes.GetValueOrDefault(row.Id)?.Attended ?? 0))];
    }
}

/// <summary>From one day to another somebody is in the class without a programme: minutes of signed registers.</summary>
internal sealed record TimeWithout(Guid ParticipantId, string Name, string PassNumber, DateOnly From, DateOnly? Until, int HeldMinutes, int AttendedMinutes);
