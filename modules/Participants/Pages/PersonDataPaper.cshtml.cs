using Courses.Contracts.Access;
using Courses.Participants.Features;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;

namespace Courses.Participants.Pages;

/// <summary>The file of one person, printed for them at the desk.</summary>
[Audience(Roles.Coach)]
internal sealed class PersonDataPaperModel(PersonDataDesk desk, GatherPersonData gather) : CoursesPage, IShowsPeople
{
    [FromRoute]
    public Guid Person { get; set; }

    public PersonDocument Document { get; private set; } = null!;

    public IEnumerable<Guid> PeopleShown => [Person];

    public LookKind LooksAt => LookKind.Record;

    public async Task OnGetAsync(Guid id)
    {
        Response.Headers.CacheControl = "no-store";
        Document = gather.Read(await desk.HandOut(Person, id, "paper", Cancel));
    }
}
