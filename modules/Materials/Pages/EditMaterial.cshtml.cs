using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Materials.Features;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Materials.Pages;

/// <summary>A new material with its first edition, or what is said of one that there is.</summary>
[Audience(Roles.Administrator, Roles.ProviderManager, Roles.Teacher)]
[UploadLimit(FileLimits.MostBytesOfARequest)]
[RequestFormLimits(MultipartBodyLengthLimit = FileLimits.MostBytesOfARequest)]
internal sealed class EditMaterialModel(CoursesDb db, KeepMaterial keep, TakeFile take, FileLimits limits, TopicNames topicNames, IProviders providers, Caller caller, CityTime city) : CoursesPage
{
    private const int MostCodes = 30;

    /// <summary>Null for a new one.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? Id { get; set; }

    /// <summary>A new one gets this id: a second tap makes no second one.</summary>
    [BindProperty]
    public Guid FormId { get; set; }

    /// <summary>The version that the reader saw.</summary>
    [BindProperty]
    public int Seen { get; set; }

    /// <summary>Of an administrator's form; empty for the city.</summary>
    [BindProperty]
    public Guid? ProviderId { get; set; }

    [BindProperty, Required, StringLength(160)]
    public string? Subject { get; set; }

    [BindProperty, StringLength(Material.LongestAbout)]
    public string? About { get; set; }

    [BindProperty, Required, StringLength(20)]
    public string? Kind { get; set; }

    [BindProperty]
    public string[] TopicCodes { get; set; } = [];

    [BindProperty, StringLength(200)]
    public string? Keywords { get; set; }

    [BindProperty]
    public Guid? StrandId { get; set; }

    [BindProperty, StringLength(10)]
    public string? LevelFrom { get; set; }

    [BindProperty, StringLength(10)]
    public string? LevelUntil { get; set; }

    [BindProperty]
    public string[] Spoken { get; set; } = [];

    [BindProperty]
    public AgeGroup Ages { get; set; }

    [BindProperty]
    public bool ForNewcomers { get; set; }

    [BindProperty]
    public IFormFile? Upload { get; set; }

    [BindProperty, StringLength(500)]
    public string? Link { get; set; }

    public IReadOnlyList<TopicName> TopicList { get; private set; } = [];

    public IReadOnlyList<Strand> Strands { get; private set; } = [];

    public IReadOnlyList<(Guid Id, string Name)> Providers { get; private set; } = [];

    public IReadOnlyList<string> Languages { get; } = MaterialLanguages.All;

    public int MostMegabytes => limits.Megabytes;

    public bool ChoosesOwner => Id is null && caller.OrganisationId is null;

    public bool ShowsToNewcomers => caller.ShowsToNewcomers();

    /// <summary>A browser does not send a file twice by itself.</summary>
    public bool MustChooseFileAgain => !ModelState.IsValid && Upload is { Length: > 0 };

    public async Task OnGet()
    {
        if (Id is null)
        {
            FormId = Guid.CreateVersion7(city.Now);
        }

        await Load();
        if (Id is not null)
        {
            var known = await Find();
            (Subject, About, Kind, Keywords, StrandId, LevelFrom, LevelUntil) = (known.Title, known.About, known.Kind, known.Keywords, known.StrandId, known.LevelFrom, known.LevelUntil);
            (TopicCodes, Spoken, Ages, ForNewcomers) = ([.. known.TopicCodes], [.. known.SpokenLanguages], known.Ages, known.ForNewcomers);
        }
    }

    public Task<IActionResult> OnPost() => Act(async () =>
    {
        await LoadChoices();
        var form = await Read();
        if (Id is { } id)
        {
            await keep.Change(id, form, Seen, Cancel);
            Done = Words["materials.changed"];
            return Redirect($"/materials/{id}");
        }

        Require(FormId != Guid.Empty, "");
        await keep.Add(FormId, ProviderId, form, await EditionForm.Read(Upload, Link, "", take, Words, Cancel), Cancel);
        Done = Words["materials.was-added"];
        return Redirect($"/materials/{FormId}");
    });

    protected override string FieldOf(string code) => EditionForm.FieldOf(code);

    protected override async Task Load()
    {
        await LoadChoices();
        if (Id is not null)
        {
            // Somebody else may have changed it meanwhile: the next press is on top of what is new.
            Seen = (await Find()).Version;
        }
    }

    private async Task LoadChoices()
    {
        (TopicList, Strands) = (await topicNames.All(Cancel), await db.AllStrands(Cancel));
        Providers = ChoosesOwner ? [.. (await providers.Providers.Select(provider => new { provider.Id, provider.Name }).ToListAsync(Cancel)).InReadersOrder(provider => provider.Name).Select(provider => (provider.Id, provider.Name))] : [];
    }

    private async Task<Material> Find()
    {
        var known = await db.Set<Material>().VisibleTo(caller).AsNoTracking().SingleOrDefaultAsync(row => row.Id == Id, Cancel);
        if (known is null || !caller.Keeps(known.ProviderId))
        {
            throw new NotFound("The material");
        }

        return caller.Keeps(known) ? known : throw new Forbidden();
    }

    private async Task<MaterialForm> Read()
    {
        if (Id is null)
        {
            ProviderId = caller.OrganisationId ?? ProviderId;
            Require(ProviderId is null || await providers.Providers.AnyAsync(provider => provider.Id == ProviderId, Cancel), nameof(ProviderId));
        }

        Require(MaterialKinds.All.Any(kind => kind.Code == Kind), nameof(Kind));
        Require(TopicCodes.Length <= MostCodes && Array.TrueForAll(TopicCodes, code => TopicList.Any(topic => topic.Code == code)) && string.Join(',', TopicCodes).Length < 590, nameof(TopicCodes));
        Require(Spoken.Length <= MostCodes && Array.TrueForAll(Spoken, Languages.Contains), nameof(Spoken));
        Require(StrandId is null || Strands.Any(strand => strand.Id == StrandId), nameof(StrandId));
        var (from, until) = (Chosen(LevelFrom), Chosen(LevelUntil));
        Require(from is null || Levels.All.Contains(from), nameof(LevelFrom));
        Require(until is null || Levels.All.Contains(until), nameof(LevelUntil));
        Require(Levels.AreInOrder(from, until), nameof(LevelUntil), "materials.levels-wrong");
        Require(Enum.IsDefined(Ages), nameof(Ages));
        return new()
        {
            Title = Subject!.Trim(),
            About = About?.Trim() ?? "",
            Kind = Kind!,
            Topics = [.. TopicCodes.Distinct()],
            Keywords = Keywords?.Trim() ?? "",
            StrandId = StrandId,
            LevelFrom = from,
            LevelUntil = until,
            Languages = [.. Spoken.Distinct()],
            Ages = Ages,
            ForNewcomers = ForNewcomers,
        };
    }

    private static string? Chosen(string? level) => string.IsNullOrEmpty(level) ? null : level;
}
