using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Jobs.Scheduling;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Courses.Web.Printing;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Courses.Web;

/// <summary>What surrounds every page and endpoint: errors, languages, sign-in, static files, health.</summary>
internal static class Shell
{
    /// <summary>Where Hangfire's own pages stand.</summary>
    public const string JobDashboard = "/admin/jobs/hangfire";

    private const string Ready = "ready";

    public static WebApplicationBuilder AddShell(this WebApplicationBuilder builder)
    {
        builder.AddRequestLog();
        builder.AddSafety();
        Telemetry.Add(builder);
        builder.Services.AddWords(typeof(Shell));
        builder.Services.AddPages();
        builder.Services.AddPdfPages();
        builder.Services.AddNavigation(new NavigationItem("/imports", "nav.imports", "upload", 80, Roles.Coach, Roles.ProviderManager, Roles.Administrator));
        builder.Services.AddNavigation(new NavigationItem("/admin/jobs", "nav.jobs", "job", 90, Roles.Administrator));
        // Newcomers pay for every byte. Safe over TLS: the tokens of forms are masked anew in each answer, and no page repeats its input beside another secret.
        builder.Services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = ["text/html", .. Compression.OfOData];
        });
        builder.Services.AddSingleton<IResponseCompressionProvider, Compression>();
        builder.Services.AddOpenApi();
        builder.Services.AddHealthChecks().AddCheck<DatabaseHealth>("database", tags: [Ready]).AddCheck<JobsHealth>("jobs", tags: [Ready]);

        // What carries no audience is closed to everybody: forgetting it shows at the first call. What does not exist is a 404.
        builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(
            new AuthorizationPolicyBuilder().RequireAssertion(asked => asked.Resource is HttpContext http && http.GetEndpoint() is null).Build());
        return builder;
    }

    public static void UseShell(this WebApplication app)
    {
        // It says which languages it learned, and what of a translation it cannot read.
        _ = app.Services.GetRequiredService<Words>();
        app.Use(HeadAnswersAsGet);
        app.UseRouting();
        app.UseSafety();
        app.UseRequestLog();
        app.UseResponseCompression();
        // What goes wrong is logged by Problems, once and without personal data.
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandlingPath = "/error", SuppressDiagnosticsCallback = _ => true });
        // People see a page, programs a ProblemDetails body.
        app.UseStatusCodePagesWithReExecute("/error/{0}");
        app.UseStatusCodePages(context => Problems.IsForPeople(context.HttpContext) ? Task.CompletedTask : Problems.WriteStatus(context.HttpContext));
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseRequestLocalization();
        app.UseAuthorization();
        app.UseReadCopy();
        app.UseAntiforgery();
        app.UsePdfPages();
    }

    public static void MapShell(this WebApplication app)
    {
        app.MapStaticAssets().ForAnyone();

        // Pages name style and scripts by their content: a published build lets a browser keep them for a year.
        app.MapRazorPages().WithStaticAssets();
        var description = app.MapOpenApi();
        if (app.Environment.IsDevelopment())
        {
            description.ForAnyone();
        }
        else
        {
            description.For(Roles.Administrator, Roles.Auditor, Roles.Coach, Roles.ProviderManager);
        }

        app.MapHealthChecks("/health/live", new() { Predicate = _ => false }).ForAnyone();
        app.MapHealthChecks("/health/ready", new() { Predicate = check => check.Tags.Contains(Ready), ResponseWriter = Reasons }).ForAnyone();
        app.MapJobDashboard(JobDashboard).For(Roles.Administrator);
    }
    /// <summary>
    /// Calendars, spreadsheets and link checkers ask with HEAD first. A page answers that by itself, an endpoint knows GET only: so it is asked as GET, and what it writes goes nowhere.
    /// </summary>
    private static Task HeadAnswersAsGet(HttpContext http, RequestDelegate next)
    {
        if (HttpMethods.IsHead(http.Request.Method))
        {
            http.Request.Method = HttpMethods.Get;
            http.Response.Body = Stream.Null;
        }

        return next(http);
    }

    /// <summary>The status as one word, as ever, and below it what is not as it should be.</summary>
    private static Task Reasons(HttpContext http, HealthReport report)
    {
        http.Response.ContentType = "text/plain";
        return http.Response.WriteAsync(string.Join('\n', [report.Status.ToString(), .. report.Entries.Where(entry => entry.Value.Status != HealthStatus.Healthy).Select(entry => $"{entry.Key}: {entry.Value.Description}")]));
    }
}
