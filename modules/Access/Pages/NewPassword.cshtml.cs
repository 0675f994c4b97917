using System.ComponentModel.DataAnnotations;
using Courses.Access.SignIn;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Courses.Access.Pages;

/// <summary>Behind the link of the letter: a new password, once. Opening the page uses nothing up, since programs that look through mail open links, too.</summary>
[ForAnyone]
internal sealed class NewPasswordModel(CoursesDb db, UserManager<Account> accounts, PasswordLinks passwordLinks, NewPassword newPassword) : CoursesPage
{
    [BindProperty(SupportsGet = true), StringLength(2000)]
    public string Token { get; set; } = "";

    [BindProperty, Required, StringLength(200)]
    public string? Wanted { get; set; }

    public bool IsOver { get; private set; }

    public Task OnGetAsync() => Load();

    public Task<IActionResult> OnPostAsync() => Act(async () =>
    {
        await db.Transact(
            async () =>
            {
                var account = await passwordLinks.WhoMay(Token) ?? throw new RuleBroken("account.link-over");
                await newPassword.Set(account, await accounts.GeneratePasswordResetTokenAsync(account), Wanted!, nameof(Wanted), Cancel);
            },
            Cancel);
        Done = Words["invited.done"];
        return LocalRedirect("/sign-in");
    });

    protected override async Task Load()
    {
        Response.Headers.CacheControl = "no-store";
        Response.Headers["Referrer-Policy"] = "no-referrer";
        db.ChangeTracker.Clear();
        IsOver = await passwordLinks.WhoMay(Token ?? "") is null;
    }
}
