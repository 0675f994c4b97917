using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Courses.Reporting.Features;
using Courses.Reporting.Reports;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Reporting.Pages;

/// <summary>The public integration report of a year; without a year, of the last one that there is.</summary>
[ForAnyone]
internal sealed class IntegrationReportModel(CoursesDb db) : CoursesPage
{
    [BindProperty(SupportsGet = true)]
    public int? Year { get; set; }

    public IReadOnlyList<int> Years { get; private set; } = [];

    /// <summary>Null before any was published.</summary>
    public PublicReport? Report { get; private set; }

    public async Task OnGet()
    {
        Years = await db.Set<PublishedReport>().Where(row => row.Kind == "" && row.WithdrawnAt == null).OrderByDescending(row => row.Year).Select(row => row.Year).ToListAsync(Cancel);
        if (Year is { } wanted && !Years.Contains(wanted))
        {
            throw new NotFound("The report");
        }

        Year ??= Years.Count == 0 ? null : Years[0];
        Report = Year is { } year ? PublicReport.Read(await ReadIntegrationReport.Published(db, year, Cancel)) : null;
    }
}
