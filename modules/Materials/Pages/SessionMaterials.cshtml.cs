using Courses.Contracts.Access;
using Courses.Materials.Features;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;

namespace Courses.Materials.Pages;

/// <summary>The materials of one session: what was chosen, the kit that the class works with, and what fits besides.</summary>
[Audience(Roles.Teacher, Roles.ProviderManager)]
internal sealed class SessionMaterialsModel(SessionDesk desk, ChooseMaterial choose, TopicNames topicNames) : CoursesPage
{
    private const int Most = 40;

    [FromRoute]
    public Guid SessionId { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public bool Everything { get; set; }

    [BindProperty]
    public Guid MaterialId { get; set; }

    [BindProperty]
    public Guid? KitId { get; set; }

    public SessionFacts Session { get; private set; } = null!;

    public string? Topic { get; private set; }

    public IReadOnlyList<ListedMaterial> Chosen { get; private set; } = [];

    public Kit? Kit { get; private set; }

    public IReadOnlyList<ListedMaterial> InKit { get; private set; } = [];

    public IReadOnlyList<Kit> Kits { get; private set; } = [];

    public IReadOnlyList<ListedMaterial> Fitting { get; private set; } = [];

    public Task OnGet() => Load();

    public Task<IActionResult> OnPostChoose() => Press(() => choose.Choose(SessionId, [MaterialId], Cancel), "session-materials.chosen-now");

    public Task<IActionResult> OnPostRemove() => Press(() => choose.Remove(SessionId, MaterialId, Cancel), "session-materials.removed");

    public Task<IActionResult> OnPostKit() => Press(() => choose.WorkWith(SessionId, KitId, Cancel), "session-materials.kit-set");

    public Task<IActionResult> OnPostWholeKit() => Press(
        async () =>
        {
            await Load();
            if (InKit.Count > 0)
            {
                await choose.Choose(SessionId, [.. InKit.Select(one => one.Id)], Cancel);
            }
        },
        "session-materials.chosen-now");

    protected override async Task Load()
    {
        Session = await desk.Find(SessionId, Cancel);
        Topic = Session.TopicCode is { } code ? (await topicNames.All(Cancel)).Of(code) : null;
        Chosen = await desk.Chosen(SessionId, Cancel);
        Kit = await desk.KitOf(Session.GroupId, Cancel);
        Kits = await desk.Kits(Session, Cancel);
        if (Kit is not null && Kits.All(one => one.Id != Kit.Id))
        {
            Kits = [Kit, .. Kits];
        }

        var chosen = Chosen.Select(one => one.Id).ToHashSet();
        InKit = Kit is null ? [] : [.. (await desk.In(Kit, Cancel)).Where(one => !chosen.Contains(one.Id))];
        var known = chosen.Concat(InKit.Select(one => one.Id)).ToHashSet();
        Fitting = [.. (await desk.Fitting(Session, Q, Everything, Most + known.Count, Cancel)).Where(one => !known.Contains(one.Id)).Take(Most)];
    }

    /// <summary>What was searched for stays on the page.</summary>
    private async Task<IActionResult> Press(Func<Task> act, string done)
    {
        ModelState.Clear();
        return await Act(async () =>
        {
            await act();
            Done = Words[done];
            return RedirectToPage(new { SessionId, q = Q, everything = Everything ? "true" : null });
        });
    }
}
