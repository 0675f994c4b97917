using Courses.Contracts.Access;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Courses.Reporting.Reports;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Courses.Reporting.Pages;

/// <summary>The indicators of a fund for a quarter or a year, by gender and its age brackets: each number opens into its people.</summary>
[Audience(Roles.Administrator, Roles.Auditor)]
[ReadsCopy]
internal sealed class IndicatorsModel(CoursesDb db, CountIndicators count, CityTime city) : CoursesPage
{
    private const int Quarters = 12;
    private const int Years = 4;

    [BindProperty(SupportsGet = true, Name = "period")]
    public string? Wanted { get; set; }

    public ReportPeriod Period { get; private set; } = new(PeriodKind.Year, 2000, 1);

    public IReadOnlyList<ReportPeriod> Choices { get; private set; } = [];

    public FundTerms Terms { get; private set; } = FundTerms.Shipped;

    public IReadOnlyList<IndicatorCount> Counts { get; private set; } = [];

    public bool IsUnknown { get; private set; }

    public async Task OnGet()
    {
        var (wanted, current) = (ReportPeriod.Parse(Wanted), ReportPeriod.Of(PeriodKind.Quarter, city.Today));
        Period = wanted ?? current.Previous;
        IsUnknown = wanted is null && !string.IsNullOrEmpty(Wanted);
        Choices = [.. new[] { Period }.Concat(Last(current, Quarters)).Concat(Last(ReportPeriod.Of(PeriodKind.Year, city.Today), Years)).Distinct()];
        Terms = await FundTerms.InForce(db, Cancel);
        Counts = await count.Of(Period, Terms, Cancel);
        if (IsUnknown)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
        }
    }

    public string? Rows(Indicator indicator, string? gender, AgeBracket? ages) =>
        CountIndicators.Behind(indicator, Period, gender, ages) is { } filter ? DashboardModel.Rows("Participants", filter) : null;

    public string Exams => DashboardModel.Rows("ExamPasses", CountIndicators.Exams(Period));

    private static IEnumerable<ReportPeriod> Last(ReportPeriod period, int many)
    {
        for (; many > 0; many--, period = period.Previous)
        {
            yield return period;
        }
    }
}
