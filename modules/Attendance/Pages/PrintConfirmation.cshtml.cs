using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Papers;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Attendance.Pages;

/// <summary>A confirmation on one A4 page. What was withdrawn is not printed any more.</summary>
[Audience(Roles.Coach)]
internal sealed class PrintConfirmationModel(CoursesDb db, ConfirmationPaper papers) : CoursesPage, IShowsPeople
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public PaperSheet Paper { get; private set; } = null!;

    public IEnumerable<Guid> PeopleShown => [Id];

    public LookKind LooksAt => LookKind.Record;

    public async Task OnGet(Guid confirmation)
    {
        Response.Headers.CacheControl = "no-store";
        var found = await db.Set<Confirmation>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == confirmation && row.ParticipantId == Id && row.WithdrawnOn == null, Cancel) ?? throw new NotFound("The confirmation");
        Paper = papers.SheetOf(found) with { Frame = "paper" };
    }
}
