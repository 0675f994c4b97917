using System.Net;
using System.Text.Json;
using Courses.Access;
using Courses.Contracts.Access;
using Courses.Contracts.LanguageCourses;
using Courses.Contracts.Messaging;
using Courses.Contracts.Participants;
using Courses.Exams;
using Courses.Exams.Pages;
using Courses.IntegrationTests.Engine;
using Courses.Platform.Languages;
using Courses.Platform.Papers;
using Courses.Reporting.Reports;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Exams;

/// <summary>An exam from its making to the paper that anybody checks, over HTTP on the real database.</summary>
public sealed class ExamTests(City city) : IClassFixture<City>
{
    private static readonly string[] All = ["reading", "writing", "speaking"];

    [Fact]
    public async Task A_provider_makes_an_exam_changes_its_day_and_cancels_it_and_whoever_is_registered_gets_letters()
    {
        var school = await city.HasSchool();
        var manager = city.As(Roles.ProviderManager, school.ProviderId);
        var made = await manager.Submit("/exams/edit", Form(school.VenueId, seats: "12"));
        Assert.True(made.StatusCode == HttpStatusCode.Redirect, await made.Content.ReadAsStringAsync());
        var page = made.Headers.Location!.OriginalString;
        var id = Guid.Parse(page[^36..]);
        var exam = await city.InDatabase(db => db.Set<Exam>().AsNoTracking().SingleAsync(row => row.Id == id));
        Assert.Equal(("B1", "reading,writing", 12, new DateOnly(2026, 12, 10), new DateOnly(2026, 12, 1)), (exam.Level, exam.Parts, exam.Seats, exam.On, exam.RegisterUntil));

        var (person, _) = (await city.HasPerson(), await city.HasExam(school));
        await city.IsRegistered(id, person);
        var moved = await manager.Submit($"/exams/edit/{id}", Form(school.VenueId, seats: "12", day: "11"));
        Assert.True(moved.StatusCode == HttpStatusCode.Redirect, await moved.Content.ReadAsStringAsync());
        foreach (var day in new[] { "10", "11" })
        {
            Assert.Equal(HttpStatusCode.Redirect, (await manager.Submit($"/exams/edit/{id}", Form(school.VenueId, seats: "12", day: day))).StatusCode);
        }

        var fixedContent = await manager.Submit($"/exams/edit/{id}", Form(school.VenueId, level: "B2", day: "11"));
        Assert.Equal(HttpStatusCode.Conflict, fixedContent.StatusCode);
        Assert.Contains("Cancel the exam and make another one", await fixedContent.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Conflict, (await manager.Act(page, "Cancel", ("Reason", " "))).StatusCode);
        var cancelled = await manager.Act(page, "Cancel", ("ReasonCode", "reason.exam.examiner-ill"));
        Assert.True(cancelled.StatusCode == HttpStatusCode.Redirect, await cancelled.Content.ReadAsStringAsync());
        Assert.Equal(["exam-cancelled", "exam-moved", "exam-moved", "exam-moved"], (await Letters(person)).Order(StringComparer.Ordinal));
        Assert.Contains("Whoever examines is ill", await city.AsNewcomer(person).GetStringAsync("/my/letters"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await city.AsNewcomer(await city.HasPerson()).Act("/my/exams", "Register", ("Exam", id.ToString()))).StatusCode);
    }

    [Fact]
    public async Task Another_providers_exam_does_not_exist_for_a_provider_and_roles_keep_to_their_pages()
    {
        var (school, other) = (await city.HasSchool(), await city.HasSchool());
        var exam = await city.HasExam(school);
        foreach (var role in new[] { Roles.ProviderManager, Roles.Teacher })
        {
            var stranger = city.As(role, other.ProviderId);
            foreach (var page in new[] { $"/exams/{exam}", $"/exams/{exam}/results" })
            {
                Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(page)).StatusCode);
            }

            Assert.DoesNotContain(exam.ToString(), await stranger.GetStringAsync("/exams"), StringComparison.Ordinal);
        }

        var manager = city.As(Roles.ProviderManager, other.ProviderId);
        Assert.Equal(HttpStatusCode.NotFound, (await manager.GetAsync($"/exams/edit/{exam}")).StatusCode);
        var token = await manager.GetStringAsync("/exams/edit");
        Assert.Equal(HttpStatusCode.NotFound, (await manager.PostTo($"/exams/edit/{exam}", token, Form(other.VenueId))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await manager.PostTo($"/exams/{exam}?handler=Cancel", token, ("ReasonCode", "reason.exam.too-few"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await manager.PostTo($"/exams/{exam}/results", token)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await manager.PostTo("/exams/edit", token, Form(school.VenueId))).StatusCode);

        Assert.Equal(HttpStatusCode.Forbidden, (await city.As(Roles.Coach).GetAsync($"/exams/{exam}/results")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await city.As(Roles.Teacher, school.ProviderId).GetAsync("/exams/edit")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await city.As(Roles.Auditor).GetAsync("/exams")).StatusCode);
        var coach = city.As(Roles.Coach);
        var coachs = await coach.GetStringAsync($"/coach/people/{await city.HasPerson()}/exams");
        Assert.Equal(HttpStatusCode.Forbidden, (await coach.PostTo($"/exams/{exam}?handler=Cancel", coachs, ("ReasonCode", "reason.exam.too-few"))).StatusCode);
        Assert.Null(await city.InDatabase(db => db.Set<Exam>().Where(row => row.Id == exam).Select(row => row.CancelledAt).SingleAsync()));
    }

    [Fact]
    public async Task Empty_and_huge_input_is_said_at_the_field_and_makes_nothing()
    {
        var school = await city.HasSchool();
        var admin = city.As(Roles.Administrator);
        var before = await city.InDatabase(db => db.Set<Exam>().CountAsync());
        foreach (var fields in new (string, string)[][]
        {
            [],
            [.. Form(school.VenueId).Where(field => field.Name != "Parts")],
            [.. Form(school.VenueId), ("Parts", new string('x', 5000))],
            Form(school.VenueId, seats: "999999999999"),
            Form(school.VenueId, level: "D7"),
            Form(school.VenueId, seats: "0"),
            Form(Guid.NewGuid()),
            Form(school.VenueId, until: "08:00"),
            Form(school.VenueId, deadlineDay: "20"),
        })
        {
            var answer = await admin.Submit("/exams/edit", fields);
            Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }

        Assert.Equal(before, await city.InDatabase(db => db.Set<Exam>().CountAsync()));
        await city.HasExam(school);
        var phone = city.AsNewcomer(await city.HasPerson());
        var shown = await phone.GetStringAsync("/my/exams");
        foreach (var exam in new[] { "", Guid.NewGuid().ToString(), new string('9', 100_000) })
        {
            var answer = await phone.PostTo("/my/exams?handler=Register", shown, ("Exam", exam));
            Assert.True(answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest, answer.StatusCode.ToString());
        }
    }

    [Fact]
    public async Task A_person_registers_on_the_phone_twice_is_once_and_withdraws_until_the_deadline()
    {
        await using var own = await City.New();
        var school = await own.HasSchool();
        var (exam, another) = (await own.HasExam(school), await own.HasExam(school, inDays: 20));
        var person = await own.HasPerson("Amal", "ar");
        var phone = own.AsNewcomer(person, "ar");
        var shown = await phone.GetStringAsync("/my/exams");
        Assert.Contains("القراءة", WebUtility.HtmlDecode(shown), StringComparison.Ordinal);
        foreach (var _ in new[] { 1, 2 })
        {
            var answer = await phone.PostTo("/my/exams?handler=Register", shown, ("Exam", exam.ToString()));
            Assert.True(answer.StatusCode == HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        }

        Assert.Equal((1, 1), await own.InDatabase(async db => (await db.Set<ExamRegistration>().CountAsync(), await db.Set<Exam>().Where(row => row.Id == exam).Select(row => row.SeatsTaken).SingleAsync())));
        Assert.Equal(["exam-registered"], await Letters(own, person));
        var second = await phone.PostTo("/my/exams?handler=Register", shown, ("Exam", another.ToString()));
        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);

        Assert.Equal(HttpStatusCode.Redirect, (await phone.PostTo("/my/exams?handler=Withdraw", shown, ("Exam", exam.ToString()))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await phone.PostTo("/my/exams?handler=Withdraw", shown, ("Exam", exam.ToString()))).StatusCode);
        Assert.Equal(0, await own.InDatabase(db => db.Set<Exam>().Where(row => row.Id == exam).Select(row => row.SeatsTaken).SingleAsync()));
        Assert.Equal(HttpStatusCode.Redirect, (await phone.PostTo("/my/exams?handler=Register", shown, ("Exam", exam.ToString()))).StatusCode);

        await own.HasExam(school, inDays: 40, level: "A1", deadlineInDays: 30);
        own.Clock.Advance(TimeSpan.FromDays(8));
        shown = await phone.GetStringAsync("/my/exams");
        var late = await phone.PostTo("/my/exams?handler=Withdraw", shown, ("Exam", exam.ToString()));
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        var stranger = own.AsNewcomer(await own.HasPerson());
        var tooLate = await stranger.PostTo("/my/exams?handler=Register", await stranger.GetStringAsync("/my/exams"), ("Exam", exam.ToString()));
        Assert.Equal(HttpStatusCode.Conflict, tooLate.StatusCode);
        Assert.Contains("Registration ended on", await tooLate.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_twenty_who_want_the_last_seats_at_once_as_many_get_one_as_there_are()
    {
        var exam = await city.HasExam(await city.HasSchool(), seats: 3);
        var phones = new List<(HttpClient Phone, string Shown)>();
        for (var i = 0; i < 20; i++)
        {
            var phone = city.AsNewcomer(await city.HasPerson());
            phones.Add((phone, await phone.GetStringAsync("/my/exams")));
        }

        var answers = await Task.WhenAll(phones.Select(one => one.Phone.PostTo("/my/exams?handler=Register", one.Shown, ("Exam", exam.ToString()))));
        Assert.Equal(3, answers.Count(answer => answer.StatusCode == HttpStatusCode.Redirect));
        Assert.Equal(17, answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict));
        Assert.Equal((3, 3), await Seats(city, exam));
    }

    [Fact]
    public async Task Without_the_lock_the_last_seat_is_given_twice()
    {
        // The canary: the statement that locks the exam only reads it, and the version is not compared. Both write that one seat is taken, which the check constraint cannot see.
        await using var spoilt = await City.New();
        var exam = await spoilt.HasExam(await spoilt.HasSchool(), seats: 1);
        var unguarded = new LocksNothing("exams.exam", together: 2);
        var phones = new List<(HttpClient Phone, string Shown)>();
        for (var i = 0; i < 2; i++)
        {
            var phone = await spoilt.AsNewcomerAt(await spoilt.HasPerson(), unguarded);
            phones.Add((phone, await OpensWithoutCookieJar(phone)));
        }

        var answers = await Task.WhenAll(phones.Select(one => one.Phone.PostTo("/my/exams?handler=Register", one.Shown, ("Exam", exam.ToString()))));
        Assert.True(answers.All(answer => answer.StatusCode == HttpStatusCode.Redirect), string.Join(", ", answers.Select(answer => answer.StatusCode)));
        Assert.Equal((1, 2), await Seats(spoilt, exam));
    }

    [Fact]
    public async Task Of_two_days_of_one_level_taken_at_once_somebody_gets_one()
    {
        var school = await city.HasSchool();
        var days = new[] { await city.HasExam(school, level: "C2"), await city.HasExam(school, inDays: 20, level: "C2") };
        for (var i = 0; i < 5; i++)
        {
            var person = await city.HasPerson();
            var phone = city.AsNewcomer(person);
            var shown = await phone.GetStringAsync("/my/exams");
            var answers = await Task.WhenAll(days.Select(day => phone.PostTo("/my/exams?handler=Register", shown, ("Exam", day.ToString()))));
            Assert.Equal([HttpStatusCode.Redirect, HttpStatusCode.Conflict], answers.Select(answer => answer.StatusCode).Order());
            Assert.Equal(1, await city.InDatabase(db => db.Set<ExamRegistration>().CountAsync(row => row.ParticipantId == person)));
        }
    }

    [Fact]
    public async Task Results_of_two_exams_entered_at_once_make_one_level()
    {
        var school = await city.HasSchool();
        var (first, second) = (await city.HasExam(school, inDays: 0, parts: "reading,writing"), await city.HasExam(school, inDays: 0, parts: "reading,writing"));
        var examiner = city.As(Roles.Teacher, school.ProviderId);
        for (var i = 0; i < 5; i++)
        {
            var person = await city.HasNewcomer();
            var (reads, writes) = (await city.IsRegistered(first, person, "reading"), await city.IsRegistered(second, person, "writing"));

            // The page once before: two at once would each be given a cookie of their own.
            await examiner.GetStringAsync($"/exams/{first}/results");
            var answers = await Task.WhenAll(Enter(examiner, first, (reads, "reading", "Passed", "", null)), Enter(examiner, second, (writes, "writing", "Passed", "", null)));
            Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode));
            Assert.Single(await city.PapersOf(person));
        }
    }

    [Fact]
    public async Task The_results_of_a_hundred_people_are_saved_at_once()
    {
        string[] parts = ["reading", "listening", "writing", "speaking"];
        var school = await city.HasSchool();
        var exam = await city.HasExam(school, inDays: 0, parts: string.Join(',', parts), seats: 100, practice: true);
        var typed = new List<(Guid, string, string, string, Guid?)>();
        for (var i = 0; i < 100; i++)
        {
            var registration = await city.IsRegistered(exam, await city.HasPerson());
            typed.AddRange(parts.Select(part => (registration, part, "Passed", "", (Guid?)null)));
        }

        var answer = await Enter(city.As(Roles.Teacher, school.ProviderId), exam, [.. typed]);
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        Assert.Equal(400, await city.InDatabase(db => db.Set<ExamResult>().CountAsync(row => db.Set<ExamRegistration>().Any(one => one.Id == row.RegistrationId && one.ExamId == exam))));
    }

    [Fact]
    public async Task An_exam_ahead_or_one_that_waits_for_results_holds_an_erasure_up()
    {
        var school = await city.HasSchool();
        var person = await city.HasNewcomer();
        var (ahead, sat, longAgo) = (await city.HasExam(school), await city.HasExam(school, inDays: -10, level: "A2"), await city.HasExam(school, inDays: -61, level: "A1"));
        await city.IsRegistered(ahead, person);
        await city.IsRegistered(longAgo, person);
        var registration = await city.IsRegistered(sat, person);
        Assert.Equal((true, true, false), await Held());
        Assert.Equal(HttpStatusCode.Redirect, (await EnterAll(city.As(Roles.Teacher, school.ProviderId), sat, registration, "Failed")).StatusCode);
        Assert.Equal((true, false, false), await Held());

        async Task<(bool Ahead, bool Sat, bool LongAgo)> Held()
        {
            var page = await city.AsNewcomer(person).GetStringAsync("/my/erasure");
            return (Says("30 November 2026"), Says("6 November 2026"), Says("16 September 2026"));

            bool Says(string day) => page.Contains($"The results of your exam on {day} are not there yet", StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Exams_come_in_pages_and_passed_levels_take_no_place_among_the_open_ones()
    {
        await using var own = await City.New();
        var school = await own.HasSchool();
        var exams = new List<Guid>();
        for (var i = 0; i <= ExamsModel.AtOnce; i++)
        {
            exams.Add(await own.HasExam(school));
        }

        var admin = own.As(Roles.Administrator);
        var first = WebUtility.HtmlDecode(await admin.GetStringAsync("/exams"));
        var second = await admin.GetStringAsync(first.Split("\" id=\"more\"")[0].Split("href=\"")[^1]);
        Assert.Equal((ExamsModel.AtOnce, 1), (exams.Count(exam => Links(first, exam)), exams.Count(exam => Links(second, exam))));
        Assert.DoesNotContain(exams, exam => Links(first, exam) && Links(second, exam));
        Assert.DoesNotContain("id=\"more\"", second, StringComparison.Ordinal);

        var (person, later) = (await own.HasPerson(), await own.HasExam(school, inDays: 20, level: "A2"));
        await own.InDatabase(async db =>
        {
            db.Add(new ExamPass { ParticipantId = person, Language = "de", Level = "B1", ExamId = exams[0], PassedOn = own.Today(), Raised = "[]" });
            await db.SaveChangesAsync();
        });
        var open = await own.AsNewcomer(person).GetStringAsync("/my/exams");
        Assert.Contains(later.ToString(), open, StringComparison.Ordinal);
        Assert.DoesNotContain(exams, exam => open.Contains(exam.ToString(), StringComparison.Ordinal));

        static bool Links(string page, Guid exam) => page.Contains($"/exams/{exam}\"", StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_in_one_row_keeps_no_other_and_a_correction_is_another_row_with_a_reason()
    {
        var school = await city.HasSchool();
        var exam = await city.HasExam(school, inDays: 0, practice: true);
        var (good, bad) = (await city.IsRegistered(exam, await city.HasPerson()), await city.IsRegistered(exam, await city.HasPerson()));
        var examiner = city.As(Roles.Teacher, school.ProviderId);
        var answer = await Enter(examiner, exam, (good, "reading", "Passed", "77", null), (good, "writing", "Failed", "", null), (bad, "reading", "Passed", "101", null));
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        var page = await answer.Content.ReadAsStringAsync();
        Assert.Contains("Points are a whole number from 0 to 100", page, StringComparison.Ordinal);
        Assert.Contains("value=\"101\"", page, StringComparison.Ordinal);
        Assert.Equal([("reading", Outcome.Passed, 77), ("writing", Outcome.Failed, null)], await Rows(good));
        Assert.Empty(await Rows(bad));

        // Nobody changes what stands without a reason, nor what they did not see.
        var first = await city.InDatabase(db => db.Set<ExamResult>().AsNoTracking().SingleAsync(row => row.RegistrationId == good && row.Part == "writing"));
        Assert.Equal(HttpStatusCode.Conflict, (await Enter(examiner, exam, (good, "reading", "Passed", "77", null), (good, "writing", "Passed", "", first.Id))).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await Enter(examiner, exam, "Counted again", (good, "reading", "Passed", "77", null), (good, "writing", "Passed", "", Guid.NewGuid()))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Enter(examiner, exam, "Counted again", (good, "reading", "Passed", "77", null), (good, "writing", "Passed", "60", first.Id))).StatusCode);
        var rows = await city.InDatabase(db => db.Set<ExamResult>().AsNoTracking().Where(row => row.RegistrationId == good && row.Part == "writing").OrderBy(row => row.Corrects != null).ToListAsync());
        Assert.Equal([(Outcome.Failed, null, null), (Outcome.Passed, first.Id, "Counted again")], rows.Select(row => (row.Outcome, row.Corrects, row.Reason)));
        Assert.All(rows, row => Assert.Equal("Test teacher", row.EnteredByName));
        Assert.Equal(HttpStatusCode.Redirect, (await Enter(examiner, exam, (good, "reading", "Passed", "77", null), (good, "writing", "Passed", "60", rows[1].Id))).StatusCode);
        Assert.Equal(2, await city.InDatabase(db => db.Set<ExamResult>().CountAsync(row => row.RegistrationId == good && row.Part == "writing")));
        Assert.Contains("Counted again", await examiner.GetStringAsync($"/exams/{exam}/results"), StringComparison.Ordinal);

        // Emptied by somebody who saw it: refused. Left open by somebody who did not: it stands, and holds up nobody.
        Assert.Equal(HttpStatusCode.Conflict, (await Enter(examiner, exam, (good, "writing", "", "", rows[1].Id))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Enter(examiner, exam, (good, "writing", "", "", null), (bad, "writing", "Absent", "", null))).StatusCode);
        Assert.Equal(Outcome.Absent, Assert.Single(await Rows(bad)).Outcome);
    }

    [Fact]
    public async Task Results_before_the_exam_began_are_refused()
    {
        var school = await city.HasSchool();
        var exam = await city.HasExam(school);
        var registration = await city.IsRegistered(exam, await city.HasPerson());
        var answer = await Enter(city.As(Roles.ProviderManager, school.ProviderId), exam, (registration, "reading", "Passed", "", null));
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("has not begun yet", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_passes_every_part_has_the_level_a_certificate_and_a_paper_that_anybody_checks_until_a_correction_takes_all_of_it_back()
    {
        var school = await city.HasSchool();
        var exam = await city.HasExam(school, inDays: 0);
        var person = await city.HasNewcomer("Farzaneh", "Ahmadi", "fa");
        var registration = await city.IsRegistered(exam, person);
        var examiner = city.As(Roles.Teacher, school.ProviderId);
        Assert.Equal(HttpStatusCode.Redirect, (await EnterAll(examiner, exam, registration, "Passed")).StatusCode);

        var levels = await city.Ask<IParticipants, List<LevelRow>>(people => people.Levels.Where(row => row.ParticipantId == person).ToListAsync());
        Assert.Equal([Skill.Reading, Skill.SpokenInteraction, Skill.SpokenProduction, Skill.Writing], levels.Where(row => row.Level == "B1" && row.AssessedOn == city.Today()).Select(row => row.Skill).Order());
        Assert.Equal(["B1"], await city.Ask<ILanguageCourses, List<string>>(courses => courses.Certificates.Where(row => row.ParticipantId == person).Select(row => row.Level).ToListAsync()));
        Assert.Equal(["exam-passed"], await Letters(person));
        Assert.Contains("Test teacher", await city.InDatabase(db => db.Set<Courses.Participants.SkillLevel>().Where(row => row.ParticipantId == person && row.Skill == Skill.Writing).Select(row => row.AssessedBy).SingleAsync()), StringComparison.Ordinal);

        var paper = Assert.Single(await city.PapersOf(person));
        var phone = city.AsNewcomer(person, "fa");
        var shown = await phone.GetStringAsync("/my/exams/papers");
        Assert.Contains("گواهی امتحان", WebUtility.HtmlDecode(shown), StringComparison.Ordinal);
        Assert.Contains("Prüfungszeugnis", WebUtility.HtmlDecode(shown), StringComparison.Ordinal);
        var address = Assert.Single(await QrReader.ReadAll(shown));
        Assert.EndsWith($"/confirmed/{paper.Number}", address, StringComparison.Ordinal);
        var seen = WebUtility.HtmlDecode(await city.CreateClient().GetStringAsync(new Uri(address).PathAndQuery + "?culture=en"));
        foreach (var fact in new[] { "It is genuine", "Farzaneh Ahmadi", "Deutsch B1", "Reading, Writing, Speaking", "16 November 2026", "School" })
        {
            Assert.Contains(fact, seen, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(person.ToString(), seen, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(paper.Number, PaperNumber.Read(PaperNumber.Written(paper.Number)));

        var reading = await city.InDatabase(db => db.Set<ExamResult>().AsNoTracking().SingleAsync(row => row.RegistrationId == registration && row.Part == "reading"));
        var corrected = await Enter(examiner, exam, "Wrong sheet", (registration, "reading", "Failed", "", reading.Id), (registration, "writing", "Passed", "", null), (registration, "speaking", "Passed", "", null));
        Assert.True(corrected.StatusCode == HttpStatusCode.Redirect, await corrected.Content.ReadAsStringAsync());
        var gone = WebUtility.HtmlDecode(await city.CreateClient().GetStringAsync($"/confirmed/{paper.Number}?culture=en"));
        Assert.Contains("It was withdrawn on", gone, StringComparison.Ordinal);
        Assert.DoesNotContain("Farzaneh", gone, StringComparison.Ordinal);
        levels = await city.Ask<IParticipants, List<LevelRow>>(people => people.Levels.Where(row => row.ParticipantId == person).ToListAsync());
        Assert.Equal([(Skill.SpokenInteraction, "A1")], levels.Select(row => (row.Skill, row.Level)));
        Assert.Equal(0, await city.Ask<ILanguageCourses, int>(courses => courses.Certificates.CountAsync(row => row.ParticipantId == person)));
        Assert.Equal(["exam-not-passed-after-all", "exam-passed"], (await Letters(person)).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(paper.Number, await phone.GetStringAsync("/my/exams/papers"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_level_that_was_taken_back_does_not_come_back_with_a_later_one()
    {
        var school = await city.HasSchool();
        var (lower, higher) = (await city.HasExam(school, inDays: -1), await city.HasExam(school, inDays: 0, level: "B2"));
        var person = await city.HasNewcomer();
        var (first, second) = (await city.IsRegistered(lower, person), await city.IsRegistered(higher, person));
        var examiner = city.As(Roles.Teacher, school.ProviderId);
        Assert.Equal(HttpStatusCode.Redirect, (await EnterAll(examiner, lower, first, "Passed")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await EnterAll(examiner, higher, second, "Passed")).StatusCode);
        await IsWrong(lower, first);
        Assert.Equal(["B2", "B2", "B2", "B2"], await Levels());
        await IsWrong(higher, second);
        Assert.Equal(["A1"], await Levels());

        async Task IsWrong(Guid exam, Guid registration)
        {
            var reading = await city.InDatabase(db => db.Set<ExamResult>().AsNoTracking().SingleAsync(row => row.RegistrationId == registration && row.Part == "reading"));
            var answer = await Enter(examiner, exam, "Wrong sheet", (registration, "reading", "Failed", "", reading.Id));
            Assert.True(answer.StatusCode == HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        }

        Task<List<string>> Levels() => city.Ask<IParticipants, List<string>>(people => people.Levels.Where(row => row.ParticipantId == person).Select(row => row.Level).ToListAsync());
    }

    [Fact]
    public async Task What_was_not_passed_is_repeated_by_itself_and_two_exams_make_one_level()
    {
        var school = await city.HasSchool();
        var (first, second) = (await city.HasExam(school, inDays: 0), await city.HasExam(school));
        var person = await city.HasNewcomer();
        var registration = await city.IsRegistered(first, person);
        var examiner = city.As(Roles.ProviderManager, school.ProviderId);
        Assert.Equal(HttpStatusCode.Redirect, (await Enter(examiner, first, (registration, "reading", "Passed", "", null), (registration, "writing", "Failed", "", null), (registration, "speaking", "Passed", "", null))).StatusCode);
        Assert.Equal(["exam-results"], await Letters(person));
        Assert.Empty(await city.PapersOf(person));

        var coach = city.As(Roles.Coach);
        var page = $"/coach/people/{person}/exams";
        Assert.Equal(HttpStatusCode.Redirect, (await coach.Act(page, "Register", ("Exam", second.ToString()))).StatusCode);
        var repeat = await city.InDatabase(db => db.Set<ExamRegistration>().AsNoTracking().SingleAsync(row => row.ExamId == second && row.ParticipantId == person));
        Assert.Equal("writing", repeat.Parts);
        await city.InDatabase(db => db.Set<Exam>().Where(row => row.Id == second).ExecuteUpdateAsync(set => set.SetProperty(row => row.On, city.Today())));
        Assert.Equal(HttpStatusCode.Redirect, (await Enter(examiner, second, (repeat.Id, "writing", "Passed", "", null))).StatusCode);
        Assert.Single(await city.PapersOf(person));
        var third = await city.HasExam(school);
        var nothingLeft = await coach.Act(page, "Register", ("Exam", third.ToString()));
        Assert.Equal(HttpStatusCode.Conflict, nothingLeft.StatusCode);
        Assert.Contains("nothing to repeat", await nothingLeft.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "de")]
    [InlineData(false, "en")]
    public async Task A_practice_exam_changes_nothing_and_one_of_another_language_no_level(bool practice, string language)
    {
        var school = await city.HasSchool();
        var exam = await city.HasExam(school, inDays: 0, practice: practice, language: language);
        var person = await city.HasNewcomer();
        var registration = await city.IsRegistered(exam, person);
        Assert.Equal(HttpStatusCode.Redirect, (await EnterAll(city.As(Roles.Teacher, school.ProviderId), exam, registration, "Passed")).StatusCode);
        Assert.Equal(practice ? 0 : 1, (await city.PapersOf(person)).Count);
        Assert.Equal(["A1"], await city.Ask<IParticipants, List<string>>(people => people.Levels.Where(row => row.ParticipantId == person).Select(row => row.Level).ToListAsync()));
        Assert.Equal([practice ? "exam-practice-results" : "exam-passed"], await Letters(person));
    }

    [Fact]
    public async Task A_coach_prints_the_certificate_and_withdraws_it_and_another_persons_page_does_not_have_it()
    {
        var school = await city.HasSchool();
        var (exam, _) = (await city.HasExam(school, inDays: 0), await city.HasExam(school, level: "C1"));
        var person = await city.HasNewcomer("Marjam", "Withdrawn");
        Assert.Equal(HttpStatusCode.Redirect, (await EnterAll(city.As(Roles.Teacher, school.ProviderId), exam, await city.IsRegistered(exam, person), "Passed")).StatusCode);
        var paper = Assert.Single(await city.PapersOf(person));
        var coach = city.As(Roles.Coach);
        var page = $"/coach/people/{person}/exams";
        Assert.Single(await QrReader.ReadAll(await coach.GetStringAsync($"{page}/papers/{paper.Id}")));
        Assert.Equal(HttpStatusCode.NotFound, (await coach.GetAsync($"/coach/people/{await city.HasNewcomer()}/exams/papers/{paper.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await coach.Act(page, "WithdrawPaper", ("Paper", paper.Id.ToString()))).StatusCode);
        var withdrawn = await coach.Act(page, "WithdrawPaper", ("Paper", paper.Id.ToString()), ("ReasonCode", "reason.certificate.wrong-data"));
        Assert.True(withdrawn.StatusCode == HttpStatusCode.Redirect, await withdrawn.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Conflict, (await coach.Act(page, "WithdrawPaper", ("Paper", paper.Id.ToString()), ("ReasonCode", "reason.certificate.wrong-data"))).StatusCode);
        Assert.Contains("It was withdrawn on", await city.CreateClient().GetStringAsync($"/confirmed/{paper.Number}?culture=en"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await coach.GetAsync($"{page}/papers/{paper.Id}")).StatusCode);

        // Another one in its place, once.
        Assert.Equal(HttpStatusCode.NotFound, (await coach.Act($"/coach/people/{await city.HasNewcomer()}/exams", "Issue", ("Paper", paper.Id.ToString()))).StatusCode);
        Assert.Contains("Write another certificate", await coach.GetStringAsync(page), StringComparison.Ordinal);
        foreach (var _ in new[] { 1, 2 })
        {
            Assert.Equal(HttpStatusCode.Redirect, (await coach.Act(page, "Issue", ("Paper", paper.Id.ToString()))).StatusCode);
        }

        var another = Assert.Single(await city.PapersOf(person), row => row.WithdrawnOn is null);
        Assert.Equal(HttpStatusCode.OK, (await coach.GetAsync($"{page}/papers/{another.Id}")).StatusCode);
        Assert.DoesNotContain("Write another certificate", await coach.GetStringAsync(page), StringComparison.Ordinal);
        Assert.Equal(["exam-paper-withdrawn", "exam-passed", "exam-passed"], (await Letters(person)).Order(StringComparer.Ordinal));
        var trail = await city.InDatabase(db => db.Set<AuditEntry>().AsNoTracking().Where(row => row.Subject == person).Select(row => row.Act).ToListAsync());
        Assert.Equal(3, trail.Count(act => act == "exam.result"));
        Assert.Single(trail, act => act == "exam.paper-withdrawn");
        Assert.Single(trail, act => act == "exam.paper-issued");
    }

    [Fact]
    public async Task The_phone_speaks_every_language_and_shows_results()
    {
        var school = await city.HasSchool();
        var (exam, _) = (await city.HasExam(school, inDays: 0), await city.HasExam(school, level: "C1"));
        var person = await city.HasNewcomer();
        Assert.Equal(HttpStatusCode.Redirect, (await EnterAll(city.As(Roles.Teacher, school.ProviderId), exam, await city.IsRegistered(exam, person), "Passed")).StatusCode);
        foreach (var language in Language.ForNewcomers)
        {
            foreach (var page in new[] { "/my/exams", "/my/exams/papers" })
            {
                var shown = WebUtility.HtmlDecode(await city.AsNewcomer(person, language.Code).GetStringAsync(page));
                Assert.DoesNotMatch(@">\s*(my\.exams|exam|paper)\.[a-z]", shown);
                Assert.DoesNotContain("<script>", shown, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task A_practice_exam_changes_no_level_and_says_so_wherever_it_stands()
    {
        await using var own = await City.New();
        var school = await own.HasSchool();
        var person = await own.HasPerson("Amal", "en");
        await own.CameWith(person, "A1", new(2026, 3, 1));
        var (practice, counts) = (await own.HasExam(school, inDays: 5, practice: true), await own.HasExam(school, inDays: 6, deadlineInDays: 5));
        var phone = own.AsNewcomer(person);
        foreach (var exam in new[] { practice, counts })
        {
            Assert.Equal(HttpStatusCode.Redirect, (await phone.Act("/my/exams", "Register", ("Exam", exam.ToString()))).StatusCode);
        }

        // The letters are others.
        Assert.Equal(["exam-practice-registered", "exam-registered"], (await Letters(own, person)).Order(StringComparer.Ordinal));
        own.Clock.Advance(TimeSpan.FromDays(5));
        var registration = await own.InDatabase(db => db.Set<ExamRegistration>().SingleAsync(row => row.ExamId == practice));
        var entered = await EnterAll(own.As(Roles.Teacher, school.ProviderId), practice, registration.Id, "Passed");
        Assert.True(entered.StatusCode == HttpStatusCode.Redirect, await entered.Content.ReadAsStringAsync());
        Assert.Contains("exam-practice-results", await Letters(own, person));
        Assert.All(await own.Ask<IParticipants, List<LevelRow>>(participants => participants.Levels.Where(row => row.ParticipantId == person).ToListAsync()), row => Assert.Equal("A1", row.Level));
        Assert.Equal((0, 0), await own.InDatabase(async db => (await db.Set<ExamPass>().CountAsync(), await db.Set<Paper>().CountAsync())));
        Assert.Empty(await own.Ask<ILanguageCourses, List<CertificateRow>>(courses => courses.Certificates.Where(row => row.ParticipantId == person).ToListAsync()));
        Assert.Equal(0, await own.InDatabase(db => db.Set<Courses.Participants.SkillLevel>().CountAsync(row => row.Level != "A1" || row.FirstLevel != "A1")));

        // On the phone and at the desks it is told from the one that counts, in every language.
        var badge = WebUtility.HtmlDecode(await phone.GetStringAsync("/my/exams"));
        Assert.Equal(1, badge.Split("For practice: the result changes nothing").Length - 1);
        foreach (var language in Language.ForNewcomers)
        {
            Assert.Contains("class=\"badge\"", await own.AsNewcomer(person, language.Code).GetStringAsync("/my/exams"), StringComparison.Ordinal);
        }

        foreach (var (desk, page) in new[] { (own.As(Roles.Coach), $"/coach/people/{person}/exams"), (own.As(Roles.Teacher, school.ProviderId), "/exams"), (own.As(Roles.Teacher, school.ProviderId), $"/exams/{practice}/results") })
        {
            Assert.Contains(">practice</span>", await desk.GetStringAsync(page), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Reports_and_OData_count_what_the_rows_say()
    {
        await using var own = await City.New();
        var (school, other) = (await own.HasSchool(), await own.HasSchool());
        var (exam, practice, elsewhere) = (await own.HasExam(school, inDays: 0), await own.HasExam(school, inDays: 0, practice: true), await own.HasExam(other, inDays: 0, level: "A1"));
        var people = new List<Guid>();
        foreach (var (at, how) in new[] { (exam, "Passed"), (exam, "Passed"), (exam, "Failed"), (exam, "Absent"), (practice, "Passed"), (elsewhere, "Passed") })
        {
            people.Add(await own.HasNewcomer());
            var registration = await own.IsRegistered(at, people[^1]);
            var answer = await EnterAll(own.As(Roles.Teacher, at == elsewhere ? other.ProviderId : school.ProviderId), at, registration, how);
            Assert.True(answer.StatusCode == HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        }

        // Registrations: one that was withdrawn, one of an exam that was cancelled, one for practice and one of the next quarter are no registrations of this one.
        var (withdrawn, cancelled, next) = (await own.IsRegistered(exam, await own.HasNewcomer()), await own.HasExam(other, level: "A2"), await own.HasExam(school, inDays: 60));
        await own.InDatabase(db => db.Set<ExamRegistration>().Where(row => row.Id == withdrawn).ExecuteUpdateAsync(set => set.SetProperty(row => row.WithdrawnAt, own.Clock.GetUtcNow())));
        await own.IsRegistered(cancelled, people[1]);
        await own.InDatabase(db => db.Set<Exam>().Where(row => row.Id == cancelled).ExecuteUpdateAsync(set => set.SetProperty(row => row.CancelledAt, own.Clock.GetUtcNow())));
        await own.IsRegistered(next, people[1]);
        await own.IsRegistered(await own.HasExam(school, practice: true), people[1]);
        await own.IsRegistered(await own.HasExam(other, level: "A2"), people[2]);

        await own.InDatabase(db => db.Set<Courses.Participants.Participant>().Where(row => row.Id == people[0]).ExecuteUpdateAsync(set => set.SetProperty(row => row.Gender, "f")));
        var report = await own.InScope(services =>
        {
            // Nobody is signed in here, and whoever is nobody sees no people.
            services.GetRequiredService<Courses.Reporting.Sets.ReportRows>().OfTheWholeCity();
            return services.GetRequiredService<MakeReport>().Of(new(ReportPeriod.Of(PeriodKind.Quarter, own.Today())), [Breakdown.Gender, Breakdown.Age, Breakdown.Level, Breakdown.Provider, Breakdown.Month, Breakdown.CourseLevel], default);
        });

        // By hand: registrations of exams that count with a result that stands and is no absence; passes that stand.
        var (taken, passed) = await own.InDatabase(async db => (
            await db.Database.SqlQuery<int>($"""
                select cast(count(distinct r.id) as int) as "Value" from exams.registration r join exams.exam e on e.id = r.exam_id join exams.result x on x.registration_id = r.id
                where e.is_practice = {false} and x.outcome <> 'Absent' and not exists (select 1 from exams.result y where y.corrects = x.id)
                """).SingleAsync(),
            await db.Set<ExamPass>().CountAsync(pass => pass.WithdrawnAt == null)));
        Assert.Equal((4, 3), (taken, passed));
        Assert.Equal((taken, passed), ((int)report.Total[Measure.ExamsTaken], (int)report.Total[Measure.ExamsPassed]));
        foreach (var by in new[] { Breakdown.Gender, Breakdown.Age, Breakdown.Level, Breakdown.Provider, Breakdown.Month })
        {
            Assert.Equal((taken, passed), ((int)report[by].Lines.Sum(line => line[Measure.ExamsTaken]), (int)report[by].Lines.Sum(line => line[Measure.ExamsPassed])));
        }

        Assert.Equal((1, 1), ((int)report[Breakdown.Gender].Lines.Single(line => line.Key == "f")[Measure.ExamsTaken], (int)report[Breakdown.Gender].Lines.Single(line => line.Key == "f")[Measure.ExamsPassed]));
        Assert.Equal((2, 1), ((int)report[Breakdown.Level].Lines.Single(line => line.Key == "B1")[Measure.ExamsPassed], (int)report[Breakdown.Provider].Lines.Single(line => line.Key == other.ProviderId.ToString())[Measure.ExamsPassed]));

        // By hand: of an exam of the quarter that counts and was not cancelled, as long as it was not withdrawn; also of those who did not come.
        var registered = await Registered("1 = 1");
        Assert.Equal(6, registered);
        Assert.Equal(registered, report.Total[Measure.ExamsRegistered]);
        foreach (var by in new[] { Breakdown.Gender, Breakdown.Age, Breakdown.Level, Breakdown.Provider, Breakdown.Month, Breakdown.CourseLevel })
        {
            Assert.Equal(registered, report[by].Lines.Sum(line => line[Measure.ExamsRegistered]));
        }

        foreach (var level in new[] { "A1", "A2", "B1" })
        {
            Assert.Equal(await Registered($"e.level = '{level}'"), report[Breakdown.CourseLevel].Lines.Single(line => line.Key == level)[Measure.ExamsRegistered]);
        }

        Assert.Equal(await Registered("e.\"on\" between '2026-11-01' and '2026-11-30'"), report[Breakdown.Month].Lines.Single(line => line.Key == "2026-11")[Measure.ExamsRegistered]);
        Assert.Equal(await Registered($"e.provider_id = '{other.ProviderId}'"), report[Breakdown.Provider].Lines.Single(line => line.Key == other.ProviderId.ToString())[Measure.ExamsRegistered]);

        var admin = own.As(Roles.Administrator);
        Assert.Equal(registered, await Count(admin, "ExamRegistrations?$filter=Date ge 2026-10-01 and Date le 2026-12-31"));
        Assert.Equal("7, 4, 15", $"{await Count(admin, "Exams")}, {await Count(admin, "ExamSittings")}, {await Count(admin, "ExamResults?$filter=Outcome ne 'Absent'")}");
        Assert.Equal(3, await Count(admin, "ExamSittings?$filter=IsComplete"));
        var theirs = own.As(Roles.ProviderManager, other.ProviderId);
        Assert.Equal("3, 1, 3", $"{await Count(theirs, "Exams")}, {await Count(theirs, "ExamSittings")}, {await Count(theirs, "ExamResults")}");
        Assert.NotEqual(HttpStatusCode.OK, (await own.AsNewcomer(people[0]).GetAsync("/odata/ExamResults")).StatusCode);

        Task<int> Registered(string which)
        {
            var sql = $"""
                select cast(count(*) as int) as "Value" from exams.registration r join exams.exam e on e.id = r.exam_id
                where r.withdrawn_at is null and e.cancelled_at is null and e.is_practice = @practice and e."on" between '2026-10-01' and '2026-12-31' and {which}
                """;
            return own.InDatabase(db => db.Database.SqlQueryRaw<int>(sql.Replace("@practice", "{0}", StringComparison.Ordinal), false).SingleAsync());
        }
    }

    /// <summary>Such a phone has one fixed header: what the page sets is put beside it.</summary>
    private static async Task<string> OpensWithoutCookieJar(HttpClient phone)
    {
        var page = await phone.GetAsync("/my/exams");
        var cookies = phone.DefaultRequestHeaders.GetValues("Cookie").Concat(page.Headers.TryGetValues("Set-Cookie", out var set) ? set.Select(one => one.Split(';')[0]) : []).ToArray();
        phone.DefaultRequestHeaders.Remove("Cookie");
        phone.DefaultRequestHeaders.Add("Cookie", string.Join("; ", cookies));
        return await page.Content.ReadAsStringAsync();
    }

    private static async Task<int> Count(HttpClient client, string set)
    {
        var answer = await client.GetAsync($"/odata/{set}");
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, body);
        return JsonDocument.Parse(body).RootElement.GetProperty("value").GetArrayLength();
    }

    private static (string Name, string Value)[] Form(Guid venue, string level = "B1", string seats = "12", string day = "10", string until = "12:00", string deadlineDay = "1") =>
    [
        ("Language", "de"), ("Level", level), ("Parts", "writing"), ("Parts", "reading"), ("VenueId", venue.ToString()), ("Seats", seats), ("From", "09:00"), ("Until", until),
        ("On.Day", day), ("On.Month", "12"), ("On.Year", "2026"), ("RegisterUntil.Day", deadlineDay), ("RegisterUntil.Month", "12"), ("RegisterUntil.Year", "2026"),
    ];

    private static Task<HttpResponseMessage> EnterAll(HttpClient examiner, Guid exam, Guid registration, string outcome) =>
        Enter(examiner, exam, [.. All.Select(part => (registration, part, outcome, "", (Guid?)null))]);

    private static Task<HttpResponseMessage> Enter(HttpClient examiner, Guid exam, params (Guid Registration, string Part, string Outcome, string Points, Guid? Seen)[] typed) => Enter(examiner, exam, null, typed);

    private static async Task<HttpResponseMessage> Enter(HttpClient examiner, Guid exam, string? why, params (Guid Registration, string Part, string Outcome, string Points, Guid? Seen)[] typed)
    {
        var fields = typed.SelectMany(one => new[]
        {
            (ResultsModel.Name("outcome", one.Registration, one.Part), one.Outcome),
            (ResultsModel.Name("points", one.Registration, one.Part), one.Points),
            (ResultsModel.Name("seen", one.Registration, one.Part), one.Seen?.ToString() ?? ""),
        });
        var reasons = why is null ? [] : typed.Select(one => one.Registration).Distinct().Select(registration => (ResultsModel.Name("why", registration), why));
        return await examiner.Submit($"/exams/{exam}/results", [.. fields, .. reasons]);
    }

    private Task<List<(string Part, Outcome Outcome, int? Points)>> Rows(Guid registration) => city.InDatabase(async db =>
        (await db.Set<ExamResult>().AsNoTracking().Where(row => row.RegistrationId == registration).OrderBy(row => row.Part).ToListAsync()).ConvertAll(row => (row.Part, row.Outcome, row.Points)));

    private static Task<(int Taken, int Registered)> Seats(City of, Guid exam) => of.InDatabase(async db => (
        await db.Set<Exam>().Where(row => row.Id == exam).Select(row => row.SeatsTaken).SingleAsync(), await db.Set<ExamRegistration>().CountAsync(row => row.ExamId == exam && row.WithdrawnAt == null)));

    private Task<List<string>> Letters(Guid person) => Letters(city, person);

    private static Task<List<string>> Letters(City of, Guid person) => of.Ask<IMessages, List<string>>(messages => messages.Reminders.Where(row => row.ParticipantId == person).Select(row => row.Kind).ToListAsync());
}
