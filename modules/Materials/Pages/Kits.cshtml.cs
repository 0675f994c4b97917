using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Platform.Database;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Materials.Pages;

/// <summary>The kits of the city and of the reader's organisation, by module, then by name.</summary>
[Audience(Roles.Coach, Roles.Administrator, Roles.ProviderManager, Roles.Teacher)]
internal sealed class KitsModel(CoursesDb db, TopicNames topicNames, IProviders providers, Caller caller) : CoursesPage
{
    private const int Most = 500;

    [BindProperty(SupportsGet = true)]
    public bool Withdrawn { get; set; }

    public IReadOnlyList<ListedKit> Rows { get; private set; } = [];

    public IReadOnlyList<TopicName> Topics { get; private set; } = [];

    public bool Keeps => caller.KeepsMaterials();

    public Task OnGet() => Load();

    protected override async Task Load()
    {
        Topics = await topicNames.All(Cancel);
        var (withdrawn, own) = (Withdrawn, caller.OrganisationId);
        var rows = await (
            from kit in db.Set<Kit>().VisibleTo(caller)
            where withdrawn ? kit.WithdrawnAt != null && (own == null || kit.ProviderId == own) : kit.WithdrawnAt == null
            orderby kit.Name, kit.Id
            select new ListedKit(
                kit.Id,
                kit.Name,
                kit.ProviderId,
                providers.Providers.Where(provider => provider.Id == kit.ProviderId).Select(provider => provider.Name).FirstOrDefault(),
                kit.TopicCode,
                db.Set<Strand>().Where(strand => strand.Id == kit.StrandId).Select(strand => strand.Name).FirstOrDefault(),
                kit.LevelFrom,
                kit.LevelUntil,
                kit.Ages,
                kit.Entries.Count)).Take(Most).ToListAsync(Cancel);
        Rows = [.. rows.OrderBy(row => row.TopicCode is null ? 0 : 1).ThenInReadersOrder(row => row.TopicCode is { } topic ? Topics.Of(topic) : "").ThenInReadersOrder(row => row.Name)];
    }
}

internal sealed record ListedKit(Guid Id, string Name, Guid? ProviderId, string? Owner, string? TopicCode, string? Strand, string? LevelFrom, string? LevelUntil, AgeGroup Ages, int Materials)
{
    public string LevelText => (LevelFrom, LevelUntil) switch
    {
        (null, null) => "",
        ({ } from, { } until) when from == until => from,
        _ => $"{LevelFrom}–{LevelUntil}",
    };
}
