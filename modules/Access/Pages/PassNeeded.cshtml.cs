using Courses.Platform.Users;
using Courses.Platform.Web;

namespace Courses.Access.Pages;

/// <summary>Newcomers have no password: the link of the pass opens their pages.</summary>
[ForAnyone]
internal sealed class PassNeededModel : CoursesPage
{
    public void OnGet() => Response.Headers.CacheControl = "no-store";
}
