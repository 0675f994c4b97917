using Courses.Contracts.Timetable;
using Courses.Platform.Database;

namespace Courses.Attendance;

/// <summary>Lessons that are over and whose register nobody has signed, though somebody was expected or seen; however long ago: what the city misses has to be found.</summary>
internal sealed class MissingRegisters(CoursesDb db, ITimetable timetable, TimeProvider clock)
{
    /// <summary>Those of a provider.</summary>
    public IQueryable<SessionInfo> Of(Guid provider) => Among(SessionInfos.Of(timetable).Where(session => session.ProviderId == provider));

    /// <summary>
    /// Those among these lessons. Nearly all that are over are signed, and who was expected costs more to ask than what is signed: the limit, which leaves nothing out, keeps engines
    /// from asking it of all lessons first. So what narrows the lessons stands before, not behind.
    /// </summary>
    public IQueryable<SessionInfo> Among(IQueryable<SessionInfo> lessons)
    {
        var now = clock.GetUtcNow();
        return lessons
            .Where(session => session.EndsAt < now && session.CancelledAt == null)
            .Where(session => !db.Set<Register>().Any(register => register.Id == session.Id && register.SignedOffAt != null))
            .Take(int.MaxValue)
            .Where(session => timetable.Stays.Any(stay => stay.GroupId == session.GroupId && stay.From <= session.LocalDate && (stay.Until == null || stay.Until >= session.LocalDate))
                || db.Set<Mark>().Any(mark => mark.SessionId == session.Id));
    }
}
