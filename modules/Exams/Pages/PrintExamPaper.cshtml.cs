using Courses.Contracts.Access;
using Courses.Exams.Features;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Papers;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Exams.Pages;

/// <summary>A certificate on one A4 page. What was withdrawn is not printed any more.</summary>
[Audience(Roles.Coach)]
internal sealed class PrintExamPaperModel(CoursesDb db, PaperDesk papers) : CoursesPage, IShowsPeople
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public PaperSheet Sheet { get; private set; } = null!;

    public IEnumerable<Guid> PeopleShown => [Id];

    public LookKind LooksAt => LookKind.Record;

    public async Task OnGet(Guid paper)
    {
        Response.Headers.CacheControl = "no-store";
        var found = await db.Set<Paper>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == paper && row.HolderId == Id && row.Kind == PassLevels.PaperKind && row.WithdrawnOn == null, Cancel) ?? throw new NotFound("The paper");
        Sheet = papers.SheetOf(found) with { Frame = "paper" };
    }
}
