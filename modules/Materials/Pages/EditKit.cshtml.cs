using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Access;
using Courses.Materials.Features;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Materials.Pages;

/// <summary>A new kit, or what is said of one that there is. What is in it is chosen on its own page. An administrator's is the city's.</summary>
[Audience(Roles.Administrator, Roles.ProviderManager, Roles.Teacher)]
internal sealed class EditKitModel(CoursesDb db, KeepKit keep, TopicNames topicNames, Caller caller, CityTime city) : CoursesPage
{
    /// <summary>Null for a new one.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? Id { get; set; }

    /// <summary>A new one gets this id: a second tap makes no second one.</summary>
    [BindProperty]
    public Guid FormId { get; set; }

    [BindProperty]
    public int Seen { get; set; }

    [BindProperty, Required, StringLength(120)]
    public string? Name { get; set; }

    [BindProperty, StringLength(500)]
    public string? Note { get; set; }

    [BindProperty, StringLength(60)]
    public string? TopicCode { get; set; }

    [BindProperty]
    public Guid? StrandId { get; set; }

    [BindProperty, StringLength(10)]
    public string? LevelFrom { get; set; }

    [BindProperty, StringLength(10)]
    public string? LevelUntil { get; set; }

    [BindProperty]
    public AgeGroup Ages { get; set; }

    public IReadOnlyList<TopicName> Topics { get; private set; } = [];

    public IReadOnlyList<Strand> Strands { get; private set; } = [];

    public async Task OnGet()
    {
        if (Id is null)
        {
            FormId = Guid.CreateVersion7(city.Now);
        }

        await Load();
        if (Id is not null)
        {
            var kit = await Find();
            (Name, Note, TopicCode, StrandId, LevelFrom, LevelUntil, Ages) = (kit.Name, kit.Note, kit.TopicCode, kit.StrandId, kit.LevelFrom, kit.LevelUntil, kit.Ages);
        }
    }

    public Task<IActionResult> OnPost() => Act(async () =>
    {
        await LoadChoices();
        var form = Read();
        if (Id is { } id)
        {
            await keep.Change(id, form, Seen, Cancel);
            Done = Words["kits.changed"];
            return Redirect($"/materials/kits/{id}");
        }

        Require(FormId != Guid.Empty, "");
        await keep.Add(FormId, caller.OrganisationId, form, Cancel);
        Done = Words["kits.added"];
        return Redirect($"/materials/kits/{FormId}");
    });

    protected override async Task Load()
    {
        await LoadChoices();
        if (Id is not null)
        {
            // Somebody else may have changed it meanwhile: the next press is on top of what is new.
            Seen = (await Find()).Version;
        }
    }

    private async Task LoadChoices() => (Topics, Strands) = (await topicNames.All(Cancel), await db.AllStrands(Cancel));

    private async Task<Kit> Find()
    {
        var kit = await db.Set<Kit>().VisibleTo(caller).AsNoTracking().SingleOrDefaultAsync(row => row.Id == Id, Cancel);
        return kit is not null && caller.Keeps(kit.ProviderId) ? kit : throw new NotFound("The kit");
    }

    private KitForm Read()
    {
        var (topic, from, until) = (Chosen(TopicCode), Chosen(LevelFrom), Chosen(LevelUntil));
        Require(topic is null || Topics.Any(one => one.Code == topic), nameof(TopicCode));
        Require(StrandId is null || Strands.Any(strand => strand.Id == StrandId), nameof(StrandId));
        Require(from is null || Levels.All.Contains(from), nameof(LevelFrom));
        Require(until is null || Levels.All.Contains(until), nameof(LevelUntil));
        Require(Levels.AreInOrder(from, until), nameof(LevelUntil), "materials.levels-wrong");
        Require(Enum.IsDefined(Ages), nameof(Ages));
        return new(Name!.Trim(), Note?.Trim() ?? "", topic, StrandId, from, until, Ages);
    }

    private static string? Chosen(string? code) => string.IsNullOrEmpty(code) ? null : code;
}
