using System.Diagnostics;
using System.Security.Claims;

namespace Courses.Web;

/// <summary>
/// One line a request: the route as we wrote it, never the path as it was asked for. Paths hold pass tokens and ids, queries hold names; the
/// framework's own request lines have both and are switched off.
/// </summary>
internal static partial class RequestLog
{
    public static WebApplicationBuilder AddRequestLog(this WebApplicationBuilder builder)
    {
        builder.Logging
            .AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
            .AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning)
            // These write the data of a failed statement; the failure itself is logged once, where it becomes an answer.
            .AddFilter("Microsoft.EntityFrameworkCore.Update", LogLevel.None)
            .AddFilter("Microsoft.EntityFrameworkCore.Query", LogLevel.None)
            .AddFilter("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.None);
        if (builder.Configuration["COURSES_LOG"] != "text")
        {
            builder.Logging.ClearProviders();
            builder.Logging.AddJsonConsole(options =>
            {
                options.UseUtcTimestamp = true;
                options.TimestampFormat = "O";
                // The framework's scopes hold the path.
                options.IncludeScopes = false;
            });
        }

        return builder;
    }

    public static void UseRequestLog(this WebApplication app)
    {
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Courses.Requests");
        app.Use(async (http, next) =>
        {
            var started = Stopwatch.GetTimestamp();
            var method = http.Request.Method is "GET" or "POST" or "PUT" or "PATCH" or "DELETE" or "HEAD" or "OPTIONS" ? http.Request.Method : "OTHER";
            var route = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText is { } written ? "/" + written.TrimStart('/') : "(none)";
            var span = Activity.Current;
            try
            {
                await next(http);
            }
            finally
            {
                Finished(
                    log,
                    method,
                    route,
                    http.Response.StatusCode,
                    Stopwatch.GetElapsedTime(started).TotalMilliseconds,
                    http.User.FindFirstValue(ClaimTypes.Role) ?? "",
                    span?.TraceId.ToString() ?? http.TraceIdentifier);
                if (span is { IsAllDataRequested: true })
                {
                    // The framework's span knows the method only.
                    span.DisplayName = $"{method} {route}";
                    span.SetTag("http.route", route);
                    span.SetTag("http.response.status_code", http.Response.StatusCode);
                }
            }
        });
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Method} {Route} {Status} in {Milliseconds:0.0} ms, role '{Role}', trace {Trace}")]
    private static partial void Finished(ILogger log, string method, string route, int status, double milliseconds, string role, string trace);
}
