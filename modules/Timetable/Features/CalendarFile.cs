using System.Globalization;
using System.Text;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
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
        app.MapGet("/calendar/{token}.ics", async (string token, CoursesDb db, IProviders providers, TimeProvider clock, HttpResponse response, CancellationToken cancel) =>
        {
            var hash = CalendarFeed.HashOf(token);
            var feed = await db.Set<CalendarFeed>().AsNoTracking().SingleOrDefaultAsync(row => row.TokenHash == hash && row.RevokedAt == null, cancel)
                ?? throw new NotFound("The calendar");
            response.Headers.CacheControl = "private, max-age=900";
            return TypedResults.Text(Write(await EventsOf(db, providers, feed.ParticipantId, clock.GetUtcNow(), cancel)), "text/calendar", Encoding.UTF8);
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
                    IsCancelled = session.CancelledAt != null || grp.CancelledAt != null,
                    Revision = session.Changes.Count() + (grp.CancelledAt != null ? 1 : 0),
                    ChangedAt = session.Changes.Max(change => (DateTimeOffset?)change.At) ?? grp.CreatedAt,
                }).AsNoTracking().ToListAsync(cancel);
    }

    public static string Write(IEnumerable<CalendarEvent> events)
    {
        var text = new StringBuilder();
        Line(text, "BEGIN:VCALENDAR");
        Line(text, "VERSION:2.0");
        Line(text, "PRODID:-//Courses//Timetable//EN");
        Line(text, "CALSCALE:GREGORIAN");
        Line(text, "METHOD:PUBLISH");
        Line(text, "X-WR-CALNAME:Courses");
        Line(text, "REFRESH-INTERVAL;VALUE=DURATION:PT6H");
        foreach (var one in events)
        {
            Line(text, "BEGIN:VEVENT");
            Line(text, $"UID:{one.Id:N}@courses");
            Line(text, $"DTSTAMP:{Utc(one.ChangedAt)}");
            Line(text, $"DTSTART:{Utc(one.StartsAt)}");
            Line(text, $"DTEND:{Utc(one.EndsAt)}");
            Line(text, string.Create(CultureInfo.InvariantCulture, $"SEQUENCE:{one.Revision}"));
            Line(text, $"SUMMARY:{Escape(one.Summary)}");
            Line(text, $"LOCATION:{Escape(one.Place)}");
            Line(text, string.Create(CultureInfo.InvariantCulture, $"GEO:{one.Latitude:0.######};{one.Longitude:0.######}"));
            Line(text, one.IsCancelled ? "STATUS:CANCELLED" : "STATUS:CONFIRMED");
            Line(text, "END:VEVENT");
        }

        Line(text, "END:VCALENDAR");
        return text.ToString();
    }

    private static string Utc(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private static string Escape(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace(";", "\\;", StringComparison.Ordinal)
        .Replace(",", "\\,", StringComparison.Ordinal)
        .Replace("\r\n", "\\n", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal)
        .Replace("\r", "", StringComparison.Ordinal);

    /// <summary>A line of at most 75 octets; what is longer goes on after a blank, never in the middle of a character.</summary>
    private static void Line(StringBuilder text, string content)
    {
        var octets = 0;
        foreach (var rune in content.EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > 75)
            {
                text.Append("\r\n ");
                octets = 1;
            }

            text.Append(rune.ToString());
            octets += rune.Utf8SequenceLength;
        }

        text.Append("\r\n");
    }
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
