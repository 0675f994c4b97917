using System.Net;
using Courses.Activities;
using Courses.Contracts.Access;
using Courses.Contracts.Timetable;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests;

/// <summary>One meeting of an activity as a test finds it.</summary>
public sealed record MeetingOfACity(Guid Id, Guid Session, DateOnly On, DateTimeOffset StartsAt);

public sealed partial class City
{
    private readonly SemaphoreSlim kinds = new(1);

    /// <summary>The kinds of activities that come with the product, once a city.</summary>
    public async Task HasActivityKinds()
    {
        await kinds.WaitAsync();
        try
        {
            if (!await InDatabase(db => db.Set<ActivityKind>().AnyAsync()))
            {
                Assert.Equal(HttpStatusCode.Redirect, (await As(Roles.Administrator).Act("/admin/activity-kinds", "Shipped")).StatusCode);
            }
        }
        finally
        {
            kinds.Release();
        }
    }

    /// <summary>Made by the provider's manager on the page, with what a test says otherwise.</summary>
    public async Task<Guid> HasActivity((Guid ProviderId, Guid VenueId) school, params (string Name, string Value)[] otherwise)
    {
        await HasActivityKinds();
        var made = await As(Roles.ProviderManager, school.ProviderId).Submit("/activities/edit", ActivityForm(school.VenueId, otherwise));
        Assert.True(made.StatusCode == HttpStatusCode.Redirect, await made.Content.ReadAsStringAsync());
        return Guid.Parse(made.Headers.Location!.OriginalString[^36..]);
    }

    /// <summary>An excursion for twelve on the 25th of November, with what a test says otherwise.</summary>
    public static (string Name, string Value)[] ActivityForm(Guid venue, params (string Name, string Value)[] otherwise)
    {
        (string Name, string Value)[] usual =
        [
            ("FormId", Guid.NewGuid().ToString()), ("Kind", "excursion"), ("Subject", "Zoo"), ("VenueId", venue.ToString()), ("Admission", "OpenCall"), ("First", "2026-11-25"), ("EveryWeeks", "1"), ("From", "10:00"), ("Until", "12:00"),
            ("SlotMinutes", "30"), ("Capacity", "12"),
        ];
        return [.. usual.Where(field => otherwise.All(other => other.Name != field.Name)), .. otherwise];
    }

    public Task<IReadOnlyList<MeetingOfACity>> MeetingsOf(Guid activity) => InScope<IReadOnlyList<MeetingOfACity>>(async services =>
    {
        var ids = await InDatabase(db => db.Set<ActivityMeeting>().Where(meeting => meeting.ActivityId == activity).Select(meeting => meeting.Id).ToListAsync());
        var timetable = services.GetRequiredService<ITimetable>();
        return await timetable.Sessions.Where(session => ids.Contains(session.GroupId)).OrderBy(session => session.StartsAt).Select(session => new MeetingOfACity(session.GroupId, session.Id, session.LocalDate, session.StartsAt)).ToListAsync();
    });

    /// <summary>Pressed on the page, or on one that was open before there was nothing to press any more.</summary>
    public async Task<HttpResponseMessage> SignsUp(Guid person, Guid meeting)
    {
        var phone = AsNewcomer(person);
        return await phone.PostTo("/my/activities?handler=SignUp", await phone.GetStringAsync("/my/leave"), ("Meeting", meeting.ToString()));
    }

    public async Task HasSignedUp(Guid person, Guid meeting)
    {
        var answer = await SignsUp(person, meeting);
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>The state of everybody who has or had anything to do with it.</summary>
    public Task<Dictionary<Guid, EnrolmentState>> StatesOf(Guid meeting) => InScope(services => services.GetRequiredService<ITimetable>().Enrolments.Where(row => row.GroupId == meeting).ToDictionaryAsync(row => row.ParticipantId, row => row.State));

    /// <summary>Added by an administrator at a venue of this school.</summary>
    public async Task<Guid> HasCentre((Guid ProviderId, Guid VenueId) school, string name = "Centre North")
    {
        var added = await As(Roles.Administrator).Submit("/activities/centres", ("Name", name), ("VenueId", school.VenueId.ToString()), ("Places", "60"));
        Assert.True(added.StatusCode == HttpStatusCode.Redirect, await added.Content.ReadAsStringAsync());
        return Guid.Parse(added.Headers.Location!.OriginalString[^36..]);
    }
}
