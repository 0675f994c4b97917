using Courses.Contracts.Timetable;
using Courses.Platform.Database;

namespace Courses.Attendance;

/// <summary>Lessons that are over and whose register nobody has signed.</summary>
internal sealed class MissingRegisters(CoursesDb db, ITimetable timetable, TimeProvider clock)
{
    /// <summary>Those of a provider.</summary>
    public IQueryable<SessionInfo> Of(Guid provider) => All().Where(session => session.ProviderId == provider);

    /// <summary>Those at which somebody was expected or seen, however long ago: what the city misses has to be found.</summary>
    public IQueryable<SessionInfo> All()
    {
        var now = clock.GetUtcNow();
        return SessionInfos.Of(timetable)
            .Where(session => session.EndsAt < now && session.CancelledAt == null)
            .Where(session => timetable.Stays.Any(stay => stay.GroupId == session.GroupId && stay.From <= session.LocalDate && (stay.Until == null || stay.Until >= session.LocalDate))
                || db.Set<Mark>().Any(mark => mark.SessionId == session.Id))
            .Where(session => !db.Set<Register>().Any(register => register.Id == session.Id && register.SignedOffAt != null));
    }
}
