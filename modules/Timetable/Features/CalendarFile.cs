using System.Text;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Ical.Net;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Courses.Timetable.Features;

/// <summary>
/// A person's sessions as iCalendar (RFC 5545), for whoever knows the secret address. It names courses and places, never people: addresses like
/// this one end up in foreign clouds.
/// </summary>
internal static class CalendarFile
{
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/calendar/{token}.ics", async (string token, CoursesDb db, IProviders providers, IParticipants participants, TimeProvider clock, HttpResponse response, CancellationToken cancel) =>
        {
            var hash = CalendarFeed.HashOf(token);
            var feed = await db.Set<CalendarFeed>().AsNoTracking().SingleOrDefaultAsync(row => row.TokenHash == hash && row.RevokedAt == null, cancel)
                ?? throw new NotFound("The calendar");
            var person = await participants.Aliases.Where(alias => alias.MergedId == feed.ParticipantId).Select(alias => (Guid?)alias.KeptId).SingleOrDefaultAsync(cancel) ?? feed.ParticipantId;
            response.Headers.CacheControl = "private, max-age=900";
            return TypedResults.Text(Write(await EventsOf(db, providers, person, clock.GetUtcNow(), cancel)), "text/calendar", Encoding.UTF8);
        })
        .ForAnyone();

    private static Task<List<CalendarEvent>> EventsOf(CoursesDb db, IProviders providers, Guid participantId, DateTimeOffset now, CancellationToken cancel)
    {
        var since = now.AddDays(-30);
        return (from stay in db.Set<Stay>()
                join grp in db.Set<Group>() on stay.GroupId equals grp.Id
                join session in db.Set<Session>() on grp.Id equals session.GroupId
                join venue in providers.Venues on grp.VenueId equals venue.Id
                where stay.ParticipantId == participantId && session.LocalDate >= stay.From && session.EndsAt >= since
                    && (stay.Until == null || session.LocalDate <= stay.Until || stay.Ended == StayEnd.ClassCancelled)
                orderby session.StartsAt, session.Id
                select new CalendarEvent
                {
                    Id = session.Id,
                    Summary = grp.Name,
                    StartsAt = session.StartsAt,
                    EndsAt = session.EndsAt,
                    Place = venue.Name + ", " + venue.Address,
                    Latitude = venue.Latitude,
                    Longitude = venue.Longitude,
                    IsCancelled = session.CancelledAt != null,
                    Revision = session.Changes.Count() + (grp.CancelledAt != null ? 1 : 0),
                    ChangedAt = session.Changes.Max(change => (DateTimeOffset?)change.At) ?? grp.CreatedAt,
                }).AsNoTracking().ToListAsync(cancel);
    }

    public static string Write(IEnumerable<CalendarEvent> events)
    {
        var calendar = new Calendar { ProductId = "-//Courses//Timetable//EN", Method = "PUBLISH" };
        calendar.AddProperty("X-WR-CALNAME", "Courses");
        var refresh = new CalendarProperty("REFRESH-INTERVAL", "PT6H");
        refresh.AddParameter("VALUE", "DURATION");
        calendar.AddProperty(refresh);
        calendar.Events.AddRange(events.Select(one => new Ical.Net.CalendarComponents.CalendarEvent
        {
            Uid = $"{one.Id:N}@courses",
            DtStamp = Utc(one.ChangedAt),
            Start = Utc(one.StartsAt),
            End = Utc(one.EndsAt),
            Sequence = one.Revision,
            Summary = one.Summary,
            Location = one.Place,

            // Nobody said where it is: a point in the Atlantic is worse than none.
            GeographicLocation = PlaceOnMap.IsKnown(one.Latitude, one.Longitude) ? new(one.Latitude, one.Longitude) : null,
            Status = one.IsCancelled ? EventStatus.Cancelled : EventStatus.Confirmed,
        }));
        return new CalendarSerializer().SerializeToString(calendar)!;
    }

    private static CalDateTime Utc(DateTimeOffset at) => new(at.UtcDateTime);
}

internal sealed record CalendarEvent
{
    public required Guid Id { get; init; }

    public required string Summary { get; init; }

    public required DateTimeOffset StartsAt { get; init; }

    public required DateTimeOffset EndsAt { get; init; }

    public required string Place { get; init; }

    public required double Latitude { get; init; }

    public required double Longitude { get; init; }

    public required bool IsCancelled { get; init; }

    public required int Revision { get; init; }

    public required DateTimeOffset ChangedAt { get; init; }
}
