using Courses.Contracts.Access;
using Courses.Platform.Users;
using Courses.Platform.Web;

namespace Courses.LanguageCourses.Pages;

/// <summary>'What can you do?': the levels in plain words. The answer is a link to the search; nothing is kept.</summary>
[Audience(Roles.Newcomer)]
internal sealed class LevelModel : CoursesPage
{
    public void OnGet()
    {
    }
}
