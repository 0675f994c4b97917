using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Materials.Features;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Materials.Pages;

/// <summary>One material with all its editions. Whoever keeps it adds an edition here, takes one of them or all of it off with a reason, and undoes that.</summary>
[Audience(Roles.Coach, Roles.Administrator, Roles.ProviderManager, Roles.Teacher)]
[UploadLimit(FileLimits.MostBytesOfARequest)]
[RequestFormLimits(MultipartBodyLengthLimit = FileLimits.MostBytesOfARequest)]
internal sealed class OneMaterialModel(CoursesDb db, KeepMaterial keep, TakeFile take, FileLimits limits, TopicNames topicNames, IProviders providers, Caller caller, CityTime city) : CoursesPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>A new edition gets this id: a second tap makes no second one.</summary>
    [BindProperty]
    public Guid FormId { get; set; }

    [BindProperty]
    public IFormFile? Upload { get; set; }

    [BindProperty, StringLength(500)]
    public string? Link { get; set; }

    [BindProperty, StringLength(300)]
    public string? Change { get; set; }

    [BindProperty]
    public Guid EditionId { get; set; }

    [BindProperty, StringLength(300)]
    public string? Why { get; set; }

    public Material Known { get; private set; } = null!;

    public ListedMaterial Listed { get; private set; } = null!;

    public string? Owner { get; private set; }

    public int Uses { get; private set; }

    public IReadOnlyList<(Guid Id, string Name)> Kits { get; private set; } = [];

    public IReadOnlyList<TopicName> Topics { get; private set; } = [];

    /// <summary>A browser does not send a file twice by itself.</summary>
    public bool MustChooseFileAgain => !ModelState.IsValid && Upload is { Length: > 0 };

    public int MostMegabytes => limits.Megabytes;

    public bool Keeps => caller.Keeps(Known);

    /// <summary>What was taken off opens for whoever keeps it.</summary>
    public bool Opens(Edition edition) => (edition.WithdrawnAt ?? Known.WithdrawnAt) is null || caller.Keeps(Known.ProviderId);

    public DateOnly DayOf(DateTimeOffset instant) => city.DayOf(instant);

    public async Task OnGet()
    {
        FormId = Guid.CreateVersion7(city.Now);
        await Load();
    }

    public Task<IActionResult> OnPostEdition() => Act(async () =>
    {
        var what = await EditionForm.Read(Upload, Link, Change, take, Words, Cancel);
        Require(what.Change.Length > 0, nameof(Change), "materials.change-missing");
        Require(FormId != Guid.Empty, "");
        await keep.AddEdition(Id, FormId, what, Cancel);
        return DoneWith("materials.edition-added");
    });

    public Task<IActionResult> OnPostWithdraw() => Act(async () =>
    {
        await keep.Withdraw(Id, Reason(), Cancel);
        return DoneWith("materials.was-withdrawn");
    });

    public Task<IActionResult> OnPostWithdrawEdition() => Act(async () =>
    {
        await keep.WithdrawEdition(Id, EditionId, Reason(), Cancel);
        return DoneWith("materials.edition-was-withdrawn");
    });

    public Task<IActionResult> OnPostTakeBack() => Press(() => keep.TakeBack(Id, Cancel), "materials.was-taken-back");

    public Task<IActionResult> OnPostTakeEditionBack() => Press(() => keep.TakeEditionBack(Id, EditionId, Cancel), "materials.edition-was-taken-back");

    protected override string FieldOf(string code) => EditionForm.FieldOf(code);

    protected override async Task Load()
    {
        Known = await db.Set<Material>().VisibleTo(caller).AsNoTracking().Include(row => row.Editions).SingleOrDefaultAsync(row => row.Id == Id, Cancel) ?? throw new NotFound("The material");
        if (Known.WithdrawnAt is not null && caller.OrganisationId is not null && !caller.Keeps(Known.ProviderId))
        {
            throw new NotFound("The material");
        }

        Listed = await db.Set<Material>().Where(row => row.Id == Id).Listed(db).SingleAsync(Cancel);
        Owner = Known.ProviderId is { } owner ? await providers.Providers.Where(provider => provider.Id == owner).Select(provider => provider.Name).SingleOrDefaultAsync(Cancel) : null;
        var uses = db.Set<MaterialUse>().Where(use => use.MaterialId == Id);
        Uses = await (caller.OrganisationId is { } own ? uses.Where(use => use.ProviderId == own) : uses).CountAsync(Cancel);
        Kits = [.. (await db.Set<Kit>().VisibleTo(caller).Where(kit => kit.WithdrawnAt == null && kit.Entries.Any(entry => entry.MaterialId == Id)).OrderBy(kit => kit.Name).Select(kit => new { kit.Id, kit.Name }).Take(50).ToListAsync(Cancel)).Select(kit => (kit.Id, kit.Name))];
        Topics = await topicNames.All(Cancel);
    }

    private string Reason() => Why?.Trim() is { Length: > 0 } why ? why : throw new InvalidField(nameof(Why), Words["materials.why-missing"]);

    private async Task<IActionResult> Press(Func<Task> act, string done)
    {
        ModelState.Clear();
        return await Act(async () =>
        {
            await act();
            return DoneWith(done);
        });
    }

    private RedirectResult DoneWith(string sentence)
    {
        Done = Words[sentence];
        return Redirect($"/materials/{Id}");
    }
}
