using System.Globalization;
using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.EntityFrameworkCore;

namespace Courses.Materials.Pages;

/// <summary>What newcomers may take along, for everybody without signing in: what is in the reader's language first, then the others. Whoever is signed in sees before all that what was chosen for the own lessons.</summary>
[ForAnyone]
internal sealed class LeafletsModel(CoursesDb db, ITimetable timetable, IProviders providers, Caller caller, CityTime city) : CoursesPage
{
    private const int Most = 300;
    private const int MostOfLessons = 30;
    private const int DaysOfLessons = 60;

    public IReadOnlyList<ListedMaterial> OfLessons { get; private set; } = [];

    public IReadOnlyList<ListedMaterial> InOwnLanguage { get; private set; } = [];

    public IReadOnlyList<ListedMaterial> WithoutWords { get; private set; } = [];

    public IReadOnlyList<(string Language, IReadOnlyList<ListedMaterial> Leaflets)> Others { get; private set; } = [];

    public IReadOnlyDictionary<Guid, string> Owners { get; private set; } = new Dictionary<Guid, string>();

    public async Task OnGet()
    {
        var own = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        var offered = db.Set<Material>().Where(row => row.ForNewcomers && row.WithdrawnAt == null && row.CurrentId != null);

        // Where there are more than fit, those in other languages give way.
        var spoken = $",{own},";
        var rows = await offered.Listed(db).OrderBy(row => row.Languages.Contains(spoken) ? 0 : row.Languages == "" ? 1 : 2).ThenByDescending(row => row.ChangedAt).ThenBy(row => row.Id).Take(Most).ToListAsync(Cancel);
        InOwnLanguage = [.. rows.Where(row => row.SpokenLanguages.Contains(own)).InReadersOrder(row => row.Title)];
        WithoutWords = [.. rows.Where(row => row.SpokenLanguages.Count == 0).InReadersOrder(row => row.Title)];
        var others = rows.Where(row => !row.SpokenLanguages.Contains(own)).SelectMany(row => row.SpokenLanguages.Select(language => (Language: language, Row: row)));
        Others = [.. others.GroupBy(one => one.Language, one => one.Row).InReadersOrder(group => Shown.LanguageName(group.Key))
            .Select(group => (group.Key, (IReadOnlyList<ListedMaterial>)[.. group.InReadersOrder(row => row.Title)]))];
        if (caller.Is(Roles.Newcomer))
        {
            var (me, first) = (caller.Id, city.Today.AddDays(-DaysOfLessons));
            var mine =
                from use in db.Set<MaterialUse>()
                join session in timetable.Sessions on use.SessionId equals session.Id
                where session.LocalDate >= first && timetable.Stays.Any(stay => stay.GroupId == use.GroupId && stay.ParticipantId == me && stay.From <= session.LocalDate && (stay.Until == null || stay.Until >= session.LocalDate))
                select use.MaterialId;
            OfLessons = [.. (await offered.Where(row => mine.Contains(row.Id)).Listed(db).OrderByDescending(row => row.ChangedAt).ThenBy(row => row.Id).Take(MostOfLessons).ToListAsync(Cancel)).InReadersOrder(row => row.Title)];
        }

        var ids = rows.Concat(OfLessons).Select(row => row.ProviderId).OfType<Guid>().Distinct().ToArray();
        Owners = await providers.Providers.Where(provider => ids.Contains(provider.Id)).ToDictionaryAsync(provider => provider.Id, provider => provider.Name, Cancel);
    }

    /// <summary>The language to read a title in, where it has one.</summary>
    public static string? LanguageOf(ListedMaterial leaflet) => leaflet.SpokenLanguages is [var only] ? only : null;
}
