using Courses.Contracts.Attendance;
using Courses.Contracts.LanguageCourses;
using Courses.Contracts.Mentoring;
using Courses.Contracts.Orientation;
using Courses.Contracts.Timetable;
using Microsoft.EntityFrameworkCore;

namespace Courses.Reporting.Reports;

/// <summary>Counts hours against a plan: lessons of signed registers that people of the programme sat in, each once, and meetings that both sides confirmed.</summary>
internal sealed class CountPlan(ITimetable timetable, IAttendance attendance, ILanguageCourses courses, IOrientation orientation, IMentoring mentoring)
{
    public async Task<IReadOnlyList<PlanCount>> Of(ReportPeriod period, string? programme, IReadOnlyList<PlanPart> plan, CancellationToken cancel)
    {
        if (plan is [])
        {
            return [];
        }

        var (first, last) = (period.First, period.Last);
        var held =
            from register in attendance.Registers
            join session in timetable.Sessions on register.SessionId equals session.Id
            where session.CancelledAt == null && session.LocalDate >= first && session.LocalDate <= last
                && attendance.Marks.Any(mark => mark.SessionId == session.Id && (programme == null || timetable.Stays.Any(stay =>
                    stay.GroupId == mark.GroupId && stay.ParticipantId == mark.ParticipantId && stay.ProgrammeCode == programme && stay.From <= session.LocalDate && (stay.Until == null || stay.Until >= session.LocalDate))))
            group session.PlannedMinutes by session.GroupId into sessions
            select new { Group = sessions.Key, Minutes = sessions.Sum(minutes => (long)minutes) };
        var lessons = await held.ToListAsync(cancel);
        var classes = (await courses.Classes.Select(one => one.Id).ToListAsync(cancel)).ToHashSet();
        var topics = await orientation.Runs.Select(run => new { run.Id, run.TopicCode }).ToDictionaryAsync(run => run.Id, run => run.TopicCode, cancel);
        var met = await mentoring.Meetings.Where(meeting => meeting.State == MeetingState.Confirmed && meeting.On >= first && meeting.On <= last && (programme == null || meeting.ProgrammeCode == programme))
            .GroupBy(meeting => new { meeting.ParticipantId, meeting.Support }).Select(group => new { group.Key.ParticipantId, group.Key.Support, Minutes = group.Sum(meeting => (long)meeting.Minutes) }).ToListAsync(cancel);
        return
        [
            .. plan.Select(part => part.Of switch
            {
                PlanSource.Classes => new PlanCount(part, lessons.Where(lesson => classes.Contains(lesson.Group)).Sum(lesson => lesson.Minutes), 0),
                PlanSource.Modules => new(part, lessons.Where(lesson => topics.TryGetValue(lesson.Group, out var topic) && (part.Topics is [] || part.Topics.Contains(topic))).Sum(lesson => lesson.Minutes), 0),
                PlanSource.Lessons => new(part, lessons.Where(lesson => classes.Contains(lesson.Group) || (topics.TryGetValue(lesson.Group, out var topic) && (part.Topics is [] || part.Topics.Contains(topic)))).Sum(lesson => lesson.Minutes), 0),
                _ => new(
                    part,
                    met.Where(one => part.Support is [] || part.Support.Contains(one.Support)).Sum(one => one.Minutes),
                    met.Select(one => one.ParticipantId).Distinct().Count())
                {
                    Met = met.Where(one => part.Support is [] || part.Support.Contains(one.Support)).Select(one => one.ParticipantId).Distinct().Count(),
                },
            }),
        ];
    }
}
