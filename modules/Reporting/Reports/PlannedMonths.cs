using Courses.Contracts.Attendance;
using Courses.Contracts.Timetable;
using Courses.Platform;
using Microsoft.EntityFrameworkCore;

namespace Courses.Reporting.Reports;

/// <summary>A class or run in one month.</summary>
/// <param name="GroupId">The class or run.</param>
/// <param name="ProviderId">Who holds it.</param>
/// <param name="Month">As <see cref="MonthRow.NumberOf"/> counts.</param>
/// <param name="Held">Lessons of which a signed register names somebody.</param>
/// <param name="Uncounted">Lessons with a signed register of which nobody has counted yet whether it names somebody.</param>
/// <param name="Missing">Lessons that are over, and nobody has signed.</param>
/// <param name="MissingMinutes">How long they were planned.</param>
internal sealed record PlannedMonth(Guid GroupId, Guid ProviderId, int Month, int Held, int Uncounted, int Missing, long MissingMinutes);

/// <summary>What was planned in a period, and what of it has a register: not person by person.</summary>
internal sealed class PlannedMonths(ITimetable timetable, IAttendance attendance, CityTime city)
{
    public async Task<IReadOnlyList<PlannedMonth>> Of(ReportPeriod period, CancellationToken cancel)
    {
        var (first, last, now) = (period.First, period.Last, city.Now);

        // Nobody signs before the last minutes of a lesson, and none is moved once it has begun: what was signed earlier is of earlier lessons, and need not be gone through.
        var earliest = city.At(first.AddDays(-1), TimeOnly.MinValue);
        var lessons =
            from session in timetable.Sessions
            where session.CancelledAt == null && session.LocalDate >= first && session.LocalDate <= last
            join @group in timetable.Groups on session.GroupId equals @group.Id
            where @group.Kind != GroupKind.Activity
            from register in attendance.Registers.Where(register => register.SessionId == session.Id && register.SignedOffAt >= earliest).DefaultIfEmpty()
            select new
            {
                session.GroupId,
                session.ProviderId,
                Month = (session.LocalDate.Year * 12) + session.LocalDate.Month - 1,
                session.PlannedMinutes,
                IsMissing = session.EndsAt < now && !((Guid?)register!.SessionId).HasValue,
                IsUncounted = ((Guid?)register!.SessionId).HasValue && register.Marks == null,
                NamesSomebody = register.Marks > 0,
            };
        return await lessons.GroupBy(lesson => new { lesson.GroupId, lesson.ProviderId, lesson.Month }).Select(month => new PlannedMonth(
            month.Key.GroupId,
            month.Key.ProviderId,
            month.Key.Month,
            month.Sum(lesson => lesson.NamesSomebody ? 1 : 0),
            month.Sum(lesson => lesson.IsUncounted ? 1 : 0),
            month.Sum(lesson => lesson.IsMissing ? 1 : 0),
            month.Sum(lesson => lesson.IsMissing ? (long)lesson.PlannedMinutes : 0))).ToListAsync(cancel);
    }
}
