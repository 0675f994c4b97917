using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Access;
using Courses.Participants.Features;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Participants.Pages;

[Audience(Roles.Coach)]
internal sealed class EditPersonModel(CoursesDb db, PersonDesk desk) : CoursesPage, IShowsPeople
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public PersonForm Person { get; set; } = new();

    /// <summary>What the coach saw: somebody else's change in between is not overwritten.</summary>
    [BindProperty, Required]
    public int? Version { get; set; }

    /// <summary>The form as it was shown first.</summary>
    [BindProperty]
    public string? Seen { get; set; }

    public IReadOnlyList<ChangedTerm> ChangedByOthers { get; private set; } = [];

    public IEnumerable<Guid> PeopleShown => [Id];

    public LookKind LooksAt => LookKind.Record;

    public async Task OnGetAsync()
    {
        (Person, Version) = await Stands();
        Seen = Meanwhile.Written(Person);
    }

    public Task<IActionResult> OnPostAsync() =>
        Act(async () =>
        {
            try
            {
                await desk.Edit(Id, Version!.Value, Person.ToPerson(), Person.Needs, Cancel);
            }
            catch (RuleBroken rule) when (rule.Code == "error.changed-meanwhile" && Meanwhile.Read<PersonForm>(Seen) is { } seen)
            {
                db.ChangeTracker.Clear();
                var (now, version) = await Stands();
                if (Meanwhile.Merge(Person, seen, now) is [_, ..] changed)
                {
                    ModelState.Clear();
                    (Version, Seen, ChangedByOthers) = (version, Meanwhile.Written(now), [.. changed.Select(field => new ChangedTerm(now.Said(field, Words).Label, seen.Said(field, Words).Said, now.Said(field, Words).Said))]);
                    Response.StatusCode = StatusCodes.Status409Conflict;
                    return Page();
                }

                // A new pass, or what the person is found by: nothing that this form shows.
                await desk.Edit(Id, version, Person.ToPerson(), Person.Needs, Cancel);
            }

            Done = Words["person.saved"];
            return LocalRedirect($"/coach/people/{Id}");
        });

    private async Task<(PersonForm Form, int Version)> Stands()
    {
        var person = await db.Set<Participant>().AsNoTracking().Include(row => row.Needs).SingleOrDefaultAsync(row => row.Id == Id && row.MergedInto == null, Cancel) ?? throw new NotFound("The participant");
        return (PersonForm.Of(person), person.Version);
    }
}
