using System.Text;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Reporting.Reports;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Courses.Reporting.Features;

/// <summary>A report of a kind that the city publishes, as a file for programs.</summary>
internal static class ReadPublishedReport
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/published-reports/{kind}/{period}.json", Json).ForAnyone().ExcludeFromDescription();
        app.MapGet("/published-reports/{kind}/{period}.csv", Csv).ForAnyone().ExcludeFromDescription();
    }

    private static async Task Json(string kind, string period, HttpContext http, CoursesDb db)
    {
        var content = await Published(kind, period, db, http.RequestAborted);
        http.Response.ContentType = "application/json; charset=utf-8";
        await http.Response.Body.WriteAsync(content, http.RequestAborted);
    }

    private static async Task Csv(string kind, string period, HttpContext http, CoursesDb db)
    {
        var report = PublicReport.Read(await Published(kind, period, db, http.RequestAborted));
        http.Response.ContentType = "text/csv; charset=utf-8; header=present";
        http.Response.Headers.ContentDisposition = $"attachment; filename={report.Kind}-{report.Period}.csv";
        await using var text = new StreamWriter(http.Response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        await ReadIntegrationReport.Write(report, text);
    }

    /// <summary>The bytes that were published.</summary>
    private static async Task<byte[]> Published(string kind, string period, CoursesDb db, CancellationToken cancel) =>
        kind.Length > 0 && ReportPeriod.Parse(period) is { } of
        && await db.Set<PublishedReport>().Where(row => row.Year == of.Year && row.Kind == kind && row.Period == period && row.WithdrawnAt == null).Select(row => row.Content).SingleOrDefaultAsync(cancel) is { } content
            ? content
            : throw new NotFound("The report");
}
