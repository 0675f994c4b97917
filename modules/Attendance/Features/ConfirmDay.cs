using Courses.Contracts.Timetable;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace Courses.Attendance.Features;

/// <summary>A lesson of which the register says that the person was there, for so many minutes, and of which they have not said a word since.</summary>
internal sealed record Unconfirmed(SessionInfo Session, int Minutes);

/// <summary>The person says of a day that the register is right, or of one of its lessons that it is not. Nobody has to: docs/decisions/0033-the-persons-own-word.md.</summary>
internal sealed class ConfirmDay(CoursesDb db, ITimetable timetable, RegisterBook book, TimeProvider clock)
{
    /// <summary>So long after a lesson people are asked; later few remember.</summary>
    public static readonly TimeSpan Asked = TimeSpan.FromDays(7);

    public async Task<IReadOnlyList<Unconfirmed>> Open(Guid participantId, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var since = now - Asked;
        var lessons = await (
            from session in SessionInfos.Of(timetable)
            join mark in db.Set<Mark>() on session.Id equals mark.SessionId
            where mark.ParticipantId == participantId && mark.PresentMinutes > 0 && session.CancelledAt == null && session.EndsAt <= now && session.EndsAt >= since
                && !db.Set<AttendanceFact>().OwnWords().Any(fact => fact.SessionId == session.Id && fact.ParticipantId == participantId
                    && (fact.ReceivedAt >= mark.AssessedAt || (fact.Kind == FactKind.Absent ? 0 : session.PlannedMinutes - (fact.Minutes ?? 0)) == mark.PresentMinutes))
            orderby session.StartsAt descending
            select new { session, mark.PresentMinutes }).ToListAsync(cancel);
        return lessons.ConvertAll(one => new Unconfirmed(one.session, one.PresentMinutes));
    }

    /// <summary>All lessons of the day were as the register says. A day of which nothing is open is no fault: somebody tapped twice.</summary>
    public async Task Yes(Guid participantId, DateOnly day, CancellationToken cancel) =>
        await book.Hear([.. (await Open(participantId, cancel)).Select(one => one.Session).Where(session => session.LocalDate == day)], participantId, null, cancel);

    /// <summary>The person was there for so many minutes only; 0 for not at all. Broken rules: <c>own-word.too-late</c>.</summary>
    public async Task No(Guid participantId, Guid sessionId, int minutes, CancellationToken cancel)
    {
        var since = clock.GetUtcNow() - Asked;
        var session = await SessionInfos.Of(timetable).SingleOrDefaultAsync(session => session.Id == sessionId, cancel) ?? throw new NotFound("The session");
        if (session.EndsAt < since)
        {
            throw new RuleBroken("own-word.too-late");
        }

        if (!await db.Set<Mark>().AnyAsync(mark => mark.SessionId == sessionId && mark.ParticipantId == participantId, cancel))
        {
            throw new NotFound("The session");
        }

        await book.Hear([session], participantId, minutes, cancel);
    }
}
