using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.EntityFrameworkCore;

namespace Courses.Materials.Pages;

/// <summary>What there is and what was chosen for sessions in the last twelve months: by topic, language, strand and level, and what was chosen most. It counts materials and sessions, and nobody.</summary>
[Audience(Roles.Coach, Roles.Administrator, Roles.Auditor)]
internal sealed class MaterialsReportModel(CoursesDb db, TopicNames topicNames, IProviders providers, CityTime city) : CoursesPage
{
    private const int MostChosen = 15;

    public IReadOnlyList<UseLine> ByTopic { get; private set; } = [];

    public IReadOnlyList<UseLine> ByLanguage { get; private set; } = [];

    public IReadOnlyList<UseLine> ByLevel { get; private set; } = [];

    public IReadOnlyList<(Guid Id, string Title, string? Owner, int Uses)> Most { get; private set; } = [];

    public int Materials { get; private set; }

    public int Uses { get; private set; }

    public int NeverChosen { get; private set; }

    public DateOnly Since => city.Today.AddMonths(-12);

    public async Task OnGet()
    {
        var since = city.At(Since, TimeOnly.MinValue);
        var counts = await db.Set<MaterialUse>().Where(use => use.ChosenAt >= since).GroupBy(use => use.MaterialId).Select(its => new { its.Key, Uses = its.Count() }).ToDictionaryAsync(its => its.Key, its => its.Uses, Cancel);

        // What was taken off since then was chosen all the same.
        var rows = (await db.Set<Material>().Listed(db).ToListAsync(Cancel)).FindAll(row => row.WithdrawnAt is null || counts.ContainsKey(row.Id));
        (Materials, Uses) = (rows.Count(row => row.WithdrawnAt is null), counts.Values.Sum());
        NeverChosen = rows.Count(row => row.WithdrawnAt is null && !counts.ContainsKey(row.Id));
        var topics = await topicNames.All(Cancel);
        ByTopic = Lines(row => Material.Codes(row.Topics), topics.Of);
        ByLanguage = Lines(row => row.SpokenLanguages, Shown.LanguageName);
        ByLevel = Lines(row => [row.LevelText.Length > 0 ? row.LevelText : row.Strand ?? ""], name => name);
        var ids = rows.Select(row => row.ProviderId).OfType<Guid>().Distinct().ToArray();
        var names = await providers.Providers.Where(provider => ids.Contains(provider.Id)).ToDictionaryAsync(provider => provider.Id, provider => provider.Name, Cancel);
        Most = [.. rows.Where(row => counts.ContainsKey(row.Id)).OrderByDescending(row => counts[row.Id]).ThenInReadersOrder(row => row.Title).Take(MostChosen)
            .Select(row => (row.Id, row.Title, row.ProviderId is { } owner ? names.GetValueOrDefault(owner) : null, counts[row.Id]))];

        IReadOnlyList<UseLine> Lines(Func<ListedMaterial, IReadOnlyList<string>> of, Func<string, string> name) =>
            [.. rows.SelectMany(row => of(row).DefaultIfEmpty("").Select(code => (Code: code, Row: row))).GroupBy(one => one.Code, one => one.Row)
                .Select(its => new UseLine(its.Key.Length == 0 ? null : name(its.Key), its.Count(row => row.WithdrawnAt is null), its.Sum(row => counts.GetValueOrDefault(row.Id))))
                .OrderBy(line => line.Name is null ? 1 : 0).ThenByDescending(line => line.Uses).ThenInReadersOrder(line => line.Name ?? "")];
    }
}

/// <param name="Name">Of the topic, language or level; null for none.</param>
/// <param name="Materials">How many there are now.</param>
/// <param name="Uses">For how many sessions they were chosen.</param>
internal sealed record UseLine(string? Name, int Materials, int Uses);
