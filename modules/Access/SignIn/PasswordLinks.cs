using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Courses.Contracts.Access;
using Courses.Contracts.Messaging;
using Courses.Platform.Database;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Courses.Access.SignIn;

/// <summary>
/// The link to a new password, for whoever forgot theirs: by mail, short, and for one time, since it holds the stamp of the account that every new password changes.
/// It is made when the letter goes out, and stored nowhere.
/// </summary>
internal sealed class PasswordLinks(CoursesDb db, UserManager<Account> accounts, IAudit audit, IDataProtectionProvider protection, TimeProvider clock) : ISecretLinks
{
    public const string Letter = "password-link";
    public const string Page = "/account/new-password";
    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(30);

    private readonly IDataProtector protector = protection.CreateProtector("Courses.Access.PasswordLinks");

    public string Kind => Letter;

    public async Task<IReadOnlyDictionary<string, SecretLink>> Make(IReadOnlyCollection<string> emails, CancellationToken cancel)
    {
        var wanted = emails.Select(email => accounts.NormalizeEmail(email)!).Distinct(StringComparer.Ordinal).ToArray();
        var known = await db.Set<Account>().AsNoTracking().Where(account => account.DeactivatedAt == null && EF.Parameter(wanted).Contains(account.NormalizedEmail!))
            .ToDictionaryAsync(account => account.NormalizedEmail!, StringComparer.Ordinal, cancel);
        foreach (var account in known.Values)
        {
            audit.Record("account.link-mailed", account.Id);
        }

        return emails.Where(email => known.ContainsKey(accounts.NormalizeEmail(email)!))
            .ToDictionary(email => email, email => LinkOf(known[accounts.NormalizeEmail(email)!]), StringComparer.Ordinal);
    }

    /// <summary>Whose password the link may set; null when it is over, or none of ours.</summary>
    public async Task<Account?> WhoMay(string token) =>
        Read(token) is [var id, var endsAt, var stamp] && new DateTimeOffset(long.Parse(endsAt, CultureInfo.InvariantCulture), TimeSpan.Zero) > clock.GetUtcNow()
            && await accounts.FindByIdAsync(id) is { DeactivatedAt: null } account && account.SecurityStamp == stamp
            ? account
            : null;

    private SecretLink LinkOf(Account account)
    {
        var content = string.Create(CultureInfo.InvariantCulture, $"{account.Id} {(clock.GetUtcNow() + Lasts).UtcTicks} {account.SecurityStamp}");
        return new(account.Email!, $"{Page}?token={WebEncoders.Base64UrlEncode(protector.Protect(Encoding.UTF8.GetBytes(content)))}");
    }

    private string[]? Read(string token)
    {
        try
        {
            return Encoding.UTF8.GetString(protector.Unprotect(WebEncoders.Base64UrlDecode(token))).Split(' ');
        }
        catch (Exception error) when (error is CryptographicException or FormatException or ArgumentException)
        {
            return null;
        }
    }
}
