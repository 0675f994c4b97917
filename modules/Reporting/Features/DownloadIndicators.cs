using System.Globalization;
using System.Text;
using Courses.Contracts.Access;
using Courses.OData;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Courses.Reporting.Reports;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Courses.Reporting.Features;

/// <summary>The indicators as a file for the fund, a line for each gender and age and one for the total: what would tell of fewer than five people is hidden.</summary>
internal static class DownloadIndicators
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/admin/indicators/{period}.csv", Csv).WithMetadata(new ReadsCopyAttribute()).ExcludeFromDescription().For(Roles.Administrator, Roles.Auditor);
        app.MapGet("/admin/indicators/{period}.xlsx", Xlsx).WithMetadata(new ReadsCopyAttribute()).ExcludeFromDescription().For(Roles.Administrator, Roles.Auditor);
    }

    private static async Task Csv(string period, HttpContext http, CountIndicators count, CoursesDb db, Words words)
    {
        var lines = await Lines(period, count, db, words, http.RequestAborted);
        http.Response.ContentType = "text/csv; charset=utf-8; header=present";
        http.Response.Headers.ContentDisposition = $"attachment; filename=indicators-{period}.csv";
        await using var text = new StreamWriter(http.Response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        await CsvLine.Write(text, Headings(words));
        foreach (var line in lines)
        {
            await CsvLine.Write(text, line);
        }
    }

    private static async Task Xlsx(string period, HttpContext http, CountIndicators count, CoursesDb db, Words words)
    {
        var lines = await Lines(period, count, db, words, http.RequestAborted);
        http.Response.ContentType = XlsxFile.ContentType;
        http.Response.Headers.ContentDisposition = $"attachment; filename=indicators-{period}.xlsx";
        await using var workbook = await XlsxFile.Start(http.Response.Body, http.RequestAborted);
        await workbook.Sheet(period, [.. Headings(words)], http.RequestAborted);
        foreach (var line in lines)
        {
            await workbook.Row(line, http.RequestAborted);
        }

        await workbook.Finish(http.RequestAborted);
    }

    private static IEnumerable<string> Headings(Words words) =>
        [words["reports.of"], words["indicators.code"], words["indicators.wording"], words["reports.column.gender"], words["reports.column.age"], words["reports.persons"]];

    private static async Task<IReadOnlyList<IReadOnlyList<object?>>> Lines(string period, CountIndicators count, CoursesDb db, Words words, CancellationToken cancel)
    {
        var of = ReportPeriod.Parse(period) ?? throw new NotFound("The period");
        var counts = await count.Of(of, await FundTerms.InForce(db, cancel), cancel);
        return [.. counts.SelectMany(one =>
        {
            var (cells, total) = one.Outside();
            return one.Cells.Zip(cells, (cell, shown) => Line(one, words["person.gender." + cell.Gender], cell.Ages, shown))
                .Append(Line(one, words["reports.total.programme"], "", one.Total is null ? words["indicators.counted.nothere"] : total));
        })];

        IReadOnlyList<object?> Line(IndicatorCount one, string gender, string ages, string shown) =>
            [of.ToString(), one.Indicator.Code, one.Indicator.Wording, gender, ages, long.TryParse(shown, CultureInfo.InvariantCulture, out var people) ? (object)people : shown];
    }
}
