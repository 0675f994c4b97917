using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Courses.Services.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Services.Pages;

/// <summary>Services by when somebody last looked at them, the longest ago first: an organisation's own, or all of the city's. In pages.</summary>
[Audience(Roles.Coach, Roles.Administrator, Roles.ProviderManager)]
internal sealed class ServicesModel(CoursesDb db, KeepService keep, IProviders providers, Caller caller, CityTime city) : CoursesPage
{
    internal const int AtOnce = 50;

    [BindProperty(SupportsGet = true)]
    public bool Withdrawn { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Topic { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? From { get; set; }

    [BindProperty]
    public Guid ServiceId { get; set; }

    public IReadOnlyList<ListedService> Services { get; private set; } = [];

    public OtherPages Pages { get; private set; } = new(null, null);

    public int Due { get; private set; }

    public bool Keeps => caller.KeepsServices();

    public bool SeesReport => caller.OrganisationId is null;

    public DateOnly DayOf(DateTimeOffset instant) => city.DayOf(instant);

    public bool IsDue(ListedService one) => !Withdrawn && one.ReviewedAt <= Service.DueBefore(city.Now);

    public Task OnGet() => Load();

    public Task<IActionResult> OnPostReview() => Act(async () =>
    {
        await keep.Review(ServiceId, Cancel);
        Done = Words["services.reviewed"];
        return Redirect("/services");
    });

    protected override async Task Load()
    {
        var (begin, topic, withdrawn) = (Place.Read(From), Topics.Of(Topic)?.Code, Withdrawn);
        var (at, id, before) = (begin?.At ?? default, begin?.Id ?? Guid.Empty, Service.DueBefore(city.Now));
        Due = await db.Set<Service>().VisibleTo(caller).CountAsync(row => row.WithdrawnAt == null && row.ReviewedAt <= before, Cancel);
        var rows = await (
            from service in db.Set<Service>().VisibleTo(caller)
            join provider in providers.Providers on service.ProviderId equals provider.Id
            where (withdrawn ? service.WithdrawnAt != null : service.WithdrawnAt == null) && (topic == null || service.TopicCode == topic)
                && (begin == null || service.ReviewedAt > at || (service.ReviewedAt == at && service.Id.CompareTo(id) > 0))
            orderby service.ReviewedAt, service.Id
            select new ListedService(service.Id, service.Name, service.TopicCode, provider.Name, service.Languages, service.ReviewedAt, service.ReviewedByName)).Take(AtOnce + 1).ToListAsync(Cancel);
        Pages = OtherPages.Of(rows, AtOnce, $"/services?withdrawn={(withdrawn ? "true" : "false")}{(topic is null ? "" : $"&topic={topic}")}", begin, row => new(row.ReviewedAt, row.Id));
        Services = rows;
    }
}

internal sealed record ListedService(Guid Id, string Name, string Topic, string Provider, string Languages, DateTimeOffset ReviewedAt, string ReviewedByName);
