using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Papers;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.EntityFrameworkCore;

namespace Courses.Attendance.Pages;

/// <summary>The person's confirmations, to be shown on the phone or printed. What was withdrawn is not among them.</summary>
[Audience(Roles.Newcomer)]
internal sealed class MyConfirmationsModel(CoursesDb db, ConfirmationPaper papers, Caller caller) : CoursesPage
{
    public IReadOnlyList<PaperSheet> Papers { get; private set; } = [];

    public async Task OnGet() => Papers = [.. (await db.Set<Confirmation>().AsNoTracking().Where(row => row.ParticipantId == caller.Id && row.WithdrawnOn == null)
        .OrderByDescending(row => row.IssuedOn).ThenBy(row => row.Id).ToListAsync(Cancel)).Select(papers.SheetOf)];
}
