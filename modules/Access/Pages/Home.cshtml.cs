using Courses.Access.SignIn;
using Courses.Contracts.Access;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;

namespace Courses.Access.Pages;

/// <summary>Leads everybody to where their work is.</summary>
[ForAnyone]
internal sealed class HomeModel(Caller caller) : CoursesPage
{
    public async Task<IActionResult> OnGetAsync()
    {
        if (!caller.IsSignedIn)
        {
            // Whoever reads none of the staff's languages has hardly come to work here.
            var reader = HttpContext.Features.Get<ReadersLanguage>()?.Language ?? Language.ForStaff[0];
            return LocalRedirect((await HttpContext.AuthenticateAsync(SignInSchemes.Newcomer)).Succeeded ? "/my" : Language.ForStaff.Contains(reader) ? "/sign-in" : "/p");
        }

        return caller switch
        {
            _ when caller.Is(Roles.Administrator) || caller.Is(Roles.Auditor) => LocalRedirect("/admin"),
            _ when caller.Is(Roles.Coach) => LocalRedirect("/coach"),
            _ when caller.Is(Roles.ProviderManager) => LocalRedirect("/provider/classes"),
            _ when caller.Is(Roles.Teacher) => LocalRedirect("/teacher"),
            _ when caller.Is(Roles.Mentor) => LocalRedirect("/mentor"),
            _ => Page(),
        };
    }
}
