using System.Security.Claims;
using Courses.Contracts.Access;
using Courses.Platform.Languages;

namespace Courses.Access.SignIn;

/// <summary>What a newcomer's cookie says: who, and in which language. No name.</summary>
internal static class NewcomerPrincipal
{
    public const string LanguageClaim = "language";
    public const string PassClaim = "pass";

    /// <param name="participantId">Who it is.</param>
    /// <param name="language">What their pages come in.</param>
    /// <param name="passId">The pass that was opened: when it is replaced, the cookie is over.</param>
    public static ClaimsPrincipal Of(Guid participantId, Language language, Guid? passId = null)
    {
        var identity = new ClaimsIdentity(
            [new(ClaimTypes.NameIdentifier, participantId.ToString()), new(ClaimTypes.Role, Roles.Newcomer), new(LanguageClaim, language.Code)],
            SignInSchemes.Newcomer);
        if (passId is not null)
        {
            identity.AddClaim(new(PassClaim, passId.Value.ToString()));
        }

        return new(identity);
    }
}
