using Courses.Contracts.Timetable;
using Courses.Platform;
using Courses.Platform.Database;

namespace Courses.Activities;

/// <summary>Who has a say in what an activity is about: who has a seat in a meeting to come or waits for one, and who is invited.</summary>
internal sealed class Votes(CoursesDb db, ITimetable timetable, PeopleOfPartners partners, CityTime city)
{
    /// <summary>The activities whose topic this person chooses, or chose, with others.</summary>
    public IQueryable<Activity> Of(Guid person)
    {
        var (now, invited) = (city.Now, partners.InvitationsOf(person));
        return db.Set<Activity>().Where(activity => activity.CancelledAt == null && activity.VoteUntil != null
            && activity.Meetings.Any(meeting => timetable.Sessions.Any(session => session.GroupId == meeting.Id && session.CancelledAt == null && session.EndsAt > now)
                && ((activity.Admission == Admission.Invitation && invited.Contains(activity.Id))
                    || timetable.Enrolments.Any(enrolment => enrolment.GroupId == meeting.Id && enrolment.ParticipantId == person && enrolment.State != EnrolmentState.Withdrawn))));
    }
}
