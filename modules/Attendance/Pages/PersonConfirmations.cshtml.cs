using Courses.Attendance.Features;
using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Attendance.Pages;

/// <summary>What one person attended, to be confirmed on paper, and the papers that were handed out.</summary>
[Audience(Roles.Coach)]
internal sealed class PersonConfirmationsModel(CoursesDb db, IParticipants participants, ConfirmAttendance confirm) : PageWithReason, IShowsPeople
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public Guid Confirmation { get; set; }

    public string Name { get; private set; } = "";

    public IReadOnlyList<AttendedClass> Classes { get; private set; } = [];

    public IReadOnlyList<Confirmation> Issued { get; private set; } = [];

    public IEnumerable<Guid> PeopleShown => [Id];

    public LookKind LooksAt => LookKind.Record;

    public Task OnGet() => Load();

    public Task<IActionResult> OnPostIssue(Guid group) => Act(async () =>
    {
        var confirmation = await confirm.Issue(Id, group, Cancel);
        return Redirect($"/coach/people/{Id}/confirmations/{confirmation}");
    });

    public Task<IActionResult> OnPostWithdraw() => Act(async () =>
    {
        await confirm.Withdraw(Id, Confirmation, ReasonFrom("confirmation"), Cancel);
        Done = Words["confirmations.withdrawn"];
        return RedirectToPage();
    });

    /// <summary>What the registers say now, where that is not what the paper says.</summary>
    public AttendedClass? Otherwise(Confirmation paper) =>
        paper.WithdrawnOn is null && Classes.FirstOrDefault(one => one.GroupId == paper.GroupId) is { } now && now.HeldLessons <= paper.HeldLessons && !paper.SaysTheSameAs(now) ? now : null;

    protected override async Task Load()
    {
        var person = await participants.People.Where(row => row.Id == Id).Select(row => new { row.GivenName, row.FamilyName }).SingleOrDefaultAsync(Cancel) ?? throw new NotFound("The person");
        Name = $"{person.GivenName} {person.FamilyName}".Trim();
        Classes = await confirm.ClassesOf(Id, Cancel);
        Issued = await db.Set<Confirmation>().AsNoTracking().Where(row => row.ParticipantId == Id).OrderByDescending(row => row.IssuedOn).ThenBy(row => row.Id).ToListAsync(Cancel);
    }
}
