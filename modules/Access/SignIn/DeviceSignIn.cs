using System.Security.Claims;
using System.Text.Encodings.Web;
using Courses.Access.Devices;
using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Courses.Access.SignIn;

/// <summary>
/// <c>Authorization: Bearer</c> with a tablet's credential. It is looked up for each request: a revoked tablet is out with its next one.
/// </summary>
internal sealed class DeviceSignIn(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, DeviceLookup lookup)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(1);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (CredentialHeader.Of(Request, "Bearer") is not { } credential)
        {
            return AuthenticateResult.NoResult();
        }

        var hash = Secrets.HashOf(credential);
        var device = await lookup.Find(hash, Context.RequestAborted);
        if (device is null)
        {
            return AuthenticateResult.Fail("This device is not known or was revoked.");
        }

        var now = TimeProvider.GetUtcNow();
        if (device.LastSeenAt is null || now - device.LastSeenAt >= SeenEvery)
        {
            await Context.RequestServices.GetRequiredService<CoursesDb>().Set<Device>().Where(row => row.Id == device.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.LastSeenAt, now), Context.RequestAborted);
        }

        var identity = new ClaimsIdentity(
            [
                new(ClaimTypes.NameIdentifier, device.Id.ToString()),
                new(ClaimTypes.Name, device.Name),
                new(ClaimTypes.Role, Roles.Tablet),
                new(Caller.OrganisationClaim, device.ProviderId.ToString()),
            ],
            Scheme.Name);
        return AuthenticateResult.Success(new(new ClaimsPrincipal(identity), Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return base.HandleChallengeAsync(properties);
    }
}
