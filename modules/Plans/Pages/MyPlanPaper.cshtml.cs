using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Courses.Platform.Web;

namespace Courses.Plans.Pages;

/// <summary>My plan to be printed, in the language of the page.</summary>
[Audience(Roles.Newcomer)]
internal sealed class MyPlanPaperModel(CoursesDb db, PlanReader reader, Caller caller) : CoursesPage
{
    public PlanView? View { get; private set; }

    public async Task OnGetAsync() => View = await reader.Find(db.OfPerson(caller.Id), Cancel);
}
