using Courses.Access.SignIn;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;

namespace Courses.Access.Pages;

/// <summary>
/// Newcomers have no password: the link of the pass opens their pages. A form that was sent after the sign-in had ended lands here too, see <see cref="KeptForms"/>; its token is of a sign-in that is
/// over, so it is not asked for, and the page changes nothing.
/// </summary>
[ForAnyone, IgnoreAntiforgeryToken]
internal sealed class PassNeededModel(KeptForms forms) : CoursesPage
{
    [BindProperty(SupportsGet = true, Name = "back")]
    public string? Back { get; set; }

    [BindProperty(SupportsGet = true, Name = "whose")]
    public string? Whose { get; set; }

    /// <summary>What was typed waits on this phone.</summary>
    public bool IsKept { get; private set; }

    public void OnGet() => Response.Headers.CacheControl = "no-store";

    public async Task OnPostAsync()
    {
        Response.Headers.CacheControl = "no-store";
        ModelState.Clear();
        IsKept = Url.IsLocalUrl(Back) && Back.StartsWith("/my", StringComparison.OrdinalIgnoreCase) && await forms.KeepOnPhone(Request, Back, Whose);
    }
}
