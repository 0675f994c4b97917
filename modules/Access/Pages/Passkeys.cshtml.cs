using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace Courses.Access.Pages;

/// <summary>Passkeys of the signed-in person: added on the device that keeps them, removed here.</summary>
[Audience(Roles.Administrator, Roles.Auditor, Roles.Coach, Roles.Mentor, Roles.ProviderManager, Roles.Teacher)]
internal sealed class PasskeysModel(CoursesDb db, UserManager<Account> accounts, SignInManager<Account> signIn, IAudit audit) : CoursesPage
{
    private const int Most = 20;

    [BindProperty, Required, StringLength(100)]
    public string? Name { get; set; }

    public IReadOnlyList<UserPasskeyInfo> Mine { get; private set; } = [];

    public Task OnGetAsync() => Load();

    /// <summary>What the browser needs to make a passkey.</summary>
    public async Task<IActionResult> OnPostOptionsAsync()
    {
        var account = await Account();
        return Content(await signIn.MakePasskeyCreationOptionsAsync(new() { Id = account.Id.ToString(), Name = account.Email!, DisplayName = account.Name }), "application/json");
    }

    /// <param name="credential">The new passkey, as the browser writes it: JSON of WebAuthn.</param>
    public Task<IActionResult> OnPostAsync(string? credential) => Act(async () =>
    {
        var account = await Account();
        if ((await accounts.GetPasskeysAsync(account)).Count >= Most)
        {
            throw new RuleBroken("passkeys.too-many", Most);
        }

        var made = await Asked(() => signIn.PerformPasskeyAttestationAsync(credential ?? ""));
        if (made is not { Succeeded: true } || made.UserEntity.Id != account.Id.ToString())
        {
            throw new InvalidField("", Words["passkeys.failed"]);
        }

        made.Passkey.Name = Name!.Trim();
        Must(await accounts.AddOrUpdatePasskeyAsync(account, made.Passkey));
        audit.Record("passkey.added", account.Id, made.Passkey.Name);
        await db.SaveChangesAsync(Cancel);
        Done = Words["passkeys.added"];
        return RedirectToPage();
    });

    public Task<IActionResult> OnPostRemoveAsync(string? id)
    {
        ModelState.Clear();
        return Act(async () =>
        {
            var account = await Account();
            var passkey = (await accounts.GetPasskeysAsync(account)).FirstOrDefault(passkey => IdOf(passkey) == id) ?? throw new NotFound("The passkey");
            Must(await accounts.RemovePasskeyAsync(account, passkey.CredentialId));
            audit.Record("passkey.removed", account.Id, passkey.Name ?? "");
            await db.SaveChangesAsync(Cancel);
            Done = Words["passkeys.removed"];
            return RedirectToPage();
        });
    }

    public static string IdOf(UserPasskeyInfo passkey) => WebEncoders.Base64UrlEncode(passkey.CredentialId);

    protected override async Task Load() => Mine = [.. (await accounts.GetPasskeysAsync(await Account())).OrderBy(passkey => passkey.CreatedAt)];

    private async Task<Account> Account() => await accounts.GetUserAsync(User) ?? throw new Forbidden();

    /// <summary>The framework throws when it has asked for no passkey, or too long ago; for the person that is a passkey that does not fit.</summary>
    internal static async Task<T?> Asked<T>(Func<Task<T>> answer)
        where T : class
    {
        try
        {
            return await answer();
        }
        catch (Exception error) when (error is InvalidOperationException { InnerException: null } or ArgumentException or JsonException or FormatException)
        {
            return null;
        }
    }

    private static void Must(IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw new InvalidOperationException(string.Join(' ', result.Errors.Select(error => error.Code)));
        }
    }
}
