using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Courses.Reporting;

public static class ReportingModule
{
    public static WebApplicationBuilder AddReporting(this WebApplicationBuilder builder)
    {
        return builder;
    }

    public static IEndpointRouteBuilder MapReporting(this IEndpointRouteBuilder app)
    {
        return app;
    }
}
