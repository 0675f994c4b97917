using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Courses.Orientation;

public static class OrientationModule
{
    public static WebApplicationBuilder AddOrientation(this WebApplicationBuilder builder)
    {
        return builder;
    }

    public static IEndpointRouteBuilder MapOrientation(this IEndpointRouteBuilder app)
    {
        return app;
    }
}
