using Courses.Contracts.Timetable;
using Courses.Platform.Database;
using Courses.Platform.Languages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Timetable;

public static class TimetableModule
{
    public static WebApplicationBuilder AddTimetable(this WebApplicationBuilder builder)
    {
        builder.Services.AddTables(TimetableTables.Configure).AddWords(typeof(TimetableModule));
        builder.Services.AddScoped<ITimetable, TimetableContract>();
        return builder;
    }

    public static IEndpointRouteBuilder MapTimetable(this IEndpointRouteBuilder app)
    {
        return app;
    }
}
