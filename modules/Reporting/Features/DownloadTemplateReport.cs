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

/// <summary>A kind of report as a file: what would tell of fewer than five people is hidden. CSV has a line a number, a workbook a sheet a table.</summary>
internal static class DownloadTemplateReport
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/admin/reports/of/{code}/{period}.csv", Csv).WithMetadata(new ReadsCopyAttribute()).ExcludeFromDescription().For(Roles.Administrator, Roles.Auditor);
        app.MapGet("/admin/reports/of/{code}/{period}.xlsx", Xlsx).WithMetadata(new ReadsCopyAttribute()).ExcludeFromDescription().For(Roles.Administrator, Roles.Auditor);
    }

    private static async Task Csv(string code, string period, HttpContext http, ReportTemplates templates, MakeReport make, CountPlan count, CountFigures countFigures, Words words)
    {
        var (terms, report, plan, figures) = await Made(code, period, templates, make, count, countFigures, http.RequestAborted);
        http.Response.ContentType = "text/csv; charset=utf-8; header=present";
        http.Response.Headers.ContentDisposition = $"attachment; filename={terms.Code}-{report.Question.Period}.csv";
        await using var text = new StreamWriter(http.Response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        await CsvLine.Write(text, [words["reports.of"], words["report-template.table"], words["report-template.line"], "Code", words["report-template.measure"], words["report-template.value"]]);
        foreach (var (table, lines) in terms.Tables.Zip(report.Outside(terms.Tables)))
        {
            foreach (var (line, cells) in lines)
            {
                foreach (var (measure, cell) in table.Measures.Zip(cells))
                {
                    await CsvLine.Write(text, [report.Question.Period.ToString(), table.Title(words), line.Name, line.Key, words[Definition.WordOf(measure)], cell]);
                }
            }
        }

        foreach (var (part, planned, done) in PlanCount.Outside(plan))
        {
            foreach (var (word, hours) in new[] { ("report-template.planned", planned), ("report-template.done", done) })
            {
                await CsvLine.Write(text, [report.Question.Period.ToString(), words["report-template.plan-title"], ReportTerms.NameOf(part.Names), "", words[word], hours]);
            }
        }

        foreach (var figure in FigureCount.Outside(figures))
        {
            var group = ReportTerms.NameOf(terms.Figures[figure.Figure.Group].Names);
            foreach (var (word, value) in new[] { ("report-template.number", figure.Value ?? words["indicators.counted.nothere"]), ("report-template.of", figure.Of) })
            {
                if (value is not null)
                {
                    await CsvLine.Write(text, [report.Question.Period.ToString(), group, figure.Figure.Name, figure.Figure.Module, words[word], value]);
                }
            }
        }
    }

    private static async Task Xlsx(string code, string period, HttpContext http, ReportTemplates templates, MakeReport make, CountPlan count, CountFigures countFigures, Words words)
    {
        var (terms, report, plan, figures) = await Made(code, period, templates, make, count, countFigures, http.RequestAborted);
        http.Response.ContentType = XlsxFile.ContentType;
        http.Response.Headers.ContentDisposition = $"attachment; filename={terms.Code}-{report.Question.Period}.xlsx";
        await Write(http.Response.Body, terms, report, plan, figures, DownloadReport.Notes(report, words), words, http.RequestAborted);
    }

    /// <summary>A sheet for each table, one for the plan, one for the figures, and one that says how it was counted.</summary>
    public static async Task Write(Stream stream, ReportTerms terms, Report report, IReadOnlyList<PlanCount> plan, IReadOnlyList<FigureCount> figures, IEnumerable<string> notes, Words words, CancellationToken cancel)
    {
        await using var workbook = await XlsxFile.Start(stream, cancel);
        var outside = report.Outside(terms.Tables);
        for (var number = 0; number < terms.Tables.Count; number++)
        {
            var table = terms.Tables[number];
            await workbook.Sheet(
                string.Create(CultureInfo.InvariantCulture, $"{number + 1} {words["reports.column." + Definition.NameOf(table.By)]}"),
                [words["reports.of"], words["reports.column." + Definition.NameOf(table.By)], "Code", .. table.Measures.Select(measure => words[Definition.WordOf(measure)])],
                cancel);
            foreach (var (line, cells) in outside[number])
            {
                await workbook.Row([report.Question.Period.ToString(), line.Name, line.Key, .. cells], cancel, isStrong: ReferenceEquals(line, report.Total));
            }
        }

        if (plan is not [])
        {
            await workbook.Sheet(words["report-template.plan-title"], [words["reports.of"], words["report-template.line"], words["report-template.done"], words["report-template.planned"]], cancel);
            foreach (var (part, planned, done) in PlanCount.Outside(plan))
            {
                await workbook.Row([report.Question.Period.ToString(), ReportTerms.NameOf(part.Names), done, planned], cancel);
            }
        }

        if (figures is not [])
        {
            await workbook.Sheet(words["report-template.figures-title"], [words["reports.of"], words["report-template.table"], words["report-template.line"], words["report-template.number"], words["report-template.of"]], cancel);
            foreach (var figure in FigureCount.Outside(figures))
            {
                await workbook.Row([report.Question.Period.ToString(), ReportTerms.NameOf(terms.Figures[figure.Figure.Group].Names), figure.Figure.Name, figure.Value ?? words["indicators.counted.nothere"], figure.Of], cancel);
            }
        }

        await workbook.Sheet(words["reports.notes"], [words["reports.notes"]], cancel);
        foreach (var note in notes)
        {
            await workbook.Row([note], cancel);
        }

        await workbook.Finish(cancel);
    }

    private static async Task<(ReportTerms Terms, Report Report, IReadOnlyList<PlanCount> Plan, IReadOnlyList<FigureCount> Figures)> Made(
        string code, string period, ReportTemplates templates, MakeReport make, CountPlan count, CountFigures countFigures, CancellationToken cancel)
    {
        var terms = await templates.Of(code, cancel) ?? throw new NotFound("The report");
        var asked = ReportPeriod.Parse(period) is { } known && known.Kind == terms.Period ? known : throw new NotFound("The period");
        var question = terms.QuestionOf(asked);
        return (terms, await make.Of(question, [.. terms.Tables.Select(table => table.By).Distinct()], cancel), await count.Of(asked, terms.Programme, terms.Plan, cancel), await countFigures.Of(question, terms.Figures, cancel));
    }
}
