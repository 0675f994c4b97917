using Courses.Contracts.LanguageCourses;
using Courses.Platform.Database;
using Courses.Platform.Languages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.LanguageCourses;

public static class LanguageCoursesModule
{
    public static WebApplicationBuilder AddLanguageCourses(this WebApplicationBuilder builder)
    {
        builder.Services.AddTables(LanguageCoursesTables.Configure).AddWords(typeof(LanguageCoursesModule));
        builder.Services.AddScoped<ILanguageCourses, LanguageCoursesContract>();
        return builder;
    }

    public static IEndpointRouteBuilder MapLanguageCourses(this IEndpointRouteBuilder app)
    {
        return app;
    }
}
