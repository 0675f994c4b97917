using Courses.Contracts.Access;
using Courses.Contracts.Orientation;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Courses.Timetable.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Timetable.Pages;

/// <summary>Leaving a course hurts, so it is asked once more, and says what happens to the money.</summary>
[Audience(Roles.Newcomer)]
internal sealed class LeaveModel(CoursesDb db, IOrientation orientation, Withdraw withdraw, Caller caller, TimeProvider clock) : CoursesPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public string Name { get; private set; } = "";

    public string TimeZone { get; private set; } = "UTC";

    public DateTimeOffset? MoneyBackUntil { get; private set; }

    public bool IsInTime => MoneyBackUntil is null || MoneyBackUntil >= clock.GetUtcNow();

    public Task OnGet() => Load();

    public Task<IActionResult> OnPost() => Act(async () =>
    {
        Done = await withdraw.Leave(Id, caller.Id, Cancel) ? Words["leave.done-money-back"] : Words["leave.done"];
        return Redirect("/my/courses");
    });

    protected override async Task Load()
    {
        var group = await db.Set<Group>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == Id, Cancel) ?? throw new NotFound("The group");
        (Name, TimeZone) = ((await orientation.NamesOf([Id], Cancel)).GetValueOrDefault(Id, group.Name), group.TimeZone);
        MoneyBackUntil = await withdraw.MoneyBackUntil(Id, caller.Id, Cancel);
    }
}
