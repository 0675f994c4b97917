using Courses.Access.SignIn;
using Courses.Contracts.Access;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;

namespace Courses.Access.Pages;

/// <summary>For a phone that was only lent.</summary>
[Audience(Roles.Newcomer)]
internal sealed class MyLeaveModel : CoursesPage
{
    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await HttpContext.SignOutAsync(SignInSchemes.Newcomer);
        return LocalRedirect("/p");
    }
}
