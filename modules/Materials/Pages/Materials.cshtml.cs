using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Platform.Database;
using Courses.Platform.Reading;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Materials.Pages;

/// <summary>What the city and the reader's organisation have, the latest first, by topic, strand, level, language, age and kind. In pages.</summary>
[Audience(Roles.Coach, Roles.Administrator, Roles.ProviderManager, Roles.Teacher)]
internal sealed class MaterialsModel(CoursesDb db, TopicNames topicNames, IProviders providers, Caller caller) : CoursesPage
{
    internal const int AtOnce = 50;

    [BindProperty(SupportsGet = true)]
    public bool Withdrawn { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Topic { get; set; }

    /// <summary>Text, so that an address that somebody mangled shows the list and no error.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Strand { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Level { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Spoken { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Ages { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Kind { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? From { get; set; }

    public IReadOnlyList<ListedMaterial> Rows { get; private set; } = [];

    public IReadOnlyDictionary<Guid, string> Owners { get; private set; } = new Dictionary<Guid, string>();

    public IReadOnlyList<TopicName> Topics { get; private set; } = [];

    public IReadOnlyList<Strand> Strands { get; private set; } = [];

    public OtherPages Pages { get; private set; } = new(null, null);

    public IReadOnlyList<string> Languages { get; } = MaterialLanguages.All;

    public bool Keeps => caller.KeepsMaterials();

    public bool SeesReport => caller.OrganisationId is null;

    public bool IsAdministrator => caller.Is(Roles.Administrator);

    public bool IsFiltered => new[] { Q, Topic, Strand, Level, Spoken, Ages, Kind }.Any(one => !string.IsNullOrWhiteSpace(one));

    public Task OnGet() => Load();

    protected override async Task Load()
    {
        (Topics, Strands) = (await topicNames.All(Cancel), await db.AllStrands(Cancel));
        Topic = Topics.Any(topic => topic.Code == Topic) ? Topic : null;
        Strand = Strands.Any(strand => strand.Id.ToString() == Strand) ? Strand : null;
        Level = Levels.All.Contains(Level) ? Level : null;
        Spoken = Languages.Contains(Spoken) ? Spoken : null;
        Kind = MaterialKinds.All.Any(kind => kind.Code == Kind) ? Kind : null;
        Ages = Enum.TryParse<AgeGroup>(Ages, out var ages) && Enum.IsDefined(ages) ? Ages : null;
        var (begin, withdrawn) = (Place.Read(From), Withdrawn);
        var (at, id) = (begin?.At ?? default, begin?.Id ?? Guid.Empty);
        var rows = await Fitting(ages).Where(row => withdrawn ? row.WithdrawnAt != null : row.WithdrawnAt == null)
            .Where(row => begin == null || row.ChangedAt < at || (row.ChangedAt == at && row.Id.CompareTo(id) < 0))
            .Listed(db).OrderByDescending(row => row.ChangedAt).ThenByDescending(row => row.Id).Take(AtOnce + 1).ToListAsync(Cancel);
        Pages = OtherPages.Of(rows, AtOnce, "/materials" + Query(), begin, row => new(row.ChangedAt, row.Id));
        Rows = rows;
        var ids = rows.Select(row => row.ProviderId).OfType<Guid>().Distinct().ToArray();
        Owners = await providers.Providers.Where(provider => ids.Contains(provider.Id)).ToDictionaryAsync(provider => provider.Id, provider => provider.Name, Cancel);
    }

    private IQueryable<Material> Fitting(AgeGroup ages)
    {
        var materials = db.Set<Material>().VisibleTo(caller);
        if (Withdrawn && caller.OrganisationId is { } own)
        {
            // What the city took off is the city's business.
            materials = materials.Where(row => row.ProviderId == own);
        }

        if (Folding.Words(Q) is { Length: > 0 } words)
        {
            materials = materials.Where(row => row.SearchText.Contains(words));
        }

        if (Topic is not null)
        {
            var topic = $",{Topic},";
            materials = materials.Where(row => row.Topics.Contains(topic));
        }

        if (Strand is not null)
        {
            var strand = Guid.Parse(Strand);
            materials = materials.Where(row => row.StrandId == strand);
        }

        if (Spoken is not null)
        {
            var spoken = $",{Spoken},";
            materials = materials.Where(row => row.Languages == "" || row.Languages.Contains(spoken));
        }

        if (Kind is { } kind)
        {
            materials = materials.Where(row => row.Kind == kind);
        }

        if (Ages is not null)
        {
            materials = materials.Where(row => row.Ages == AgeGroup.Everybody || row.Ages == ages);
        }

        return Level is { } level ? materials.ForLevel(Strands, level) : materials;
    }

    private string Query()
    {
        var query = new QueryBuilder();
        foreach (var (name, value) in new[] { ("withdrawn", Withdrawn ? "true" : null), ("q", Q), ("topic", Topic), ("strand", Strand), ("level", Level), ("spoken", Spoken), ("ages", Ages), ("kind", Kind) })
        {
            if (!string.IsNullOrWhiteSpace(value))
            {
                query.Add(name, value);
            }
        }

        return query.ToString();
    }
}
