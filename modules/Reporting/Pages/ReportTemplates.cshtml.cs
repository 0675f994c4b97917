using Courses.Contracts.Access;
using Courses.Contracts.Eligibility;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Courses.Reporting.Reports;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Reporting.Pages;

/// <summary>The kinds of reports of the city as data: loaded as they are shipped, or as the administrator writes them.</summary>
[Audience(Roles.Administrator, Roles.Auditor)]
internal sealed class ReportTemplatesModel(CoursesDb db, ReportTemplates templates, IEligibility eligibility, IAudit audit, CityTime city, Caller caller) : CoursesPage
{
    [BindProperty]
    public string? Json { get; set; }

    public IReadOnlyList<ReportTemplate> Current { get; private set; } = [];

    public DateOnly DayOf(DateTimeOffset instant) => city.DayOf(instant);

    public Task OnGetAsync() => Load();

    public Task<IActionResult> OnPostAsync() => Act(async () =>
    {
        MustAdminister();
        var json = (Json ?? "").Trim();
        if (json.Length > ReportTemplate.Longest)
        {
            throw new InvalidField(nameof(Json), Words.Say("report-template.too-long", ReportTemplate.Longest));
        }

        var (terms, problem, details) = ReportTerms.Read(json);
        if (terms is null)
        {
            throw new InvalidField(nameof(Json), Words.Say(problem!, details));
        }

        if (terms.Programme is { } programme && !await eligibility.Programmes.AnyAsync(known => known.Code == programme, Cancel))
        {
            throw new InvalidField(nameof(Json), Words.Say("report-template.programme", programme));
        }

        await Add(terms.Code, json);
        Done = Words["report-template.saved"];
        return RedirectToPage();
    });

    /// <summary>Those that are shipped and that the city does not have.</summary>
    public Task<IActionResult> OnPostShippedAsync() => Act(async () =>
    {
        MustAdminister();
        var known = (await templates.Current(Cancel)).Select(template => template.Code).ToHashSet(StringComparer.Ordinal);
        foreach (var json in ReportTemplates.Shipped)
        {
            if (ReportTerms.Read(json).Terms is { } terms && !known.Contains(terms.Code))
            {
                await Add(terms.Code, json);
            }
        }

        Done = Words["report-template.saved"];
        return RedirectToPage();
    });

    protected override async Task Load() => Current = await templates.Current(Cancel);

    /// <summary>An auditor reads.</summary>
    private void MustAdminister()
    {
        if (!caller.Is(Roles.Administrator))
        {
            throw new NotFound("The form");
        }
    }

    private Task Add(string code, string json) => db.Transact(
        () =>
        {
            var template = new ReportTemplate { Code = code, Json = json, LoadedBy = caller.Id, LoadedByName = caller.Name, LoadedAt = city.Now };
            db.Add(template);
            audit.Record("report-template.loaded", template.Id, code);
            return Task.CompletedTask;
        },
        Cancel);
}
