using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Questionnaires.Pages;

/// <summary>Questionnaires as data: loaded as they are shipped, or as JSON. What is wrong is said with its place, all of it at once.</summary>
[Audience(Roles.Administrator)]
internal sealed class QuestionnaireTemplatesModel(CoursesDb db, Templates templates) : CoursesPage
{
    [BindProperty]
    public string? Json { get; set; }

    /// <summary>It is to become the next edition of the one with this code.</summary>
    [BindProperty]
    public bool Replaces { get; set; }

    /// <summary>There is one with this code: whether it is meant is asked first.</summary>
    public bool IsKnown { get; private set; }

    public IReadOnlyList<(Questionnaire Questionnaire, QuestionnaireTerms Terms)> Current { get; private set; } = [];

    public Task OnGetAsync() => Load();

    public Task<IActionResult> OnPostAsync() => Act(async () =>
    {
        var json = (Json ?? "").Trim();
        if (json.Length > Edition.LongestJson)
        {
            ModelState.AddModelError(nameof(Json), Words.Say("questionnaire.too-long", Edition.LongestJson));
        }
        else
        {
            var (terms, problems) = QuestionnaireTerms.Read(json);
            foreach (var problem in problems)
            {
                ModelState.AddModelError(nameof(Json), (problem.Path.Length > 0 ? problem.Path + ": " : "") + Words[problem.Code]);
            }

            IsKnown = terms is not null && await db.Set<Questionnaire>().AnyAsync(row => row.Code == terms.Code, Cancel);
            if (IsKnown && !Replaces)
            {
                ModelState.AddModelError(nameof(Replaces), Words["questionnaire-template.known"]);
            }
            else if (terms is not null)
            {
                await templates.Save(terms, json, null, Cancel);
                Done = Words["questionnaires.saved"];
                return RedirectToPage();
            }
        }

        await Load();
        Response.StatusCode = 400;
        return Page();
    });

    /// <summary>Those that are shipped and that the city does not have.</summary>
    public Task<IActionResult> OnPostShippedAsync() => Act(async () =>
    {
        var known = await db.Set<Questionnaire>().Select(row => row.Code).ToListAsync(Cancel);
        foreach (var json in Templates.Shipped)
        {
            if (QuestionnaireTerms.Read(json).Terms is { } terms && !known.Contains(terms.Code))
            {
                await templates.Save(terms, json, null, Cancel);
            }
        }

        Done = Words["questionnaires.saved"];
        return RedirectToPage();
    });

    protected override async Task Load()
    {
        var all = await db.Set<Questionnaire>().AsNoTracking().OrderBy(row => row.Code).ToListAsync(Cancel);
        var editions = (await db.NewestEditions().ToListAsync(Cancel)).ToDictionary(row => row.QuestionnaireId);
        Current = [.. all.Select(row => (row, editions[row.Id].Terms))];
    }
}
