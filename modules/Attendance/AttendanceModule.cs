using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Courses.Attendance;

public static class AttendanceModule
{
    public static WebApplicationBuilder AddAttendance(this WebApplicationBuilder builder)
    {
        return builder;
    }

    public static IEndpointRouteBuilder MapAttendance(this IEndpointRouteBuilder app)
    {
        return app;
    }
}
