using Courses.Access.SignIn;
using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Languages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Access;

public static class AccessModule
{
    public static WebApplicationBuilder AddAccess(this WebApplicationBuilder builder)
    {
        builder.Services
            .AddTables(AccessTables.Configure)
            .AddWords(typeof(AccessModule))
            .AddScoped<IAudit, Audit>()
            .AddStaffAccounts()
            .AddSignIn(builder.Configuration);
        return builder;
    }

    public static IEndpointRouteBuilder MapAccess(this IEndpointRouteBuilder app)
    {
        return app;
    }
}
