using Courses.Access.SignIn;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;

namespace Courses.Access.Pages;

/// <summary>
/// Where a form lands that was sent after the sign-in had ended. The browser sends it here once more, with the token of an account that is signed in no longer, so the token is not asked for; the page changes nothing.
/// </summary>
[ForAnyone, IgnoreAntiforgeryToken]
internal sealed class SignInAgainModel(KeptForms forms) : CoursesPage
{
    [BindProperty(SupportsGet = true, Name = "back")]
    public string? Back { get; set; }

    public string? Kept { get; private set; }

    public IActionResult OnGet() => LocalRedirect("/sign-in");

    public async Task<IActionResult> OnPostAsync()
    {
        Kept = Url.IsLocalUrl(Back) ? await forms.Keep(Request, Back) : null;
        if (Kept is null)
        {
            return LocalRedirect("/sign-in");
        }

        Response.Headers.CacheControl = "no-store";
        ModelState.Clear();
        return Page();
    }
}
