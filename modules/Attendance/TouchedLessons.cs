using Courses.Contracts.Timetable;
using Microsoft.EntityFrameworkCore;

namespace Courses.Attendance;

/// <summary>A lesson that a report speaks of, and the programme whose hours it is.</summary>
internal sealed record TouchedLesson(Guid ParticipantId, SessionInfo Session, string? ProgrammeCode);

/// <summary>The lessons that people are expected at in these days, as the timetable is now: cancelled ones are none.</summary>
internal sealed class TouchedLessons(ITimetable timetable)
{
    public async Task<IReadOnlyList<TouchedLesson>> Of(IReadOnlyCollection<Guid> people, DateOnly first, DateOnly last, CancellationToken cancel)
    {
        var ids = people.ToArray();
        var rows = await (
            from stay in timetable.Stays
            where ids.Contains(stay.ParticipantId)
            join session in SessionInfos.Of(timetable) on stay.GroupId equals session.GroupId
            where session.LocalDate >= first && session.LocalDate <= last && session.CancelledAt == null && session.LocalDate >= stay.From && (stay.Until == null || session.LocalDate <= stay.Until)
            orderby session.StartsAt, session.Id
            select new { stay.ParticipantId, session, stay.ProgrammeCode }).ToListAsync(cancel);
        return [.. rows.DistinctBy(row => (row.ParticipantId, row.session.Id)).Select(row => new TouchedLesson(row.ParticipantId, row.session, row.ProgrammeCode))];
    }
}
