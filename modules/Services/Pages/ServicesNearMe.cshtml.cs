using System.Globalization;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Services.Pages;

/// <summary>
/// All services of the city, for everybody. The page always holds the whole list, and what does not fit the filters is only hidden: so the phone filters and sorts without a network, and tells nobody where it is.
/// </summary>
[ForAnyone]
internal sealed class ServicesNearMeModel(CoursesDb db, IProviders providers, CityTime city, CityLanguage ofTheCity) : CoursesPage
{
    private const int Most = 400;

    [BindProperty(SupportsGet = true)]
    public string? Topic { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Spoken { get; set; }

    public IReadOnlyList<ServiceCard> Services { get; private set; } = [];

    /// <summary>Of which there is something.</summary>
    public IReadOnlyList<string> TopicCodes { get; private set; } = [];

    public IReadOnlyList<string> Languages { get; private set; } = [];

    public string AsOf => city.Show(city.Now);

    public int Today { get; private set; }

    public bool IsMeant(ServiceCard card) => (Topic is null || card.Topic.Code == Topic) && (Spoken is null || card.Languages.Contains(Spoken));

    /// <summary>For the map that is on the phone: the one on the web needs a network.</summary>
    public static string OnThePhone(Service of) => of is { Latitude: { } latitude, Longitude: { } longitude }
        ? string.Create(CultureInfo.InvariantCulture, $"geo:{latitude:0.#####},{longitude:0.#####}?q={latitude:0.#####},{longitude:0.#####}")
        : "geo:0,0?q=" + Uri.EscapeDataString(of.Address);

    public async Task OnGet()
    {
        string[] readable = [CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, "en", ofTheCity.Code];
        var rows = await db.Set<Service>().AsNoTracking().Include(row => row.Notes.Where(note => EF.Parameter(readable).Contains(note.Language))).Where(row => row.WithdrawnAt == null).OrderBy(row => row.Name).ThenBy(row => row.Id).Take(Most).ToListAsync(Cancel);
        var ids = rows.Select(row => row.ProviderId).Distinct().ToArray();
        var names = await providers.Providers.Where(provider => EF.Parameter(ids).Contains(provider.Id)).ToDictionaryAsync(provider => provider.Id, provider => provider.Name, Cancel);
        var local = TimeZoneInfo.ConvertTime(city.Now, city.Zone).DateTime;
        Today = WeekHours.DayOf(local);
        var ofTopic = rows.ToLookup(row => row.TopicCode);
        Services = [.. Topics.All.SelectMany(topic => ofTopic[topic.Code].InReadersOrder(row => row.Name)
            .Select(row => new ServiceCard(row, topic, names.GetValueOrDefault(row.ProviderId, ""), row.Notes.OrderBy(note => Array.IndexOf(readable, note.Language)).FirstOrDefault(), local)))];
        TopicCodes = [.. Services.Select(card => card.Topic.Code).Distinct()];
        Languages = [.. Services.SelectMany(card => card.Languages).Distinct().OrderBy(Shown.LanguageName, StringComparer.CurrentCulture)];
        Topic = TopicCodes.Contains(Topic) ? Topic : null;
        Spoken = Languages.Contains(Spoken) ? Spoken : null;
    }
}

/// <param name="Of">The service.</param>
/// <param name="Topic">Its topic.</param>
/// <param name="Provider">Who keeps it.</param>
/// <param name="Note">What is said of it, in the language that the reader reads best.</param>
/// <param name="Now">By the clock of the city.</param>
internal sealed record ServiceCard(Service Of, Topic Topic, string Provider, ServiceNote? Note, DateTime Now)
{
    public WeekHours Hours { get; } = Of.OpeningHours;

    public bool IsOpen => Hours.IsOpen(Now);

    public IReadOnlyList<string> Languages { get; } = Of.SpokenLanguages;
}
