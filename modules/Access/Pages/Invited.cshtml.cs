using System.ComponentModel.DataAnnotations;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Courses.Access.Pages;

/// <summary>The link that an administrator hands over: it sets the first password, or a new one, once.</summary>
[ForAnyone]
internal sealed class InvitedModel(CoursesDb db, UserManager<Account> accounts, NewPassword newPassword) : CoursesPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Account { get; set; }

    [BindProperty(SupportsGet = true), StringLength(2000)]
    public string Token { get; set; } = "";

    [BindProperty, Required, StringLength(200)]
    public string? Wanted { get; set; }

    public void OnGet()
    {
        Response.Headers.CacheControl = "no-store";
        Response.Headers["Referrer-Policy"] = "no-referrer";
    }

    public Task<IActionResult> OnPostAsync() => Act(async () =>
    {
        await db.Transact(
            async () =>
            {
                // An unknown account and a link that is over get the same answer.
                var account = await accounts.FindByIdAsync(Account.ToString());
                if (account is null or { DeactivatedAt: not null })
                {
                    throw new RuleBroken("account.link-over");
                }

                await newPassword.Set(account, Token, Wanted!, nameof(Wanted), Cancel);
            },
            Cancel);
        Done = Words["invited.done"];
        return LocalRedirect("/sign-in");
    });
}
