using System.Security.Claims;
using Courses.Access.SignIn;
using Courses.Contracts.Participants;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Access.Passes;

/// <summary>Whoever finds a lost phone is out as soon as the pass is replaced.</summary>
internal static class PassStillHolds
{
    public static async Task Check(CookieValidatePrincipalContext context)
    {
        if (Guid.TryParse(context.Principal?.FindFirstValue(NewcomerPrincipal.PassClaim), out var passId)
            && !await context.HttpContext.RequestServices.GetRequiredService<IParticipants>().Passes
                .AnyAsync(pass => pass.Id == passId && pass.ReplacedAt == null, context.HttpContext.RequestAborted))
        {
            context.RejectPrincipal();
        }
    }
}
