using Courses.Platform.Database;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Courses.Reporting.Reports;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Reporting.Pages;

/// <summary>The reports that the city publishes, a year at a time: for everybody.</summary>
[ForAnyone]
internal sealed class PublishedReportsModel(CoursesDb db, ReportTemplates templates) : CoursesPage
{
    [BindProperty(SupportsGet = true)]
    public int? Year { get; set; }

    public IReadOnlyList<int> Years { get; private set; } = [];

    public bool HasIntegrationReport { get; private set; }

    /// <summary>By the name of the kind, the last period first.</summary>
    public IReadOnlyList<(string Name, IReadOnlyList<(ReportPeriod Period, string Address)> Reports)> Kinds { get; private set; } = [];

    public async Task OnGet()
    {
        var published = db.Set<PublishedReport>().Where(row => row.WithdrawnAt == null);
        HasIntegrationReport = await published.AnyAsync(row => row.Kind == "", Cancel);
        Years = await published.Where(row => row.Kind != "").Select(row => row.Year).Distinct().OrderByDescending(year => year).ToListAsync(Cancel);
        Year = Year is { } wanted && Years.Contains(wanted) ? wanted : Years.Count == 0 ? null : Years[0];
        var year = Year;
        var rows = await published.Where(row => row.Kind != "" && row.Year == year).Select(row => new { row.Kind, row.Period }).ToListAsync(Cancel);
        var names = rows.Count == 0 ? [] : (await templates.Current(Cancel)).ToDictionary(template => template.Code, template => template.Terms.Name);
        Kinds =
        [
            .. rows.GroupBy(row => row.Kind).Select(group => (
                names.GetValueOrDefault(group.Key, group.Key),
                (IReadOnlyList<(ReportPeriod, string)>)[.. group.Select(row => (ReportPeriod.Parse(row.Period)!, $"/published-reports/{row.Kind}/{row.Period}")).OrderByDescending(one => one.Item1.First)]))
                .OrderBy(kind => kind.Item1, StringComparer.CurrentCulture),
        ];
    }
}
