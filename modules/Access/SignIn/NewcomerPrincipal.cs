using System.Security.Claims;
using Courses.Contracts.Access;
using Courses.Platform.Languages;

namespace Courses.Access.SignIn;

/// <summary>What a newcomer's cookie says: who, and in which language. No name.</summary>
internal static class NewcomerPrincipal
{
    public const string LanguageClaim = "language";

    public static ClaimsPrincipal Of(Guid participantId, Language language) => new(new ClaimsIdentity(
        [new(ClaimTypes.NameIdentifier, participantId.ToString()), new(ClaimTypes.Role, Roles.Newcomer), new(LanguageClaim, language.Code)],
        SignInSchemes.Newcomer));
}
