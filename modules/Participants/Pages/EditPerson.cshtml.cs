using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Access;
using Courses.Participants.Features;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Participants.Pages;

[Audience(Roles.Coach)]
internal sealed class EditPersonModel(CoursesDb db, PersonDesk desk) : CoursesPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public PersonForm Person { get; set; } = new();

    /// <summary>What the coach saw: somebody else's change in between is not overwritten.</summary>
    [BindProperty, Required]
    public int? Version { get; set; }

    public async Task OnGetAsync()
    {
        var person = await db.Set<Participant>().AsNoTracking().Include(row => row.Needs).SingleOrDefaultAsync(row => row.Id == Id, Cancel) ?? throw new NotFound("The participant");
        (Person, Version) = (PersonForm.Of(person), person.Version);
    }

    public Task<IActionResult> OnPostAsync() =>
        Act(async () =>
        {
            await desk.Edit(Id, Version!.Value, Person.ToPerson(), Person.Needs, Cancel);
            Done = Words["person.saved"];
            return LocalRedirect($"/coach/people/{Id}");
        });
}
