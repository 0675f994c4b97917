using Courses.Contracts.Access;
using Courses.Platform.Languages;
using Courses.Platform.Web;
using Courses.Reporting.Features;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Courses.Reporting;

public static class ReportingModule
{
    public static WebApplicationBuilder AddReporting(this WebApplicationBuilder builder)
    {
        builder.Services
            .AddWords(typeof(ReportingModule))
            .AddNavigation(
                new NavigationItem("/admin", "nav.dashboard", "chart", 10, Roles.Administrator, Roles.Auditor),
                new NavigationItem("/admin/reports", "nav.reports", "print", 80, Roles.Administrator, Roles.Auditor));
        return builder;
    }

    public static IEndpointRouteBuilder MapReporting(this IEndpointRouteBuilder app)
    {
        ReadOData.Map(app);
        FunderReport.Map(app);
        return app;
    }
}
