using Courses.Platform.Users;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Attendance.Features;

/// <summary>The application for tablets. It holds nothing about anybody, so everybody may load it; what it asks the server for is another matter.</summary>
internal static class OpenRegisterApp
{
    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/register/", Page).ForAnyone().ExcludeFromDescription();

    private static IResult Page(HttpContext http)
    {
        // The scope of its service worker ends with the slash.
        if (!http.Request.Path.Value!.EndsWith('/'))
        {
            return Results.Redirect("/register/" + http.Request.QueryString);
        }

        var page = http.RequestServices.GetRequiredService<IWebHostEnvironment>().WebRootFileProvider.GetFileInfo("register/index.html");
        http.Response.Headers.CacheControl = "no-cache";
        return page.Exists ? Results.Stream(page.CreateReadStream(), "text/html; charset=utf-8") : Results.NotFound();
    }
}
