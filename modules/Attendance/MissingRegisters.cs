using Courses.Contracts.Timetable;
using Courses.Platform.Database;

namespace Courses.Attendance;

/// <summary>Lessons that are over and whose register nobody has signed.</summary>
internal sealed class MissingRegisters(CoursesDb db, ITimetable timetable, TimeProvider clock)
{
    /// <summary>Those of a provider at which somebody was expected, however long ago: what the city misses has to be found.</summary>
    public IQueryable<SessionInfo> Of(Guid provider)
    {
        var now = clock.GetUtcNow();
        return SessionInfos.Of(timetable)
            .Where(session => session.ProviderId == provider && session.EndsAt < now && session.CancelledAt == null)
            .Where(session => timetable.Stays.Any(stay => stay.GroupId == session.GroupId && stay.From <= session.LocalDate && (stay.Until == null || stay.Until >= session.LocalDate)))
            .Where(session => !db.Set<Register>().Any(register => register.Id == session.Id && register.SignedOffAt != null));
    }
}
