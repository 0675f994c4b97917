using Courses.Contracts.Access;
using Courses.Contracts.Timetable;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.EntityFrameworkCore;

namespace Courses.Attendance.Pages;

/// <summary>The registers of a teacher: today's, what is still missing, and the last ones that were signed off.</summary>
[Audience(Roles.Teacher, Roles.ProviderManager)]
internal sealed class TeacherRegistersModel(CoursesDb db, ITimetable timetable, Recorders recorders, TimeProvider clock) : CoursesPage
{
    private const int DaysBack = 30;

    internal sealed record Line(SessionInfo Session, DateTimeOffset? SignedOffAt);

    public IReadOnlyList<Line> Today { get; private set; } = [];

    public IReadOnlyList<Line> Missing { get; private set; } = [];

    public IReadOnlyList<Line> Signed { get; private set; } = [];

    public async Task OnGet()
    {
        var now = clock.GetUtcNow();
        var recorder = recorders.Current();
        var (from, until) = (now.AddDays(-DaysBack), now.AddHours(24));
        var sessions = await SessionInfos.Of(timetable)
            .Where(session => session.ProviderId == recorder.ProviderId && session.StartsAt > from && session.StartsAt < until && session.CancelledAt == null)
            .Where(session => recorder.TeacherId == null || session.TeacherId == recorder.TeacherId)
            .OrderBy(session => session.StartsAt).ToListAsync(Cancel);
        var ids = sessions.Select(session => session.Id).ToArray();
        var signed = await db.Set<Register>().AsNoTracking().Where(register => ids.Contains(register.Id) && register.SignedOffAt != null)
            .ToDictionaryAsync(register => register.Id, register => register.SignedOffAt, Cancel);
        var lines = sessions.Select(session => new Line(session, signed.GetValueOrDefault(session.Id))).ToArray();
        Today = [.. lines.Where(line => line.SignedOffAt is null && line.Session.EndsAt > now.AddHours(-12))];
        Missing = [.. lines.Where(line => line.SignedOffAt is null && line.Session.EndsAt <= now.AddHours(-12))];
        Signed = [.. lines.Where(line => line.SignedOffAt is not null).Reverse().Take(20)];
    }
}
