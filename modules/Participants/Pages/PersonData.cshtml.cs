using Courses.Contracts.Access;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Courses.Platform.Work;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Participants.Pages;

/// <summary>What is kept about one person, and all of it as a file in their language: for somebody who asks at the desk and not on the phone.</summary>
[Audience(Roles.Coach)]
internal sealed class PersonDataModel(CoursesDb db, PersonalData data, PersonDataDesk desk, CityTime city) : CoursesPage, IShowsPeople
{
    [FromRoute]
    public Guid Person { get; set; }

    public string Name { get; private set; } = "";

    public string Language { get; private set; } = "";

    public IReadOnlyList<ToldKind> Kinds { get; private set; } = [];

    public IReadOnlyList<(PersonFile File, WorkItem? Work)> Files { get; private set; } = [];

    public bool IsInTheMaking => Files.Any(one => one is { File.DoneAt: null, Work.HasEnded: false });

    public IEnumerable<Guid> PeopleShown => [Person];

    public LookKind LooksAt => LookKind.Record;

    public string Local(DateTimeOffset instant) => city.Show(instant);

    public Task OnGetAsync() => Load();

    public Task<IActionResult> OnPostAsync() => Act(async () =>
    {
        await Load();
        await desk.Ask(Person, Platform.Languages.Language.Of(Language).Code, Cancel);
        return RedirectToPage(new { Person });
    });

    protected override async Task Load()
    {
        var person = await db.Set<Participant>().AsNoTracking().Where(row => row.Id == Person && row.MergedInto == null).Select(row => new { row.GivenName, row.FamilyName, row.Language }).SingleOrDefaultAsync(Cancel)
            ?? throw new NotFound("The participant");
        (Name, Language) = ($"{person.GivenName} {person.FamilyName}".Trim(), person.Language);
        (Kinds, Files) = (await data.Told(Person, Cancel), await desk.FilesOf(Person, Cancel));
    }
}
