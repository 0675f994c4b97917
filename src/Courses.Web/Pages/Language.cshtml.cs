using Courses.Platform.Languages;
using Courses.Platform.Users;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Courses.Web.Pages;

/// <summary>Choosing a language: a plain link, kept in a cookie for a year, works without JavaScript.</summary>
[ForAnyone]
internal sealed class LanguageModel : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Back { get; set; } = "/";

    public IActionResult OnGet(string? to)
    {
        Back = Url.IsLocalUrl(Back) ? Back : "/";
        if (to is null)
        {
            return Page();
        }

        Response.Cookies.Append(
            CookieRequestCultureProvider.DefaultCookieName,
            CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(Language.Of(to).Code)),
            new() { MaxAge = TimeSpan.FromDays(365), IsEssential = true, SameSite = SameSiteMode.Lax, HttpOnly = true });
        return LocalRedirect(Back);
    }
}
