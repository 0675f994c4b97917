using System.Globalization;
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

/// <summary>What the city publishes, as files for programs: the integration report of a year, and reports of a kind.</summary>
internal static class ReadPublishedReport
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/integration-report/{year:int}.json", (int year, HttpContext http, CoursesDb db) => Json("", Of(year), http, db)).ForAnyone().ExcludeFromDescription();
        app.MapGet("/integration-report/{year:int}.csv", (int year, HttpContext http, CoursesDb db) => Csv("", Of(year), http, db)).ForAnyone().ExcludeFromDescription();
        app.MapGet("/published-reports/{kind}/{period}.json", Json).ForAnyone().ExcludeFromDescription();
        app.MapGet("/published-reports/{kind}/{period}.csv", Csv).ForAnyone().ExcludeFromDescription();
    }

    /// <summary>What is public of this kind and period, else what was taken off last; null where there never was anything.</summary>
    /// <param name="db">Where it is.</param>
    /// <param name="kind">The code; empty for the integration report of a year.</param>
    /// <param name="period">As <see cref="ReportPeriod"/> writes it.</param>
    /// <param name="cancel">Stops it.</param>
    public static async Task<PublishedReport?> Last(CoursesDb db, string kind, string period, CancellationToken cancel)
    {
        if (ReportPeriod.Parse(period) is not { } of)
        {
            return null;
        }

        var (year, written) = (of.Year, kind.Length == 0 ? "" : period);
        return await db.Set<PublishedReport>().AsNoTracking().Where(row => row.Year == year && row.Kind == kind && row.Period == written)
            .OrderByDescending(row => row.WithdrawnAt == null).ThenByDescending(row => row.WithdrawnAt).FirstOrDefaultAsync(cancel);
    }

    public static string Of(int year) => year.ToString("0000", CultureInfo.InvariantCulture);

    /// <summary>The bytes that were published.</summary>
    private static async Task Json(string kind, string period, HttpContext http, CoursesDb db)
    {
        var content = await Published(kind, period, http, db);
        http.Response.ContentType = "application/json; charset=utf-8";
        await http.Response.Body.WriteAsync(content, http.RequestAborted);
    }

    private static async Task Csv(string kind, string period, HttpContext http, CoursesDb db)
    {
        var report = PublicReport.Read(await Published(kind, period, http, db));
        http.Response.ContentType = "text/csv; charset=utf-8; header=present";
        http.Response.Headers.ContentDisposition = $"attachment; filename={report.Kind ?? "integration-report"}-{report.Period}.csv";
        await using var text = new StreamWriter(http.Response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        await CsvLine.Write(text, ["table", "key", "name", "measure", "unit", "value"]);
        foreach (var line in report.Lines())
        {
            await CsvLine.Write(text, line);
        }
    }

    private static async Task<byte[]> Published(string kind, string period, HttpContext http, CoursesDb db) =>
        await Last(db, kind, period, http.RequestAborted) is { WithdrawnAt: null } published ? published.Content : throw new NotFound("The report");
}
