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
    private const int Most = 10;

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public bool IsOfKind { get; private set; }

    public PublishedReport? Published { get; private set; }

    /// <summary>What was public before and was taken off, the last first.</summary>
    public IReadOnlyList<PublishedReport> Withdrawn { get; private set; } = [];

    public PublicReport Preview { get; private set; } = null!;

    public Task OnGet() => Load();

    public Task<IActionResult> OnPost() => Act(async () => Redirect(await publish.Publish(Id, Cancel)));

    public Task<IActionResult> OnPostWithdraw() => Act(async () =>
    {
        var reason = (Reason ?? "").Trim();
        if (reason.Length is 0 or > PublishedReport.LongestReason)
        {
            throw new InvalidField(nameof(Reason), Words.Say("publish.why-length", PublishedReport.LongestReason));
        }

        await publish.Withdraw(Id, reason, Cancel);
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
        Withdrawn = await db.Set<PublishedReport>().AsNoTracking().Where(row => row.DeliveredId == Id && row.WithdrawnAt != null).OrderByDescending(row => row.WithdrawnAt).Take(Most).ToListAsync(Cancel);
        IsOfKind = delivered.Kind.Length > 0;
        Preview = PublicReport.Of(FrozenReport.Read(delivered.Content), delivered.Sha256);
    }
}
