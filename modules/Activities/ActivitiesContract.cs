using Courses.Contracts.Activities;
using Courses.Platform.Database;

namespace Courses.Activities;

internal sealed class ActivitiesContract(CoursesDb db) : IActivities
{
    public IQueryable<ActivityRow> Activities => db.Set<Activity>().Select(activity => new ActivityRow
    {
        Id = activity.Id,
        KindCode = activity.KindCode,
        ProviderId = activity.ProviderId,
        VenueId = activity.VenueId,
        Title = activity.Title,
        Languages = activity.Languages,
        AgeFrom = activity.AgeFrom,
        AgeUntil = activity.AgeUntil,
        Capacity = activity.Capacity,
        OpenToLocals = activity.OpenToLocals,
        Admission = activity.Admission == Admission.OpenCall ? "OpenCall" : activity.Admission == Admission.Invitation ? "Invitation" : activity.Admission == Admission.WalkIn ? "WalkIn" : "Appointment",
        Topic = db.Set<ActivityTopicName>().Where(name => name.TopicId == activity.TopicId).OrderBy(name => name.Language == "en" ? 0 : 1).ThenBy(name => name.Language).Select(name => name.Name).FirstOrDefault(),
        CancelledAt = activity.CancelledAt,
    });

    public IQueryable<string> Kinds => db.Set<ActivityKind>().Select(kind => kind.Code);

    public Task<int> LoadStandardKinds(CancellationToken cancel) => StandardKinds.Load(db, cancel);

    public IQueryable<ActivityMeetingRow> Meetings => db.Set<ActivityMeeting>().Select(meeting => new ActivityMeetingRow { Id = meeting.Id, ActivityId = meeting.ActivityId });
}
