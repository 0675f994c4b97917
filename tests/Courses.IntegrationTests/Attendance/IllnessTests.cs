using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Courses.Access;
using Courses.Attendance;
using Courses.Contracts.Access;
using Courses.Contracts.Attendance;
using Courses.Contracts.Eligibility;
using Courses.Messaging;
using Courses.Timetable;
using Microsoft.EntityFrameworkCore;

namespace Courses.IntegrationTests.Attendance;

/// <summary>'I am ill', from the phone over the tablet to the provider's decision, and what stands in the way.</summary>
public sealed partial class IllnessTests(City city) : IClassFixture<City>
{
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. Encoding.ASCII.GetBytes("a picture of a note")];

    private DateTimeOffset Now => city.Clock.GetUtcNow();

    private DateOnly Today => DateOnly.FromDateTime(Now.UtcDateTime);

    [Fact]
    public async Task A_report_is_seen_on_the_tablet_decided_by_the_provider_and_told_to_the_person()
    {
        var learner = await HasLearner("ppaa", language: "uk");
        var phone = city.AsNewcomer(learner.Person, "uk");
        Assert.Contains("/my/ill", await phone.GetStringAsync("/my"), StringComparison.Ordinal);
        var sent = await Tell(phone, Today.AddDays(1), Today.AddDays(2), ("Said", "Температура"));
        Assert.True(sent.StatusCode == HttpStatusCode.Redirect, await sent.Content.ReadAsStringAsync());

        var tablet = city.AsTablet(learner.Provider);
        var away = Assert.Single((await tablet.Json("/api/attendance/roster")).GetProperty("people").EnumerateArray().Single(person => person.GetProperty("id").GetGuid() == learner.Person).GetProperty("away").EnumerateArray());
        Assert.Equal(("2026-11-17", "2026-11-18", "Ill", false), (away.GetProperty("from").GetString(), away.GetProperty("until").GetString(), away.GetProperty("says").GetString(), away.GetProperty("accepted").GetBoolean()));
        Assert.DoesNotContain("Температура", (await tablet.Json("/api/attendance/roster")).ToString(), StringComparison.Ordinal);

        var manager = city.As(Roles.ProviderManager, learner.Provider);
        var list = WebUtility.HtmlDecode(await manager.GetStringAsync("/provider/illness"));
        Assert.Contains("Amal H.", list, StringComparison.Ordinal);
        Assert.Contains("Температура", list, StringComparison.Ordinal);
        Assert.DoesNotContain("Told late", list, StringComparison.Ordinal);
        var one = await CaseOf(learner.Person);
        Assert.Equal(HttpStatusCode.Redirect, (await Accept(manager, one.Id)).StatusCode);

        // Excused before the lesson, by the same facts that make every mark.
        var marks = await city.InDatabase(db => db.Set<Mark>().AsNoTracking().Where(mark => mark.ParticipantId == learner.Person && mark.State == MarkState.Excused).ToListAsync());
        Assert.Equal([ExcuseProof.Word, ExcuseProof.Word], marks.Select(mark => mark.ExcusedBy!.Value));
        Assert.True((await tablet.Json("/api/attendance/roster")).GetProperty("people").EnumerateArray().Single(person => person.GetProperty("id").GetGuid() == learner.Person).GetProperty("away")[0].GetProperty("accepted").GetBoolean());

        var letter = await city.InDatabase(db => db.Set<Message>().AsNoTracking().SingleAsync(message => message.ParticipantId == learner.Person && message.Kind == "illness-accepted"));
        Assert.Equal("uk", letter.Language);
        Assert.Equal(["2026-11-17", "2026-11-18", "2", "2", "word:illness.by.Word", "say:illness.effect|4|8|2|40"], letter.DetailList);
        var shown = WebUtility.HtmlDecode(await phone.GetStringAsync("/my/ill"));
        Assert.Contains("З ваших слів, без довідки лікаря.", shown, StringComparison.Ordinal);
        Assert.Contains(">День</label>", shown, StringComparison.Ordinal);
        Assert.Contains("Можна пропустити ще 2 години.", shown, StringComparison.Ordinal);
        var letters = WebUtility.HtmlDecode(await phone.GetStringAsync("/my/letters"));
        Assert.Contains("Ви відвідали 4 з 8 навчальних годин.", letters, StringComparison.Ordinal);

        var coach = WebUtility.HtmlDecode(await city.As(Roles.Coach).GetStringAsync($"/coach/people/{learner.Person}"));
        Assert.Contains("2 / 2, By word", coach, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await Accept(manager, one.Id)).StatusCode);
    }

    [Fact]
    public async Task A_refusal_says_why_in_the_persons_language_and_the_tablet_forgets_it()
    {
        var learner = await HasLearner("pp", language: "fa");
        var phone = city.AsNewcomer(learner.Person, "fa");
        await Tell(phone, Today.AddDays(1), Today.AddDays(1));
        var manager = city.As(Roles.ProviderManager, learner.Provider);
        var one = await CaseOf(learner.Person);
        Assert.Equal(HttpStatusCode.Conflict, (await Refuse(manager, one.Id)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await Refuse(manager, one.Id, ("ReasonCode", "reason.answer.thank-you"))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Refuse(manager, one.Id, ("ReasonCode", "reason.illness.other-days"), ("Reason", "Bitte im Büro melden"), ("ReasonLanguage", "de"))).StatusCode);

        var shown = WebUtility.HtmlDecode(await phone.GetStringAsync("/my/ill"));
        Assert.Contains("گواهی برای روزهای دیگری است.", shown, StringComparison.Ordinal);
        Assert.Contains("lang=\"de\" dir=\"auto\">Bitte im Büro melden", shown, StringComparison.Ordinal);
        Assert.Contains("گواهی برای روزهای دیگری است. \u2068Deutsch: Bitte im Büro melden\u2069", WebUtility.HtmlDecode(await phone.GetStringAsync("/my/letters")), StringComparison.Ordinal);
        Assert.Equal(2, await city.InDatabase(db => db.Set<Mark>().CountAsync(mark => mark.ParticipantId == learner.Person)));
        var person = (await city.AsTablet(learner.Provider).Json("/api/attendance/roster")).GetProperty("people").EnumerateArray().Single(person => person.GetProperty("id").GetGuid() == learner.Person);
        Assert.Empty(person.GetProperty("away").EnumerateArray());

        // What was refused may be told again.
        Assert.Equal(HttpStatusCode.Redirect, (await Tell(phone, Today.AddDays(1), Today.AddDays(1))).StatusCode);
    }

    /// <summary>The sentences of lists are written in the languages of the staff; who reads another one is told in that.</summary>
    [Theory]
    [InlineData("ar", "يرجى التحقق من التاريخ")]
    [InlineData("uk", "Перевірте, будь ласка, дату")]
    [InlineData("de", "Diesen Tag gibt es nicht")]
    public async Task A_day_that_is_none_is_said_in_the_readers_language_and_nothing_is_lost(string language, string sentence)
    {
        var learner = await HasLearner("pp", language: language);
        var answer = await city.AsNewcomer(learner.Person, language).Submit(
            "/my/ill", ("From.Day", "31"), ("From.Month", "2"), ("From.Year", "2026"), ("Until.Day", "20"), ("Until.Month", "11"), ("Until.Year", "2026"), ("Reason", "Ill"), ("WithoutNote", "true"));
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(sentence, page, StringComparison.Ordinal);
        Assert.Contains("value=\"31\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_certificate_only_the_first_days_of_an_illness_are_excused()
    {
        var learner = await HasLearner("pp");
        var phone = city.AsNewcomer(learner.Person);
        await Tell(phone, Today.AddDays(1), Today.AddDays(6));
        var manager = city.As(Roles.ProviderManager, learner.Provider);
        Assert.Contains("From 20 November 2026 on a certificate is needed", await manager.GetStringAsync("/provider/illness"), StringComparison.Ordinal);
        var one = await CaseOf(learner.Person);
        await Accept(manager, one.Id);
        one = await CaseOf(learner.Person);
        Assert.Equal((3, 6, ExcuseProof.Word, new DateOnly(2026, 11, 19)), (one.ExcusedLessons, one.Lessons, one.Proof!.Value, one.WordUntil!.Value));
        Assert.Contains("only the days until 19 November 2026 are excused", await phone.GetStringAsync("/my/ill"), StringComparison.Ordinal);

        // The days after it are the same illness, whoever tells of them in another report.
        await Tell(phone, Today.AddDays(7), Today.AddDays(8));
        var next = await city.InDatabase(db => db.Set<IllnessCase>().AsNoTracking().SingleAsync(other => other.ParticipantId == learner.Person && other.Id != one.Id));
        var refused = await Accept(manager, next.Id);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("The own word is enough for 3 days of one illness, and these are used.", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        // A certificate comes after all: all lessons are excused, and proven.
        Assert.Equal(HttpStatusCode.Redirect, (await Accept(manager, one.Id, "Certificate")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Accept(manager, next.Id, "Certificate")).StatusCode);
        var excuses = await city.InDatabase(db => db.Set<Mark>().AsNoTracking().Where(mark => mark.ParticipantId == learner.Person && mark.State == MarkState.Excused).Select(mark => mark.Excuse).ToListAsync());
        Assert.Equal(8, excuses.Count);
        Assert.All(excuses, excuse => Assert.Equal(ExcuseProof.Certificate, excuse));
        Assert.Equal(HttpStatusCode.Conflict, (await Accept(manager, one.Id, "Certificate")).StatusCode);
    }

    [Fact]
    public async Task A_report_for_a_signed_register_corrects_it_is_marked_late_and_moves_the_line()
    {
        var learner = await HasLearner("ppaaaa");
        city.Clock.Advance(TimeSpan.FromMinutes(1));
        var before = await Standing(learner.Person);
        var phone = city.AsNewcomer(learner.Person);
        await Tell(phone, Today.AddDays(-2), Today.AddDays(-1));
        var manager = city.As(Roles.ProviderManager, learner.Provider);
        Assert.Contains("Told late", await manager.GetStringAsync("/provider/illness"), StringComparison.Ordinal);
        var one = await CaseOf(learner.Person);
        Assert.True(one.IsLate);
        await Accept(manager, one.Id, "Certificate");

        var marks = await city.InDatabase(db => db.Set<Mark>().AsNoTracking().Where(mark => mark.ParticipantId == learner.Person && mark.State == MarkState.Excused).ToListAsync());
        Assert.Equal(2, marks.Count);
        Assert.All(marks, mark => Assert.Equal((true, ExcuseProof.Certificate), (mark.CorrectedAfterSignOff, mark.Excuse!.Value)));
        Assert.True(await city.InDatabase(db => db.Set<Courses.Eligibility.Stale>().AnyAsync(stale => stale.ParticipantId == learner.Person)));
        var after = await Standing(learner.Person);
        Assert.Equal((before.HeldMinutes - 180, 0, 180), (after.HeldMinutes, after.ExcusedByWordMinutes, after.ExcusedByCertificateMinutes));
        Assert.Contains("Excused with a doctor", WebUtility.HtmlDecode(await phone.GetStringAsync("/my/attendance")), StringComparison.Ordinal);

        var register = await manager.GetStringAsync($"/teacher/registers/{learner.Sessions[5]}");
        Assert.Contains("Certificate seen", register, StringComparison.Ordinal);
        var odata = await (await city.As(Roles.Administrator).GetAsync($"/odata/AttendanceMarks?$filter=ParticipantId eq {learner.Person} and Excuse eq 'Certificate'&$count=true")).Content.ReadAsStringAsync();
        Assert.Contains("\"@odata.count\":2", odata, StringComparison.Ordinal);
        city.Clock.Advance(TimeSpan.FromMinutes(-1));
    }

    [Fact]
    public async Task Who_came_all_the_same_is_present_and_an_absence_that_is_tapped_stays_excused()
    {
        var taught = await city.HasTaughtClass();
        var (came, missed) = (taught.People[0], taught.People[1]);
        var manager = city.As(Roles.ProviderManager, taught.ProviderId);
        foreach (var person in new[] { came.Id, missed.Id })
        {
            await Tell(city.AsNewcomer(person), Today, Today);
            await Accept(manager, (await CaseOf(person)).Id);
        }

        await city.AsTablet(taught.ProviderId).Send(
            Now,
            new SentFact { SessionId = taught.Session, PassHash = came.PassHash, ParticipantId = came.Id, Source = "scan", DeviceTime = Now.AddMinutes(-20) },
            new SentFact { SessionId = taught.Session, ParticipantId = missed.Id, Kind = "absent", DeviceTime = Now.AddMinutes(1) });
        var marks = (await city.MarksOf(taught.Session)).ToDictionary(mark => mark.ParticipantId, mark => mark.State);
        Assert.Equal((MarkState.Present, MarkState.Excused), (marks[came.Id], marks[missed.Id]));
        Assert.DoesNotContain(await city.ReviewsOf(taught.Session), review => review.Code == ReviewCodes.Contradiction);
        Assert.Contains("says: ill", await city.As(Roles.Teacher, taught.ProviderId).GetStringAsync($"/teacher/registers/{taught.Session}"), StringComparison.Ordinal);

        // Who is known to have been there is not excused afterwards.
        var third = taught.People[2];
        await city.AsTablet(taught.ProviderId).Send(Now, new SentFact { SessionId = taught.Session, ParticipantId = third.Id, DeviceTime = Now });
        await Tell(city.AsNewcomer(third.Id), Today, Today);
        await Accept(manager, (await CaseOf(third.Id)).Id);
        Assert.Equal(MarkState.Present, (await city.MarksOf(taught.Session)).Single(mark => mark.ParticipantId == third.Id).State);
        Assert.Equal((0, 1), ((await CaseOf(third.Id)).ExcusedLessons, (await CaseOf(third.Id)).Lessons));
    }

    [Fact]
    public async Task A_lesson_that_was_cancelled_meanwhile_is_not_excused()
    {
        var learner = await HasLearner("pp");
        await Tell(city.AsNewcomer(learner.Person), Today.AddDays(1), Today.AddDays(1));
        await city.InDatabase(async db =>
        {
            (await db.Set<Session>().SingleAsync(session => session.Id == learner.Sessions[2])).CancelledAt = Now;
            await db.SaveChangesAsync();
        });
        var manager = city.As(Roles.ProviderManager, learner.Provider);
        Assert.Contains("There is no lesson in these days any more.", await manager.GetStringAsync("/provider/illness"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await Accept(manager, (await CaseOf(learner.Person)).Id)).StatusCode);
        Assert.Equal((0, 0, IllnessState.Accepted), ((await CaseOf(learner.Person)).ExcusedLessons, (await CaseOf(learner.Person)).Lessons, (await CaseOf(learner.Person)).State));
        Assert.False(await city.InDatabase(db => db.Set<Mark>().AnyAsync(mark => mark.SessionId == learner.Sessions[2])));
    }

    [Fact]
    public async Task Days_that_cannot_be_told_are_refused_and_nothing_that_was_typed_is_lost()
    {
        var learner = await HasLearner("pp", sessionsLeft: 3);
        var phone = city.AsNewcomer(learner.Person);
        foreach (var (from, until, status, sentence) in new[]
        {
            (Today.AddDays(-15), Today, HttpStatusCode.Conflict, "about the last 14 days only"),
            (Today.AddDays(1), Today.AddDays(91), HttpStatusCode.Conflict, "within the next 90 days"),
            (Today.AddDays(30), Today.AddDays(31), HttpStatusCode.Conflict, "You have no lessons on these days"),
            (Today.AddDays(-9), Today.AddDays(-5), HttpStatusCode.Conflict, "You have no lessons on these days"),
            (Today.AddDays(2), Today.AddDays(1), HttpStatusCode.BadRequest, "The last day lies before the first."),
        })
        {
            var answer = await Tell(phone, from, until, ("Said", "I have a fever"));
            var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
            Assert.True(answer.StatusCode == status, $"{from:O}: {answer.StatusCode} {html}");
            Assert.Contains(sentence, html, StringComparison.Ordinal);
            Assert.Contains("I have a fever", html, StringComparison.Ordinal);
            Assert.Contains($"value=\"{from.Year}\"", html, StringComparison.Ordinal);
        }

        Assert.False(await city.InDatabase(db => db.Set<IllnessReport>().AnyAsync(report => report.ParticipantId == learner.Person)));
    }

    [Fact]
    public async Task Two_reports_never_tell_of_the_same_day_and_one_form_sent_twice_is_one()
    {
        var learner = await HasLearner("pp");
        var phone = city.AsNewcomer(learner.Person);
        var key = Guid.NewGuid().ToString();
        var both = await Task.WhenAll(Tell(phone, Today.AddDays(1), Today.AddDays(2), ("Key", key)), Tell(city.AsNewcomer(learner.Person), Today.AddDays(1), Today.AddDays(2), ("Key", key)));
        Assert.All(both, answer => Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode));
        var overlapping = await Tell(phone, Today.AddDays(2), Today.AddDays(3));
        Assert.Equal(HttpStatusCode.Conflict, overlapping.StatusCode);
        Assert.Contains("17 November 2026 – 18 November 2026", WebUtility.HtmlDecode(await overlapping.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        Assert.Equal(1, await city.InDatabase(db => db.Set<IllnessReport>().CountAsync(report => report.ParticipantId == learner.Person)));

        // Accepted by word, it may be told again only with a note that proves it.
        await Accept(city.As(Roles.ProviderManager, learner.Provider), (await CaseOf(learner.Person)).Id);
        Assert.Equal(HttpStatusCode.Conflict, (await Tell(phone, Today.AddDays(1), Today.AddDays(2))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await TellWithNote(phone, Today.AddDays(1), Today.AddDays(2), Png)).StatusCode);
    }

    [Fact]
    public async Task It_can_be_changed_and_taken_back_until_it_was_decided()
    {
        var learner = await HasLearner("pp");
        var phone = city.AsNewcomer(learner.Person);
        await TellWithNote(phone, Today.AddDays(1), Today.AddDays(1), Png);
        var report = await ReportOf(learner.Person);
        var changed = await phone.Submit($"/my/ill/{report.Id}", Form(Today.AddDays(2), Today.AddDays(3), ("Reason", "ChildIll"), ("WithoutNote", "true")));
        Assert.True(changed.StatusCode == HttpStatusCode.Redirect, await changed.Content.ReadAsStringAsync());
        report = await ReportOf(learner.Person);
        Assert.Equal((Today.AddDays(2), Today.AddDays(3), IllnessReason.ChildIll, false), (report.From, report.Until, report.Reason, report.NoteSentAt is not null));
        Assert.False(await city.InDatabase(db => db.Set<IllnessNote>().AnyAsync(note => note.ReportId == report.Id)));

        var stranger = city.AsNewcomer(await city.HasLearner());
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/my/ill/{report.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostTo($"/my/ill/{report.Id}?handler=TakeBack", await stranger.GetStringAsync("/my/ill"))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await phone.PostTo($"/my/ill/{report.Id}?handler=TakeBack", await phone.GetStringAsync($"/my/ill/{report.Id}"))).StatusCode);
        Assert.DoesNotContain("Amal H.", await city.As(Roles.ProviderManager, learner.Provider).GetStringAsync("/provider/illness"), StringComparison.Ordinal);
        var gone = await city.As(Roles.ProviderManager, learner.Provider).PostTo("/provider/illness?handler=Accept", await city.As(Roles.ProviderManager, learner.Provider).GetStringAsync("/account/password"), ("CaseId", (await CaseOf(learner.Person)).Id.ToString()), ("Proof", "Word"));
        Assert.NotEqual(HttpStatusCode.Redirect, gone.StatusCode);

        await Tell(phone, Today.AddDays(2), Today.AddDays(2));
        var second = await city.InDatabase(db => db.Set<IllnessReport>().AsNoTracking().SingleAsync(other => other.ParticipantId == learner.Person && other.Id != report.Id));
        var shown = await phone.GetStringAsync($"/my/ill/{second.Id}");
        await Accept(city.As(Roles.ProviderManager, learner.Provider), (await city.InDatabase(db => db.Set<IllnessCase>().AsNoTracking().SingleAsync(one => one.ReportId == second.Id))).Id);
        Assert.Equal(HttpStatusCode.Conflict, (await phone.PostTo($"/my/ill/{second.Id}?handler=TakeBack", shown)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await phone.GetAsync($"/my/ill/{second.Id}")).StatusCode);
    }

    [Fact]
    public async Task Another_provider_neither_sees_nor_decides()
    {
        var learner = await HasLearner("pp");
        await Tell(city.AsNewcomer(learner.Person), Today.AddDays(1), Today.AddDays(1));
        var other = city.As(Roles.ProviderManager, await city.HasProvider());
        Assert.DoesNotContain("Amal H.", await other.GetStringAsync("/provider/illness"), StringComparison.Ordinal);
        var one = await CaseOf(learner.Person);
        var token = await other.GetStringAsync("/account/password");
        Assert.Equal(HttpStatusCode.NotFound, (await other.PostTo("/provider/illness?handler=Accept", token, ("CaseId", one.Id.ToString()), ("Proof", "Word"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.PostTo("/provider/illness?handler=Refuse", token, ("CaseId", one.Id.ToString()), ("ReasonCode", "reason.illness.too-late"))).StatusCode);
        Assert.Equal(IllnessState.Waiting, (await CaseOf(learner.Person)).State);
    }

    [Fact]
    public async Task The_note_is_sealed_seen_by_the_provider_and_the_coach_alone_and_each_look_is_in_the_trail()
    {
        var learner = await HasLearner("pp");
        Assert.Equal(HttpStatusCode.Redirect, (await TellWithNote(city.AsNewcomer(learner.Person), Today.AddDays(1), Today.AddDays(1), Png)).StatusCode);
        var report = await ReportOf(learner.Person);
        var address = $"/illness/{report.Id}/note";
        var kept = await city.InDatabase(db => db.Set<IllnessNote>().AsNoTracking().SingleAsync(note => note.ReportId == report.Id));
        Assert.DoesNotContain("a picture of a note", Encoding.Latin1.GetString(kept.Sealed), StringComparison.Ordinal);

        foreach (var (client, status) in new[]
        {
            (city.As(Roles.ProviderManager, learner.Provider), HttpStatusCode.OK), (city.As(Roles.Coach), HttpStatusCode.OK),
            (city.As(Roles.ProviderManager, await city.HasProvider()), HttpStatusCode.NotFound),
            (city.As(Roles.Teacher, learner.Provider), HttpStatusCode.Forbidden), (city.As(Roles.Administrator), HttpStatusCode.Forbidden), (city.As(Roles.Auditor), HttpStatusCode.Forbidden),
        })
        {
            var answer = await client.GetAsync(address);
            Assert.True(answer.StatusCode == status || (status == HttpStatusCode.Forbidden && !answer.IsSuccessStatusCode), $"{answer.StatusCode} instead of {status}");
            if (status == HttpStatusCode.OK)
            {
                Assert.Equal("image/png", answer.Content.Headers.ContentType!.MediaType);
                Assert.Equal(Png, await answer.Content.ReadAsByteArrayAsync());
                Assert.True(answer.Headers.CacheControl!.NoStore);
            }
        }

        var looks = await city.InDatabase(db => db.Set<AuditEntry>().AsNoTracking().Where(entry => entry.Act == "illness.note-seen" && entry.Subject == learner.Person).Select(entry => entry.CallerRole).ToListAsync());
        Assert.Equal([Roles.Coach, Roles.ProviderManager], looks.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_file_that_is_no_note_or_too_large_is_refused_with_everything_else_still_there()
    {
        var learner = await HasLearner("pp");
        var phone = city.AsNewcomer(learner.Person);
        foreach (var (content, sentence) in new[] { (Encoding.UTF8.GetBytes("<html><script>alert(1)</script>"), "This file is not a picture and not a PDF"), ([.. Png, .. new byte[9 << 20]], "Send one of up to 8 MB") })
        {
            var answer = await TellWithNote(phone, Today.AddDays(1), Today.AddDays(2), content, ("Said", "I have a fever"));
            var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
            Assert.True(answer.StatusCode == HttpStatusCode.Conflict, html);
            Assert.Contains(sentence, html, StringComparison.Ordinal);
            Assert.Contains("I have a fever", html, StringComparison.Ordinal);
        }

        Assert.False(await city.InDatabase(db => db.Set<IllnessReport>().AnyAsync(report => report.ParticipantId == learner.Person)));

        // A document is handed over as a file, never opened under the product's name.
        await TellWithNote(phone, Today.AddDays(1), Today.AddDays(2), Encoding.ASCII.GetBytes("%PDF-1.4 note"));
        var note = await city.As(Roles.Coach).GetAsync($"/illness/{(await ReportOf(learner.Person)).Id}/note");
        Assert.Equal(("application/pdf", "attachment"), (note.Content.Headers.ContentType!.MediaType, note.Content.Headers.ContentDisposition!.DispositionType));
    }

    [Fact]
    public async Task Notes_are_deleted_after_90_days_and_what_was_decided_stays()
    {
        await using var other = await City.New();
        var tests = new IllnessTests(other);
        var learner = await tests.HasLearner("pp");
        await TellWithNote(other.AsNewcomer(learner.Person), tests.Today.AddDays(1), tests.Today.AddDays(1), Png);
        await Accept(other.As(Roles.ProviderManager, learner.Provider), (await tests.CaseOf(learner.Person)).Id, "Certificate");
        var report = await tests.ReportOf(learner.Person);
        other.Clock.Advance(TimeSpan.FromDays(89));
        Assert.Equal(0, await other.Forgets("illness-notes"));
        Assert.Equal(HttpStatusCode.OK, (await other.As(Roles.Coach).GetAsync($"/illness/{report.Id}/note")).StatusCode);
        other.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(1, await other.Forgets("illness-notes"));
        Assert.Equal(0, await other.Forgets("illness-notes"));
        Assert.Equal(HttpStatusCode.NotFound, (await other.As(Roles.Coach).GetAsync($"/illness/{report.Id}/note")).StatusCode);
        Assert.Equal(ExcuseProof.Certificate, (await tests.CaseOf(learner.Person)).Proof);
        Assert.Contains("The note was deleted after 90 days.", await other.As(Roles.Coach).GetStringAsync($"/coach/people/{learner.Person}"), StringComparison.Ordinal);
    }

    /// <summary>Norway: a word is enough at most so many times a year, and only after some weeks. The strictest programme of the lessons counts; a certificate always does.</summary>
    [Fact]
    public async Task A_word_is_enough_so_many_times_a_year_and_only_after_some_weeks()
    {
        await using var own = await City.New();
        await own.HasAllProgrammes();
        await own.InDatabase(async db =>
        {
            var programme = await db.Set<Courses.Eligibility.Programme>().Include(row => row.Versions).SingleAsync(row => row.Code == "inlt");
            var terms = programme.InForce(own.Today())!.Terms;
            programme.PutInForce(terms with { Attendance = terms.Attendance! with { WordTimesAYear = 1, WordAfterWeeks = 1 } }, own.Today().AddDays(-2), null, "test", own.Clock.GetUtcNow());
            await db.SaveChangesAsync();
        });
        var (fresh, known) = (await own.HasLearner(), await own.HasLearner());
        var schoolOfFresh = await SchoolOf(own, await own.HasAttended(fresh, "inlt", "ppp"));
        var school = await SchoolOf(own, await own.HasAttended(known, "inlt", "pppppppppp"));

        // The third day in the programme: too early.
        Assert.Equal(HttpStatusCode.Redirect, (await Tell(own.AsNewcomer(fresh), own.Today().AddDays(1), own.Today().AddDays(1))).StatusCode);
        var manager = own.As(Roles.ProviderManager, schoolOfFresh);
        Assert.Contains("only from 1 week after the first day", await manager.GetStringAsync("/provider/illness"), StringComparison.Ordinal);
        var early = await Accept(manager, await CaseIn(own, fresh, 1));
        Assert.Equal(HttpStatusCode.Conflict, early.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Accept(manager, await CaseIn(own, fresh, 1), "Certificate")).StatusCode);

        // The first illness of the year by word, the second not.
        var other = own.As(Roles.ProviderManager, school);
        foreach (var (day, expected) in new[] { (1, HttpStatusCode.Redirect), (3, HttpStatusCode.Conflict) })
        {
            Assert.Equal(HttpStatusCode.Redirect, (await Tell(own.AsNewcomer(known), own.Today().AddDays(day), own.Today().AddDays(day))).StatusCode);
            var answer = await Accept(other, await CaseIn(own, known, day));
            Assert.Equal(expected, answer.StatusCode);
            Assert.Equal(expected == HttpStatusCode.Conflict, (await answer.Content.ReadAsStringAsync()).Contains("enough for 1 illness, and these are used", StringComparison.Ordinal));
        }
    }

    /// <summary>Red before: whoever was believed was absent from a lesson that was moved into the same days afterwards.</summary>
    [Fact]
    public async Task A_lesson_that_is_moved_into_days_already_told_is_excused_as_the_others_are()
    {
        await using var own = await City.New();
        await own.HasAllProgrammes();
        var person = await own.HasLearner();
        var sessions = await own.HasAttended(person, "inlt", "pppppppppp", sessionsLeft: 20);
        var school = await SchoolOf(own, sessions);
        var manager = own.As(Roles.ProviderManager, school);
        await Tell(own.AsNewcomer(person), own.Today().AddDays(1), own.Today().AddDays(2));
        Assert.Equal(HttpStatusCode.Redirect, (await Accept(manager, await CaseIn(own, person, 1))).StatusCode);

        // From the sixteenth day to the second of the illness, in the morning; and another one to a day after it.
        await Move(own, manager, sessions[25], own.Today().AddDays(2));
        await Move(own, manager, sessions[26], own.Today().AddDays(4));
        var marks = await own.InDatabase(db => db.Set<Mark>().AsNoTracking().Where(mark => mark.ParticipantId == person && mark.State == MarkState.Excused).ToListAsync());
        Assert.Equal(new[] { sessions[10], sessions[11], sessions[25] }.Order(), marks.Select(mark => mark.SessionId).Order());
        Assert.All(marks, mark => Assert.Equal(ExcuseProof.Word, mark.ExcusedBy));
        var one = await own.InDatabase(db => db.Set<IllnessCase>().AsNoTracking().SingleAsync());
        Assert.Equal((3, 3), (one.Lessons, one.ExcusedLessons));

        // At a provider that had no lesson in these days, somebody decides now.
        var other = await own.HasAttended(person, "inlt", "p", sessionsLeft: 20);
        var otherSchool = await SchoolOf(own, other);
        await own.InDatabase(db => db.Set<Session>().Where(session => session.ProviderId == otherSchool && session.LocalDate <= own.Today().AddDays(2) && session.LocalDate > own.Today()).ExecuteUpdateAsync(set => set.SetProperty(session => session.CancelledAt, own.Clock.GetUtcNow())));
        await Move(own, own.As(Roles.ProviderManager, otherSchool), other[10], own.Today().AddDays(1));
        var cases = await own.InDatabase(db => db.Set<IllnessCase>().AsNoTracking().OrderBy(row => row.State).ToListAsync());
        Assert.Equal([(school, IllnessState.Accepted), (otherSchool, IllnessState.Waiting)], cases.OrderByDescending(row => row.State).Select(row => (row.ProviderId, row.State)));
    }

    private static async Task Move(City city, HttpClient manager, Guid session, DateOnly to)
    {
        var group = await city.InDatabase(db => db.Set<Session>().Where(row => row.Id == session).Select(row => row.GroupId).SingleAsync());
        var answer = await manager.Submit(
            $"/provider/classes/{group}/sessions/{session}?handler=Move",
            ("On", to.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), ("From", "08:00"), ("Until", "09:30"), ("PlannedMinutes", "90"), ("Reason", "The teacher is away"), ("IsMeant", "true"));
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
    }

    private static Task<Guid> SchoolOf(City city, IReadOnlyList<Guid> sessions) => city.InDatabase(db => db.Set<Session>().Where(session => session.Id == sessions[0]).Select(session => session.ProviderId).SingleAsync());

    private static Task<Guid> CaseIn(City city, Guid person, int daysAhead)
    {
        var day = city.Today().AddDays(daysAhead);
        return city.InDatabase(db => db.Set<IllnessCase>().Where(one => one.ParticipantId == person && one.Report.From == day).Select(one => one.Id).SingleAsync());
    }

    private sealed record Learner(Guid Person, Guid Provider, IReadOnlyList<Guid> Sessions);

    private async Task<Learner> HasLearner(string marks, string language = "en", int sessionsLeft = 20)
    {
        await city.HasAllProgrammes();
        var person = await city.HasLearner(language: language);
        var sessions = await city.HasAttended(person, "inlt", marks, sessionsLeft);
        return new(person, await city.InDatabase(db => db.Set<Session>().Where(session => session.Id == sessions[0]).Select(session => session.ProviderId).SingleAsync()), sessions);
    }

    private async Task<AttendanceStanding> Standing(Guid person) =>
        (await city.Ask<IEligibility, IReadOnlyList<ProgrammeAnswer>>(eligibility => eligibility.Check(person, default))).Single(answer => answer.ProgrammeCode == "inlt").Attendance!;

    private Task<IllnessCase> CaseOf(Guid person) =>
        city.InDatabase(db => db.Set<IllnessCase>().AsNoTracking().Include(one => one.Report).Where(one => one.ParticipantId == person).OrderBy(one => one.Report.SentAt).ThenBy(one => one.Id).FirstAsync());

    private Task<IllnessReport> ReportOf(Guid person) => city.InDatabase(db => db.Set<IllnessReport>().AsNoTracking().SingleAsync(report => report.ParticipantId == person));

    private static (string Name, string Value)[] Form(DateOnly from, DateOnly until, params (string Name, string Value)[] more) =>
    [
        .. Date("From", from), .. Date("Until", until), .. more,
        .. more.Any(field => field.Name == "Reason") ? [] : new[] { ("Reason", "Ill") }, .. more.Any(field => field.Name == "Key") ? [] : new[] { ("Key", Guid.NewGuid().ToString()) },
    ];

    private static (string Name, string Value)[] Date(string name, DateOnly day) =>
        [($"{name}.Day", Text(day.Day)), ($"{name}.Month", Text(day.Month)), ($"{name}.Year", Text(day.Year))];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static Task<HttpResponseMessage> Tell(HttpClient phone, DateOnly from, DateOnly until, params (string Name, string Value)[] more) => phone.Submit("/my/ill", Form(from, until, more));

    private static async Task<HttpResponseMessage> TellWithNote(HttpClient phone, DateOnly from, DateOnly until, byte[] note, params (string Name, string Value)[] more)
    {
        var shown = await phone.GetStringAsync("/my/ill");
        using var content = new MultipartFormDataContent();
        foreach (var (name, value) in Form(from, until, more).Append(("__RequestVerificationToken", WebUtility.HtmlDecode(Token().Match(shown).Groups["token"].Value))))
        {
            content.Add(new StringContent(value), name);
        }

        content.Add(new ByteArrayContent(note), "Note", "note.jpg");
        return await phone.PostAsync("/my/ill", content);
    }

    private static Task<HttpResponseMessage> Accept(HttpClient manager, Guid id, string proof = "Word") => Decide(manager, "Accept", ("CaseId", id.ToString()), ("Proof", proof));

    private static Task<HttpResponseMessage> Refuse(HttpClient manager, Guid id, params (string Name, string Value)[] why) => Decide(manager, "Refuse", [("CaseId", id.ToString()), .. why]);

    private static async Task<HttpResponseMessage> Decide(HttpClient manager, string handler, params (string Name, string Value)[] fields)
    {
        return await manager.PostTo($"/provider/illness?handler={handler}", await manager.GetStringAsync("/account/password"), fields);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token();
}
