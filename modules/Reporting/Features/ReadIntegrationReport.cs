using System.Text;
using Courses.OData;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Reporting.Reports;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Courses.Reporting.Features;

/// <summary>The public integration report of a year as a file for programs.</summary>
internal static class ReadIntegrationReport
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/integration-report/{year:int}.json", Json).ForAnyone().ExcludeFromDescription();
        app.MapGet("/integration-report/{year:int}.csv", Csv).ForAnyone().ExcludeFromDescription();
    }

    /// <summary>The bytes that were published.</summary>
    public static async Task<byte[]> Published(CoursesDb db, int year, CancellationToken cancel) =>
        await db.Set<PublishedReport>().Where(row => row.Year == year && row.Kind == "" && row.WithdrawnAt == null).Select(row => row.Content).SingleOrDefaultAsync(cancel) ?? throw new NotFound("The report");

    private static async Task Json(int year, HttpContext http, CoursesDb db)
    {
        var content = await Published(db, year, http.RequestAborted);
        http.Response.ContentType = "application/json; charset=utf-8";
        await http.Response.Body.WriteAsync(content, http.RequestAborted);
    }

    private static async Task Csv(int year, HttpContext http, CoursesDb db)
    {
        var report = PublicReport.Read(await Published(db, year, http.RequestAborted));
        http.Response.ContentType = "text/csv; charset=utf-8; header=present";
        http.Response.Headers.ContentDisposition = $"attachment; filename=integration-report-{report.Period}.csv";
        await using var text = new StreamWriter(http.Response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        await Write(report, text);
    }

    public static async Task Write(PublicReport report, TextWriter text)
    {
        await CsvLine.Write(text, ["table", "key", "name", "measure", "unit", "value"]);
        foreach (var line in report.Lines())
        {
            await CsvLine.Write(text, line);
        }
    }
}
