using Courses.Contracts.Access;
using Courses.Contracts.Attendance;
using Courses.Contracts.Mentoring;
using Courses.Contracts.Timetable;
using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Courses.Mentoring;

/// <summary>Meetings of one kind of support that both sides confirmed.</summary>
internal sealed record HoursOfKind(Support Support, int Meetings, int Minutes);

/// <summary>What a helper gave between two days.</summary>
/// <param name="Kinds">With newcomers, by the kind of support.</param>
/// <param name="Lessons">So many lessons of groups.</param>
/// <param name="LessonMinutes">As planned, without the breaks.</param>
/// <param name="Points">Credit for a course of study; null where no promise of these days counts any.</param>
internal sealed record HoursSum(IReadOnlyList<HoursOfKind> Kinds, int Lessons, int LessonMinutes, decimal? Points)
{
    public int Minutes => Kinds.Sum(kind => kind.Minutes) + LessonMinutes;
}

/// <summary>What a helper did between two days and nobody has confirmed yet: meetings wait for the newcomer's word, lessons for a signed register.</summary>
internal sealed record HoursWaiting(int Meetings, int MeetingMinutes, int Lessons, int LessonMinutes)
{
    public bool IsAny => Meetings + Lessons > 0;
}

/// <summary>The hours of helpers: meetings that both sides confirmed, and lessons of groups whose register is signed.</summary>
internal sealed class HelperHours(CoursesDb db, ITimetable timetable, IAttendance attendance, IStaff staff, PairTemplates templates)
{
    /// <summary>Lessons that helpers taught. The teacher who signed was there; where a tablet or the office signed, it was the teacher of the group. Few teachers are helpers: both begin with them.</summary>
    public IQueryable<HelperLessonRow> Lessons
    {
        get
        {
            var teachers = staff.Staff.Where(row => row.Role == Roles.Teacher);
            return (
                from helper in db.Set<Helper>()
                join register in attendance.Registers on helper.TeacherId equals register.SignedOffById
                where teachers.Any(row => row.Id == register.SignedOffById)
                join session in timetable.Sessions on register.SessionId equals session.Id
                where session.CancelledAt == null
                select new HelperLessonRow { SessionId = session.Id, HelperId = helper.Id, GroupId = session.GroupId, ProviderId = session.ProviderId, On = session.LocalDate, Minutes = session.PlannedMinutes }).Concat(
                from helper in db.Set<Helper>()
                join @group in timetable.Groups on helper.TeacherId equals @group.TeacherId
                join session in timetable.Sessions on @group.Id equals session.GroupId
                where session.CancelledAt == null
                join register in attendance.Registers on session.Id equals register.SessionId
                where !teachers.Any(row => row.Id == register.SignedOffById)
                select new HelperLessonRow { SessionId = session.Id, HelperId = helper.Id, GroupId = session.GroupId, ProviderId = session.ProviderId, On = session.LocalDate, Minutes = session.PlannedMinutes });
        }
    }

    public async Task<HoursSum> Of(Guid helperId, DateOnly first, DateOnly last, CancellationToken cancel)
    {
        var met = await db.Set<Meeting>().Where(meeting => meeting.HelperId == helperId && meeting.State == MeetingState.Confirmed && meeting.On >= first && meeting.On <= last)
            .Select(meeting => new { meeting.Support, meeting.On, meeting.Minutes }).ToListAsync(cancel);
        var taught = await Lessons.Where(lesson => lesson.HelperId == helperId && lesson.On >= first && lesson.On <= last).Select(lesson => new { lesson.On, lesson.Minutes }).ToListAsync(cancel);
        var days = met.Select(one => (one.On, one.Minutes)).Concat(taught.Select(one => (one.On, one.Minutes))).ToArray();
        return new(
            [.. met.GroupBy(one => one.Support).OrderBy(group => group.Key).Select(group => new HoursOfKind(group.Key, group.Count(), group.Sum(one => one.Minutes)))],
            taught.Count,
            taught.Sum(one => one.Minutes),
            await Points(helperId, days, cancel));
    }

    public async Task<HoursWaiting> Waiting(Helper helper, DateOnly first, DateOnly last, DateTimeOffset now, CancellationToken cancel)
    {
        var met = await db.Set<Meeting>().Where(meeting => meeting.HelperId == helper.Id && meeting.State == MeetingState.Entered && meeting.On >= first && meeting.On <= last).Select(meeting => meeting.Minutes).ToListAsync(cancel);
        var taught = helper.TeacherId is not { } teacher ? [] : await (
            from session in timetable.Sessions
            join @group in timetable.Groups on session.GroupId equals @group.Id
            where @group.TeacherId == teacher && session.CancelledAt == null && session.EndsAt <= now && session.LocalDate >= first && session.LocalDate <= last
                && !attendance.Registers.Any(register => register.SessionId == session.Id)
            select session.PlannedMinutes).ToListAsync(cancel);
        return new(met.Count, met.Sum(), taught.Count, taught.Sum());
    }

    /// <summary>Tenths of points, rounded down. Promises of one helper do not overlap, so no hour counts twice.</summary>
    private async Task<decimal?> Points(Guid helperId, IReadOnlyList<(DateOnly On, int Minutes)> days, CancellationToken cancel)
    {
        var terms = await templates.Terms(cancel);
        var counting = (await db.Set<Engagement>().AsNoTracking().Where(row => row.HelperId == helperId).ToListAsync(cancel)).Where(row => terms[row.TemplateId].HoursPerPoint is not null).ToArray();
        return counting is []
            ? null
            : counting.Sum(row => Math.Floor(days.Where(day => day.On >= row.StartedOn && day.On <= (row.EndedOn ?? DateOnly.MaxValue)).Sum(day => day.Minutes) / (6m * terms[row.TemplateId].HoursPerPoint!.Value)) / 10);
    }
}
