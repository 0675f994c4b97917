using Courses.Contracts.Access;
using Courses.Contracts.Eligibility;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Plans.Pages;

/// <summary>The kinds of plans as data: loaded as they are shipped, or as the administrator writes them. What is wrong is said with its place, all of it at once.</summary>
[Audience(Roles.Administrator)]
internal sealed class PlanTemplatesModel(CoursesDb db, PlanTemplates templates, IEligibility eligibility, IAudit audit, CityTime city, Caller caller) : CoursesPage
{
    [BindProperty]
    public string? Json { get; set; }

    public IReadOnlyList<PlanTemplate> Current { get; private set; } = [];

    public DateOnly DayOf(DateTimeOffset instant) => city.DayOf(instant);

    public Task OnGetAsync() => Load();

    public Task<IActionResult> OnPostAsync() => Act(async () =>
    {
        var json = (Json ?? "").Trim();
        if (json.Length > PlanTemplate.Longest)
        {
            ModelState.AddModelError(nameof(Json), Words.Say("plan-template.too-long", PlanTemplate.Longest));
            return await Refuse();
        }

        var (terms, problems) = PlanTerms.Read(json);
        foreach (var problem in problems)
        {
            ModelState.AddModelError(nameof(Json), (problem.Path.Length > 0 ? problem.Path + ": " : "") + Words.Say(problem.Code, [.. problem.Details]));
        }

        if (terms?.Programme is { } programme && !await eligibility.Programmes.AnyAsync(known => known.Code == programme, Cancel))
        {
            ModelState.AddModelError(nameof(Json), "programme: " + Words["plan-template.programme"]);
        }

        if (terms is null || !ModelState.IsValid)
        {
            return await Refuse();
        }

        await Add(terms.Code, json);
        Done = Words["plan.saved"];
        return RedirectToPage();
    });

    /// <summary>Those that are shipped and that the city does not have.</summary>
    public Task<IActionResult> OnPostShippedAsync() => Act(async () =>
    {
        var known = (await templates.Current(Cancel)).Select(template => template.Code).ToHashSet(StringComparer.Ordinal);
        foreach (var json in PlanTemplates.Shipped)
        {
            if (PlanTerms.Read(json).Terms is { } terms && !known.Contains(terms.Code))
            {
                await Add(terms.Code, json);
            }
        }

        Done = Words["plan.saved"];
        return RedirectToPage();
    });

    protected override async Task Load() => Current = await templates.Current(Cancel);

    private Task Add(string code, string json) => db.Transact(
        () =>
        {
            var template = new PlanTemplate { Code = code, Json = json, LoadedBy = caller.Id, LoadedByName = caller.Name, LoadedAt = city.Now };
            db.Add(template);
            audit.Record("plan-template.loaded", template.Id, code);
            return Task.CompletedTask;
        },
        Cancel);

    private async Task<IActionResult> Refuse()
    {
        await Load();
        Response.StatusCode = 400;
        return Page();
    }
}
