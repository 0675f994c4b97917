using Courses.Attendance.Features;
using Courses.Contracts.Attendance;
using Courses.Platform.Database;
using Courses.Platform.Languages;
using Courses.Platform.Validation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Attendance;

public static class AttendanceModule
{
    public static WebApplicationBuilder AddAttendance(this WebApplicationBuilder builder)
    {
        builder.Services
            .AddTables(AttendanceTables.Configure)
            .AddWords(typeof(AttendanceModule))
            .AddScoped<IAttendance, AttendanceAnswers>()
            .AddScoped(services => ActivatorUtilities.CreateInstance<RegisterBook>(services))
            .AddScoped<Recorders>()
            .AddScoped(services => ActivatorUtilities.CreateInstance<ReceiveFacts>(services))
            .AddScoped(services => ActivatorUtilities.CreateInstance<GetRoster>(services))
            .AddScoped(services => ActivatorUtilities.CreateInstance<SignOffRegister>(services));
        return builder;
    }

    public static IEndpointRouteBuilder MapAttendance(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/attendance").AddEndpointFilterFactory(RequestValidation.Filter);
        ReceiveFacts.Map(api);
        GetRoster.Map(api);
        SignOffRegister.Map(api);
        return app;
    }
}
