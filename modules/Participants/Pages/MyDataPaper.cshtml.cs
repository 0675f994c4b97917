using Courses.Contracts.Access;
using Courses.Participants.Features;
using Courses.Platform.Users;
using Courses.Platform.Web;

namespace Courses.Participants.Pages;

/// <summary>The person's own file, to be read, printed or kept as PDF.</summary>
[Audience(Roles.Newcomer)]
internal sealed class MyDataPaperModel(PersonDataDesk desk, GatherPersonData gather, Caller caller) : CoursesPage
{
    public PersonDocument Document { get; private set; } = null!;

    public async Task OnGetAsync(Guid id)
    {
        Response.Headers.CacheControl = "no-store";
        Document = gather.Read(await desk.HandOut(caller.Id, id, "paper", Cancel));
    }
}
