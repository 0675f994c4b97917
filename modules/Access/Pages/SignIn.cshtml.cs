using System.ComponentModel.DataAnnotations;
using Courses.Access.SignIn;
using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Courses.Access.Pages;

/// <summary>Staff sign in with e-mail and password, or with a passkey. Five wrong passwords lock whoever gave them out of the account (<see cref="PasswordTries"/>), and no passkey.</summary>
[ForAnyone]
internal sealed class SignInModel(CoursesDb db, UserManager<Account> accounts, SignInManager<Account> signIn, PasswordTries tries, KeptForms forms, IAudit audit) : CoursesPage
{
    [BindProperty, Required, Mail, StringLength(256)]
    public string? Email { get; set; }

    [BindProperty, Required, StringLength(200)]
    public string? Password { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Back { get; set; }

    /// <summary>A form that was sent after the sign-in had ended, see <see cref="KeptForms"/>.</summary>
    [BindProperty]
    public string? Kept { get; set; }

    /// <summary>The same, once the person is signed in: it is shown to be sent.</summary>
    public KeptForm? Typed { get; private set; }

    /// <summary>What the person in front of this page reads, who may be a newcomer at the wrong door.</summary>
    public Language Reader => HttpContext.Features.Get<ReadersLanguage>()?.Language ?? Language.ForNewcomers[0];

    public void OnGet()
    {
    }

    public Task<IActionResult> OnPostAsync() => Act(async () =>
    {
        var account = await accounts.FindByEmailAsync(Email!);
        if (!await tries.IsRight(account, Password!, Cancel))
        {
            // One sentence for all reasons: it does not say whether there is such an account.
            throw new InvalidField("", Words["sign-in.wrong"]);
        }

        await signIn.SignInAsync(account!, isPersistent: false, "pwd");
        return await SignedIn(account!);
    });

    /// <summary>What the browser needs to ask for a passkey; which account it is, the passkey says.</summary>
    public async Task<IActionResult> OnPostPasskeyOptionsAsync() => Content(await signIn.MakePasskeyRequestOptionsAsync(null), "application/json");

    /// <param name="credential">The passkey's answer, as the browser writes it: JSON of WebAuthn.</param>
    public Task<IActionResult> OnPostPasskeyAsync(string? credential)
    {
        ModelState.Clear();
        return Act(async () =>
        {
            var answer = await PasskeysModel.Asked(() => signIn.PerformPasskeyAssertionAsync(credential ?? ""));
            if (answer is not { Succeeded: true } || !await signIn.CanSignInAsync(answer.User))
            {
                throw new InvalidField("", Words["passkeys.refused"]);
            }

            await accounts.AddOrUpdatePasskeyAsync(answer.User, answer.Passkey);
            await signIn.SignInAsync(answer.User, isPersistent: false, "passkey");
            return await SignedIn(answer.User);
        });
    }

    private async Task<IActionResult> SignedIn(Account account)
    {
        audit.Record("sign-in.done", account.Id);
        await db.SaveChangesAsync(Cancel);
        Typed = forms.Read(Kept);
        if (Typed is null)
        {
            return LocalRedirect(Url.IsLocalUrl(Back) ? Back : "/");
        }

        // The form gets a token for who is signed in now.
        HttpContext.User = await signIn.CreateUserPrincipalAsync(account);
        Response.Headers.CacheControl = "no-store";
        return Page();
    }
}
