using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Courses.Reporting.Features;
using Courses.Reporting.Reports;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Courses.Reporting.Pages;

/// <summary>A report of a kind and a period that the city publishes, for everybody; of one that was taken off, when and why.</summary>
[ForAnyone]
internal sealed class OnePublishedReportModel(CoursesDb db) : CoursesPage
{
    [BindProperty(SupportsGet = true)]
    public string Kind { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string Period { get; set; } = "";

    public ReportPeriod Of { get; private set; } = new(PeriodKind.Year, 2000, 1);

    /// <summary>As it was published; null when it was taken off.</summary>
    public PublicReport? Report { get; private set; }

    public PublishedReport? Withdrawn { get; private set; }

    public string Name { get; private set; } = "";

    public async Task OnGet()
    {
        Of = ReportPeriod.Parse(Period) ?? throw new NotFound("The report");
        var last = await ReadPublishedReport.Last(db, Kind, Period, Cancel) ?? throw new NotFound("The report");
        var content = PublicReport.Read(last.Content);
        Name = ReportTerms.NameOf(content.Names!);
        if (last.WithdrawnAt is null)
        {
            Report = content;
            return;
        }

        Withdrawn = last;
        Response.StatusCode = StatusCodes.Status410Gone;
    }
}
