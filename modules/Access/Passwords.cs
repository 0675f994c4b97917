using Courses.Access.SignIn;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Microsoft.AspNetCore.Identity;

namespace Courses.Access;

internal static class Passwords
{
    /// <summary>Identity answers with codes; people get the field and a sentence.</summary>
    public static void Require(IdentityResult result, string currentField, string newField, Words words)
    {
        foreach (var error in result.Errors)
        {
            throw error.Code switch
            {
                nameof(IdentityErrorDescriber.PasswordMismatch) => new InvalidField(currentField, words["account.password.wrong"]),
                nameof(IdentityErrorDescriber.PasswordTooShort) => new InvalidField(newField, words["account.password.short"]),
                nameof(IdentityErrorDescriber.PasswordRequiresUniqueChars) => new InvalidField(newField, words["account.password.same"]),
                GuessablePasswords.Code => new InvalidField(newField, words["account.password.guessable"]),
                nameof(IdentityErrorDescriber.InvalidToken) => new RuleBroken("account.link-over"),
                nameof(IdentityErrorDescriber.DuplicateEmail) or nameof(IdentityErrorDescriber.DuplicateUserName) => new RuleBroken("staff.email-taken"),
                nameof(IdentityErrorDescriber.InvalidEmail) or nameof(IdentityErrorDescriber.InvalidUserName) => new InvalidField("Email", words["error.field.email"]),
                nameof(IdentityErrorDescriber.ConcurrencyFailure) => new InvalidField("", words["error.changed-meanwhile"]),
                _ => new InvalidOperationException($"Identity refused with {error.Code}."),
            };
        }
    }
}
