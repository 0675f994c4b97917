using Courses.Access.Passes;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Localization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Access.SignIn;

/// <summary>The ways of signing in, and which one a request uses.</summary>
internal static class SignInSchemes
{
    public const string Choose = "choose";
    public const string Newcomer = "newcomer";
    public const string Device = "device";
    public const string Token = "token";
    private const string StaffCookie = "courses.staff";
    private const string NewcomerCookie = "courses.newcomer";
    public const string None = "none";
    public const string BasicChallenge = "Basic realm=\"Courses\", charset=\"UTF-8\"";

    /// <summary>Staff: Identity's own scheme, so that its managers find it.</summary>
    public static string Staff => IdentityConstants.ApplicationScheme;

    public static IServiceCollection AddSignIn(this IServiceCollection services, IConfiguration configuration)
    {
        var secure = configuration["COURSES_PUBLIC_URL"]?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) == true
            ? CookieSecurePolicy.Always
            : CookieSecurePolicy.SameAsRequest;
        services.AddAuthentication(Choose)
            .AddScheme<AuthenticationSchemeOptions, DeviceSignIn>(Device, null, null)
            .AddScheme<AuthenticationSchemeOptions, TokenSignIn>(Token, null, null)
            .AddScheme<AuthenticationSchemeOptions, NoSignIn>(None, null, null)
            .AddPolicyScheme(Choose, null, options => options.ForwardDefaultSelector = Of)
            .AddCookie(Staff, options =>
            {
                options.Cookie.Name = StaffCookie;
                options.Cookie.SecurePolicy = secure;
                options.Cookie.SameSite = SameSiteMode.Lax;
                options.ExpireTimeSpan = StandingSignIn.LongestForStaff;
                options.LoginPath = "/sign-in";
                options.ReturnUrlParameter = "back";
                Stands(options);
                options.Events.OnRedirectToLogin = context => Answer(context, StatusCodes.Status401Unauthorized);
                options.Events.OnRedirectToAccessDenied = context => Answer(context, StatusCodes.Status403Forbidden);
            })
            .AddCookie(IdentityConstants.TwoFactorUserIdScheme, options =>
            {
                // Between a question to a passkey and its answer.
                options.Cookie.Name = "courses.passkey";
                options.Cookie.SecurePolicy = secure;
                options.Cookie.SameSite = SameSiteMode.Strict;
                options.ExpireTimeSpan = TimeSpan.FromMinutes(5);
            })
            .AddCookie(Newcomer, options =>
            {
                options.Cookie.Name = NewcomerCookie;

                // A week longer than the sign-in: whose it was is known when a form comes after its end.
                options.Cookie.MaxAge = TimeSpan.FromDays(37);
                options.Cookie.SecurePolicy = secure;
                options.Cookie.SameSite = SameSiteMode.Lax;
                options.ExpireTimeSpan = TimeSpan.FromDays(30);
                options.LoginPath = "/p";
                options.ReturnUrlParameter = "back";
                Stands(options);
                options.Events.OnRedirectToLogin = context => Answer(context, StatusCodes.Status401Unauthorized);
                options.Events.OnRedirectToAccessDenied = context => Answer(context, StatusCodes.Status403Forbidden);
            });

        // The person's own language, unless they chose another on this phone. A link in a letter says which language the letter is in.
        services.PostConfigure<RequestLocalizationOptions>(options =>
        {
            IRequestCultureProvider[] choices = [new QueryStringRequestCultureProvider { Options = options }, new CookieRequestCultureProvider { Options = options }, new PersonsLanguage(), new AcceptLanguageHeaderRequestCultureProvider { Options = options }];
            options.RequestCultureProviders = [new StaffPagesLanguage(choices), .. choices];
        });
        services.AddDataProtection().SetApplicationName("courses");
        services.AddOptions<KeyManagementOptions>().Configure<IServiceScopeFactory>((options, scopes) => options.XmlRepository = new ProtectionKeys(scopes));
        services.Configure<AntiforgeryOptions>(options =>
        {
            options.Cookie.Name = "courses.form";
            options.Cookie.SecurePolicy = secure;
        });
        return services;
    }

    private static void Stands(CookieAuthenticationOptions options)
    {
        options.Events.OnSigningIn = StandingSignIn.Begin;
        options.Events.OnSigningOut = StandingSignIn.End;
        options.Events.OnValidatePrincipal = StandingSignIn.Check;
    }

    /// <summary>The scheme by what the request carries, else by whose pages it asks for.</summary>
    private static string Of(HttpContext http)
    {
        if (http.Features.Get<IExceptionHandlerFeature>() is not null)
        {
            return None;
        }

        if (CredentialHeader.Of(http.Request, "Bearer") is not null)
        {
            return Device;
        }

        if (CredentialHeader.Of(http.Request, "Basic") is not null)
        {
            return Token;
        }

        // An error page is shown to the same person who asked for the page that failed.
        var path = new PathString(http.Features.Get<IStatusCodeReExecuteFeature>()?.OriginalPath ?? http.Request.Path.Value);
        return Under(path, "/my") || Under(path, "/p") || Under(path, "/api/my") || OnlyNewcomer(http, path) ? Newcomer : Staff;
    }

    /// <summary>Programs get the status; Excel and Power BI learn from the challenge that a token will do; people are led to the sign-in.</summary>
    private static Task Answer(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        var path = context.Request.Path;
        if (status == StatusCodes.Status401Unauthorized && !Under(path, "/api") && !Under(path, "/odata"))
        {
            if (KeptForms.HasForm(context.Request))
            {
                // The browser sends the form there once more, so that what was typed is not lost.
                var back = "?back=" + Uri.EscapeDataString(path + context.Request.QueryString);
                var whose = context.Options.LoginPath == KeptForms.NewcomerPage ? context.HttpContext.RequestServices.GetRequiredService<KeptForms>().Whose(context.HttpContext, context.Options) : null;
                context.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
                context.Response.Headers.Location = context.Options.LoginPath == KeptForms.NewcomerPage
                    ? $"{context.Request.PathBase}{KeptForms.NewcomerPage}{back}&whose={whose}"
                    : $"{context.Request.PathBase}{KeptForms.Page}{back}";
                return Task.CompletedTask;
            }

            context.Response.Redirect(context.RedirectUri);
            return Task.CompletedTask;
        }

        if (status == StatusCodes.Status401Unauthorized && Under(path, "/odata"))
        {
            context.Response.Headers.WWWAuthenticate = BasicChallenge;
        }

        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    /// <summary>Some of the API, the choice of a language and the leaflets serve staff and newcomers alike; there the cookie tells who asks.</summary>
    private static bool OnlyNewcomer(HttpContext http, PathString path) =>
        (Under(path, "/api") || Under(path, "/language") || Under(path, "/leaflets")) && http.Request.Cookies.ContainsKey(NewcomerCookie) && !http.Request.Cookies.ContainsKey(StaffCookie);

    private static bool Under(PathString path, string start) => path.StartsWithSegments(start, StringComparison.OrdinalIgnoreCase);
}
