using Courses.Contracts.Activities;
using Courses.Platform.Database;
using Courses.Platform.Languages;
using Microsoft.EntityFrameworkCore;

namespace Courses.Activities;

internal sealed class ActivitiesContract(CoursesDb db, CityNames names) : IActivities
{
    public IQueryable<ActivityRow> Activities => db.Set<Activity>().Select(activity => new ActivityRow
    {
        Id = activity.Id,
        KindCode = activity.KindCode,
        ProviderId = activity.ProviderId,
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

    public async Task<IReadOnlyDictionary<string, string>> KindsInWords(CancellationToken cancel) => (await Kinds.ToListAsync(cancel)).ToDictionary(code => code, code => names.OfKind(code));

    public IQueryable<CentreRow> Centres => db.Set<Centre>().Select(centre => new CentreRow { Id = centre.Id, Name = centre.Name, VenueId = centre.VenueId });

    public Task<int> LoadStandardKinds(CancellationToken cancel) => StandardKinds.Load(db, cancel);

    public IQueryable<ActivityMeetingRow> Meetings => db.Set<ActivityMeeting>().Select(meeting => new ActivityMeetingRow { Id = meeting.Id, ActivityId = meeting.ActivityId });
}
