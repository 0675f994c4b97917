using System.Security.Claims;
using Courses.Access.SignIn;
using Courses.Contracts.Participants;
using Courses.Platform.Languages;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Access.Passes;

/// <summary>The language that the coach wrote down for this person: from the cookie once it is open, from the pass while it is being opened.</summary>
internal sealed class PersonsLanguage : RequestCultureProvider
{
    public override async Task<ProviderCultureResult?> DetermineProviderCultureResult(HttpContext httpContext)
    {
        var code = httpContext.User.FindFirstValue(NewcomerPrincipal.LanguageClaim);
        if (httpContext.Request.Path.StartsWithSegments("/p", StringComparison.OrdinalIgnoreCase, out var rest) && rest.Value is { Length: > 1 } token)
        {
            var participants = httpContext.RequestServices.GetRequiredService<IParticipants>();
            if (await participants.FindPass(token[1..], httpContext.RequestAborted) is { } pass)
            {
                code = await participants.People.Where(person => person.Id == pass.ParticipantId).Select(person => person.Language).SingleOrDefaultAsync(httpContext.RequestAborted);
            }
        }

        return code is null ? null : new(Language.Of(code).Code);
    }
}
