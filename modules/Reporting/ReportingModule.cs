using Courses.Contracts.Access;
using Courses.Contracts.Messaging;
using Courses.Platform.Database;
using Courses.Platform.Jobs;
using Courses.Platform.Kept;
using Courses.Platform.Languages;
using Courses.Platform.Web;
using Courses.Platform.Work;
using Courses.Reporting.Features;
using Courses.Reporting.Reports;
using Courses.Reporting.Sets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Reporting;

public static class ReportingModule
{
    public static WebApplicationBuilder AddReporting(this WebApplicationBuilder builder)
    {
        builder.Services
            .AddTables(Export.Tables)
            .AddTables(DeliveredReport.Tables)
            .AddTables(PublishedReport.Tables)
            .AddTables(IndicatorTerms.Tables)
            .AddTables(ReportTemplate.Tables)
            .AddTables(AddedUp.Tables)
            .AddTables(AddedUpClass.Tables)
            .AddTables(AddedUpWeek.Tables)
            .AddTables(AddedUpPeople.Tables)
            .AddWords(typeof(ReportingModule))
            .AddScoped<ReportRows>()
            .AddScoped<ReportFacts>()
            .AddScoped<PlannedMonths>()
            .AddScoped<IStartPieces, StartPieces>()
            .AddScoped<MakeReport>()
            .AddScoped<CountIndicators>()
            .AddScoped<ReportTemplates>()
            .AddScoped<CountPlan>()
            .AddScoped<CountFigures>()
            .AddScoped<DeliverReport>()
            .AddScoped<PublishReport>()
            .AddWork<ExportRows>(ExportRows.Name, new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30)), turn: "exports")
            .AddWork<WriteToAll>(WriteToAll.Name, new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30)))
            .AddRetention("exports", new(Days: (int)ExportRows.KeptFor(builder.Configuration).TotalDays), (db, day) => db.Set<Export>().Where(row => row.AskedAt < day.Since).OrderBy(row => row.AskedAt))
            .AddJob<AddUpAttendance>(AddUpAttendance.Name, JobSchedule.Every(TimeSpan.FromMinutes(30)))
            .AddSingleton(new MessageKind(ExportRows.Letter) { ForStaff = true, Example = ["AttendanceMarks", "6000000", "7"] })
            .AddSingleton(new MessageKind(WriteToAll.Letter) { Example = [new GivenReason("reason.to-all.call-us", "Bitte bringen Sie Ihren Pass mit.", "de").AsDetail()] })
            .AddNavigation(
                new NavigationItem("/admin", "nav.dashboard", "chart", 10, Roles.Administrator, Roles.Auditor),
                new NavigationItem("/admin/reports", "nav.reports", "print", 80, Roles.Administrator, Roles.Auditor),
                new NavigationItem("/admin/exports", "nav.exports", "download", 85, Roles.Administrator, Roles.Auditor));
        return builder;
    }

    public static IEndpointRouteBuilder MapReporting(this IEndpointRouteBuilder app)
    {
        ReadOData.Map(app);
        DownloadReport.Map(app);
        DownloadTemplateReport.Map(app);
        DownloadIndicators.Map(app);
        ReadPublishedReport.Map(app);
        ExportRows.Map(app);
        return app;
    }
}
