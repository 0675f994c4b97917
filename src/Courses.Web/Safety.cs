using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Courses.Platform.Languages;
using Microsoft.AspNetCore.HttpOverrides;

namespace Courses.Web;

/// <summary>What keeps a browser, a proxy and a stranger from doing harm.</summary>
internal static class Safety
{
    private const string Guessable = "guessable";

    public static WebApplicationBuilder AddSafety(this WebApplicationBuilder builder)
    {
        // The proxy in front says who really asked, and whether over TLS. Only proxies that we name are believed.
        builder.Services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            foreach (var proxy in (builder.Configuration["COURSES_PROXIES"] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(proxy.Contains('/', StringComparison.Ordinal) ? proxy : $"{proxy}/{(IPAddress.Parse(proxy).GetAddressBytes().Length * 8).ToString(CultureInfo.InvariantCulture)}"));
            }
        });
        builder.Services.AddHsts(options => options.MaxAge = TimeSpan.FromDays(365));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // Lists of 10,000 rows fit; a page that takes more says so itself.
            kestrel.Limits.MaxRequestBodySize = 10 * 1024 * 1024;
            // Power Query writes a list of values into the address. OData takes 64 KiB of it and says so when it is more.
            kestrel.Limits.MaxRequestLineSize = 128 * 1024;
        });

        // What locks an account or a pass stands in the database and holds for all nodes; this only slows down whoever tries many of them at one node.
        // Many newcomers share the address of a centre or a phone network, so it is generous.
        var perMinute = builder.Configuration.GetValue("COURSES_GUESSES_PER_MINUTE", 300);
        builder.Services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.OnRejected = (context, _) =>
            {
                context.HttpContext.Response.Headers.RetryAfter = "60";
                return ValueTask.CompletedTask;
            };
            options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http => IsGuess(http.Request)
                ? RateLimitPartition.GetFixedWindowLimiter(
                    $"{Guessable}:{http.Connection.RemoteIpAddress}", _ => new() { PermitLimit = perMinute, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 })
                : RateLimitPartition.GetNoLimiter("others"));
        });
        return builder;
    }

    public static void UseSafety(this WebApplication app)
    {
        app.UseForwardedHeaders();
        if (Uri.TryCreate(app.Configuration["COURSES_PUBLIC_URL"], UriKind.Absolute, out var address))
        {
            app.Use((http, next) => AtPublicAddress(http, next, address));
        }

        if (!app.Environment.IsDevelopment())
        {
            app.UseHsts();
        }

        app.Use((http, next) =>
        {
            // Late, because the error handler starts its answer afresh.
            http.Response.OnStarting(() =>
            {
                Protect(http);
                return Task.CompletedTask;
            });
            return next(http);
        });
    }

    /// <summary>
    /// What stands in redirects and next links is the public address, whatever a client or a proxy writes into Host. Where that is https, only who came over TLS is served: the cookies of forms would go nowhere otherwise.
    /// </summary>
    private static Task AtPublicAddress(HttpContext http, RequestDelegate next, Uri address)
    {
        // Whoever watches the node asks it from inside.
        if (http.Request.Path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase))
        {
            return next(http);
        }

        if (address.Scheme == Uri.UriSchemeHttps && !http.Request.IsHttps)
        {
            http.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
            http.Response.ContentType = "text/plain; charset=utf-8";
            return http.Response.WriteAsync(http.RequestServices.GetRequiredService<Words>().Say("error.no-tls", address.GetLeftPart(UriPartial.Authority)));
        }

        http.Request.Host = new(address.Authority);
        return next(http);
    }

    private static void Protect(HttpContext http)
    {
        var headers = http.Response.Headers;
        // The register and the coach's desk read QR codes with WebAssembly where the browser cannot.
        var scans = http.Request.Path.StartsWithSegments("/register", StringComparison.OrdinalIgnoreCase) || http.Request.Path.Equals("/coach", StringComparison.OrdinalIgnoreCase);
        var scripts = scans ? "'self' 'wasm-unsafe-eval'" : "'self'";

        // The charts of Hangfire's first page write one style sheet into the page; it is let in by its content.
        var styles = (http.Request.PathBase + http.Request.Path).StartsWithSegments(Shell.JobDashboard, StringComparison.OrdinalIgnoreCase) ? "'self' 'sha256-z7zcnw/4WalZqx+PrNaRnoeLz/G9WXuFqV1WCJ129sg='" : "'self'";
        headers.ContentSecurityPolicy =
            $"default-src 'self'; script-src {scripts}; style-src {styles}; img-src 'self' data: blob:; media-src 'self' blob:; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        if (!headers.ContainsKey("Referrer-Policy"))
        {
            headers["Referrer-Policy"] = "same-origin";
        }

        headers["Permissions-Policy"] = "camera=(self), geolocation=(self), microphone=(), payment=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";

        // What was made for one person is kept by no cache on the way, and not shown by the back button after signing out.
        if (http.User.Identity?.IsAuthenticated == true && headers.CacheControl.Count == 0)
        {
            headers.CacheControl = "no-store";
        }
    }

    private static bool IsGuess(HttpRequest request) =>
        request.Path.StartsWithSegments("/p", StringComparison.OrdinalIgnoreCase)
        || request.Path.StartsWithSegments("/calendar", StringComparison.OrdinalIgnoreCase)
        || (HttpMethods.IsPost(request.Method)
            && (request.Path.StartsWithSegments("/sign-in", StringComparison.OrdinalIgnoreCase)
                || request.Path.StartsWithSegments("/account/invited", StringComparison.OrdinalIgnoreCase)
                || request.Path.StartsWithSegments("/account/forgotten", StringComparison.OrdinalIgnoreCase)
                || request.Path.StartsWithSegments("/account/new-password", StringComparison.OrdinalIgnoreCase)
                || request.Path.StartsWithSegments("/api/devices/enrol", StringComparison.OrdinalIgnoreCase)));
}
