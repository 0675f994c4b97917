using Courses.Contracts.Messaging;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Platform.Database;
using Courses.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Courses.Messaging.Features;

/// <summary>The day before a session everybody enrolled hears of it, once for each time that it has: a moved session is a new reminder.</summary>
internal sealed class RemindOfSessions(CoursesDb db, ITimetable timetable, IProviders providers, IMessages messages, TimeProvider clock) : ISweep
{
    public const string Kind = "session-reminder";
    private const int AtATime = 5_000;

    public async Task<int> Run(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var until = now.AddHours(24);

        // Who has been reminded of this time is left out, or every run would bring the whole day again. Two runs at once may both miss it: then the once-key decides.
        var due = await (
            from session in timetable.Sessions
            join stay in timetable.Stays on session.GroupId equals stay.GroupId
            join unit in timetable.Groups on session.GroupId equals unit.Id
            join venue in providers.Venues on unit.VenueId equals venue.Id
            where session.StartsAt > now && session.StartsAt <= until && session.CancelledAt == null && unit.CancelledAt == null
                && stay.From <= session.LocalDate && (stay.Until == null || stay.Until >= session.LocalDate)
                && !db.Set<Message>().Any(row => row.Kind == Kind && row.About == session.Id && row.ParticipantId == stay.ParticipantId && row.Until == session.StartsAt)
            select new { SessionId = session.Id, session.StartsAt, stay.ParticipantId, Name = unit.Name, venue.Address, Venue = venue.Name }).ToListAsync(cancel);

        var queued = 0;
        foreach (var some in due.Chunk(AtATime))
        {
            queued += await db.Transact(
                () => messages.QueueMany(
                    [.. some.Select(row => new NewMessage
                    {
                        ParticipantId = row.ParticipantId,
                        Kind = Kind,
                        OnceKey = $"{Kind}:{row.SessionId:N}:{row.ParticipantId:N}:{row.StartsAt.ToUnixTimeSeconds()}",
                        About = row.SessionId,
                        Link = "/my/courses",
                        Until = row.StartsAt,
                        Details = [row.Name, row.StartsAt.ToString("O"), $"{row.Venue}, {row.Address}"],
                    })],
                    cancel),
                cancel);
        }

        return queued;
    }
}

/// <summary>A reminder goes out only while the session is still ahead, at that time, and the person still has the seat.</summary>
internal sealed class SessionReminderCheck(CoursesDb db, ITimetable timetable, TimeProvider clock) : IMessageCheck
{
    public string Kind => RemindOfSessions.Kind;

    public async Task<IReadOnlyCollection<MessageToCheck>> NoLongerTrue(IReadOnlyCollection<MessageToCheck> messages, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var sessions = messages.Select(message => message.About).Distinct().ToArray();
        var people = messages.Select(message => message.ParticipantId).Distinct().ToArray();
        var ahead = (await (
            from session in timetable.Sessions
            join stay in timetable.Stays on session.GroupId equals stay.GroupId
            where EF.Parameter(sessions).Contains(session.Id) && EF.Parameter(people).Contains(stay.ParticipantId)
                && session.CancelledAt == null && session.StartsAt > now && stay.From <= session.LocalDate && (stay.Until == null || stay.Until >= session.LocalDate)
            select new { session.Id, stay.ParticipantId, session.StartsAt }).ToListAsync(cancel)).ToDictionary(row => (row.Id, row.ParticipantId), row => row.StartsAt);

        var ids = messages.Select(message => message.MessageId).ToArray();
        var queuedFor = await db.Set<Message>().Where(row => EF.Parameter(ids).Contains(row.Id)).ToDictionaryAsync(row => row.Id, row => row.OnceKey, cancel);
        return [.. messages.Where(message => !ahead.TryGetValue((message.About, message.ParticipantId), out var startsAt)
            || !queuedFor[message.MessageId].EndsWith($":{startsAt.ToUnixTimeSeconds()}", StringComparison.Ordinal))];
    }
}
