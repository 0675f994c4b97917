using Courses.Contracts.Access;
using Courses.Exams.Features;
using Courses.Platform.Database;
using Courses.Platform.Papers;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.EntityFrameworkCore;

namespace Courses.Exams.Pages;

/// <summary>The person's certificates, to be shown on the phone or printed. What was withdrawn is not among them.</summary>
[Audience(Roles.Newcomer)]
internal sealed class MyExamPapersModel(CoursesDb db, PaperDesk papers, Caller caller) : CoursesPage
{
    public IReadOnlyList<PaperSheet> Papers { get; private set; } = [];

    public async Task OnGet()
    {
        var me = caller.Id;
        Response.Headers.CacheControl = "no-store";
        Papers = [.. (await db.Set<Paper>().AsNoTracking().Where(paper => paper.HolderId == me && paper.Kind == PassLevels.PaperKind && paper.WithdrawnOn == null)
            .OrderByDescending(paper => paper.IssuedOn).ThenBy(paper => paper.Id).ToListAsync(Cancel)).Select(papers.SheetOf)];
    }
}
