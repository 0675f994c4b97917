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
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Materials.Pages;

/// <summary>One kit as a list to print. Whoever keeps it puts materials in, takes them out and sets their order; anybody else copies it and changes the copy.</summary>
[Audience(Roles.Coach, Roles.Administrator, Roles.ProviderManager, Roles.Teacher)]
internal sealed class OneKitModel(CoursesDb db, KeepKit keep, SessionDesk desk, TopicNames topicNames, IProviders providers, Caller caller, CityTime city) : CoursesPage
{
    private const int MostToChoose = 500;

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public Guid MaterialId { get; set; }

    /// <summary>The copy gets this id: a second tap makes no second one.</summary>
    [BindProperty]
    public Guid FormId { get; set; }

    [BindProperty, StringLength(120)]
    public string? CopyName { get; set; }

    public Kit Known { get; private set; } = null!;

    public string? Owner { get; private set; }

    public string? Strand { get; private set; }

    public string? Topic { get; private set; }

    public IReadOnlyList<ListedMaterial> Materials { get; private set; } = [];

    /// <summary>What can be put in, what is for its topic first.</summary>
    public IReadOnlyList<(Guid Id, string Title, string Kind)> ToChoose { get; private set; } = [];

    public bool Keeps => caller.Keeps(Known.ProviderId);

    public bool Copies => caller.KeepsMaterials();

    public DateOnly DayOf(DateTimeOffset instant) => city.DayOf(instant);

    public async Task OnGet()
    {
        FormId = Guid.CreateVersion7(city.Now);
        await Load();
        CopyName = Words.Say("kits.copy-of", Known.Name) is { Length: > 120 } longer ? longer[..120] : Words.Say("kits.copy-of", Known.Name);
    }

    public Task<IActionResult> OnPostPut() => Press(() => keep.Put(Id, MaterialId, Cancel), "kits.put-in");

    public Task<IActionResult> OnPostRemove() => Press(() => keep.Remove(Id, MaterialId, Cancel), "kits.taken-out");

    public Task<IActionResult> OnPostUp() => Press(() => keep.Move(Id, MaterialId, -1, Cancel), null);

    public Task<IActionResult> OnPostDown() => Press(() => keep.Move(Id, MaterialId, 1, Cancel), null);

    public Task<IActionResult> OnPostWithdraw() => Press(() => keep.Withdraw(Id, Cancel), "kits.was-withdrawn");

    public Task<IActionResult> OnPostTakeBack() => Press(() => keep.TakeBack(Id, Cancel), "kits.was-taken-back");

    public Task<IActionResult> OnPostCopy() => Act(async () =>
    {
        Require(!string.IsNullOrWhiteSpace(CopyName), nameof(CopyName), "error.field.required");
        Require(FormId != Guid.Empty, "");
        await keep.Copy(FormId, Id, CopyName!.Trim(), Cancel);
        Done = Words["kits.copied"];
        return Redirect($"/materials/kits/{FormId}");
    });

    protected override async Task Load()
    {
        Known = await db.Set<Kit>().VisibleTo(caller).AsNoTracking().Include(row => row.Entries).SingleOrDefaultAsync(row => row.Id == Id, Cancel) ?? throw new NotFound("The kit");
        if (Known.WithdrawnAt is not null && caller.OrganisationId is not null && !caller.Keeps(Known.ProviderId))
        {
            throw new NotFound("The kit");
        }

        Materials = await desk.In(Known, Cancel);
        Owner = Known.ProviderId is { } owner ? await providers.Providers.Where(provider => provider.Id == owner).Select(provider => provider.Name).SingleOrDefaultAsync(Cancel) : null;
        Strand = Known.StrandId is { } strand ? await db.Set<Strand>().Where(row => row.Id == strand).Select(row => row.Name).SingleOrDefaultAsync(Cancel) : null;
        Topic = Known.TopicCode is { } code ? (await topicNames.All(Cancel)).Of(code) : null;
        if (Keeps && Known.WithdrawnAt is null)
        {
            var topic = $",{Known.TopicCode},";
            var inside = Materials.Select(one => one.Id).ToArray();
            var rows = await db.Set<Material>().VisibleTo(caller).Where(row => row.WithdrawnAt == null && !inside.Contains(row.Id))
                .OrderBy(row => row.Topics.Contains(topic) ? 0 : 1).ThenBy(row => row.Title).ThenBy(row => row.Id)
                .Select(row => new { row.Id, row.Title, row.Kind, IsOfTopic = row.Topics.Contains(topic) }).Take(MostToChoose).ToListAsync(Cancel);
            ToChoose = [.. rows.OrderByDescending(row => row.IsOfTopic).ThenInReadersOrder(row => row.Title).Select(row => (row.Id, row.Title, row.Kind))];
        }
    }

    private async Task<IActionResult> Press(Func<Task> act, string? done)
    {
        ModelState.Clear();
        return await Act(async () =>
        {
            await act();
            Done = done is null ? Done : Words[done];
            return Redirect($"/materials/kits/{Id}");
        });
    }
}
