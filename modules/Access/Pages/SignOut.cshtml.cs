using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Courses.Access.Pages;

[ForAnyone]
internal sealed class SignOutModel(SignInManager<Account> signIn) : CoursesPage
{
    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await signIn.SignOutAsync();
        return LocalRedirect("/sign-in");
    }
}
