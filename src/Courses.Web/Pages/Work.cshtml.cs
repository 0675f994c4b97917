using Courses.Contracts.Access;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Courses.Platform.Work;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Web.Pages;

/// <summary>How far a piece of work is, for who asked for it and for administrators: progress, cancel, the result, start again.</summary>
[Audience(Roles.Administrator, Roles.Auditor, Roles.Coach, Roles.ProviderManager, Roles.Teacher)]
internal sealed class WorkModel(CoursesDb db, WorkDesk desk, Caller caller, CityTime city) : CoursesPage
{
    [FromRoute]
    public Guid Id { get; set; }

    public WorkItem Work { get; private set; } = null!;

    public Task OnGet() => Load();

    public Task<IActionResult> OnPostCancel() => Act(async () =>
    {
        await Load();
        await desk.Cancel(Id, Cancel);
        return RedirectToPage(new { Id });
    });

    public Task<IActionResult> OnPostRetry() => Act(async () =>
    {
        await Load();
        await desk.Retry(Id, Cancel);
        return RedirectToPage(new { Id });
    });

    public string Local(DateTimeOffset instant) => city.Show(instant);

    protected override async Task Load() =>
        Work = await db.Set<WorkItem>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == Id && (row.AskedBy == caller.Id || caller.Is(Roles.Administrator)), Cancel)
            ?? throw new NotFound("work");
}
