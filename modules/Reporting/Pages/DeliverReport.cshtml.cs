using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Access;
using Courses.Contracts.Eligibility;
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

/// <summary>A report is handed to somebody, once: from then on it is frozen.</summary>
[Audience(Roles.Administrator)]
internal sealed class DeliverReportModel(CoursesDb db, DeliverReport deliver, ReportTemplates templates, IEligibility eligibility, CityTime city) : CoursesPage
{
    [BindProperty(SupportsGet = true, Name = "period")]
    public string? Wanted { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Programme { get; set; }

    /// <summary>The code of a kind of report; none for the report of everything that is counted.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Kind { get; set; }

    [BindProperty]
    [Required]
    [MaxLength(200)]
    public string? Recipient { get; set; }

    public ReportPeriod Period => ReportPeriod.Parse(Wanted) ?? throw new NotFound("The period");

    public ReportTerms? Terms { get; private set; }

    public string? ProgrammeName { get; private set; }

    /// <summary>It was handed over already: to whom, when and by whom.</summary>
    public DeliveredReport? Delivered { get; private set; }

    public string Local(DateTimeOffset instant) => city.Show(instant);

    public string Back => Terms is null ? $"/admin/reports?period={Period}&programme={Programme}" : $"/admin/reports/of/{Terms.Code}?period={Period}";

    public Task OnGet() => Load();

    public Task<IActionResult> OnPost() => Act(async () =>
    {
        await Load();
        return RedirectToPage("/DeliveredReport", new { id = await deliver.Handle(new(Period, string.IsNullOrEmpty(Programme) ? null : Programme), Terms, Recipient!.Trim(), Cancel) });
    });

    protected override async Task Load()
    {
        _ = Period;
        if (!string.IsNullOrEmpty(Kind))
        {
            Terms = await templates.Of(Kind, Cancel) is { } terms && terms.Period == Period.Kind ? terms : throw new NotFound("The report");
            Programme = Terms.Programme;
        }

        if (!string.IsNullOrEmpty(Programme))
        {
            ProgrammeName = await eligibility.Programmes.Where(programme => programme.Code == Programme).Select(programme => programme.Name).SingleOrDefaultAsync(Cancel) ?? throw new NotFound("The programme");
        }

        Delivered = await DeliveredReport.Of(db, Period.ToString(), Terms?.Code ?? "", Terms is null ? Programme ?? "" : "").AsNoTracking().SingleOrDefaultAsync(Cancel);
    }
}
