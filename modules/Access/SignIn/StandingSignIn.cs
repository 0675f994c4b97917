using System.Security.Claims;
using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Platform.Database;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Courses.Access.SignIn;

/// <summary>
/// One sign-in of a person on one device. The cookie only names this row: what ends here, by signing out, by a changed role or password, by a closed account or a
/// replaced pass, is over for every copy of the cookie at the next request, on every node.
/// </summary>
internal sealed class StandingSignIn
{
    public const string Claim = "sign-in";
    public static readonly TimeSpan LongestForStaff = TimeSpan.FromHours(12);
    public static readonly TimeSpan LongestForNewcomers = TimeSpan.FromDays(180);

    public Guid Id { get; private set; }

    /// <summary>The account, or the participant.</summary>
    public required Guid WhoId { get; init; }

    /// <summary>The pass that was opened; null for staff.</summary>
    public Guid? PassId { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>However busy the person is, they sign in anew after this.</summary>
    public required DateTimeOffset EndsAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public static async Task Begin(CookieSigningInContext context)
    {
        var services = context.HttpContext.RequestServices;
        var (db, now) = (services.GetRequiredService<CoursesDb>(), services.GetRequiredService<TimeProvider>().GetUtcNow());
        await End(context.HttpContext, context.HttpContext.User, now);
        Add(db, context.Principal!, now, context.Principal!.IsInRole(Roles.Newcomer) ? LongestForNewcomers : LongestForStaff);
        await db.SaveChangesAsync(context.HttpContext.RequestAborted);
    }

    /// <summary>Writes the row with the next save, and its id into the principal.</summary>
    public static void Add(CoursesDb db, ClaimsPrincipal principal, DateTimeOffset now, TimeSpan longest)
    {
        var pass = principal.FindFirstValue(NewcomerPrincipal.PassClaim);
        var signIn = new StandingSignIn
        {
            WhoId = Guid.Parse(principal.FindFirstValue(ClaimTypes.NameIdentifier)!),
            PassId = pass is null ? null : Guid.Parse(pass),
            StartedAt = now,
            EndsAt = now + longest,
        };
        db.Add(signIn);
        ((ClaimsIdentity)principal.Identity!).AddClaim(new(Claim, signIn.Id.ToString()));
    }

    /// <summary>Signing out: the row ends, and with it whoever kept a copy of the cookie.</summary>
    public static async Task End(CookieSigningOutContext context)
    {
        var now = context.HttpContext.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        var signedIn = await context.HttpContext.AuthenticateAsync(context.Scheme.Name);
        await End(context.HttpContext, signedIn.Principal, now);
    }

    /// <summary>Asked at each request, by one statement. A cookie that is over is deleted, and the person is led to the sign-in.</summary>
    public static async Task Check(CookieValidatePrincipalContext context)
    {
        var services = context.HttpContext.RequestServices;
        var (db, now) = (services.GetRequiredService<CoursesDb>(), services.GetRequiredService<TimeProvider>().GetUtcNow());
        if (!Guid.TryParse(context.Principal?.FindFirstValue(Claim), out var id) || !await (context.Scheme.Name == SignInSchemes.Newcomer ? OfNewcomer() : OfStaff()))
        {
            context.RejectPrincipal();
            context.Options.CookieManager.DeleteCookie(context.HttpContext, context.Options.Cookie.Name!, context.Options.Cookie.Build(context.HttpContext));
        }

        Task<bool> OfStaff()
        {
            var stamp = context.Principal!.FindFirstValue(services.GetRequiredService<IOptions<IdentityOptions>>().Value.ClaimsIdentity.SecurityStampClaimType);
            return (
                from signIn in db.Set<StandingSignIn>()
                join account in db.Set<Account>() on signIn.WhoId equals account.Id
                where signIn.Id == id && signIn.EndedAt == null && signIn.EndsAt > now && account.SecurityStamp == stamp && account.DeactivatedAt == null
                select signIn.Id).AnyAsync(context.HttpContext.RequestAborted);
        }

        Task<bool> OfNewcomer()
        {
            var passes = services.GetRequiredService<IParticipants>().Passes;
            return db.Set<StandingSignIn>().AnyAsync(
                signIn => signIn.Id == id && signIn.EndedAt == null && signIn.EndsAt > now
                    && (signIn.PassId == null || passes.Any(pass => pass.Id == signIn.PassId && pass.ParticipantId == signIn.WhoId && pass.ReplacedAt == null)),
                context.HttpContext.RequestAborted);
        }
    }

    private static async Task End(HttpContext http, ClaimsPrincipal? principal, DateTimeOffset now)
    {
        if (Guid.TryParse(principal?.FindFirstValue(Claim), out var id))
        {
            await http.RequestServices.GetRequiredService<CoursesDb>().Set<StandingSignIn>().Where(row => row.Id == id && row.EndedAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.EndedAt, now), http.RequestAborted);
        }
    }
}
