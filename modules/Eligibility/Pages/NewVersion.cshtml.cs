using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using Courses.Contracts.Access;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Eligibility.Pages;

/// <summary>Numbers are changed by a new version with its own validity, begun from any version before: that is also how an older one comes back into force.</summary>
[Audience(Roles.Administrator)]
internal sealed class NewVersionModel(CoursesDb db, IEligibility eligibility, IParticipants participants, IAudit audit, Caller caller, CityTime city, TimeProvider clock) : CoursesPage
{
    [FromRoute]
    public string Code { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public int? From { get; set; }

    [BindProperty]
    [Required]
    public DateOnly? ValidFrom { get; set; }

    [BindProperty]
    public DateOnly? ValidUntil { get; set; }

    [BindProperty]
    [Required]
    public string? Json { get; set; }

    public string Name { get; private set; } = "";

    public async Task OnGet()
    {
        var programme = await Find();
        var version = programme.Versions.SingleOrDefault(version => version.Number == From) ?? programme.InForce(city.Today) ?? programme.Versions.MaxBy(version => version.Number)!;
        ValidFrom = city.Today;
        Json = JsonSerializer.Serialize(version.Terms, Terms.Json);
    }

    public Task<IActionResult> OnPost() => Act(async () =>
    {
        var terms = Parse(Json!);
        var number = await db.Transact(
            async () =>
            {
                var id = (await Find()).Id;
                await db.Lock<Programme>(id, Cancel);
                var programme = await db.Set<Programme>().Include(programme => programme.Versions).SingleAsync(programme => programme.Id == id, Cancel);
                var version = programme.PutInForce(terms, ValidFrom!.Value, ValidUntil, caller.Name, clock.GetUtcNow());
                audit.Record("programme.version", programme.Id, $"{programme.Code} {version.Number}");
                return version.Number;
            },
            Cancel);
        await RulesChanged.MarkEverybody(db, eligibility, participants, Cancel);
        Done = Words.Say("programmes.saved", number, ValidFrom!.Value.ToString(CultureInfo.CurrentCulture));
        return RedirectToPage("/Programmes");
    });

    protected override async Task Load() => await Find();

    private async Task<Programme> Find()
    {
        var programme = await db.Set<Programme>().AsNoTracking().Include(programme => programme.Versions).SingleOrDefaultAsync(programme => programme.Code == Code, Cancel) ?? throw new NotFound("programme");
        Name = programme.Name;
        return programme;
    }

    private Terms Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<Terms>(json, Terms.Json) ?? throw new JsonException("null");
        }
        catch (JsonException error)
        {
            throw new InvalidField(nameof(Json), Words.Say("programmes.terms.invalid", error.Message));
        }
    }
}
