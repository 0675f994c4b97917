using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Access;
using Courses.Eligibility.Features;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Courses.Platform.Work;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Eligibility.Pages;

/// <summary>A version that is not in force is tried on everybody before anybody decides by it.</summary>
[Audience(Roles.Administrator, Roles.Auditor)]
internal sealed class SimulationsModel(CoursesDb db, WorkDesk desk, IAudit audit, Caller caller, CityTime city, TimeProvider clock) : CoursesPage
{
    private const int Most = 50;

    [FromRoute]
    public string Code { get; set; } = "";

    [BindProperty]
    [Required]
    public int? Version { get; set; }

    [BindProperty]
    [Required]
    public DateOnly? On { get; set; }

    public Programme Programme { get; private set; } = null!;

    public IReadOnlyList<ProgrammeVersion> ToTry { get; private set; } = [];

    public IReadOnlyList<Simulation> Earlier { get; private set; } = [];

    public bool MayAsk => caller.Is(Roles.Administrator);

    /// <param name="version">The version that somebody comes from.</param>
    public async Task OnGet(int? version)
    {
        (Version, On) = (version, city.Today);
        await Load();
    }

    public Task<IActionResult> OnPost() => Act(async () =>
    {
        if (!MayAsk)
        {
            throw new Forbidden();
        }

        var simulation = Simulation.Of(await Find(), Version!.Value, On!.Value, city.Today, caller.Id, caller.Name, clock.GetUtcNow());
        db.Entry(simulation).Property(row => row.Id).CurrentValue = db.Engine.NewKey();
        var work = await desk.WaitFor(
            await desk.Ask(
                SimulateRule.Name,
                new SimulateRuleOrder(simulation.Id),
                () =>
                {
                    db.Add(simulation);
                    audit.Record("programme.simulated", Programme.Id, $"{Code} {simulation.RuleVersion} {simulation.On:yyyy-MM-dd}");
                    return Task.CompletedTask;
                },
                Cancel),
            Cancel);
        return work.State == WorkState.Done ? Redirect(work.Link!) : RedirectToPage("/Work", new { id = work.Id });
    });

    protected override string FieldOf(string code) => code switch
    {
        "simulation.day-ahead" => nameof(On),
        "simulation.in-force" => nameof(Version),
        _ => "",
    };

    protected override async Task Load()
    {
        await Find();
        ToTry = [.. Programme.Versions.Where(version => !version.IsInForce(city.Today)).OrderByDescending(version => version.Number)];
        Earlier = await db.Set<Simulation>().AsNoTracking().Where(row => row.ProgrammeCode == Code).OrderByDescending(row => row.AskedAt).Take(Most).ToListAsync(Cancel);
    }

    public string Local(DateTimeOffset instant) => city.Show(instant);

    private async Task<Programme> Find() => Programme = await db.Set<Programme>().AsNoTracking().Include(programme => programme.Versions).SingleOrDefaultAsync(programme => programme.Code == Code, Cancel)
        ?? throw new NotFound("programme");
}
