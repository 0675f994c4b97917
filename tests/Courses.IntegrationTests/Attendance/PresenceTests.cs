using System.Net;
using System.Net.Http.Json;
using Courses.Attendance;
using Courses.Attendance.Features;
using Courses.Contracts.Access;
using Courses.Contracts.Attendance;
using Courses.Contracts.Eligibility;
using Courses.Contracts.LanguageCourses;
using Courses.Contracts.Timetable;
using Courses.Eligibility;
using Courses.Platform.Chain;
using Courses.Platform.Errors;
using Courses.Timetable;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Attendance;

/// <summary>What a provider alone cannot make: docs/decisions/0019-proof-of-presence.md.</summary>
public sealed class PresenceTests(City city) : IClassFixture<City>
{
    private DateTimeOffset Now => city.Clock.GetUtcNow();

    [Fact]
    public async Task A_scan_is_one_only_if_the_pass_was_read_on_an_enrolled_tablet()
    {
        var taught = await city.HasTaughtClass(people: 5);
        var (tablet, teacher) = (city.AsTablet(taught.ProviderId), city.As(Roles.Teacher, taught.ProviderId));
        var roster = await tablet.Json("/api/attendance/roster");
        var check = roster.GetProperty("people").EnumerateArray().Single(person => person.GetProperty("id").GetGuid() == taught.People[2].Id).GetProperty("passCheck").GetString();
        SentFact Scan(int person, string? hash) => new() { SessionId = taught.Session, ParticipantId = taught.People[person].Id, PassHash = hash, Source = "scan", DeviceTime = Now };
        var (read, named, fromRoster, otherPass, own) = (Scan(0, taught.People[0].PassHash), Scan(1, null), Scan(2, check), Scan(3, taught.People[0].PassHash), Scan(4, taught.People[4].PassHash));
        var answers = await tablet.Send(Now, read, named, fromRoster, otherPass);
        Assert.Equal("accepted", answers[read.Id]);
        Assert.All([named, fromRoster, otherPass], fact => Assert.Equal("accepted-for-review(unproven-scan)", answers[fact.Id]));
        await teacher.Send(Now, own);
        var marks = await MarksOf(taught.Session);
        Assert.Equal(
            [ProofGrade.Shown, ProofGrade.Seen, ProofGrade.Seen, ProofGrade.Seen, ProofGrade.Said],
            taught.People.Select(person => marks[person.Id].Proof!.Value));
        Assert.Equal([true, false, false, false, false], taught.People.Select(person => marks[person.Id].Scanned));

        // What the device said of itself is kept beside it.
        Assert.Equal(5, await city.InDatabase(db => db.Set<AttendanceFact>().CountAsync(fact => fact.SessionId == taught.Session && fact.Claimed == "scan")));
    }

    [Fact]
    public async Task Each_mark_says_what_it_rests_on_and_a_teacher_who_shortens_a_scan_unproves_nothing()
    {
        var taught = await city.HasTaughtClass(people: 3);
        var tablet = city.AsTablet(taught.ProviderId);
        await tablet.Send(
            Now,
            new SentFact { SessionId = taught.Session, PassHash = taught.People[0].PassHash, Source = "scan", DeviceTime = Now },
            new SentFact { SessionId = taught.Session, ParticipantId = taught.People[0].Id, Kind = "late", Minutes = 20, DeviceTime = Now },
            new SentFact { SessionId = taught.Session, ParticipantId = taught.People[1].Id, DeviceTime = Now },
            new SentFact { SessionId = taught.Session, ParticipantId = taught.People[2].Id, Source = "paper", DeviceTime = Now });
        var marks = await MarksOf(taught.Session);
        Assert.Equal((70, ProofGrade.Shown), (marks[taught.People[0].Id].PresentMinutes, marks[taught.People[0].Id].Proof!.Value));
        Assert.Equal([ProofGrade.Shown, ProofGrade.Seen, ProofGrade.Written], taught.People.Select(person => marks[person.Id].Proof!.Value));
        var page = await city.As(Roles.Teacher, taught.ProviderId).GetStringAsync($"/teacher/registers/{taught.Session}");
        Assert.Contains("Shown by the person", page, StringComparison.Ordinal);
        Assert.Contains("Written from paper", page, StringComparison.Ordinal);
        Assert.Contains("Seen on the tablet", await city.AsNewcomer(taught.People[1].Id).GetStringAsync("/my/attendance"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_programme_says_from_which_proof_on_a_presence_counts_and_everybody_adds_up_alike()
    {
        await city.HasAllProgrammes();
        var person = await city.HasLearner();
        await city.HasAttended(person, "inlt", "sswwppaaaa", sessionsLeft: 1);
        await city.Runs("recompute-stale");
        Assert.Equal((540, 900), await Decided());
        var (coach, phone) = (city.As(Roles.Coach), city.AsNewcomer(person));
        Assert.DoesNotContain("does not count", await phone.GetStringAsync("/my/attendance"), StringComparison.Ordinal);

        // Tried before it is in force: two of ten lessons instead of six.
        var strict = await city.InDatabase(async db =>
        {
            var programme = await db.Set<Programme>().Include(row => row.Versions).SingleAsync(row => row.Code == "inlt");
            var (before, after) = (programme.InForce(city.Today())!.Terms, programme.InForce(city.Today())!.Terms);
            after = after with { Attendance = after.Attendance! with { CountsFrom = ProofGrade.Seen } };
            var tried = new Needed([("inlt", Period.Enrolment)], AskedFor.By([before, after]));
            var facts = await city.Ask<FactsReader, IReadOnlyList<PersonFacts>>(reader => reader.Read(Whom.These([person]), city.Today(), tried, default));
            Assert.Equal(Movement.Loses, Simulated.Of("inlt", before, after, facts.Single()).Single(one => one.Subject == Decision.Benefit).Movement);
            programme.PutInForce(after, city.Today(), null, "test", city.Clock.GetUtcNow());
            await db.SaveChangesAsync();
            return after;
        });
        Assert.NotEqual(0, await city.Runs("recompute-all"));
        Assert.Equal((180, 900), await Decided());
        await city.InDatabase(async db =>
        {
            db.Add(new Stale { ParticipantId = person, MarkedAt = city.Clock.GetUtcNow() });
            await db.SaveChangesAsync();
        });
        await city.Runs("recompute-stale");
        Assert.Equal(0, await city.Runs("recompute-all"));
        var standing = (await city.Ask<IEligibility, IReadOnlyList<ProgrammeAnswer>>(eligibility => eligibility.Check(person, default))).Single(answer => answer.ProgrammeCode == "inlt").Attendance!;
        Assert.Equal((180, 900, 360, strict.Attendance!.CountsFrom), (standing.AttendedMinutes, standing.HeldMinutes, standing.TooWeakMinutes, standing.CountsFrom));

        // On the phone, in the person's language, with what can be done; and of each lesson.
        var (english, latvian) = (await Shown(phone, "/my/attendance"), await Shown(city.AsNewcomer(person, "lv"), "/my/attendance"));
        Assert.Contains("You were there for 8 hours that do not count", english, StringComparison.Ordinal);
        Assert.Contains("show your pass there", english, StringComparison.Ordinal);
        Assert.Contains("180 of 900 minutes count", english, StringComparison.Ordinal);
        Assert.Equal(4 + 1, english.Split("Not proven well enough: does not count").Length);
        Assert.Contains("Jūs bijāt klāt 8 stundas, kas neskaitās", latvian, StringComparison.Ordinal);
        Assert.Contains("that do not count", await Shown(phone, "/my/decisions"), StringComparison.Ordinal);

        // Where it is decided, and in what the decision rests on.
        Assert.Contains("that do not count", await Shown(coach, "/coach/proposals"), StringComparison.Ordinal);
        Assert.Contains("that do not count", await Shown(coach, $"/coach/decisions/{person}"), StringComparison.Ordinal);
        Assert.Contains("180 of 900 minutes", await Shown(coach, $"/coach/people/{person}/attendance?programme=inlt"), StringComparison.Ordinal);

        async Task<(int, int)> Decided()
        {
            var decision = await city.InDatabase(db => db.Set<Decision>().SingleAsync(row => row.ParticipantId == person && row.ProgrammeCode == "inlt" && row.Subject == Decision.Benefit && row.SupersededAt == null));
            return (decision.AttendedMinutes, decision.HeldMinutes);
        }

        static async Task<string> Shown(HttpClient reader, string address) =>
            WebUtility.HtmlDecode(await reader.GetStringAsync(address)).Replace("\u2068", "", StringComparison.Ordinal).Replace("\u2069", "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mark_for_a_session_that_has_not_begun_waits_for_a_person_whoever_says_it_and_whatever_the_clock()
    {
        // Case 29.
        var taught = await city.HasTaughtClass(sessions: 2);
        var ahead = taught.Sessions[1];
        var tablet = city.AsTablet(taught.ProviderId);
        var begins = await city.Ask<ITimetable, DateTimeOffset>(timetable => timetable.Sessions.Where(session => session.Id == ahead).Select(session => session.StartsAt).SingleAsync());
        var (now, clockAhead, scan, excuse) = (
            new SentFact { SessionId = ahead, ParticipantId = taught.People[0].Id, DeviceTime = Now },
            new SentFact { SessionId = ahead, ParticipantId = taught.People[1].Id, DeviceTime = begins, ClockOffsetMs = 0 },
            new SentFact { SessionId = ahead, PassHash = taught.People[1].PassHash, Source = "scan", DeviceTime = begins, ClockOffsetMs = 0 },
            new SentFact { SessionId = ahead, ParticipantId = taught.People[2].Id, Kind = "excused", DeviceTime = Now });
        var answers = await tablet.Send(Now, now, clockAhead, scan, excuse);
        Assert.Equal("accepted-for-review(before-session)", answers[now.Id]);
        Assert.All([clockAhead, scan], fact => Assert.StartsWith("accepted-for-review", answers[fact.Id], StringComparison.Ordinal));
        Assert.Equal("accepted", answers[excuse.Id]);
        Assert.Equal([(taught.People[2].Id, MarkState.Excused)], (await city.MarksOf(ahead)).Select(mark => (mark.ParticipantId, mark.State)));
    }

    [Fact]
    public async Task What_is_said_long_after_a_session_is_looked_at_and_a_browsers_clock_is_not_believed()
    {
        var taught = await city.HasTaughtClass();
        var then = Now;
        city.Clock.Advance(TimeSpan.FromDays(4));
        var typed = new SentFact { SessionId = taught.Session, ParticipantId = taught.People[0].Id, DeviceTime = then };
        Assert.Equal("accepted-for-review(long-after)", (await city.As(Roles.Teacher, taught.ProviderId).Send(Now, typed))[typed.Id]);

        // A tablet that comes out of the cellar brings what it saw then.
        var seen = new SentFact { SessionId = taught.Session, ParticipantId = taught.People[1].Id, DeviceTime = then };
        Assert.Equal("accepted", (await city.AsTablet(taught.ProviderId).Send(Now, seen))[seen.Id]);
        city.Clock.Advance(TimeSpan.FromDays(-4));
    }

    [Fact]
    public async Task A_register_is_signed_in_its_last_minutes_and_in_the_accounts_own_name()
    {
        var (mine, theirs) = (await city.HasTaughtClass(), await city.HasTaughtClass());
        var teacher = city.As(Roles.Teacher, mine.ProviderId);
        async Task<HttpResponseMessage> Sign(HttpClient client, TaughtClass taught) => await client.PostAsJsonAsync($"/api/attendance/sessions/{taught.Session}/sign-off", new { signedBy = "Somebody else" });
        var early = await Sign(teacher, mine);
        Assert.Equal(HttpStatusCode.Conflict, early.StatusCode);
        Assert.Contains("attendance.session-not-over", await early.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        city.Clock.Advance(TimeSpan.FromMinutes(46));
        Assert.Equal(HttpStatusCode.OK, (await Sign(teacher, mine)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Sign(city.AsTablet(theirs.ProviderId), theirs)).StatusCode);
        city.Clock.Advance(TimeSpan.FromMinutes(-46));
        var (own, shared) = (await SignedBy(mine.Session), await SignedBy(theirs.Session));
        Assert.DoesNotContain("Somebody else", own, StringComparison.Ordinal);
        Assert.StartsWith("Somebody else (", shared, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_has_begun_is_cancelled_by_the_city_alone()
    {
        var taught = await city.HasTaughtClass();
        var address = $"/provider/classes/{taught.GroupId}/sessions/{taught.Session}";
        var manager = city.As(Roles.ProviderManager, taught.ProviderId);
        var refused = await manager.PostTo($"{address}?handler=Cancel", await manager.GetStringAsync(address), ("Reason", "Nobody came"));
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("This session has begun", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Null(await CancelledAt(taught.Session));
        city.Clock.Advance(TimeSpan.FromDays(1));
        var admin = city.As(Roles.Administrator);
        var done = await admin.PostTo($"{address}?handler=Cancel", await admin.GetStringAsync(address), ("Reason", "It did not take place"));
        Assert.True(done.StatusCode == HttpStatusCode.Redirect, await done.Content.ReadAsStringAsync());
        Assert.NotNull(await CancelledAt(taught.Session));
        city.Clock.Advance(TimeSpan.FromDays(-1));
    }

    [Fact]
    public async Task A_correction_after_the_sign_off_is_shown_apart()
    {
        var taught = await city.HasTaughtClass(people: 2);
        city.Clock.Advance(TimeSpan.FromMinutes(70));
        await city.AsTablet(taught.ProviderId).PostAsJsonAsync($"/api/attendance/sessions/{taught.Session}/sign-off", new { signedBy = "Nina" });
        city.Clock.Advance(TimeSpan.FromMinutes(1));
        var (teacher, page) = (city.As(Roles.Teacher, taught.ProviderId), $"/teacher/registers/{taught.Session}");
        var html = await teacher.GetStringAsync($"{page}?person={taught.People[0].Id}");
        await teacher.PostTo(page + "?handler=Correct", html, ("Person", taught.People[0].Id.ToString()), ("State", "present"), ("Reason", "She was there"));
        var marks = await MarksOf(taught.Session);
        Assert.Equal((true, ProofGrade.Said), (marks[taught.People[0].Id].CorrectedAfterSignOff, marks[taught.People[0].Id].Proof!.Value));
        Assert.False(marks[taught.People[1].Id].CorrectedAfterSignOff);
        Assert.Contains("Corrected after the sign-off", await teacher.GetStringAsync(page), StringComparison.Ordinal);
        city.Clock.Advance(TimeSpan.FromMinutes(-71));
    }

    [Fact]
    public async Task The_person_confirms_a_day_or_says_otherwise_and_neither_that_nor_silence_changes_a_mark()
    {
        var (taught, other) = (await city.HasTaughtClass(people: 3), await city.HasTaughtClass(people: 1));
        var tablet = city.AsTablet(taught.ProviderId);
        await tablet.Send(Now, [.. taught.People.Select(person => new SentFact { SessionId = taught.Session, ParticipantId = person.Id, DeviceTime = Now })]);
        var (yes, no, silent) = (city.AsNewcomer(taught.People[0].Id), city.AsNewcomer(taught.People[1].Id), city.AsNewcomer(taught.People[2].Id));
        const string Page = "/my/attendance";
        Assert.DoesNotContain("Were you there?", await yes.GetStringAsync(Page), StringComparison.Ordinal);
        city.Clock.Advance(City.ToTheEnd);
        Assert.Equal(HttpStatusCode.OK, (await tablet.PostAsJsonAsync($"/api/attendance/sessions/{taught.Session}/sign-off", new { signedBy = "Nina" })).StatusCode);
        city.Clock.Advance(TimeSpan.FromMinutes(6));

        var asked = await yes.GetStringAsync(Page);
        Assert.Contains("Were you there?", asked, StringComparison.Ordinal);
        var day = ("Day", asked.Split("name=\"Day\" value=\"")[1].Split('"')[0]);
        for (var tap = 0; tap < 2; tap++)
        {
            Assert.Equal(HttpStatusCode.Redirect, (await yes.PostTo(Page + "?handler=Yes", asked, day)).StatusCode);
        }

        var form = await no.GetStringAsync(Page);
        Assert.Equal(HttpStatusCode.NotFound, (await no.PostTo(Page + "?handler=No", form, ("Lesson", other.Session.ToString()), ("Minutes", "0"))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await no.PostTo(Page + "?handler=No", form, ("Lesson", taught.Session.ToString()), ("Minutes", "30"))).StatusCode);
        Assert.DoesNotContain("Were you there?", await yes.GetStringAsync(Page), StringComparison.Ordinal);
        Assert.Contains("Confirmed by you", await yes.GetStringAsync(Page), StringComparison.Ordinal);
        Assert.Contains("You said that this is not right", await no.GetStringAsync(Page), StringComparison.Ordinal);
        var waits = await silent.GetStringAsync(Page);
        Assert.Contains("Were you there?", waits, StringComparison.Ordinal);

        // Two facts, made by two people and by nobody else; no mark is another one, and the marks still follow from the facts.
        var words = await city.InDatabase(db => db.Set<AttendanceFact>().AsNoTracking().Where(fact => fact.SessionId == taught.Session && fact.Source == FactSource.Person).OrderBy(fact => fact.ReceivedAt).ToListAsync());
        Assert.Equal([(taught.People[0].Id, 90), (taught.People[1].Id, 30)], words.Select(word => (word.ParticipantId!.Value, word.SaidMinutes(90))));
        Assert.All((await MarksOf(taught.Session)).Values, mark => Assert.Equal((90, ProofGrade.Seen), (mark.PresentMinutes, mark.Proof!.Value)));
        Assert.Empty(await city.Ask<IEnumerable<IDerivedRows>, IReadOnlyList<Guid>>(all => all.OfType<MarksFollow>().Single().Otherwise([taught.Session], default)));

        // The provider has a question, the register and the evidence say what was said, and the city keeps the sign when the question is settled.
        var manager = city.As(Roles.ProviderManager, taught.ProviderId);
        var register = await manager.GetStringAsync($"/teacher/registers/{taught.Session}");
        Assert.Contains("Confirmed by the person", register, StringComparison.Ordinal);
        Assert.Contains("The person says: 30 minutes", WebUtility.HtmlDecode(register).Replace("\u2068", "", StringComparison.Ordinal).Replace("\u2069", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("The person’s own word", WebUtility.HtmlDecode(await city.As(Roles.Coach).GetStringAsync($"/coach/people/{taught.People[1].Id}/attendance")), StringComparison.Ordinal);
        var review = Assert.Single(await city.ReviewsOf(taught.Session), one => one.Code == ReviewCodes.NotAsMarked);
        city.Clock.Advance(TimeSpan.FromMinutes(1));
        await manager.PostTo("/provider/registers?handler=Settle", await manager.GetStringAsync("/provider/registers"), ("ReviewId", review.Id.ToString()), ("State", "absent"), ("Reason", "She is right"));
        Assert.Equal(0, (await MarksOf(taught.Session))[taught.People[1].Id].PresentMinutes);
        Assert.DoesNotContain("Were you there?", await no.GetStringAsync(Page), StringComparison.Ordinal);
        Assert.Contains(
            await city.Ask<IAttendance, List<SuspicionRow>>(attendance => attendance.Suspicions.Where(row => row.ProviderId == taught.ProviderId).ToListAsync()),
            row => row is { Kind: SuspicionKind.NotAsMarked, SettledAt: not null });
        Assert.Contains("somebody said that they were not there", await city.As(Roles.Administrator).GetStringAsync("/admin/watch"), StringComparison.Ordinal);

        // A mark that changes is asked about again; a week later nobody is asked, and says why.
        city.Clock.Advance(TimeSpan.FromMinutes(1));
        await city.InScope(async services => await services.GetRequiredService<RegisterBook>().Correct(
            await SessionInfos.Of(services.GetRequiredService<ITimetable>()).SingleAsync(session => session.Id == taught.Session), taught.People[0].Id, FactKind.Late, 20, null, "She came late", "Nina", Guid.NewGuid(), default));
        Assert.Contains("Were you there?", await yes.GetStringAsync(Page), StringComparison.Ordinal);
        city.Clock.Advance(ConfirmDay.Asked);
        var late = await silent.PostTo(Page + "?handler=No", waits, ("Lesson", taught.Session.ToString()), ("Minutes", "0"));
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Contains("more than a week ago", await late.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        city.Clock.Advance(-ConfirmDay.Asked - City.ToTheEnd - TimeSpan.FromMinutes(8));
    }

    [Fact]
    public async Task The_list_that_people_signed_is_photographed_sealed_shown_in_the_evidence_and_forgotten()
    {
        byte[] png = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, .. "a list that people signed"u8];
        var (taught, other) = (await city.HasTaughtClass(people: 1), await city.HasProvider());
        var (teacher, page) = (city.As(Roles.Teacher, taught.ProviderId), $"/teacher/registers/{taught.Session}/photos");
        Assert.Equal(HttpStatusCode.BadRequest, (await Sends([])).StatusCode);
        var noPicture = await Sends("<html>"u8.ToArray());
        Assert.Equal(HttpStatusCode.Conflict, noPicture.StatusCode);
        Assert.Contains("not a picture and not a PDF", await noPicture.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        for (var i = 0; i < SheetPhoto.MostOfASession; i++)
        {
            Assert.Equal(HttpStatusCode.Redirect, (await Sends(png)).StatusCode);
        }

        Assert.Equal(HttpStatusCode.Conflict, (await Sends(png)).StatusCode);
        var kept = await city.InDatabase(db => db.Set<SheetPhoto>().AsNoTracking().Where(photo => photo.SessionId == taught.Session).ToListAsync());
        Assert.All(kept, photo => Assert.DoesNotContain("people signed", System.Text.Encoding.Latin1.GetString(photo.Sealed), StringComparison.Ordinal));

        // The provider and coaches see it, and each look and each hash is in the trail.
        var address = $"/registers/photos/{kept[0].Id}";
        Assert.Contains(address, await city.As(Roles.Coach).GetStringAsync($"/coach/people/{taught.People[0].Id}/attendance"), StringComparison.Ordinal);
        Assert.Equal(png, await (await city.As(Roles.Coach).GetAsync(address)).Content.ReadAsByteArrayAsync());
        Assert.Equal(png, await (await teacher.GetAsync(address)).Content.ReadAsByteArrayAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await city.As(Roles.ProviderManager, other).GetAsync(address)).StatusCode);
        Assert.False((await city.As(Roles.Administrator).GetAsync(address)).IsSuccessStatusCode);
        var trail = await city.InDatabase(db => db.Set<Courses.Access.AuditEntry>().Where(entry => entry.Subject == taught.Session).ToListAsync());
        Assert.Equal((6, 2), (trail.Count(entry => entry.Act == "sheet.photographed"), trail.Count(entry => entry.Act == "sheet.photo-seen")));
        Assert.Contains(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(png)), trail.Select(entry => entry.Details));

        city.Clock.Advance(TimeSpan.FromDays(89));
        Assert.Equal(0, await city.Forgets("sheet-photos"));
        Assert.Equal(HttpStatusCode.OK, (await city.As(Roles.Coach).GetAsync(address)).StatusCode);
        city.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(SheetPhoto.MostOfASession, await city.Forgets("sheet-photos"));
        Assert.Equal(HttpStatusCode.NotFound, (await city.As(Roles.Coach).GetAsync(address)).StatusCode);
        city.Clock.Advance(TimeSpan.FromDays(-91));

        async Task<HttpResponseMessage> Sends(byte[] content)
        {
            var html = await teacher.GetStringAsync(page);
            using var form = new MultipartFormDataContent
            {
                { new StringContent(WebUtility.HtmlDecode(html.Split("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"")[1].Split('"')[0])), "__RequestVerificationToken" },
                { new ByteArrayContent(content), "Photo", "list.jpg" },
            };
            return await teacher.PostAsync(page, form);
        }
    }

    [Fact]
    public async Task Four_people_from_one_phone_without_cookies_are_looked_at()
    {
        var taught = await city.HasTaughtClass(people: 4);
        var address = new Uri((await city.AsTablet(taught.ProviderId).Json($"/api/attendance/sessions/{taught.Session}/room-code")).GetProperty("address").GetString()!).PathAndQuery;
        foreach (var person in taught.People)
        {
            // Another sign-in each time, and no cookie of the phone.
            var phone = city.AsNewcomer(person.Id);
            var html = await phone.GetStringAsync(address);
            var done = await phone.PostTo("/my/check-in", html, ("Ticket", html.Split("name=\"Ticket\" value=\"")[1].Split('"')[0]));
            Assert.True(done.StatusCode == HttpStatusCode.Redirect, await done.Content.ReadAsStringAsync());
        }

        Assert.Equal(ReviewCodes.OneDevice, Assert.Single(await city.ReviewsOf(taught.Session)).Code);
        Assert.Equal(SuspicionKind.OneDevice, (await city.Ask<IAttendance, List<SuspicionRow>>(attendance => attendance.Suspicions.Where(row => row.SessionId == taught.Session).ToListAsync()))[0].Kind);
    }

    [Fact]
    public async Task A_review_is_settled_only_for_a_person_who_exists()
    {
        var taught = await city.HasTaughtClass();
        await city.AsTablet(taught.ProviderId).Send(Now, new SentFact { SessionId = taught.Session, ParticipantId = Guid.NewGuid(), DeviceTime = Now });
        var review = Assert.Single(await city.ReviewsOf(taught.Session));
        var manager = city.As(Roles.ProviderManager, taught.ProviderId);
        var html = await manager.GetStringAsync("/provider/registers");
        var nobody = await manager.PostTo("/provider/registers?handler=Settle", html, ("ReviewId", review.Id.ToString()), ("State", "present"), ("Reason", "She was there"));
        Assert.Equal(HttpStatusCode.Conflict, nobody.StatusCode);
        Assert.Empty(await city.MarksOf(taught.Session));
        var somebody = await manager.PostTo("/provider/registers?handler=Settle", html, ("ReviewId", review.Id.ToString()), ("State", "present"), ("Reason", "It was her"), ("Person", taught.People[0].Id.ToString()));
        Assert.True(somebody.StatusCode == HttpStatusCode.Redirect, await somebody.Content.ReadAsStringAsync());
        Assert.Equal(taught.People[0].Id, Assert.Single(await city.MarksOf(taught.Session)).ParticipantId);
    }

    [Fact]
    public async Task Nobody_puts_anything_on_another_providers_list()
    {
        var (mine, theirs) = (await city.HasTaughtClass(), await city.HasTaughtClass());
        var stranger = city.AsTablet(mine.ProviderId);
        await city.AsTablet(theirs.ProviderId).Send(Now, new SentFact { SessionId = theirs.Session, PassHash = theirs.People[0].PassHash, Source = "scan", DeviceTime = Now });
        await stranger.Send(
            Now,
            new SentFact { SessionId = theirs.Session, ParticipantId = theirs.People[1].Id, DeviceTime = Now },
            new SentFact { SessionId = theirs.Session, PassHash = mine.People[0].PassHash, Source = "scan", DeviceTime = Now },
            new SentFact { SessionId = mine.Session, PassHash = mine.People[0].PassHash, Source = "scan", DeviceTime = Now });
        Assert.Empty(await city.InDatabase(db => db.Set<Review>().Where(review => review.ProviderId == theirs.ProviderId).ToListAsync()));
        Assert.Equal(2, await city.InDatabase(db => db.Set<Review>().CountAsync(review => review.ProviderId == mine.ProviderId && review.Code == ReviewCodes.UnknownSession)));
    }

    [Fact]
    public async Task A_class_has_the_hours_of_its_course_and_its_sessions_are_of_this_world()
    {
        var school = await city.HasSchool();
        Task<Guid> Class(params NewSession[] sessions) => city.Ask<ITimetable, Guid>(timetable => timetable.CreateGroup(
            new() { Kind = GroupKind.LanguageClass, Name = "German", ProviderId = school.ProviderId, VenueId = school.VenueId, Capacity = 5, Sessions = sessions }, default));
        async Task Refused(string code, params NewSession[] sessions) => Assert.Equal(code, (await Assert.ThrowsAsync<RuleBroken>(() => Class(sessions))).Code);
        await Refused("session.too-short", new NewSession(new(2026, 12, 1), new(18, 0), new(18, 1), 1));
        await Refused("session.too-long", new NewSession(new(2026, 12, 1), new(6, 0), new(22, 0), 900));
        await Refused("session.odd-year", new NewSession(new(9999, 12, 31), new(18, 0), new(20, 0), 120));
        var minute = await Class(new NewSession(new(2026, 12, 1), new(18, 0), new(18, 45), 45));
        var course = await city.Ask<ILanguageCourses, Guid>(courses => courses.AddCourse(new(school.ProviderId, "German A1", "de", "A1", 80, true), default));
        var refused = await Assert.ThrowsAsync<RuleBroken>(() => city.Ask<ILanguageCourses, bool>(async courses =>
        {
            await courses.AddClass(new(minute, course, "D-1", 30_000), default);
            return true;
        }));
        Assert.Equal("class.shorter-than-course", refused.Code);
    }

    private Task<Dictionary<Guid, MarkRow>> MarksOf(Guid session) => city.Ask<IAttendance, Dictionary<Guid, MarkRow>>(attendance => attendance.Marks.Where(mark => mark.SessionId == session).ToDictionaryAsync(mark => mark.ParticipantId));

    private Task<string> SignedBy(Guid session) => city.Ask<IAttendance, string>(attendance => attendance.Registers.Where(register => register.SessionId == session).Select(register => register.SignedOffBy).SingleAsync());

    private Task<DateTimeOffset?> CancelledAt(Guid session) => city.InDatabase(db => db.Set<Session>().Where(row => row.Id == session).Select(row => row.CancelledAt).SingleAsync());
}
