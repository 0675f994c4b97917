using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Courses.Access.Pages;

/// <summary>A new password ends every other sign-in of the account, and the tokens that were made under the old one.</summary>
[Audience(Roles.Administrator, Roles.Auditor, Roles.Coach, Roles.Mentor, Roles.ProviderManager, Roles.Teacher)]
internal sealed class PasswordModel(CoursesDb db, UserManager<Account> accounts, SignInManager<Account> signIn, NewPassword newPassword, IAudit audit) : CoursesPage
{
    [BindProperty, Required, StringLength(200)]
    public string? Current { get; set; }

    [BindProperty, Required, StringLength(200)]
    public string? Wanted { get; set; }

    public void OnGet()
    {
    }

    public Task<IActionResult> OnPostAsync() => Act(async () =>
    {
        var account = await db.Transact(
            async () =>
            {
                var own = await accounts.GetUserAsync(User) ?? throw new Forbidden();
                Passwords.Require(await accounts.ChangePasswordAsync(own, Current!, Wanted!), nameof(Current), nameof(Wanted), Words);
                audit.Record("account.password-changed", own.Id);
                await newPassword.IsSet(own, Cancel);
                return own;
            },
            Cancel);
        await signIn.RefreshSignInAsync(account);
        Done = Words["account.password.done"];
        return RedirectToPage();
    });
}
