using System.Security.Claims;
using Courses.Platform.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Courses.Platform.Users;

/// <summary>
/// What moves money or rights asks for more than a password: whoever does it has signed in with a passkey. <c>COURSES_SECOND_FACTOR=off</c> lets a password do;
/// in Development that is so by itself, since the demo's people have no passkeys.
/// </summary>
public sealed class StrongSignIn(IHttpContextAccessor http, IConfiguration configuration, IHostEnvironment environment)
{
    public const string Passkey = "passkey";

    public bool IsDemanded { get; } = configuration["COURSES_SECOND_FACTOR"] is { } setting ? setting != "off" : !environment.IsDevelopment();

    /// <exception cref="RuleBroken"><c>sign-in.passkey-needed</c></exception>
    public void Demand()
    {
        if (IsDemanded && http.HttpContext?.User.HasClaim(ClaimTypes.AuthenticationMethod, Passkey) != true)
        {
            throw new RuleBroken("sign-in.passkey-needed");
        }
    }
}
