using System.Globalization;
using Courses.Access.SignIn;
using Courses.Access.Tokens;
using Courses.Contracts.Access;
using Courses.Contracts.Messaging;
using Courses.Platform.Database;
using Courses.Platform.Languages;
using Microsoft.AspNetCore.Identity;

namespace Courses.Access;

/// <summary>What a new password does besides, however it was set: tokens that were made under the old one end (its stamp has ended the sign-ins), and the owner is told.</summary>
internal sealed class NewPassword(CoursesDb db, UserManager<Account> accounts, PasswordTries tries, IMessages messages, IAudit audit, Words words, TimeProvider clock)
{
    public const string Letter = "password-changed";

    /// <summary>Sets it for who holds a link, in the caller's unit of work: a lock is over with that. Refused at <paramref name="field"/> when it is a bad one.</summary>
    public async Task Set(Account account, string token, string wanted, string field, CancellationToken cancel)
    {
        Passwords.Require(await accounts.ResetPasswordAsync(account, token, wanted), field, field, words);
        await tries.Forget(account, cancel);
        audit.Record("account.password-set", account.Id);
        await IsSet(account, cancel);
    }

    /// <summary>In the unit of work that sets it.</summary>
    public async Task IsSet(Account account, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await AccessToken.EndAllOf(account.Id, db, now, cancel);
        await messages.QueueForStaff(
            new()
            {
                Email = account.Email!,
                Language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName,
                Kind = Letter,
                OnceKey = $"{Letter}:{account.Id}:{now.UtcTicks}",
                Details = [now.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)],
                Immediate = true,
            },
            cancel);
    }
}
