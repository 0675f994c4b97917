using System.Text;
using System.Text.Encodings.Web;
using Courses.Access.Tokens;
using Courses.Platform.Database;
using Courses.Platform.Languages;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Courses.Access.SignIn;

/// <summary>
/// <c>Authorization: Basic</c> with the account's e-mail and a personal token, which is what Excel and Power BI can send.
/// It opens OData for reading and nothing else; the password itself is never taken here.
/// </summary>
internal sealed class TokenSignIn(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    CoursesDb db,
    ILookupNormalizer normalizer,
    AccountClaims claims)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private static readonly TimeSpan UsedEvery = TimeSpan.FromMinutes(1);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (CredentialHeader.Of(Request, "Basic") is not { } encoded)
        {
            return AuthenticateResult.NoResult();
        }

        // OData answers other methods than reading by itself: with a good token that is no question of the token.
        if (!Request.Path.StartsWithSegments("/odata", StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.Fail("A token reads OData and nothing else.");
        }

        if (Decode(encoded) is not [var email, var token])
        {
            return AuthenticateResult.Fail("The header cannot be read.");
        }

        if (!Letters.AreReadable(email))
        {
            return AuthenticateResult.Fail("This is no e-mail address.");
        }

        var now = TimeProvider.GetUtcNow();
        var hash = Secrets.HashOf(token);
        var normalized = normalizer.NormalizeEmail(email);
        var found = await (
            from row in db.Set<AccessToken>().AsNoTracking()
            join account in db.Set<Account>().AsNoTracking() on row.AccountId equals account.Id
            where row.TokenHash == hash && row.RevokedAt == null && row.ExpiresAt > now && account.NormalizedEmail == normalized && account.DeactivatedAt == null
            select new { row.Id, row.LastUsedAt, Account = account, Roles = account.Roles.Where(role => role.WaitsSince == null).ToList() }).SingleOrDefaultAsync(Context.RequestAborted);
        if (found is null)
        {
            return AuthenticateResult.Fail("This token is not known or is over.");
        }

        if (found.LastUsedAt is null || now - found.LastUsedAt >= UsedEvery)
        {
            await db.Set<AccessToken>().Where(row => row.Id == found.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.LastUsedAt, now), Context.RequestAborted);
        }

        return AuthenticateResult.Success(new(claims.Of(found.Account, found.Roles), Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = SignInSchemes.BasicChallenge;
        return base.HandleChallengeAsync(properties);
    }

    private static string[] Decode(string encoded)
    {
        var bytes = new byte[encoded.Length];
        return Convert.TryFromBase64String(encoded, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2) : [];
    }
}
