using Courses.Contracts.Access;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Courses.Reporting.Features;
using Courses.Reporting.Reports;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Reporting.Pages;

/// <summary>What will be public of a delivered report, before it is; afterwards the way to take it off again.</summary>
[Audience(Roles.Administrator)]
internal sealed class PublishReportModel(CoursesDb db, PublishReport publish, CityTime city) : CoursesPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public PublishedReport? Published { get; private set; }

    public PublicReport Preview { get; private set; } = null!;

    public Task OnGet() => Load();

    public Task<IActionResult> OnPost() => Act(async () => Redirect($"/integration-report/{await publish.Publish(Id, Cancel)}"));

    public Task<IActionResult> OnPostWithdraw() => Act(async () =>
    {
        await publish.Withdraw(Id, Cancel);
        Done = Words["publish.withdrawn"];
        return RedirectToPage();
    });

    public string Local(DateTimeOffset instant) => city.Show(instant);

    protected override async Task Load()
    {
        var delivered = await db.Set<DeliveredReport>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == Id, Cancel) ?? throw new NotFound("The report");
        if (!PublishReport.MayBe(delivered))
        {
            throw new NotFound("The report");
        }

        Published = await db.Set<PublishedReport>().AsNoTracking().SingleOrDefaultAsync(row => row.DeliveredId == Id && row.WithdrawnAt == null, Cancel);
        var frozen = FrozenReport.Read(delivered.Content);
        Preview = PublicReport.Of(frozen.Report, frozen.Indicators, frozen.HowCounted, delivered.Sha256);
    }
}
