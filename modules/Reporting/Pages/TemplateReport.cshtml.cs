using Courses.Contracts.Access;
using Courses.Contracts.Eligibility;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Courses.Reporting.Reports;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Courses.Reporting.Pages;

/// <summary>One report of a kind that the city has: its tables, its plan, each number with its rows.</summary>
[Audience(Roles.Administrator, Roles.Auditor)]
[ReadsCopy]
internal sealed class TemplateReportModel(CoursesDb db, ReportTemplates templates, MakeReport make, CountPlan count, CountFigures countFigures, IEligibility eligibility, CityTime city) : CoursesPage
{
    private const int Periods = 13;

    /// <summary>Lines of a table on the screen; all of them for the printer.</summary>
    private const int LinesAtOnce = 15;

    [BindProperty(SupportsGet = true)]
    public string Code { get; set; } = "";

    [BindProperty(SupportsGet = true, Name = "period")]
    public string? Wanted { get; set; }

    /// <summary>As it leaves the house.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Outside { get; set; }

    [BindProperty(SupportsGet = true)]
    public bool All { get; set; }

    public ReportTerms Terms { get; private set; } = null!;

    public ReportPeriod Period { get; private set; } = new(PeriodKind.Year, 2000, 1);

    public IReadOnlyList<ReportPeriod> Choices { get; private set; } = [];

    public string? Programme { get; private set; }

    public Report Report { get; private set; } = null!;

    public IReadOnlyList<PlanCount> Plan { get; private set; } = [];

    public IReadOnlyList<FigureCount> Figures { get; private set; } = [];

    /// <summary>Of each table, with the cells that leave the house.</summary>
    public IReadOnlyList<IReadOnlyList<(ReportLine Line, IReadOnlyList<object> Cells)>> Lines { get; private set; } = [];

    public bool IsUnknown { get; private set; }

    public bool IsOver => Period.Last < city.Today;

    /// <summary>This report as it was delivered; null when it was not.</summary>
    public Handed? Delivered { get; private set; }

    public DateOnly DayOf(DateTimeOffset instant) => city.DayOf(instant);

    public string WholeAddress => QueryHelpers.AddQueryString($"/admin/reports/of/{Terms.Code}", new Dictionary<string, string?> { ["period"] = Period.ToString(), ["all"] = "true", ["outside"] = Outside ? "true" : null }.Where(one => one.Value is not null));

    public async Task OnGet()
    {
        Terms = await templates.Of(Code, Cancel) ?? throw new NotFound("The report");
        var (wanted, current) = (ReportPeriod.Parse(Wanted), ReportPeriod.Of(Terms.Period, city.Today));
        IsUnknown = !string.IsNullOrEmpty(Wanted) && wanted?.Kind != Terms.Period;
        Period = wanted is not null && !IsUnknown ? wanted : current.Previous;
        List<ReportPeriod> last = [current];
        while (last.Count < Periods)
        {
            last.Add(last[^1].Previous);
        }

        Choices = [.. last.Append(Period).Distinct()];
        Programme = Terms.Programme is { } only ? await eligibility.Programmes.Where(one => one.Code == only).Select(one => one.Name).FirstOrDefaultAsync(Cancel) : null;
        Report = await make.Of(Terms.QuestionOf(Period), [.. Terms.Tables.Select(table => table.By).Distinct()], Cancel);
        Plan = await count.Of(Period, Terms.Programme, Terms.Plan, Cancel);
        Figures = await countFigures.Of(Report.Question, Terms.Figures, Cancel);
        Lines = Report.Outside(Terms.Tables);
        var (period, code) = (Period.ToString(), Terms.Code);
        Delivered = await db.Set<DeliveredReport>().Where(row => row.Period == period && row.Kind == code).OrderBy(row => row.DeliveredAt)
            .Select(row => new Handed(row.Id, row.Kind, row.Period, row.Programme, row.Recipient, row.DeliveredAt, row.DeliveredByName)).FirstOrDefaultAsync(Cancel);
        if (IsUnknown)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
        }
    }

    public bool IsCut(IReadOnlyList<(ReportLine Line, IReadOnlyList<object> Cells)> lines) => !All && lines.Count - 1 > LinesAtOnce;

    /// <summary>As many lines as a page has room for, the total last.</summary>
    public IEnumerable<(ReportLine Line, IReadOnlyList<object> Cells)> Cut(IReadOnlyList<(ReportLine Line, IReadOnlyList<object> Cells)> lines) => IsCut(lines) ? [.. lines.Take(LinesAtOnce), lines[^1]] : lines;

    public IReadOnlyList<FigureSection> Sections => FigureSection.Of(
        Terms.Figures,
        Outside ? FigureCount.Outside(Figures) : [.. Figures.Select(figure => new FigureOutside(figure, figure.Value, figure.Of))],
        Words,
        figure => !Outside && figure.Base != 0 && CountFigures.Behind(figure, Figures, Report.Question, city) is { } behind ? DashboardModel.Rows(behind.Set, behind.Filter) : null);

    public string? Rows(Measure measure, TermsTable table, ReportLine line) =>
        line[measure] == 0 ? null : RowsBehind.Of(measure, Report.Question, table.By, ReferenceEquals(line, Report.Total) ? null : line, city) is { } behind ? DashboardModel.Rows(behind.Set, behind.Filter) : null;
}
