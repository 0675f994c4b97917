using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Courses.LanguageCourses;

public static class LanguageCoursesModule
{
    public static WebApplicationBuilder AddLanguageCourses(this WebApplicationBuilder builder)
    {
        return builder;
    }

    public static IEndpointRouteBuilder MapLanguageCourses(this IEndpointRouteBuilder app)
    {
        return app;
    }
}
