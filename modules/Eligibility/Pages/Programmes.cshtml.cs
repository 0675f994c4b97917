using System.Globalization;
using Courses.Contracts.Access;
using Courses.Contracts.Activities;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Orientation;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Eligibility.Pages;

/// <summary>The programmes in words, version by version, and the templates that are not loaded yet.</summary>
[Audience(Roles.Administrator, Roles.Auditor)]
internal sealed class ProgrammesModel(CoursesDb db, Sentences sentences, IEligibility eligibility, IParticipants participants, IOrientation orientation, IActivities activities, IAudit audit, StrongSignIn strong, Caller caller, CityTime city, TimeProvider clock) : CoursesPage
{
    public IReadOnlyList<Programme> Programmes { get; private set; } = [];

    public IReadOnlyList<ProgrammeTemplate> Templates { get; private set; } = [];

    public DateOnly Today => city.Today;

    public Sentences Sentences => sentences;

    public CultureInfo Culture => CultureInfo.CurrentUICulture;

    public bool MayChange => caller.Is(Roles.Administrator);

    public Task OnGet() => Load();

    public Task<IActionResult> OnPostLoad(string code) => Act(async () =>
    {
        if (!MayChange)
        {
            throw new NotFound("template");
        }

        strong.Demand();
        var template = ProgrammeTemplates.All.SingleOrDefault(template => template.Code == code) ?? throw new NotFound("template");
        await db.Transact(
            async () =>
            {
                if (await db.Set<Programme>().AnyAsync(programme => programme.Code == code, Cancel))
                {
                    throw new RuleBroken("programme.already-loaded");
                }

                // Its rules and duties name topics and kinds of activities: without them nobody could finish one.
                await orientation.LoadStandardTopics(Cancel);
                await activities.LoadStandardKinds(Cancel);
                audit.Record("programme.loaded", ProgrammeTemplates.Load(db, template, caller.Name, clock.GetUtcNow()).Id, code);
            },
            Cancel);
        await RulesChanged.MarkEverybody(db, eligibility, participants, Cancel);
        Done = Words.Say("programmes.loaded", template.Name);
        return RedirectToPage();
    });

    protected override async Task Load()
    {
        Programmes = [.. (await db.Set<Programme>().AsNoTracking().Include(programme => programme.Versions).ToListAsync(Cancel)).InReadersOrder(programme => programme.Name)];
        Templates = [.. ProgrammeTemplates.All.Where(template => Programmes.All(programme => programme.Code != template.Code))];
    }
}
