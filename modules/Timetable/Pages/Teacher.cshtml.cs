using Courses.Contracts.Access;
using Courses.Contracts.Attendance;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.EntityFrameworkCore;

namespace Courses.Timetable.Pages;

/// <summary>The teacher's day: my sessions today and in the next days, and registers that are still missing.</summary>
[Audience(Roles.Teacher)]
internal sealed class TeacherModel(CoursesDb db, IAttendance attendance, IProviders providers, CityTime city, Caller caller, TimeProvider clock) : CoursesPage
{
    public IReadOnlyList<TeacherSession> Today { get; private set; } = [];

    public IReadOnlyList<TeacherSession> Coming { get; private set; } = [];

    public IReadOnlyList<TeacherSession> Missing { get; private set; } = [];

    public async Task OnGet()
    {
        var now = clock.GetUtcNow();
        var today = city.Today;
        var (first, last) = (today.AddDays(-14), today.AddDays(7));
        var rows = await (
            from session in db.Set<Session>()
            join grp in db.Set<Group>() on session.GroupId equals grp.Id
            join venue in providers.Venues on grp.VenueId equals venue.Id
            where grp.ProviderId == caller.OrganisationId && (grp.TeacherId == caller.Id || grp.TeacherId == null)
                && session.LocalDate >= first && session.LocalDate <= last && session.CancelledAt == null && grp.CancelledAt == null
            orderby session.StartsAt, session.Id
            select new TeacherSession
            {
                Id = session.Id,
                GroupName = grp.Name,
                IsMine = grp.TeacherId != null,
                On = session.LocalDate,
                From = session.LocalFrom,
                Until = session.LocalUntil,
                StartsAt = session.StartsAt,
                EndsAt = session.EndsAt,
                Venue = venue.Name,
                People = grp.SeatsTaken,
                IsSigned = attendance.Registers.Any(register => register.SessionId == session.Id),
            }).AsNoTracking().ToListAsync(Cancel);
        Today = [.. rows.Where(row => row.On == today)];
        Coming = [.. rows.Where(row => row.On > today)];
        Missing = [.. rows.Where(row => row.On < today && row.EndsAt <= now && !row.IsSigned).Reverse()];
    }
}

internal sealed record TeacherSession
{
    public required Guid Id { get; init; }

    public required string GroupName { get; init; }

    public required bool IsMine { get; init; }

    public required DateOnly On { get; init; }

    public required TimeOnly From { get; init; }

    public required TimeOnly Until { get; init; }

    public required DateTimeOffset StartsAt { get; init; }

    public required DateTimeOffset EndsAt { get; init; }

    public required string Venue { get; init; }

    public required int People { get; init; }

    public required bool IsSigned { get; init; }
}
