using System.Globalization;
using Courses.Access.Tokens;
using Courses.Contracts.Messaging;
using Courses.Platform.Database;

namespace Courses.Access;

/// <summary>What a new password does besides, however it was set: tokens that were made under the old one end (its stamp has ended the sign-ins), and the owner is told.</summary>
internal sealed class NewPassword(CoursesDb db, IMessages messages, TimeProvider clock)
{
    public const string Letter = "password-changed";

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
