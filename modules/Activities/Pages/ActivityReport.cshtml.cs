using Courses.Contracts.Access;
using Courses.Platform;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;

namespace Courses.Activities.Pages;

/// <summary>One year: what took place by month and kind, and who came by age and gender. Signed registers only; small numbers of people are hidden.</summary>
[Audience(Roles.Coach, Roles.Administrator, Roles.Auditor)]
internal sealed class ActivityReportModel(ActivityFigures figures, CityTime city) : CoursesPage
{
    [BindProperty(SupportsGet = true)]
    public int? Year { get; set; }

    public int Of { get; private set; }

    public bool HasNext => Of < city.Today.Year;

    public IReadOnlyList<MonthLine> Lines { get; private set; } = [];

    /// <summary>People and guests of each line, as they are shown.</summary>
    public IReadOnlyList<(string People, string Guests)> ShownLines { get; private set; } = [];

    public AgeTable ByAge { get; private set; } = new([], 0);

    public async Task OnGet()
    {
        Of = ModelState.IsValid && Year is >= 2000 and <= 2100 ? Year.Value : city.Today.Year;
        var (first, last) = (new DateOnly(Of, 1, 1), new DateOnly(Of, 12, 31));
        Lines = await figures.ByMonth(first, last, Cancel);

        // No sum stands beneath the lines: somebody who came in two months would be in it once.
        ShownLines = [.. Lines.Select(line => (Few(line.People), Few(line.Guests)))];
        ByAge = await figures.ByAge(first, last, null, Cancel);

        static string Few(int count) => SmallCounts.IsFew(count) ? SmallCounts.Few : count.ToString(System.Globalization.CultureInfo.CurrentCulture);
    }

    /// <summary>Academic hours of 45 minutes; where people are too few to be shown, their hours are not shown either.</summary>
    public static string Hours(int minutes, int people) => SmallCounts.IsFew(people) ? SmallCounts.Hidden : (minutes / 45m).ToString("0.#", System.Globalization.CultureInfo.CurrentCulture);
}
