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
using Microsoft.EntityFrameworkCore;

namespace Courses.Reporting.Features;

/// <summary>A report as a file for somebody outside: what would tell of fewer than five people is hidden. CSV has one table, a workbook has them all; the numbers are those of the page.</summary>
internal static class DownloadReport
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/admin/reports/{period}.csv", Csv).WithMetadata(new ReadsCopyAttribute()).ExcludeFromDescription().For(Roles.Administrator, Roles.Auditor);
        app.MapGet("/admin/reports/{period}.xlsx", Xlsx).WithMetadata(new ReadsCopyAttribute()).ExcludeFromDescription().For(Roles.Administrator, Roles.Auditor);
        app.MapGet("/admin/reports/delivered/{id:guid}.xlsx", DeliveredXlsx).ExcludeFromDescription().For(Roles.Administrator, Roles.Auditor);
        app.MapGet("/admin/reports/delivered/{id:guid}.json", DeliveredJson).ExcludeFromDescription().For(Roles.Administrator, Roles.Auditor);
    }

    private static async Task Csv(string period, string? by, string? programme, HttpContext http, MakeReport make, Words words)
    {
        var question = Question(period, programme);
        var breakdown = by is null ? Breakdown.Programme : Enum.GetValues<Breakdown>().Cast<Breakdown?>().FirstOrDefault(one => Definition.NameOf(one!.Value) == by) ?? throw new NotFound("The breakdown");
        var report = await make.Of(question, [breakdown], http.RequestAborted);
        http.Response.ContentType = "text/csv; charset=utf-8; header=present";
        http.Response.Headers.ContentDisposition = $"attachment; filename={NameOf(question)}.csv";
        await using var text = new StreamWriter(http.Response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        await CsvLine.Write(text, Headings(breakdown, words));
        foreach (var row in Rows(report, breakdown))
        {
            await CsvLine.Write(text, row);
        }
    }

    private static async Task Xlsx(string period, string? programme, HttpContext http, MakeReport make, Words words)
    {
        var question = Question(period, programme);
        Breakdown[] tables = [.. Definition.BreakdownsOf(question.Period)];
        var report = await make.Of(question, tables, http.RequestAborted);
        http.Response.ContentType = XlsxFile.ContentType;
        http.Response.Headers.ContentDisposition = $"attachment; filename={NameOf(question)}.xlsx";
        await Write(http.Response.Body, report, Notes(report, words), words, http.RequestAborted);
    }

    /// <summary>The file as it was handed out, of the numbers of then.</summary>
    private static async Task DeliveredXlsx(Guid id, HttpContext http, CoursesDb db, Words words)
    {
        var delivered = await Delivered(id, db, http.RequestAborted);
        var frozen = FrozenReport.Read(delivered.Content);
        http.Response.ContentType = XlsxFile.ContentType;
        http.Response.Headers.ContentDisposition = $"attachment; filename={NameOf(frozen)}-delivered.xlsx";
        await (frozen.Kind is { } kind
            ? DownloadTemplateReport.Write(http.Response.Body, kind, frozen.Report, frozen.Plan, frozen.Figures, frozen.HowCounted, words, http.RequestAborted)
            : Write(http.Response.Body, frozen.Report, frozen.HowCounted, words, http.RequestAborted));
    }

    /// <summary>All numbers, byte by byte as they were hashed. It stays in the house.</summary>
    private static async Task DeliveredJson(Guid id, HttpContext http, CoursesDb db)
    {
        var delivered = await Delivered(id, db, http.RequestAborted);
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.Headers.ContentDisposition = $"attachment; filename={NameOf(FrozenReport.Read(delivered.Content))}-delivered.json";
        await http.Response.Body.WriteAsync(delivered.Content, http.RequestAborted);
    }

    private static async Task<DeliveredReport> Delivered(Guid id, CoursesDb db, CancellationToken cancel) =>
        await db.Set<DeliveredReport>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancel) ?? throw new NotFound("The report");

    /// <summary>A sheet for each table, and one that says how it was counted.</summary>
    private static async Task Write(Stream stream, Report report, IEnumerable<string> notes, Words words, CancellationToken cancel)
    {
        await using var workbook = await XlsxFile.Start(stream, cancel);
        foreach (var table in report.Tables)
        {
            await workbook.Sheet(words["reports.by." + Definition.NameOf(table.By)], [.. Headings(table.By, words)], cancel);
            var rows = Rows(report, table.By).ToArray();
            for (var line = 0; line < rows.Length; line++)
            {
                await workbook.Row(rows[line], cancel, isStrong: line == rows.Length - 1);
            }
        }

        await workbook.Sheet(words["reports.notes"], [words["reports.notes"]], cancel);
        foreach (var note in notes)
        {
            await workbook.Row([note], cancel);
        }

        await workbook.Finish(cancel);
    }

    /// <summary>How it was counted, in sentences.</summary>
    public static IEnumerable<string> Notes(Report report, Words words)
    {
        yield return words.Say("reports.period", Shown.Date(report.Question.Period.First), Shown.Date(report.Question.Period.Last));
        foreach (var note in new[] { "persons", "hours", "unsigned", "modules", "helpers", "activities", "outcomes", "vouchers", "benefits", "people", "few" })
        {
            yield return words["reports.note." + note];
        }

        if (report.Unsigned.Sessions > 0)
        {
            yield return words.Say("reports.unsigned", report.Unsigned.Sessions, Definition.AcademicHours(report.Unsigned.PlannedMinutes));
        }
    }

    public static IEnumerable<string> Headings(Breakdown by, Words words) =>
        [words["reports.of"], words["reports.column." + Definition.NameOf(by)], "Code", .. Definition.Measures.Select(measure => words[Definition.WordOf(measure)])];

    public static IEnumerable<IReadOnlyList<object?>> Rows(Report report, Breakdown by) =>
        report[by].Lines.Append(report.Total).Zip(report[by].Outside(report.Total), (line, cells) => (IReadOnlyList<object?>)[report.Question.Period.ToString(), line.Name, line.Key, .. cells]);

    private static ReportQuestion Question(string period, string? programme) => new(ReportPeriod.Parse(period) ?? throw new NotFound("The period"), string.IsNullOrEmpty(programme) ? null : programme);

    private static string NameOf(Frozen frozen) => frozen.Kind is { } kind ? $"{kind.Code}-{frozen.Report.Question.Period}" : NameOf(frozen.Report.Question);

    private static string NameOf(ReportQuestion question) => $"report-{question.Period}{(question.Programme is { } programme ? "-" + new string([.. programme.Where(char.IsAsciiLetterOrDigit)]) : "")}";
}
