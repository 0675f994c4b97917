using System.Net;
using System.Text.Json;
using Courses.Activities;
using Courses.Attendance;
using Courses.Contracts.Access;
using Courses.Contracts.Attendance;
using Courses.Contracts.Messaging;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Participants;
using Courses.Participants.Features;
using Courses.Platform;
using Courses.Platform.Kept;
using Courses.Timetable;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Activities;

/// <summary>Activities from the form to the report, and centres, over HTTP on the real database.</summary>
public sealed class ActivityTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task A_weekly_activity_keeps_its_hour_over_the_clock_change_and_leaves_out_days_without_classes()
    {
        var school = await city.HasSchool();
        await city.InDatabase(async db =>
        {
            db.Add(new Holiday { ProviderId = school.ProviderId, Name = "Spring cleaning", From = new(2027, 4, 1), Until = new(2027, 4, 2) });
            await db.SaveChangesAsync();
        });
        var activity = await city.HasActivity(school, ("First", "2027-03-17"), ("Last", "2027-04-10"), ("Weekdays", "4"), ("Admission", "WalkIn"), ("Kind", "leisure"));
        var meetings = await city.MeetingsOf(activity);
        Assert.Equal([new(2027, 3, 18), new(2027, 3, 25), new(2027, 4, 8)], meetings.Select(meeting => meeting.On));
        Assert.Equal([9, 9, 8], meetings.Select(meeting => meeting.StartsAt.UtcDateTime.Hour));

        var fortnightly = await city.MeetingsOf(await city.HasActivity(school, ("First", "2026-12-01"), ("Last", "2026-12-31"), ("Weekdays", "2"), ("Weekdays", "5"), ("EveryWeeks", "2")));
        Assert.Equal([1, 4, 15, 18, 29], fortnightly.Select(meeting => meeting.On.Day));
    }

    [Fact]
    public async Task Another_time_for_all_to_come_and_the_end_of_it_are_told_by_letter_and_two_who_change_it_at_once_are_told()
    {
        var school = await city.HasSchool();
        var activity = await city.HasActivity(school, ("First", "2026-11-20"), ("Last", "2026-12-20"), ("Weekdays", "5"));
        var meetings = await city.MeetingsOf(activity);
        var person = await city.HasPerson();
        await city.HasSignedUp(person, meetings[0].Id);
        await city.HasSignedUp(person, meetings[1].Id);
        var manager = city.As(Roles.ProviderManager, school.ProviderId);
        var seen = await city.InDatabase(db => db.Set<Activity>().Where(row => row.Id == activity).Select(row => row.Version).SingleAsync());
        var changed = await manager.Submit($"/activities/edit/{activity}", City.ActivityForm(school.VenueId, ("Seen", $"{seen}"), ("Subject", "Zoo at noon"), ("From", "11:00"), ("Until", "13:00"), ("Capacity", "3")));
        Assert.True(changed.StatusCode == HttpStatusCode.Redirect, await changed.Content.ReadAsStringAsync());
        Assert.All(await city.MeetingsOf(activity), meeting => Assert.Equal(10, meeting.StartsAt.UtcDateTime.Hour));
        Assert.Equal(["activity-changed", "activity-signed-up", "activity-signed-up"], (await Letters(person)).Order(StringComparer.Ordinal));

        // Somebody who still has the earlier page open is told, and saves on top of what is new.
        var late = await manager.Submit($"/activities/edit/{activity}", City.ActivityForm(school.VenueId, ("Seen", $"{seen}"), ("Subject", "Old title")));
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Contains("Somebody else changed this meanwhile", await late.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var now = await city.InDatabase(db => db.Set<Activity>().Where(row => row.Id == activity).Select(row => row.Version).SingleAsync());
        Assert.Equal(HttpStatusCode.Conflict, (await manager.Submit($"/activities/edit/{activity}", City.ActivityForm(school.VenueId, ("Seen", $"{now}"), ("Capacity", "500")))).StatusCode);

        Assert.Equal(HttpStatusCode.Conflict, (await manager.Act($"/activities/{activity}", "Cancel", ("Reason", " "))).StatusCode);
        var cancelled = await manager.Act($"/activities/{activity}", "Cancel", ("ReasonCode", "reason.activity.weather"));
        Assert.True(cancelled.StatusCode == HttpStatusCode.Redirect, await cancelled.Content.ReadAsStringAsync());
        Assert.Equal(2, (await Letters(person)).Count(kind => kind == "activity-cancelled"));
        Assert.Contains("The weather is too bad", await city.AsNewcomer(person).GetStringAsync("/my/letters"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await city.SignsUp(await city.HasPerson(), meetings[2].Id)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await manager.GetAsync($"/activities/edit/{activity}")).StatusCode);
    }

    [Fact]
    public async Task A_second_tap_makes_no_second_activity_and_no_second_seat_and_signing_off_can_be_taken_back()
    {
        var school = await city.HasSchool();
        await city.HasActivityKinds();
        var form = City.ActivityForm(school.VenueId);
        var manager = city.As(Roles.ProviderManager, school.ProviderId);
        var shown = await manager.GetStringAsync("/activities/edit");
        var answers = await Task.WhenAll(manager.PostTo("/activities/edit", shown, form), manager.PostTo("/activities/edit", shown, form), manager.PostTo("/activities/edit", shown, form));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode));
        Assert.Equal(1, await city.InDatabase(db => db.Set<Activity>().CountAsync(row => row.ProviderId == school.ProviderId)));
        var activity = Guid.Parse(form[0].Value);
        var meeting = Assert.Single(await city.MeetingsOf(activity));

        var person = await city.HasPerson("Amal", "fa");
        var phone = city.AsNewcomer(person, "fa");
        var page = WebUtility.HtmlDecode(await phone.GetStringAsync("/my/activities"));
        Assert.Contains("گردش", page, StringComparison.Ordinal);
        await Task.WhenAll(city.HasSignedUp(person, meeting.Id), city.HasSignedUp(person, meeting.Id));
        Assert.Equal([EnrolmentState.Enrolled], (await city.StatesOf(meeting.Id)).Values);
        Assert.Single(await Letters(person));
        Assert.Contains(meeting.Id.ToString(), await city.AsNewcomer(person).GetStringAsync("/my/courses"), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Redirect, (await phone.Act("/my/activities", "SignOff", ("Meeting", meeting.Id.ToString()))).StatusCode);
        Assert.Equal([EnrolmentState.Withdrawn], (await city.StatesOf(meeting.Id)).Values);
        Assert.Equal(HttpStatusCode.Redirect, (await phone.Act("/my/courses", "ComeBack", ("Id", meeting.Id.ToString()))).StatusCode);
        Assert.Equal([EnrolmentState.Enrolled], (await city.StatesOf(meeting.Id)).Values);
    }

    [Fact]
    public async Task Of_two_who_want_the_last_seat_one_gets_it_and_of_an_appointment_the_other_is_told()
    {
        var school = await city.HasSchool();
        var last = Assert.Single(await city.MeetingsOf(await city.HasActivity(school, ("Capacity", "1"))));
        var people = new[] { await city.HasPerson(), await city.HasPerson(), await city.HasPerson() };
        Assert.All(await Task.WhenAll(people.Select(person => city.SignsUp(person, last.Id))), answer => Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode));
        Assert.Equal([1, 2], (await city.StatesOf(last.Id)).GroupBy(state => state.Value).OrderBy(group => group.Key).Select(group => group.Count()));

        var slots = await city.MeetingsOf(await city.HasActivity(school, ("Admission", "Appointment"), ("Kind", "consultation"), ("First", "2026-11-26"), ("From", "09:00"), ("Until", "10:30")));
        Assert.Equal(3, slots.Count);
        var answers = await Task.WhenAll(people.Select(person => city.SignsUp(person, slots[0].Id)));
        Assert.Equal(1, answers.Count(answer => answer.StatusCode == HttpStatusCode.Redirect));
        var refused = answers.First(answer => answer.StatusCode == HttpStatusCode.Conflict);
        Assert.Contains("Somebody else was quicker", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var winner = (await city.StatesOf(slots[0].Id)).Single().Key;
        var again = await city.SignsUp(winner, slots[2].Id);
        Assert.Contains("You have an appointment here already", await again.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        // Given back in time it is free for the next one.
        Assert.Equal(HttpStatusCode.Redirect, (await city.AsNewcomer(winner).Act("/my/activities", "SignOff", ("Meeting", slots[0].Id.ToString()))).StatusCode);
        await city.HasSignedUp(people.First(person => person != winner), slots[0].Id);
    }

    [Fact]
    public async Task Nobody_signs_up_to_a_walk_in_hour_to_what_is_for_another_age_or_to_two_things_at_once()
    {
        var school = await city.HasSchool();
        var person = await city.HasPerson();
        var walkIn = Assert.Single(await city.MeetingsOf(await city.HasActivity(school, ("Admission", "WalkIn"), ("Subject", "Open door"))));
        var children = Assert.Single(await city.MeetingsOf(await city.HasActivity(school, ("AgeFrom", "6"), ("AgeUntil", "13"), ("First", "2026-11-27"), ("Subject", "Children only"))));
        var shown = await city.AsNewcomer(person).GetStringAsync("/my/activities");
        Assert.Contains("Open door", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("Children only", shown, StringComparison.Ordinal);
        Assert.Contains("just come", await (await city.SignsUp(person, walkIn.Id)).Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("another age", await (await city.SignsUp(person, children.Id)).Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var one = Assert.Single(await city.MeetingsOf(await city.HasActivity(school, ("First", "2026-11-30"))));
        var other = Assert.Single(await city.MeetingsOf(await city.HasActivity(school, ("First", "2026-11-30"), ("From", "11:00"), ("Until", "13:00"))));
        await city.HasSignedUp(person, one.Id);
        Assert.Equal(HttpStatusCode.Conflict, (await city.SignsUp(person, other.Id)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await city.SignsUp(person, Guid.NewGuid())).StatusCode);

        // Who is six on the day of the meeting is meant, also when they are five today.
        var child = await city.InDatabase(async db =>
        {
            var id = await city.HasPerson("Sami");
            await db.Set<Participant>().Where(row => row.Id == id).ExecuteUpdateAsync(set => set.SetProperty(row => row.BirthDate, new DateOnly(2020, 11, 27)));
            return id;
        });
        await city.HasSignedUp(child, children.Id);
    }

    [Fact]
    public async Task A_partner_brings_its_own_people_and_no_more_than_its_seats()
    {
        var (host, partner, stranger) = (await city.HasSchool("Host"), await city.HasSchool("Partner"), await city.HasSchool("Stranger"));
        var activity = await city.HasActivity(host, ("Admission", "Invitation"), ($"Seats[{partner.ProviderId}]", "2"), ("Capacity", "10"), ("Subject", "By invitation"));
        var meeting = Assert.Single(await city.MeetingsOf(activity));
        var (first, second, third, outsider) = (await city.HasPerson("One"), await city.HasPerson("Two"), await city.HasPerson("Three"), await city.HasPerson("Outside"));
        var theirs = await city.HasClass(partner, capacity: 5);
        foreach (var person in new[] { first, second, third })
        {
            await city.Ask<ITimetable, Seat>(timetable => timetable.TakeSeat(theirs, person, null, default));
        }

        Assert.Contains("By invitation", await city.AsNewcomer(first).GetStringAsync("/my/activities"), StringComparison.Ordinal);
        Assert.DoesNotContain("By invitation", await city.AsNewcomer(outsider).GetStringAsync("/my/activities"), StringComparison.Ordinal);
        Assert.Contains("invited", await (await city.SignsUp(outsider, meeting.Id)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await city.HasSignedUp(first, meeting.Id);

        var manager = city.As(Roles.ProviderManager, partner.ProviderId);
        var page = await manager.GetStringAsync($"/activities/{activity}");
        Assert.Contains(second.ToString(), page, StringComparison.Ordinal);
        Assert.DoesNotContain(outsider.ToString(), page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await manager.Act($"/activities/{activity}", "SignUp", ("Meeting", meeting.Id.ToString()), ("Person", outsider.ToString()))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await manager.Act($"/activities/{activity}", "SignUp", ("Meeting", meeting.Id.ToString()), ("Person", second.ToString()))).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await city.SignsUp(third, meeting.Id)).StatusCode);
        Assert.Equal(2, (await city.StatesOf(meeting.Id)).Count);

        // The partner sees what it is invited to, and changes nothing of it; a third one sees nothing.
        Assert.Equal(HttpStatusCode.NotFound, (await manager.GetAsync($"/activities/edit/{activity}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await manager.PostTo($"/activities/{activity}?handler=Cancel", page, ("ReasonCode", "reason.activity.weather"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await manager.GetAsync($"/provider/classes/{meeting.Id}")).StatusCode);
        var other = city.As(Roles.ProviderManager, stranger.ProviderId);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync($"/activities/{activity}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync($"/activities/edit/{activity}")).StatusCode);
        Assert.DoesNotContain("By invitation", await other.GetStringAsync("/activities"), StringComparison.Ordinal);
        var strange = await other.GetStringAsync("/activities/edit");
        Assert.Equal(HttpStatusCode.NotFound, (await other.PostTo($"/activities/edit/{activity}", strange, City.ActivityForm(host.VenueId))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.PostTo($"/activities/{activity}?handler=Cancel", strange, ("ReasonCode", "reason.activity.weather"))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await other.PostTo("/activities/edit", strange, City.ActivityForm(host.VenueId))).StatusCode);
        Assert.Null(await city.InDatabase(db => db.Set<Activity>().Where(row => row.Id == activity).Select(row => row.CancelledAt).SingleAsync()));

        // A coach makes exceptions, by the number of the pass.
        var number = await city.Ask<IParticipants, string?>(people => people.People.Where(row => row.Id == outsider).Select(row => row.PassNumber).SingleAsync());
        var coach = city.As(Roles.Coach);
        Assert.Equal(HttpStatusCode.BadRequest, (await coach.Act($"/activities/{activity}", "SignUp", ("Meeting", meeting.Id.ToString()), ("PassNumber", "nobody"))).StatusCode);
        var signedUp = await coach.Act($"/activities/{activity}", "SignUp", ("Meeting", meeting.Id.ToString()), ("PassNumber", number!));
        Assert.True(signedUp.StatusCode == HttpStatusCode.Redirect, await signedUp.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, (await coach.GetAsync($"/provider/classes/{meeting.Id}")).StatusCode);
    }

    [Fact]
    public async Task Empty_and_huge_input_is_said_at_the_field_and_makes_nothing()
    {
        var school = await city.HasSchool();
        await city.HasActivityKinds();
        var admin = city.As(Roles.Administrator);
        var before = await city.InDatabase(db => db.Set<Activity>().CountAsync());
        foreach (var fields in new (string, string)[][]
        {
            [],
            City.ActivityForm(school.VenueId, ("Kind", "no-such-kind")),
            City.ActivityForm(school.VenueId, ("Subject", new string('x', 5000))),
            City.ActivityForm(Guid.NewGuid()),
            City.ActivityForm(school.VenueId, ("First", "2020-01-01")),
            City.ActivityForm(school.VenueId, ("Until", "09:00")),
            City.ActivityForm(school.VenueId, ("Weekdays", "3")),
            City.ActivityForm(school.VenueId, ("Weekdays", "9"), ("Last", "2026-12-31")),
            City.ActivityForm(school.VenueId, ("Weekdays", "1"), ("Last", "2099-12-31")),
            City.ActivityForm(school.VenueId, ("Capacity", "99999999999")),
            City.ActivityForm(school.VenueId, ("AgeFrom", "30"), ("AgeUntil", "20")),
            City.ActivityForm(school.VenueId, ("Admission", "Whatever")),
            City.ActivityForm(school.VenueId, ("Admission", "Invitation")),
            City.ActivityForm(school.VenueId, ("Spoken", "klingon")),
        })
        {
            var answer = await admin.Submit("/activities/edit", fields);
            Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{string.Join(' ', fields)}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }

        foreach (var (fields, says) in new[]
        {
            (City.ActivityForm(school.VenueId, ("Admission", "Appointment"), ("SlotMinutes", "180")), "longer than these hours"),
            (City.ActivityForm(school.VenueId, ("Admission", "Appointment"), ("SlotMinutes", "15"), ("From", "08:00"), ("Until", "20:00"), ("Weekdays", "1"), ("Weekdays", "2"), ("Weekdays", "3"), ("Last", "2027-12-31")), "more than 400 meetings"),
            (City.ActivityForm(school.VenueId, ("Weekdays", "1"), ("First", "2026-11-24"), ("Last", "2026-11-26")), "No day is left"),
            (City.ActivityForm(school.VenueId, ("Capacity", "31")), "30"),
        })
        {
            var answer = await admin.Submit("/activities/edit", fields);
            Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
            Assert.Contains(says, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.Equal(before, await city.InDatabase(db => db.Set<Activity>().CountAsync()));
        var phone = city.AsNewcomer(await city.HasPerson());
        Assert.Equal(HttpStatusCode.OK, (await phone.GetAsync("/my/activities?kind=%27&spoken=x&days=-5&from=nonsense")).StatusCode);
        var shown = await phone.GetStringAsync("/my/leave");
        foreach (var meeting in new[] { "", new string('9', 100_000) })
        {
            Assert.True((await phone.PostTo("/my/activities?handler=SignUp", shown, ("Meeting", meeting))).StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest);
        }

        var kind = await admin.Act("/admin/activity-kinds", "Save", ("Code", "A b"), ("Icon", "book"));
        Assert.Equal(HttpStatusCode.BadRequest, kind.StatusCode);
        var names = Courses.Platform.Languages.Language.ForNewcomers.Select(language => ($"Called[{language.Code}]", $"Sport {language.Code}")).ToArray();
        Assert.Equal(HttpStatusCode.BadRequest, (await admin.Act("/admin/activity-kinds", "Save", [("Code", "sport"), ("Icon", "book"), .. names[1..]])).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await admin.Act("/admin/activity-kinds", "Save", [("Code", "sport"), ("Icon", "flag"), .. names])).StatusCode);
        Assert.Equal(8, await city.InDatabase(db => db.Set<ActivityKindName>().CountAsync(name => name.KindCode == "sport")));
    }

    [Fact]
    public async Task Guests_are_counted_once_also_when_a_tablet_repeats_itself_or_comes_late_and_the_last_count_stands()
    {
        var own = await City.New();
        await using var closes = own;
        var school = await own.HasSchool();
        var meeting = Assert.Single(await own.MeetingsOf(await own.HasActivity(school, ("Admission", "WalkIn"), ("First", "2026-11-16"), ("From", "12:30"), ("Until", "14:00"), ("Kind", "walk-in-hour"))));
        var now = own.Clock.GetUtcNow();
        var tablet = own.AsTablet(school.ProviderId);
        var session = (await tablet.Json("/api/attendance/roster")).GetProperty("sessions").EnumerateArray().Single();
        Assert.True(session.GetProperty("countsGuests").GetBoolean());

        // Offline it counts three girls and then five; the second is what it sent first, and the first comes twice.
        var (earlier, later) = (Count(meeting.Session, "6-13", "f", 3, now.AddMinutes(-9)), Count(meeting.Session, "6-13", "f", 5, now.AddMinutes(-5)));
        var boys = Count(meeting.Session, "6-13", "m", 2, now.AddMinutes(-5));
        Assert.Equal(["accepted", "accepted"], await Sent(tablet, now, later, boys));
        Assert.Equal(["accepted", "known"], await Sent(tablet, now, earlier, later));
        Assert.Equal(["known", "known"], await Sent(tablet, now, earlier, boys));
        Assert.Equal(["accepted-for-review", "accepted-for-review", "accepted-for-review"], await Sent(tablet, now, Count(meeting.Session, "99", "f", 1, now), Count(meeting.Session, "6-13", "f", 100_000, now), Count(Guid.NewGuid(), "6-13", "f", 1, now)));
        Assert.Equal("6-13 f 5, 6-13 m 2", await Guests(own, meeting.Session));

        // Somebody at a desk corrects it; the other provider's tablet counts nothing here.
        var manager = own.As(Roles.ProviderManager, school.ProviderId);
        var page = $"/teacher/registers/{meeting.Session}";
        Assert.Equal(HttpStatusCode.Redirect, (await manager.Act(page, "Save", ("Guests[6-13:f]", "4"), ("Guests[6-13:m]", "2"), ("Guests[61+:x]", "1"), ("Guests[0-5:f]", ""))).StatusCode);
        Assert.Equal("6-13 f 4, 6-13 m 2, 61+ x 1", await Guests(own, meeting.Session));
        Assert.Equal(HttpStatusCode.BadRequest, (await manager.Act(page, "Save", ("Guests[6-13:f]", "501"))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await manager.Act(page, "Save", ("Guests[6-13:f]", "many"))).StatusCode);
        var strange = own.AsTablet((await own.HasSchool()).ProviderId, "Strange");
        Assert.Equal(["accepted-for-review"], await Sent(strange, now, Count(meeting.Session, "6-13", "f", 90, now.AddMinutes(1))));
        Assert.Equal(3, await own.InDatabase(db => db.Set<AttendanceFact>().CountAsync(fact => fact.SessionId == meeting.Session && fact.GuestBand == "6-13" && fact.GuestGender == "f" && fact.HeldFor == null)));

        // What a tablet counted before the signature and brings after it counts all the same.
        own.Clock.Advance(City.ToTheEnd);
        Assert.Equal(HttpStatusCode.Redirect, (await manager.Act(page, "SignOff", ("Guests[6-13:f]", "4"), ("Guests[6-13:m]", "2"), ("Guests[61+:x]", "1"))).StatusCode);
        Assert.Equal(["accepted"], await Sent(tablet, own.Clock.GetUtcNow(), Count(meeting.Session, "18-30", "f", 7, now.AddMinutes(10))));
        Assert.Equal("18-30 f 7, 6-13 f 4, 6-13 m 2, 61+ x 1", await Guests(own, meeting.Session));
        Assert.Contains("<td class=\"number\">7</td>", await manager.GetStringAsync(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_report_the_figures_of_a_centre_and_odata_say_what_a_query_by_hand_says_and_hide_fewer_than_five()
    {
        var own = await City.New();
        await using var closes = own;
        var school = await own.HasSchool();
        var centre = await own.HasCentre(school);
        var elsewhere = await own.HasSchool();
        await own.HasActivityKinds();
        var walkIn = Assert.Single(await own.MeetingsOf(await own.HasActivity(school, ("Admission", "OpenCall"), ("First", "2026-11-16"), ("From", "13:30"), ("Until", "15:00"), ("Capacity", "30"), ("Kind", "workshop"))));
        var trip = Assert.Single(await own.MeetingsOf(await own.HasActivity(elsewhere, ("First", "2026-11-16"), ("From", "13:30"), ("Until", "15:00"))));
        var people = new List<Guid>();
        for (var i = 0; i < 9; i++)
        {
            var person = await own.HasPerson($"P{i}");
            await own.InDatabase(db => db.Set<Participant>().Where(row => row.Id == person).ExecuteUpdateAsync(set => set.SetProperty(row => row.Gender, i < 6 ? "f" : "m")));
            people.Add(person);
            await own.HasSignedUp(person, i < 8 ? walkIn.Id : trip.Id);
        }

        own.Clock.Advance(TimeSpan.FromMinutes(106));
        foreach (var (place, meeting, guests) in new[] { (school, walkIn, "6"), (elsewhere, trip, "3") })
        {
            var page = $"/teacher/registers/{meeting.Session}";
            var manager = own.As(Roles.ProviderManager, place.ProviderId);
            Assert.Equal(HttpStatusCode.Redirect, (await manager.Act(page, "AllPresent", ("Guests[6-13:f]", guests))).StatusCode);
            own.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        var fromFirst = await own.As(Roles.ProviderManager, school.ProviderId).Act($"/teacher/registers/{walkIn.Session}", "Save", ($"People[{people[0]}].State", "late"), ($"People[{people[0]}].Minutes", "30"), ("Guests[6-13:f]", "6"));
        Assert.True(fromFirst.StatusCode == HttpStatusCode.Redirect, await fromFirst.Content.ReadAsStringAsync());
        Assert.DoesNotContain("data-kind", await own.As(Roles.Coach).GetStringAsync("/activities/report"), StringComparison.Ordinal);
        foreach (var (place, meeting) in new[] { (school, walkIn), (elsewhere, trip) })
        {
            Assert.Equal(HttpStatusCode.Redirect, (await own.As(Roles.ProviderManager, place.ProviderId).Act($"/teacher/registers/{meeting.Session}", "SignOff", ("Guests[6-13:f]", place == school ? "6" : "3"))).StatusCode);
        }

        var figures = await own.InScope(services => services.GetRequiredService<ActivityFigures>().ByMonth(new(2026, 1, 1), new(2026, 12, 31), default));
        var byHand = await own.InDatabase(db => db.Database.SqlQueryRaw<string>("""
            select a.kind_code || ' ' || count(distinct s.id) || ' ' || (select coalesce(sum(s2.planned_minutes), 0) from timetable.session s2 join activities.meeting m2 on m2.id = s2.group_id join activities.activity a2 on a2.id = m2.activity_id
                where a2.kind_code = a.kind_code and s2.local_date between '2026-01-01' and '2026-12-31' and exists (select 1 from attendance.register r where r.id = s2.id and r.signed_off_at is not null)) || ' ' ||
                count(distinct k.participant_id) || ' ' || sum(k.present_minutes) || ' ' ||
                (select coalesce(sum(g.people), 0) from attendance.guest_count g join timetable.session s3 on s3.id = g.session_id join activities.meeting m3 on m3.id = s3.group_id join activities.activity a3 on a3.id = m3.activity_id where a3.kind_code = a.kind_code) as "Value"
            from activities.activity a join activities.meeting m on m.activity_id = a.id join timetable.session s on s.group_id = m.id join attendance.mark k on k.session_id = s.id
            where k.present_minutes > 0 and exists (select 1 from attendance.register r where r.id = s.id and r.signed_off_at is not null) group by a.kind_code order by a.kind_code
            """).ToListAsync());
        Assert.Equal(byHand, figures.Select(line => $"{line.Kind} {line.Sessions} {line.Minutes} {line.People} {line.PersonMinutes} {line.Guests}"));
        Assert.Equal(["excursion 1 90 1 90 3", "workshop 1 90 8 690 6"], byHand);

        var report = await own.As(Roles.Auditor).GetStringAsync("/activities/report?year=2026");
        Assert.Contains("""data-kind="workshop" data-month="11"><td>Workshop</td><td class="number">1</td><td class="number">2</td><td class="number" dir="ltr">8</td><td class="number" dir="ltr">15.3</td><td class="number" dir="ltr">6</td>""", report, StringComparison.Ordinal);
        Assert.Contains("""<td>Excursion</td><td class="number">1</td><td class="number">2</td><td class="number" dir="ltr">&lt;5</td><td class="number" dir="ltr">*</td><td class="number" dir="ltr">&lt;5</td>""", report, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await own.As(Roles.ProviderManager, school.ProviderId).GetAsync("/activities/report")).StatusCode);

        // In the centre: six women of 31 to 45 and two men, of whom nobody may learn that they are two.
        var table = await own.InScope(services => services.GetRequiredService<ActivityFigures>().ByAge(new(2026, 11, 1), new(2026, 11, 30), school.VenueId, default));
        var cells = await own.InDatabase(db => db.Database.SqlQueryRaw<string>("""
            select p.gender || ' ' || count(distinct p.id) || ' ' || count(*) as "Value" from attendance.mark k join timetable.session s on s.id = k.session_id join activities.meeting m on m.id = s.group_id join activities.activity a on a.id = m.activity_id
                join participants.participant p on p.id = k.participant_id where a.venue_id = {0} and k.present_minutes > 0 and s.local_date between '2026-11-01' and '2026-11-30' group by p.gender order by p.gender
            """, school.VenueId).ToListAsync());
        Assert.Equal(["f 6 6", "m 2 2"], cells);
        Assert.Equal(cells, table.Cells.Where(cell => cell is { Band: "31-45", People: > 0 }).Select(cell => $"{cell.Gender} {cell.People} {cell.Sessions}"));
        Assert.All(table.ShownPeople.Cells.Concat(table.ShownPerPerson()), cell => Assert.Equal(SmallCounts.Hidden, cell));
        Assert.Equal("8", table.ShownPeople.Total);
        var shown = await own.As(Roles.ProviderManager, school.ProviderId).GetStringAsync($"/activities/centres/{centre}?month=2026-11");
        Assert.DoesNotContain("""<td class="number" dir="ltr">2</td>""", shown, StringComparison.Ordinal);

        var admin = own.As(Roles.Administrator);
        Assert.Equal("2 2 9 8", $"{await Rows(admin, "Activities")} {await Rows(admin, "GuestCounts")} {await Rows(admin, "AttendanceMarks?$filter=Session/Activity/Kind ne null")} {await Rows(admin, "AttendanceMarks?$filter=Session/Activity/Kind eq 'workshop'")}");
        var provider = own.As(Roles.ProviderManager, school.ProviderId);
        Assert.Equal("1 1", $"{await Rows(provider, "Activities")} {await Rows(provider, "GuestCounts?$expand=Session($expand=Activity)")}");

        // Nobody takes these hours for hours of a class that belongs to no programme.
        Assert.DoesNotContain("Zoo", await admin.GetStringAsync("/admin/reports/unassigned?period=2026-Q4"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task People_move_into_one_centre_at_a_time_and_out_again_and_another_provider_sees_nothing_of_it()
    {
        var (school, other) = (await city.HasSchool(), await city.HasSchool());
        var (centre, second) = (await city.HasCentre(school), await city.HasCentre(other, "Centre South"));
        var page = $"/activities/centres/{centre}";
        var person = await city.HasPerson();
        var number = (await city.Ask<IParticipants, string?>(people => people.People.Where(row => row.Id == person).Select(row => row.PassNumber).SingleAsync()))!;
        var manager = city.As(Roles.ProviderManager, school.ProviderId);
        var coach = city.As(Roles.Coach);
        Assert.Equal(HttpStatusCode.BadRequest, (await manager.Act(page, "MoveIn")).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await manager.Act(page, "MoveIn", ("PassNumber", "nobody"))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await manager.Act(page, "MoveIn", ("PassNumber", number), ("On", "2027-01-01"))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await manager.Act(page, "MoveIn", ("PassNumber", number.ToLowerInvariant()), ("On", "2026-11-01"))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await manager.Act(page, "MoveIn", ("PassNumber", number))).StatusCode);
        var residence = await city.InDatabase(db => db.Set<Residence>().AsNoTracking().SingleAsync(row => row.ParticipantId == person));
        Assert.Equal((centre, new DateOnly(2026, 11, 1), null), (residence.CentreId, residence.From, residence.Until));
        Assert.Contains("another centre", await (await coach.Act($"/activities/centres/{second}", "MoveIn", ("PassNumber", number))).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains(number, await manager.GetStringAsync(page), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Conflict, (await manager.Act(page, "MoveOut", ("ResidenceId", residence.Id.ToString()), ("On", "2026-10-01"))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await manager.Act(page, "MoveOut", ("ResidenceId", residence.Id.ToString()), ("On", "2026-11-10"))).StatusCode);
        Assert.Contains("still lived", await (await coach.Act($"/activities/centres/{second}", "MoveIn", ("PassNumber", number), ("On", "2026-11-05"))).Content.ReadAsStringAsync(), StringComparison.Ordinal);

        // Of two who write it down at once one is told.
        var (north, south) = (await coach.GetStringAsync(page), await coach.GetStringAsync($"/activities/centres/{second}"));
        var answers = await Task.WhenAll(coach.PostTo($"{page}?handler=MoveIn", north, ("PassNumber", number)), city.As(Roles.Coach).Act($"/activities/centres/{second}", "MoveIn", ("PassNumber", number)), coach.PostTo($"/activities/centres/{second}?handler=MoveIn", south, ("PassNumber", number)));
        Assert.DoesNotContain(answers, answer => answer.StatusCode is not (HttpStatusCode.Redirect or HttpStatusCode.Conflict));
        Assert.Equal(1, await city.InDatabase(db => db.Set<Residence>().CountAsync(row => row.ParticipantId == person && row.Until == null)));
        Assert.Equal(HttpStatusCode.Conflict, (await manager.Act(page, "TakeBack", ("ResidenceId", residence.Id.ToString()))).StatusCode);

        Assert.Equal(HttpStatusCode.NotFound, (await manager.GetAsync($"/activities/centres/{second}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await manager.PostTo($"/activities/centres/{second}?handler=MoveIn", await manager.GetStringAsync(page), ("PassNumber", number))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await manager.PostTo($"{page}?handler=MoveOut", await manager.GetStringAsync(page), ("ResidenceId", Guid.NewGuid().ToString()))).StatusCode);
        Assert.DoesNotContain("Centre South", await manager.GetStringAsync("/activities/centres"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await manager.PostTo("/activities/centres", await manager.GetStringAsync(page), ("Name", "Mine"), ("VenueId", school.VenueId.ToString()))).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await city.As(Roles.Administrator).Submit("/activities/centres", ("Name", "Twice"), ("VenueId", school.VenueId.ToString()))).StatusCode);
        Assert.DoesNotContain(number, await city.As(Roles.Administrator).GetStringAsync("/activities"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_somebody_lived_comes_over_at_a_merge_is_told_to_them_goes_by_its_rule_and_at_an_erasure()
    {
        var own = await City.New();
        await using var closes = own;
        var school = await own.HasSchool();
        var centre = await own.HasCentre(school);
        var (kept, closed) = (await own.HasPerson("Kept"), await own.HasPerson("Closed"));
        var coach = own.As(Roles.Coach);
        foreach (var (person, on) in new[] { (closed, "2026-10-01"), (kept, "2026-11-01") })
        {
            var number = (await own.Ask<IParticipants, string?>(people => people.People.Where(row => row.Id == person).Select(row => row.PassNumber).SingleAsync()))!;
            Assert.Equal(HttpStatusCode.Redirect, (await coach.Act($"/activities/centres/{centre}", "MoveIn", ("PassNumber", number), ("On", on))).StatusCode);
        }

        // Both live there now: the kept record says so itself, and the other row stays where it is until it has ended.
        Task<List<Guid>> Owners() => own.InDatabase(db => db.Set<Residence>().OrderBy(row => row.From).Select(row => row.ParticipantId).ToListAsync());
        await own.InDatabase(db => db.Set<Residence>().Where(row => row.ParticipantId == closed).ExecuteUpdateAsync(set => set.SetProperty(row => row.Until, new DateOnly(2026, 10, 20))));
        var merge = await own.InScope(services => services.GetRequiredService<MergePeople>().Merge(closed, kept, "Same passport", default));
        Assert.Equal([kept, kept], await Owners());
        await own.InScope(services => services.GetRequiredService<MergePeople>().Undo(merge, default));
        Assert.Equal([closed, kept], await Owners());

        Assert.Contains("Where you lived", await own.AsNewcomer(kept).GetStringAsync("/my/data"), StringComparison.Ordinal);
        await own.InScope(async services =>
        {
            var module = services.GetServices<IKeepsAboutPeople>().Single(one => one.Kinds.Any(kind => kind.Code == "residences"));
            Assert.Equal("Centre North", Assert.Single(await module.RowsOf([kept])[0].Read(default)).Says);
            Assert.Equal(1, await module.Erasing([kept]).Single(rows => rows.Kind == "residences").Erase(default));
            return true;
        });
        Assert.Equal([closed], await Owners());
        own.Clock.Advance(TimeSpan.FromDays(61 * 31));
        await own.Runs(ForgetWhatIsOver.Name);
        Assert.Empty(await Owners());
    }

    [Fact]
    public async Task Lists_go_on_in_pages_and_the_leaflet_says_it_in_two_languages()
    {
        var own = await City.New();
        await using var closes = own;
        var school = await own.HasSchool();
        var activity = await own.HasActivity(school, ("First", "2026-11-17"), ("Last", "2027-11-30"), ("Weekdays", "2"), ("AgeFrom", "6"), ("AgeUntil", "13"), ("Kind", "leisure"), ("Subject", "Paint"));
        var manager = own.As(Roles.ProviderManager, school.ProviderId);
        var first = await manager.GetStringAsync("/activities");
        var next = first.Split("href=\"").Select(part => WebUtility.HtmlDecode(part.Split('"')[0])).Single(link => link.StartsWith("/activities?past=false&from=", StringComparison.Ordinal));
        Assert.Equal(50, first.Split($"/activities/{activity}\"").Length - 1);
        Assert.Equal((await own.MeetingsOf(activity)).Count - 50, (await manager.GetStringAsync(next)).Split($"/activities/{activity}\"").Length - 1);
        Assert.Contains($"/activities/{activity}?from=", await manager.GetStringAsync($"/activities/{activity}"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await manager.GetAsync("/activities?past=true&kind=leisure&from=nonsense")).StatusCode);

        var leaflet = WebUtility.HtmlDecode(await manager.GetStringAsync($"/activities/leaflet?venue={school.VenueId}&weeks=2&first=fa&second=de"));
        Assert.Contains("اوقات فراغت", leaflet, StringComparison.Ordinal);
        Assert.Contains("6 bis 13 Jahre", leaflet, StringComparison.Ordinal);
        Assert.Equal(3, leaflet.Split("leaflet-line").Length);
        Assert.Contains("#child", leaflet, StringComparison.Ordinal);
        Assert.DoesNotContain("Paint", await own.As(Roles.ProviderManager, (await own.HasSchool()).ProviderId).GetStringAsync($"/activities/leaflet?venue={school.VenueId}"), StringComparison.Ordinal);
    }

    private static SentFact Count(Guid session, string band, string gender, int guests, DateTimeOffset at) => new() { SessionId = session, Kind = "guests", Band = band, Gender = gender, Guests = guests, DeviceTime = at };

    private static async Task<string[]> Sent(HttpClient tablet, DateTimeOffset now, params SentFact[] facts)
    {
        var answers = await tablet.Send(now, facts);
        return [.. facts.Select(fact => answers[fact.Id].Split('(')[0])];
    }

    private static async Task<string> Guests(City of, Guid session) => string.Join(", ", await of.Ask<IAttendance, List<string>>(async attendance =>
        [.. (await attendance.Guests.Where(count => count.SessionId == session).ToListAsync()).Select(count => $"{count.Band} {count.Gender} {count.People}").Order(StringComparer.Ordinal)]));

    private static async Task<int> Rows(HttpClient client, string set)
    {
        var answer = await client.GetAsync($"/odata/{set}");
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, body);
        return JsonDocument.Parse(body).RootElement.GetProperty("value").GetArrayLength();
    }

    private Task<List<string>> Letters(Guid person) => city.Ask<IMessages, List<string>>(messages => messages.Reminders.Where(message => message.ParticipantId == person).Select(message => message.Kind).ToListAsync());
}
