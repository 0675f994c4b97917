using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Courses.Reporting.Features;
using Courses.Reporting.Reports;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Reporting.Pages;

/// <summary>The public integration report of a year; without a year, of the last one that there is. Of one that was taken off, when and why.</summary>
[ForAnyone]
internal sealed class IntegrationReportModel(CoursesDb db) : CoursesPage
{
    [BindProperty(SupportsGet = true)]
    public int? Year { get; set; }

    public IReadOnlyList<int> Years { get; private set; } = [];

    /// <summary>Null before any was published.</summary>
    public PublicReport? Report { get; private set; }

    /// <summary>What was published of the year and taken off again.</summary>
    public PublishedReport? Withdrawn { get; private set; }

    public async Task OnGet()
    {
        Years = await db.Set<PublishedReport>().Where(row => row.Kind == "" && row.WithdrawnAt == null).OrderByDescending(row => row.Year).Select(row => row.Year).ToListAsync(Cancel);
        Year ??= Years.Count == 0 ? null : Years[0];
        if (Year is not { } year)
        {
            return;
        }

        var last = await ReadPublishedReport.Last(db, "", ReadPublishedReport.Of(year), Cancel) ?? throw new NotFound("The report");
        if (last.WithdrawnAt is null)
        {
            Report = PublicReport.Read(last.Content);
            return;
        }

        Withdrawn = last;
        Response.StatusCode = StatusCodes.Status410Gone;
    }
}
