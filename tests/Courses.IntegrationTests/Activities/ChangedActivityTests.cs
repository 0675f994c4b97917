using System.Net;
using Courses.Activities;
using Courses.Contracts.Access;
using Courses.Contracts.Timetable;
using Courses.Messaging;
using Courses.Participants;
using Microsoft.EntityFrameworkCore;

namespace Courses.IntegrationTests.Activities;

/// <summary>Place, days and hours of an activity that is there already; whoever signed up hears of it once.</summary>
public sealed class ChangedActivityTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task Another_place_and_hour_are_told_in_one_letter_and_what_is_the_same_moves_nothing()
    {
        var school = await city.HasSchool();
        var garden = await HasVenue(school.ProviderId, "Garden");
        var activity = await city.HasActivity(school, ("First", "2026-11-20"), ("Last", "2026-12-20"), ("Weekdays", "5"));
        var meetings = await city.MeetingsOf(activity);
        var (person, waiting) = (await city.HasPerson(language: "de"), await city.HasPerson());
        await city.HasSignedUp(person, meetings[0].Id);
        await city.HasSignedUp(person, meetings[1].Id);
        var manager = city.As(Roles.ProviderManager, school.ProviderId);

        // Another title moves nothing, and nobody gets a letter.
        Assert.Equal(HttpStatusCode.Redirect, (await Changes(manager, school, activity, ("Subject", "Zoo with lunch"))).StatusCode);
        Assert.Equal(meetings.Select(meeting => meeting.StartsAt), (await city.MeetingsOf(activity)).Select(meeting => meeting.StartsAt));
        Assert.Empty(await Letters(person, "activity-changed"));

        Assert.Equal(HttpStatusCode.Redirect, (await Changes(manager, school, activity, ("VenueId", garden.ToString()), ("From", "14:00"), ("Until", "16:00"))).StatusCode);
        Assert.All(await city.MeetingsOf(activity), meeting => Assert.Equal(13, meeting.StartsAt.UtcDateTime.Hour));
        Assert.Equal([garden], await city.Ask<ITimetable, List<Guid>>(async timetable => await timetable.Groups.Where(one => one.ProviderId == school.ProviderId && one.Kind == GroupKind.Activity).Select(one => one.VenueId).Distinct().ToListAsync()));
        var letter = Assert.Single(await Letters(person, "activity-changed"));
        Assert.Equal(("de", "Zoo"), (letter.Language, letter.DetailList[0]));
        Assert.StartsWith("2026-11-20T13:00", letter.DetailList[1], StringComparison.Ordinal);
        Assert.Contains("Garden", letter.DetailList[2], StringComparison.Ordinal);
        Assert.Empty(await Letters(person, "session-moved"));
        Assert.Contains("Garden", await city.AsNewcomer(person).GetStringAsync("/my/activities"), StringComparison.Ordinal);

        // Once more the same: nothing is told twice.
        Assert.Equal(HttpStatusCode.Redirect, (await Changes(manager, school, activity, ("VenueId", garden.ToString()), ("From", "14:00"), ("Until", "16:00"))).StatusCode);
        Assert.Single(await Letters(person, "activity-changed"));
        Assert.Empty(await Letters(waiting, "activity-changed"));
    }

    [Fact]
    public async Task Other_days_take_people_along_within_the_week_and_what_is_cancelled_is_asked_first()
    {
        var school = await city.HasSchool();
        var activity = await city.HasActivity(school, ("First", "2026-11-20"), ("Last", "2026-12-11"), ("Weekdays", "5"));
        var fridays = await city.MeetingsOf(activity);
        Assert.Equal([20, 27, 4, 11], fridays.Select(meeting => meeting.On.Day));
        var (early, late) = (await city.HasPerson(), await city.HasPerson());
        await city.HasSignedUp(early, fridays[0].Id);
        await city.HasSignedUp(late, fridays[3].Id);
        var manager = city.As(Roles.ProviderManager, school.ProviderId);
        var page = await manager.GetStringAsync($"/activities/edit/{activity}");
        Assert.Contains("name=\"Weekdays\" value=\"5\" checked", page, StringComparison.Ordinal);

        // Thursdays, and two weeks less: who has a seat in the last one is asked about first.
        (string, string)[] thursdays = [("ChangesDays", "true"), ("Weekdays", "4"), ("First", "2026-11-19"), ("Last", "2026-11-26")];
        var asked = await Changes(manager, school, activity, thursdays);
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        var question = await asked.Content.ReadAsStringAsync();
        Assert.Contains("would be lost: 1", question, StringComparison.Ordinal);
        Assert.Contains("name=\"IsMeant\"", question, StringComparison.Ordinal);
        Assert.Equal([20, 27, 4, 11], (await city.MeetingsOf(activity)).Select(meeting => meeting.On.Day));

        Assert.Equal(HttpStatusCode.Redirect, (await Changes(manager, school, activity, [.. thursdays, ("IsMeant", "true")])).StatusCode);
        var held = await Held(activity);
        Assert.Equal([(fridays[0].Id, 19), (fridays[1].Id, 26)], held);
        Assert.Equal([EnrolmentState.Enrolled], (await city.StatesOf(fridays[0].Id)).Values);
        Assert.Single(await Letters(early, "activity-changed"));
        var cancelled = Assert.Single(await Letters(late, "activity-cancelled"));
        Assert.Contains("reason.activity.other-days", cancelled.DetailList[2], StringComparison.Ordinal);
        Assert.Contains("other days now", await city.AsNewcomer(late).GetStringAsync("/my/letters"), StringComparison.Ordinal);

        // Longer again: new ones are added with the seats and the name of the others, and nobody is told.
        Assert.Equal(HttpStatusCode.Redirect, (await Changes(manager, school, activity, ("ChangesDays", "true"), ("Weekdays", "4"), ("First", "2026-11-19"), ("Last", "2026-12-03"))).StatusCode);
        Assert.Equal([19, 26, 3], (await Held(activity)).Select(one => one.Day));
        Assert.Single(await Letters(early, "activity-changed"));
        await city.HasSignedUp(late, (await Held(activity))[2].Id);

        // The only day of a single event goes anywhere.
        var feast = await city.HasActivity(school, ("Subject", "Feast"), ("First", "2026-12-02"));
        var only = Assert.Single(await city.MeetingsOf(feast));
        await city.HasSignedUp(early, only.Id);
        Assert.Equal(HttpStatusCode.Redirect, (await Changes(manager, school, feast, ("ChangesDays", "true"), ("First", "2027-01-20"))).StatusCode);
        Assert.Equal([(only.Id, 20)], await Held(feast));
        Assert.Equal(2, (await Letters(early, "activity-changed")).Count);
    }

    [Fact]
    public async Task Appointments_move_with_their_hours_and_what_cannot_be_is_said_at_its_field()
    {
        var school = await city.HasSchool();
        var activity = await city.HasActivity(school, ("Admission", "Appointment"), ("Kind", "consultation"), ("First", "2026-11-26"), ("From", "09:00"), ("Until", "10:00"));
        var slots = await city.MeetingsOf(activity);
        var person = await city.HasPerson();
        await city.HasSignedUp(person, slots[0].Id);
        var manager = city.As(Roles.ProviderManager, school.ProviderId);
        Assert.Equal(HttpStatusCode.Redirect, (await Changes(manager, school, activity, ("From", "13:00"), ("Until", "14:30"))).StatusCode);
        Assert.Equal(3, (await city.MeetingsOf(activity)).Count);
        Assert.Equal(12, (await city.MeetingsOf(activity)).Single(slot => slot.Id == slots[0].Id).StartsAt.UtcDateTime.Hour);
        Assert.Single(await Letters(person, "activity-changed"));

        var (stranger, far) = (await city.HasSchool(), await HasVenue(school.ProviderId, "Far away", "Europe/Riga"));
        Assert.Equal(HttpStatusCode.BadRequest, (await Changes(manager, school, activity, ("VenueId", stranger.VenueId.ToString()))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await Changes(city.As(Roles.Administrator), school, activity, ("VenueId", stranger.VenueId.ToString()))).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await Changes(manager, school, activity, ("VenueId", far.ToString()), ("From", "13:00"), ("Until", "14:30"))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await Changes(manager, school, activity, ("ChangesDays", "true"), ("First", "2026-11-01"))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await Changes(manager, school, activity, ("ChangesDays", "true"), ("First", ""))).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await Changes(manager, school, activity, ("ChangesDays", "true"), ("Weekdays", "1"), ("First", "2026-11-24"), ("Last", "2026-11-26"))).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await Changes(manager, school, activity, ("From", "13:00"), ("Until", "13:20"))).StatusCode);
        Assert.Equal(12, (await city.MeetingsOf(activity)).Single(slot => slot.Id == slots[0].Id).StartsAt.UtcDateTime.Hour);
        var other = city.As(Roles.ProviderManager, stranger.ProviderId);
        Assert.Equal(HttpStatusCode.NotFound, (await other.PostTo($"/activities/edit/{activity}", await other.GetStringAsync("/activities/edit"), City.ActivityForm(stranger.VenueId))).StatusCode);
    }

    private async Task<HttpResponseMessage> Changes(HttpClient who, (Guid ProviderId, Guid VenueId) school, Guid activity, params (string Name, string Value)[] otherwise)
    {
        var known = await city.InDatabase(db => db.Set<Activity>().AsNoTracking().SingleAsync(row => row.Id == activity));
        (string Name, string Value)[] asItIs = [("Seen", $"{known.Version}"), ("From", $"{known.From:HH\\:mm}"), ("Until", $"{known.Until:HH\\:mm}"), ("VenueId", known.VenueId.ToString())];
        return await who.Submit($"/activities/edit/{activity}", City.ActivityForm(school.VenueId, [.. asItIs.Where(field => otherwise.All(other => other.Name != field.Name)), .. otherwise]));
    }

    private Task<Guid> HasVenue(Guid provider, string name, string zone = "Europe/Vienna") => city.InDatabase(async db =>
    {
        var venue = (await db.Set<Provider>().SingleAsync(row => row.Id == provider)).Add(new() { Name = name, Address = "Am Feld 3", District = "Mitte", TimeZone = zone, RoomCapacity = 40 });
        await db.SaveChangesAsync();
        return venue.Id;
    });

    private async Task<List<(Guid Id, int Day)>> Held(Guid activity)
    {
        var meetings = await city.MeetingsOf(activity);
        var cancelled = await city.Ask<ITimetable, List<Guid>>(async timetable => await timetable.Groups.Where(one => one.CancelledAt != null).Select(one => one.Id).ToListAsync());
        return [.. meetings.Where(meeting => !cancelled.Contains(meeting.Id)).Select(meeting => (meeting.Id, meeting.On.Day))];
    }

    private Task<List<Message>> Letters(Guid person, string kind) => city.InDatabase(db => db.Set<Message>().AsNoTracking().Where(message => message.ParticipantId == person && message.Kind == kind).ToListAsync());
}
