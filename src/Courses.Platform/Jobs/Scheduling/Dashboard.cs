using Hangfire;
using Hangfire.Dashboard;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Platform.Jobs.Scheduling;

public static class Dashboard
{
    /// <summary>
    /// Hangfire's own pages, for whom the endpoint admits. They keep to the content security policy of every page: their scripts and styles are files of this origin; what they
    /// set by attribute, some colours, the browser leaves out.
    /// </summary>
    public static IEndpointConventionBuilder MapJobDashboard(this IEndpointRouteBuilder app, string path)
    {
        var options = new DashboardOptions
        {
            AppPath = path[..path.LastIndexOf('/')],
            Authorization = [],
            DisplayStorageConnectionString = false,
            DashboardTitle = "Hangfire",
            StatsPollingInterval = 10_000,
        };
        var pages = app.CreateApplicationBuilder()
            .UsePathBase(path)
            .Use(OnlyWithToken)
            .UseMiddleware<AspNetCoreDashboardMiddleware>(app.ServiceProvider.GetRequiredService<JobScheduler>().Store, options, DashboardRoutes.Routes, true)
            .Build();
        return app.MapMethods(path + "/{**page}", [HttpMethods.Get, HttpMethods.Post], pages);
    }

    /// <summary>As every form of ours: a post without the token of the form is refused as such, not as a lack of rights.</summary>
    private static async Task OnlyWithToken(HttpContext http, RequestDelegate next)
    {
        if (!HttpMethods.IsGet(http.Request.Method) && !await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http))
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        await next(http);
    }
}
