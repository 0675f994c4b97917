using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Papers;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.EntityFrameworkCore;

namespace Courses.Mentoring.Pages;

/// <summary>A certificate of hours on one A4 page, for whoever gave the hours and for the office. What was withdrawn is not printed any more.</summary>
[Audience(Roles.Mentor, Roles.Teacher, Roles.Coach, Roles.Administrator)]
internal sealed class PrintHoursModel(CoursesDb db, PaperDesk papers, Caller caller) : CoursesPage
{
    public PaperSheet Sheet { get; private set; } = null!;

    public string Back { get; private set; } = "";

    public async Task OnGet(Guid paper)
    {
        Response.Headers.CacheControl = "no-store";
        var isOffice = caller.Is(Roles.Coach) || caller.Is(Roles.Administrator);
        var own = db.Own(caller);
        var found = await db.Set<Paper>().AsNoTracking()
            .SingleOrDefaultAsync(row => row.Id == paper && row.Kind == HoursDesk.PaperKind && row.WithdrawnOn == null && (isOffice || own.Any(helper => helper.Id == row.HolderId)), Cancel)
            ?? throw new NotFound("The paper");
        Sheet = papers.SheetOf(found) with { Frame = "paper" };
        Back = isOffice ? $"/mentoring/helpers/{found.HolderId}/hours" : "/mentor/hours";
    }
}
