using Courses.Contracts.Timetable;
using Courses.Platform;
using Courses.Platform.Database;

namespace Courses.Activities;

/// <summary>Whose people somebody is: an organisation's are those who have a seat in something of it that is not over, and those who live in its centre.</summary>
internal sealed class PeopleOfPartners(CoursesDb db, ITimetable timetable, CityTime city)
{
    public IQueryable<Guid> Of(Guid provider)
    {
        var today = city.Today;
        return (
            from enrolment in timetable.Enrolments
            join @group in timetable.Groups on enrolment.GroupId equals @group.Id
            where @group.ProviderId == provider && enrolment.State == EnrolmentState.Enrolled && @group.EndsOn >= today && @group.CancelledAt == null
            select enrolment.ParticipantId)
            .Union(
                from residence in db.Set<Residence>()
                where residence.Until == null && db.Set<Centre>().Any(centre => centre.Id == residence.CentreId && centre.ProviderId == provider)
                select residence.ParticipantId);
    }

    /// <summary>The activities to which this person is invited, by way of an organisation.</summary>
    public IQueryable<Guid> InvitationsOf(Guid person)
    {
        var today = city.Today;
        return db.Set<ActivityInvitation>()
            .Where(invitation =>
                timetable.Enrolments.Any(enrolment => enrolment.ParticipantId == person && enrolment.State == EnrolmentState.Enrolled
                    && timetable.Groups.Any(one => one.Id == enrolment.GroupId && one.ProviderId == invitation.ProviderId && one.EndsOn >= today && one.CancelledAt == null))
                || db.Set<Residence>().Any(residence => residence.ParticipantId == person && residence.Until == null
                    && db.Set<Centre>().Any(centre => centre.Id == residence.CentreId && centre.ProviderId == invitation.ProviderId)))
            .Select(invitation => invitation.ActivityId);
    }
}
