using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Courses.Timetable;

public static class TimetableModule
{
    public static WebApplicationBuilder AddTimetable(this WebApplicationBuilder builder)
    {
        return builder;
    }

    public static IEndpointRouteBuilder MapTimetable(this IEndpointRouteBuilder app)
    {
        return app;
    }
}
