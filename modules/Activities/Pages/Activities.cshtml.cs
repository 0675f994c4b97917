using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Activities.Pages;

/// <summary>Meetings of activities: those ahead, or those that are over, the newest first. In pages.</summary>
[Audience(Roles.Coach, Roles.Administrator, Roles.ProviderManager)]
internal sealed class ActivitiesModel(CoursesDb db, ITimetable timetable, IProviders providers, Caller caller, CityTime city) : CoursesPage
{
    internal const int AtOnce = 50;

    [BindProperty(SupportsGet = true)]
    public bool Past { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Kind { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? From { get; set; }

    public IReadOnlyList<string> Kinds { get; private set; } = [];

    public IReadOnlyList<ListedMeeting> Meetings { get; private set; } = [];

    public OtherPages Pages { get; private set; } = new(null, null);

    public bool SeesReport => caller.OrganisationId is null;

    public bool IsAdministrator => caller.Is(Roles.Administrator);

    public async Task OnGet()
    {
        Kinds = await db.Set<ActivityKind>().OrderBy(kind => kind.Number).ThenBy(kind => kind.Code).Select(kind => kind.Code).ToListAsync(Cancel);
        var (now, own, begin) = (city.Now, caller.OrganisationId, Place.Read(From));
        var (at, id, kind) = (begin?.At ?? default, begin?.Id ?? Guid.Empty, Kinds.Contains(Kind) ? Kind : null);
        var all =
            from meeting in db.Set<ActivityMeeting>()
            join activity in db.Set<Activity>().VisibleTo(caller) on meeting.ActivityId equals activity.Id
            join @group in timetable.Groups on meeting.Id equals @group.Id
            join session in timetable.Sessions on meeting.Id equals session.GroupId
            join venue in providers.Venues on @group.VenueId equals venue.Id
            where kind == null || activity.KindCode == kind
            select new ListedMeeting
            {
                Id = meeting.Id,
                ActivityId = activity.Id,
                SessionId = session.Id,
                Kind = activity.KindCode,
                Title = activity.Title,
                Admission = activity.Admission,
                HasLimit = activity.Capacity != null,
                IsOurs = own == null || activity.ProviderId == own,
                Capacity = @group.Capacity,
                SeatsTaken = @group.SeatsTaken,
                InLine = @group.InLine,
                IsCancelled = session.CancelledAt != null,
                StartsAt = session.StartsAt,
                EndsAt = session.EndsAt,
                On = session.LocalDate,
                FromTime = session.LocalFrom,
                UntilTime = session.LocalUntil,
                Venue = venue.Name,
            };
        var rows = await (Past
            ? all.Where(one => one.EndsAt <= now && (begin == null || one.StartsAt < at || (one.StartsAt == at && one.Id.CompareTo(id) > 0))).OrderByDescending(one => one.StartsAt)
            : all.Where(one => one.EndsAt > now && (begin == null || one.StartsAt > at || (one.StartsAt == at && one.Id.CompareTo(id) > 0))).OrderBy(one => one.StartsAt))
            .ThenBy(one => one.Id).Take(AtOnce + 1).ToListAsync(Cancel);
        Pages = OtherPages.Of(rows, AtOnce, $"/activities?past={(Past ? "true" : "false")}{(kind is null ? "" : $"&kind={kind}")}", begin, one => new(one.StartsAt, one.Id));
        Meetings = rows;
    }
}

internal sealed record ListedMeeting
{
    public required Guid Id { get; init; }

    public required Guid ActivityId { get; init; }

    public required Guid SessionId { get; init; }

    public required string Kind { get; init; }

    public required string Title { get; init; }

    public required Admission Admission { get; init; }

    public required bool HasLimit { get; init; }

    /// <summary>And not one to which the own organisation is invited.</summary>
    public required bool IsOurs { get; init; }

    public required int Capacity { get; init; }

    public required int SeatsTaken { get; init; }

    public required int InLine { get; init; }

    public required bool IsCancelled { get; init; }

    public required DateTimeOffset StartsAt { get; init; }

    public required DateTimeOffset EndsAt { get; init; }

    public required DateOnly On { get; init; }

    public required TimeOnly FromTime { get; init; }

    public required TimeOnly UntilTime { get; init; }

    public required string Venue { get; init; }
}
