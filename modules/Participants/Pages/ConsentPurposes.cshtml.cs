using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Participants.Pages;

/// <summary>For what people are asked, and with which words. A change holds for questions that are asked from then on.</summary>
[Audience(Roles.Administrator)]
internal sealed class ConsentPurposesModel(CoursesDb db, ConsentDesk desk, IAudit audit, CityTime city, Caller caller) : CoursesPage
{
    [BindProperty]
    public string? Json { get; set; }

    public IReadOnlyList<(ConsentPurpose Purpose, (int Given, int Asked) Sums)> Purposes { get; private set; } = [];

    public Task OnGetAsync() => Load();

    public Task<IActionResult> OnPostAsync() => Act(async () =>
    {
        var json = (Json ?? "").Trim();
        var (terms, problems) = json.Length > ConsentPurpose.Longest ? (null, [new("", "consent-purpose.too-long", ConsentPurpose.Longest)]) : ConsentTerms.Read(json);
        foreach (var problem in problems)
        {
            ModelState.AddModelError(nameof(Json), (problem.Path.Length > 0 ? problem.Path + ": " : "") + Words.Say(problem.Code, [.. problem.Details]));
        }

        if (terms is not null && (await desk.Current(Cancel)).All(purpose => purpose.Code != terms.Code))
        {
            // A purpose is asked for by the program; one that nobody asks for would stand here for nothing.
            ModelState.AddModelError(nameof(Json), "code: " + Words["consent-purpose.not-known"]);
        }

        if (terms is null || !ModelState.IsValid)
        {
            await Load();
            Response.StatusCode = 400;
            return Page();
        }

        await db.Transact(
            () =>
            {
                var purpose = new ConsentPurpose { Code = terms.Code, Json = json, LoadedBy = caller.Id, LoadedByName = caller.Name, LoadedAt = city.Now };
                db.Add(purpose);
                audit.Record("consent-purpose.changed", purpose.Id, purpose.Code);
                return Task.CompletedTask;
            },
            Cancel);
        Done = Words["consent-purpose.saved"];
        return RedirectToPage();
    });

    protected override async Task Load()
    {
        var counts = await db.Set<Consent>().GroupBy(row => new { row.Purpose, row.State }).Select(group => new { group.Key.Purpose, group.Key.State, Count = group.Count() }).ToListAsync(Cancel);
        Purposes =
        [
            .. (await desk.Current(Cancel)).Select(purpose => (
                purpose,
                (counts.Where(row => row.Purpose == purpose.Code && row.State == ConsentState.Given).Sum(row => row.Count), counts.Where(row => row.Purpose == purpose.Code && row.State == ConsentState.Asked).Sum(row => row.Count)))),
        ];
    }
}
