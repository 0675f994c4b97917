using Courses.Contracts.Access;
using Courses.Contracts.Attendance;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.EntityFrameworkCore;

namespace Courses.Timetable.Pages;

/// <summary>The teacher's day: my sessions today and in the next days, and registers that are still missing. It shows what comes first; all of it is with the registers.</summary>
[Audience(Roles.Teacher)]
internal sealed class TeacherModel(CoursesDb db, IAttendance attendance, IProviders providers, CityTime city, Caller caller, TimeProvider clock) : CoursesPage
{
    private const int Few = 12;

    /// <summary>Lessons that come first, and how many there are.</summary>
    internal sealed record Sessions(IReadOnlyList<TeacherSession> First, int InAll)
    {
        public bool HasMore => InAll > First.Count;
    }

    public Sessions Today { get; private set; } = new([], 0);

    public Sessions Coming { get; private set; } = new([], 0);

    public Sessions Missing { get; private set; } = new([], 0);

    public async Task OnGet()
    {
        var now = clock.GetUtcNow();
        var today = city.Today;
        var (first, last) = (today.AddDays(-14), today.AddDays(7));

        // By the hours as well, a day more on each side: lessons of a provider are found by when they begin.
        var (begin, end) = (city.At(first.AddDays(-1), TimeOnly.MinValue), city.At(last.AddDays(2), TimeOnly.MinValue));
        var mine =
            from session in db.Set<Session>()
            join grp in db.Set<Group>() on session.GroupId equals grp.Id
            join venue in providers.Venues on grp.VenueId equals venue.Id
            where session.ProviderId == caller.OrganisationId && session.StartsAt >= begin && session.StartsAt < end && (grp.TeacherId == caller.Id || grp.TeacherId == null)
                && session.LocalDate >= first && session.LocalDate <= last && session.CancelledAt == null
            select new TeacherSession
            {
                Id = session.Id,
                GroupName = grp.Name,
                IsMine = grp.TeacherId == caller.Id,
                On = session.LocalDate,
                From = session.LocalFrom,
                Until = session.LocalUntil,
                StartsAt = session.StartsAt,
                EndsAt = session.EndsAt,
                Venue = venue.Name,
                People = grp.SeatsTaken,
                IsSigned = attendance.Registers.Any(register => register.SessionId == session.Id),
            };

        // What is signed needs nobody any more, and a lesson without a teacher is the manager's.
        Today = await Read(mine.Where(row => row.On == today).OrderBy(row => row.IsSigned ? 2 : row.IsMine ? 0 : 1).ThenBy(row => row.StartsAt).ThenBy(row => row.Id));
        Coming = await Read(mine.Where(row => row.On > today).OrderBy(row => row.StartsAt).ThenBy(row => row.Id));
        Missing = await Read(mine.Where(row => row.IsMine && row.On < today && row.EndsAt <= now && !row.IsSigned).OrderByDescending(row => row.StartsAt).ThenBy(row => row.Id));
    }

    private async Task<Sessions> Read(IQueryable<TeacherSession> sessions)
    {
        var some = await sessions.Take(Few).ToListAsync(Cancel);
        return new(some, some.Count < Few ? some.Count : await sessions.CountAsync(Cancel));
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
