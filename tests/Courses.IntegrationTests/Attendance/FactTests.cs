using System.Net;
using System.Net.Http.Json;
using System.Text;
using Courses.Attendance;
using Courses.Contracts.Access;
using Courses.Contracts.Attendance;
using Courses.Contracts.Timetable;
using Courses.Timetable;
using Microsoft.EntityFrameworkCore;

namespace Courses.IntegrationTests.Attendance;

public sealed class FactTests(City city) : IClassFixture<City>
{
    private DateTimeOffset Now => city.Clock.GetUtcNow();

    [Fact]
    public async Task A_tablet_takes_the_register_and_the_teacher_signs_it_off()
    {
        var taught = await city.HasTaughtClass(people: 4);
        var tablet = city.AsTablet(taught.ProviderId);
        var scan = new SentFact { SessionId = taught.Session, PassHash = taught.People[0].PassHash, Source = "scan", DeviceTime = Now };
        var late = new SentFact { SessionId = taught.Session, ParticipantId = taught.People[1].Id, Kind = "late", Minutes = 20, DeviceTime = Now };
        var excused = new SentFact { SessionId = taught.Session, ParticipantId = taught.People[2].Id, Kind = "excused", DeviceTime = Now };

        var answers = await tablet.Send(Now, scan, late, excused);
        Assert.All(answers.Values, answer => Assert.Equal("accepted", answer));
        Assert.Equal(3, (await city.MarksOf(taught.Session)).Count);

        city.Clock.Advance(City.ToTheEnd);
        var signed = await tablet.PostAsJsonAsync($"/api/attendance/sessions/{taught.Session}/sign-off", new { signedBy = "Nina" });
        city.Clock.Advance(-City.ToTheEnd);
        Assert.True(signed.IsSuccessStatusCode, await signed.Content.ReadAsStringAsync());
        var marks = (await city.MarksOf(taught.Session)).ToDictionary(mark => mark.ParticipantId);
        Assert.Equal((MarkState.Present, 90, true), (marks[taught.People[0].Id].State, marks[taught.People[0].Id].PresentMinutes, marks[taught.People[0].Id].Scanned));
        Assert.Equal((MarkState.Late, 70), (marks[taught.People[1].Id].State, marks[taught.People[1].Id].PresentMinutes));
        Assert.Equal(MarkState.Excused, marks[taught.People[2].Id].State);
        Assert.Equal(MarkState.Absent, marks[taught.People[3].Id].State);
        Assert.Empty(await city.ReviewsOf(taught.Session));
    }

    /// <summary>Minutes count from the signature on. A mark that the signature leaves as it is had been worked out before without them.</summary>
    [Fact]
    public async Task Whose_marks_came_and_were_worked_out_before_the_signature_is_worked_out_anew_with_it()
    {
        var taught = await city.HasTaughtClass(people: 2);
        var tablet = city.AsTablet(taught.ProviderId);
        Assert.All((await tablet.Send(Now, [.. taught.People.Select(person => new SentFact { SessionId = taught.Session, ParticipantId = person.Id, DeviceTime = Now })])).Values, answer => Assert.Equal("accepted", answer));
        await city.Runs("recompute-stale");
        Assert.Empty(await Waiting());

        city.Clock.Advance(City.ToTheEnd);
        Assert.True((await tablet.PostAsJsonAsync($"/api/attendance/sessions/{taught.Session}/sign-off", new { signedBy = "Nina" })).IsSuccessStatusCode);
        city.Clock.Advance(-City.ToTheEnd);
        Assert.Equal(taught.People.Select(person => person.Id).Order(), (await Waiting()).Order());

        Task<List<Guid>> Waiting()
        {
            var people = taught.People.Select(person => person.Id).ToArray();
            return city.InDatabase(db => db.Set<Courses.Eligibility.Stale>().Where(row => people.Contains(row.ParticipantId)).Select(row => row.ParticipantId).Distinct().ToListAsync());
        }
    }

    [Fact]
    public async Task The_same_batch_twice_changes_nothing()
    {
        var taught = await city.HasTaughtClass();
        var tablet = city.AsTablet(taught.ProviderId);
        var facts = taught.People.Select(person => new SentFact { SessionId = taught.Session, ParticipantId = person.Id, DeviceTime = Now }).ToArray();
        Assert.All((await tablet.Send(Now, facts)).Values, answer => Assert.Equal("accepted", answer));
        Assert.All((await tablet.Send(Now, [.. facts, .. facts])).Values, answer => Assert.Equal("known", answer));
        Assert.Equal(facts.Length, await city.InDatabase(db => db.Set<AttendanceFact>().CountAsync(fact => fact.SessionId == taught.Session)));
    }

    [Fact]
    public async Task Before_the_sign_off_nobody_is_absent()
    {
        var taught = await city.HasTaughtClass();
        Assert.Empty(await city.MarksOf(taught.Session));
        Assert.False(await city.Ask<IAttendance, bool>(attendance => attendance.Registers.AnyAsync(register => register.SessionId == taught.Session)));
    }

    [Fact]
    public async Task Two_tablets_that_disagree_leave_one_mark_and_one_question()
    {
        var taught = await city.HasTaughtClass();
        var (first, second) = (city.AsTablet(taught.ProviderId, "A"), city.AsTablet(taught.ProviderId, "B"));
        var person = taught.People[0].Id;
        await first.Send(Now, new SentFact { SessionId = taught.Session, ParticipantId = person, Kind = "absent", DeviceTime = Now.AddMinutes(1) });
        await second.Send(Now, new SentFact { SessionId = taught.Session, ParticipantId = person, Kind = "present", DeviceTime = Now });
        Assert.Equal(MarkState.Absent, Assert.Single(await city.MarksOf(taught.Session)).State);
        var question = Assert.Single(await city.ReviewsOf(taught.Session));
        Assert.Equal((ReviewCodes.Contradiction, person), (question.Code, question.ParticipantId));
    }

    [Fact]
    public async Task What_is_taken_back_leaves_no_mark_and_no_question()
    {
        var taught = await city.HasTaughtClass();
        var tablet = city.AsTablet(taught.ProviderId);
        var wrong = new SentFact { SessionId = taught.Session, ParticipantId = taught.People[0].Id, Kind = "absent", DeviceTime = Now };

        // The withdrawal overtakes what it takes back, and names nobody.
        await tablet.Send(Now, new SentFact { SessionId = taught.Session, Kind = "withdraw", Withdraws = wrong.Id, DeviceTime = Now.AddMinutes(1) });
        await tablet.Send(Now, wrong);
        Assert.Empty(await city.MarksOf(taught.Session));
        Assert.Empty(await city.ReviewsOf(taught.Session));
    }

    [Fact]
    public async Task Nothing_odd_is_refused_and_all_of_it_is_reviewed()
    {
        var taught = await city.HasTaughtClass();
        var foreign = await city.HasTaughtClass();
        var stranger = await city.HasPersonWithPass("Oleh", "Koval");
        var tablet = city.AsTablet(taught.ProviderId);
        SentFact Of(Guid? person, string? pass = null, string kind = "present", Guid? session = null, long offset = 0, string source = "hand") =>
            new() { SessionId = session ?? taught.Session, ParticipantId = person, PassHash = pass, Kind = kind, DeviceTime = Now.AddMilliseconds(-offset), ClockOffsetMs = offset, Source = source };
        var expected = new Dictionary<string, SentFact>
        {
            ["unknown-pass"] = Of(null, new string('0', 64), source: "scan"),
            ["unknown-person"] = Of(Guid.NewGuid()),
            ["not-enrolled"] = Of(stranger.Id),
            ["walk-in"] = Of(null, (await city.HasPersonWithPass("Li", "Wei")).PassHash, "walk-in", source: "scan"),
            ["unreadable"] = Of(taught.People[0].Id, kind: "dancing"),
            ["unknown-session"] = Of(taught.People[0].Id, session: Guid.NewGuid()),
            ["clock-off"] = Of(taught.People[1].Id, offset: 2 * 86_400_000L),
        };
        var answers = await tablet.Send(Now, [.. expected.Values, Of(foreign.People[0].Id, session: foreign.Session) with { Id = foreign.GroupId }]);
        Assert.All(expected, one => Assert.Equal($"accepted-for-review({one.Key})", answers[one.Value.Id]));

        // Another provider's session is answered like one that does not exist, and its register stays as it was.
        Assert.Equal("accepted-for-review(unknown-session)", answers[foreign.GroupId]);
        Assert.Empty(await city.MarksOf(foreign.Session));
        var reviews = await city.ReviewsOf(taught.Session);
        Assert.Equal(["clock-off", "not-enrolled", "unknown-pass", "unknown-person", "unreadable", "walk-in"], reviews.Select(review => review.Code).Order(StringComparer.Ordinal));
        Assert.Equal(new[] { taught.People[1].Id, stranger.Id }.Length + 1, (await city.MarksOf(taught.Session)).Count);
    }

    [Fact]
    public async Task A_replaced_pass_does_not_count_from_the_moment_of_replacement()
    {
        var taught = await city.HasTaughtClass();
        var tablet = city.AsTablet(taught.ProviderId);
        var person = taught.People[0];
        var before = Now;
        city.Clock.Advance(TimeSpan.FromMinutes(2));
        await city.LosesPass(person.Id);
        city.Clock.Advance(TimeSpan.FromMinutes(2));
        var (old, earlier) = (
            new SentFact { SessionId = taught.Session, PassHash = person.PassHash, Source = "scan", DeviceTime = Now },
            new SentFact { SessionId = taught.Session, PassHash = person.PassHash, Source = "scan", DeviceTime = before });
        Assert.Equal("accepted-for-review(old-pass)", (await tablet.Send(Now, old))[old.Id]);
        Assert.Empty(await city.MarksOf(taught.Session));
        Assert.Equal("accepted", (await tablet.Send(Now, earlier))[earlier.Id]);
        Assert.Single(await city.MarksOf(taught.Session));
    }

    [Fact]
    public async Task What_arrives_after_the_sign_off_changes_nothing_silently()
    {
        var taught = await city.HasTaughtClass();
        var tablet = city.AsTablet(taught.ProviderId);
        city.Clock.Advance(City.ToTheEnd);
        await tablet.PostAsJsonAsync($"/api/attendance/sessions/{taught.Session}/sign-off", new { signedBy = "Nina" });
        city.Clock.Advance(-City.ToTheEnd);
        var late = new SentFact { SessionId = taught.Session, ParticipantId = taught.People[0].Id, DeviceTime = Now };
        var agreeing = new SentFact { SessionId = taught.Session, ParticipantId = taught.People[1].Id, Kind = "absent", DeviceTime = Now };
        var answers = await tablet.Send(Now, late, agreeing);
        Assert.Equal("accepted-for-review(late-fact)", answers[late.Id]);
        Assert.Equal("accepted", answers[agreeing.Id]);
        Assert.All(await city.MarksOf(taught.Session), mark => Assert.Equal(MarkState.Absent, mark.State));
        Assert.Equal(ReviewCodes.LateFact, Assert.Single(await city.ReviewsOf(taught.Session)).Code);
    }

    [Fact]
    public async Task A_cancelled_session_takes_facts_but_no_sign_off()
    {
        var taught = await city.HasTaughtClass();
        await city.InDatabase(db => db.Set<Session>().Where(session => session.Id == taught.Session).ExecuteUpdateAsync(set => set.SetProperty(session => session.CancelledAt, Now)));
        var tablet = city.AsTablet(taught.ProviderId);
        var fact = new SentFact { SessionId = taught.Session, ParticipantId = taught.People[0].Id, DeviceTime = Now };
        Assert.Equal("accepted-for-review(cancelled-session)", (await tablet.Send(Now, fact))[fact.Id]);
        Assert.Equal(HttpStatusCode.Conflict, (await tablet.PostAsJsonAsync($"/api/attendance/sessions/{taught.Session}/sign-off", new { signedBy = "Nina" })).StatusCode);
    }

    [Fact]
    public async Task Thirty_scans_in_twenty_seconds_and_one_pass_in_two_places_are_looked_at()
    {
        var taught = await city.HasTaughtClass(people: 30);
        var tablet = city.AsTablet(taught.ProviderId);
        await tablet.Send(Now, [.. taught.People.Select((person, i) => new SentFact { SessionId = taught.Session, PassHash = person.PassHash, Source = "scan", DeviceTime = Now.AddMilliseconds(i * 600) })]);
        Assert.Equal(ReviewCodes.Burst, Assert.Single(await city.ReviewsOf(taught.Session)).Code);

        var other = await city.HasTaughtClass(people: 1, providerId: taught.ProviderId);
        await tablet.Send(Now, new SentFact { SessionId = other.Session, PassHash = taught.People[0].PassHash, Source = "scan", DeviceTime = Now.AddMinutes(5) });
        Assert.Contains(await city.ReviewsOf(other.Session), review => review.Code == ReviewCodes.TwoPlaces);
    }

    [Theory]
    [InlineData("{", HttpStatusCode.BadRequest)]
    [InlineData("{}", HttpStatusCode.BadRequest)]
    [InlineData("{\"sentAt\":\"x\",\"facts\":[{}]}", HttpStatusCode.BadRequest)]
    [InlineData("{\"sentAt\":\"x\",\"facts\":[null]}", HttpStatusCode.BadRequest)]
    [InlineData("{\"sentAt\":\"x\",\"facts\":[]}", HttpStatusCode.OK)]
    [InlineData("{\"sentAt\":\"x\",\"facts\":[{\"id\":\"7c9e6679-7425-40de-944b-e07fc1f90ae7\",\"sessionId\":[1],\"participantId\":{},\"kind\":5,\"minutes\":1e99,\"deviceTime\":\"never\",\"sequence\":1.5,\"pass\":\"\\ud800\\u0000\",\"note\":null}]}", HttpStatusCode.OK)]
    public async Task Only_what_is_no_batch_is_refused(string body, HttpStatusCode status)
    {
        var tablet = city.AsTablet(await city.HasProvider());
        var response = await tablet.PostAsync("/api/attendance/facts", new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.True(status == response.StatusCode, $"{response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
    }

    [Fact]
    public async Task Case_04_minutes_that_come_as_text_are_minutes_and_those_that_nobody_can_read_are_looked_at()
    {
        var taught = await city.HasTaughtClass(people: 3);
        var tablet = city.AsTablet(taught.ProviderId);
        string Body(int person, string minutes) => $$"""
            {"sentAt":"{{Now:O}}","device":"{{Guid.NewGuid()}}","facts":[{"id":"{{Guid.NewGuid()}}","sessionId":"{{taught.Session}}","participantId":"{{taught.People[person].Id}}","kind":"late","minutes":{{minutes}},"source":"hand","sequence":1,"deviceTime":"{{Now:O}}"}]}
            """;
        async Task<string> Send(int person, string minutes)
        {
            var answer = await tablet.PostAsync("/api/attendance/facts", new StringContent(Body(person, minutes), Encoding.UTF8, "application/json"));
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
            return await answer.Content.ReadAsStringAsync();
        }

        Assert.Contains("\"accepted\"", await Send(0, "\"15\""), StringComparison.Ordinal);
        Assert.Contains("\"accepted\"", await Send(1, "\"۱۵\""), StringComparison.Ordinal);
        Assert.Contains("accepted-for-review", await Send(2, "\"a quarter\""), StringComparison.Ordinal);
        var marks = (await city.MarksOf(taught.Session)).ToDictionary(mark => mark.ParticipantId);
        Assert.All(taught.People.Take(2), person => Assert.Equal((MarkState.Late, 75), (marks[person.Id].State, marks[person.Id].PresentMinutes)));
        Assert.False(marks.ContainsKey(taught.People[2].Id));
    }

    [Fact]
    public async Task A_batch_has_at_most_five_hundred_facts()
    {
        var tablet = city.AsTablet(await city.HasProvider());
        var facts = Enumerable.Range(0, 501).Select(_ => new SentFact { SessionId = Guid.NewGuid(), DeviceTime = Now }).ToArray();
        Assert.Equal(HttpStatusCode.BadRequest, (await tablet.PostAsJsonAsync("/api/attendance/facts", new { sentAt = Now, facts })).StatusCode);
        Assert.Equal(500, (await tablet.Send(Now, facts[..500])).Count);
    }

    [Fact]
    public async Task Another_providers_session_does_not_exist_for_a_tablet()
    {
        var taught = await city.HasTaughtClass();
        var stranger = city.AsTablet(await city.HasProvider());
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsJsonAsync($"/api/attendance/sessions/{taught.Session}/sign-off", new { signedBy = "X" })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/api/attendance/sessions/{taught.Session}/marks")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/api/attendance/sessions/{taught.Session}/room-code")).StatusCode);
        Assert.Empty((await stranger.Json("/api/attendance/roster")).GetProperty("sessions").EnumerateArray());
    }

    [Fact]
    public async Task A_tablet_hears_only_what_changed_since_its_cursor()
    {
        var taught = await city.HasTaughtClass();
        var tablet = city.AsTablet(taught.ProviderId);
        var first = await tablet.Json("/api/attendance/roster");
        Assert.True(first.GetProperty("complete").GetBoolean());
        Assert.Equal("Amina0 H.", first.GetProperty("people").EnumerateArray().Single(person => person.GetProperty("id").GetGuid() == taught.People[0].Id).GetProperty("name").GetString());
        var cursor = first.GetProperty("cursor").GetString();

        var same = await tablet.Json($"/api/attendance/roster?since={cursor}");
        Assert.Equal((cursor, 0, 0), (same.GetProperty("cursor").GetString(), same.GetProperty("sessions").GetArrayLength(), same.GetProperty("people").GetArrayLength()));

        var old = taught.People[0].PassHash;
        await city.LosesPass(taught.People[0].Id);
        await city.Ask<ITimetable, bool>(async timetable =>
        {
            await timetable.GiveBackSeat(taught.GroupId, taught.People[1].Id, "moved", default);
            return true;
        });
        city.Clock.Advance(TimeSpan.FromDays(1));
        var second = await city.HasTaughtClass(providerId: taught.ProviderId);
        var news = await tablet.Json($"/api/attendance/roster?since={cursor}");
        Assert.False(news.GetProperty("complete").GetBoolean());
        var replaced = news.GetProperty("people").EnumerateArray().Single(person => person.GetProperty("id").GetGuid() == taught.People[0].Id);
        Assert.Equal(Proofs.CheckOf(old), Assert.Single(replaced.GetProperty("oldPassChecks").EnumerateArray()).GetString());
        Assert.Contains(news.GetProperty("sessions").EnumerateArray(), session => session.GetProperty("id").GetGuid() == second.Session);

        city.Clock.Advance(TimeSpan.FromDays(10));
        var gone = await tablet.Json($"/api/attendance/roster?since={cursor}");
        Assert.Contains($"session:{taught.Session}", gone.GetProperty("removed").EnumerateArray().Select(entry => entry.GetString()));
        Assert.Contains($"person:{taught.People[2].Id}", gone.GetProperty("removed").EnumerateArray().Select(entry => entry.GetString()));
        city.Clock.Advance(TimeSpan.FromDays(-11));
    }

    /// <summary>Nobody types the name that the account has; on a tablet, which several share, each one does.</summary>
    [Fact]
    public async Task Whoever_is_signed_in_has_a_name_already()
    {
        var provider = await city.HasProvider();
        Assert.Equal("", (await city.AsTablet(provider).Json("/api/attendance/roster")).GetProperty("signedInAs").GetString());
        Assert.NotEqual("", (await city.As(Roles.Teacher, provider).Json("/api/attendance/roster")).GetProperty("signedInAs").GetString());
    }

    [Fact]
    public async Task A_teacher_sees_only_the_own_sessions()
    {
        var taught = await city.HasTaughtClass();
        await city.InDatabase(db => db.Set<Group>().Where(group => group.Id == taught.GroupId).ExecuteUpdateAsync(set => set.SetProperty(group => group.TeacherId, Guid.NewGuid())));
        var teacher = city.As(Roles.Teacher, taught.ProviderId);
        Assert.Empty((await teacher.Json("/api/attendance/roster")).GetProperty("sessions").EnumerateArray());
        Assert.Equal(HttpStatusCode.NotFound, (await teacher.GetAsync($"/teacher/registers/{taught.Session}")).StatusCode);
    }
}
