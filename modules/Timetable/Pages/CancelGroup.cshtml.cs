using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Courses.Timetable.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Timetable.Pages;

/// <summary>Cancelling a class, after saying whom it hits.</summary>
[Audience(Roles.ProviderManager, Roles.Coach, Roles.Administrator)]
internal sealed class CancelGroupModel(CoursesDb db, ChangeGroup change, Caller caller) : CoursesPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    [Required]
    [StringLength(300)]
    public string? Reason { get; set; }

    public Group Group { get; private set; } = null!;

    public Task OnGet() => Load();

    public Task<IActionResult> OnPost() => Act(async () =>
    {
        var people = await change.Cancel(Id, Reason!, Cancel);
        Done = Words.Say("classes.was-cancelled-for", people);
        return Redirect($"/provider/classes/{Id}");
    });

    protected override async Task Load() =>
        Group = await db.Set<Group>().VisibleTo(caller).AsNoTracking().SingleOrDefaultAsync(row => row.Id == Id, Cancel) ?? throw new NotFound("The group");
}
