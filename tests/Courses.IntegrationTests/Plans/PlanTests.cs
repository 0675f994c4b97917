using System.Net;
using System.Text.Json;
using Courses.Contracts.Access;
using Courses.Contracts.Messaging;
using Courses.Contracts.Orientation;
using Courses.Contracts.Participants;
using Courses.Messaging;
using Courses.Participants;
using Courses.Participants.Features;
using Courses.Plans;
using Courses.Plans.Features;
using Courses.Platform.Errors;
using Courses.Platform.Kept;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Plans;

/// <summary>Plans of people: made, agreed by both, filled in by what is known, handed over with the person's yes and with nothing else. It is Monday, 16 November 2026, one in the afternoon in the city.</summary>
public sealed class PlanTests(City city) : IClassFixture<City>
{
    private const string Secret = "Wishes to be a nurse";

    [Fact]
    public async Task A_plan_is_agreed_by_both_and_a_change_asks_both_again()
    {
        var (coach, person) = (await city.HasCoach(), await city.HasNewcomer("Layla", "Agrees", "ar"));
        var plan = await city.HasPlan(coach, person);
        var phone = city.AsNewcomer(person, "ar");
        Assert.DoesNotContain("handler=Agree", await phone.GetStringAsync("/my/plan"), StringComparison.Ordinal);
        const string step = "<a class=\"button  wide\" href=\"/my/plan\"";
        Assert.DoesNotContain(step, await phone.GetStringAsync("/my"), StringComparison.Ordinal);
        await city.AgreesForTheCity(coach, plan);
        Assert.Contains(step, await phone.GetStringAsync("/my"), StringComparison.Ordinal);
        await city.AgreesForTheCity(coach, plan);
        Assert.Equal(1, await Letters(person, PlanDesk.ToAgree));
        var edition = await city.EditionOf(plan);
        var seen = await phone.GetStringAsync("/my/plan");
        Assert.Contains("dir=\"rtl\"", seen, StringComparison.Ordinal);

        // While it is read, the coach changes it: the yes was to something else.
        await Accepted(await coach.Client.Act($"/coach/plans/{plan}", "NewAim", ("Code", "kind:work"), ("Text", Secret), ("DueOn", "2027-06-01")));
        await Refused(await phone.PostTo("/my/plan?handler=Agree", seen, ("PlanId", plan.ToString()), ("Edition", Text(edition))), "تغيرت الخطة");
        await city.AgreesForTheCity(coach, plan);
        for (var twice = 0; twice < 2; twice++)
        {
            await Accepted(await phone.PostTo("/my/plan?handler=Agree", seen, ("PlanId", plan.ToString()), ("Edition", Text(await city.EditionOf(plan)))));
        }

        var agreements = await city.InDatabase(db => db.Set<PlanAgreement>().AsNoTracking().Where(row => EF.Property<Guid>(row, "PlanId") == plan).OrderBy(row => row.At).ThenBy(row => row.Id).ToListAsync());
        Assert.Equal([(PlanSide.City, edition), (PlanSide.City, edition + 1), (PlanSide.Person, edition + 1)], agreements.Select(row => (row.Side, row.Edition)).OrderBy(row => row.Item2).ThenBy(row => row.Side));
        var yes = agreements.Single(row => row.Side == PlanSide.Person);
        Assert.Equal(("ar", person), (yes.Language, yes.DoneBy));
        Assert.Contains("حقوقكم", yes.Text, StringComparison.Ordinal);
        Assert.Contains(Secret, yes.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, agreements.Single(row => row.Edition == edition).Text, StringComparison.Ordinal);
        Assert.NotNull((await Row(plan)).AgreedAt);
        Assert.DoesNotContain(step, await phone.GetStringAsync("/my"), StringComparison.Ordinal);
        await Accepted(await coach.Client.Act($"/coach/plans/{plan}", "NewAim", ("Code", "kind:school"), ("Text", "The younger one learns to swim")));
        Assert.Null((await Row(plan)).AgreedAt);
        await Tells(plan);
    }

    [Fact]
    public async Task What_is_known_fills_itself_in_and_goes_away_when_it_was_corrected()
    {
        var (coach, person) = (await city.HasCoach(), await city.HasNewcomer("Known", "Person"));
        var plan = await city.HasPlan(coach, person, "introduction-agreement");
        await city.Ask<IOrientation, int>(orientation => orientation.LoadStandardTopics(default));
        await city.Ask<IOrientation, bool>(async orientation => { await orientation.Complete(person, "start-coaching", new(2026, 11, 10), default); return true; });
        await city.Ask<IParticipants, bool>(async participants => { await participants.SetLevel(person, Skill.Reading, "B1", default); return true; });
        Assert.Contains("10 November 2026", await city.AsNewcomer(person).GetStringAsync("/my/plan"), StringComparison.Ordinal);
        await city.Runs(SeeWhatIsReached.Name);
        Assert.Equal(["reading-a2", "start-coaching"], await Reached(plan));
        await Accepted(await coach.Client.Act($"/coach/plans/{plan}", "Reach", ("AimId", (await AimOf(plan, "papers")).ToString()), ("Said", "Decision of the chamber")));

        // The level was assessed anew, and lower: the aim is open again. What somebody wrote down stays.
        await city.Ask<IParticipants, bool>(async participants => { await participants.SetLevel(person, Skill.Reading, "A1", default); return true; });
        await city.Runs(SeeWhatIsReached.Name);
        await city.Runs(SeeWhatIsReached.Name);
        Assert.Equal(["papers", "start-coaching"], await Reached(plan));

        // An exam that was passed, part by part.
        var school = await city.HasSchool();
        var (other, exam) = (await city.HasPlan(coach, await city.HasNewcomer("Exam", "Person"), "plan-to-b1"), await city.HasExam(school, inDays: 0, parts: "reading,society"));
        var candidate = (await Row(other)).ParticipantId;
        var registration = await city.IsRegistered(exam, candidate);
        await city.InDatabase(async db =>
        {
            db.Add(new Courses.Exams.ExamResult { RegistrationId = registration, Part = "society", Outcome = Courses.Exams.Outcome.Passed, Points = null, EnteredAt = city.Clock.GetUtcNow(), EnteredBy = Guid.Empty, EnteredByName = "Test" });
            await db.SaveChangesAsync();
        });
        await city.Runs(SeeWhatIsReached.Name);
        Assert.Equal(["exam-society"], await Reached(other));
        await Tells(plan);
        await Tells(other);
    }

    /// <summary>The replay: everything of the plan is there for who comes next, nothing of it before the yes and after it was taken back, and nobody is asked for anything a second time.</summary>
    [Fact]
    public async Task A_hand_over_takes_everything_shows_nothing_without_consent_and_asks_nothing_twice()
    {
        var (first, second, third) = (await city.HasCoach(), await city.HasCoach(), await city.HasCoach());
        var person = await city.HasNewcomer("Whole", "Plan", "en");
        var plan = await city.HasAgreedPlan(first, person);
        await Accepted(await first.Client.Act($"/coach/plans/{plan}", "NewAim", ("Code", "kind:work"), ("Text", Secret)));
        await Accepted(await first.Client.Act($"/coach/plans/{plan}", "Review", ("ReviewedOn", "2026-11-16"), ("Kind", "Review"), ("Said", "The mother is ill; she cares for her."), ("NextOn", "2027-03-01")));
        var whole = await Everything(plan);
        var before = await first.Client.GetStringAsync($"/coach/plans/{plan}");
        await SeesNothing(second, plan);

        var consent = await city.AsksToHandOver(first, plan, $"coach:{second.Id}");
        Assert.Equal(consent, await city.AsksToHandOver(first, plan, $"coach:{second.Id}"));
        await SeesNothing(second, plan);
        await city.Answers(person, consent, yes: false);
        await SeesNothing(second, plan);
        Assert.Equal(HttpStatusCode.Conflict, (await city.AsNewcomer(person).Act("/my/data", "Consent", ("ConsentId", consent.ToString()), ("Yes", "true"))).StatusCode);

        consent = await city.AsksToHandOver(first, plan, $"coach:{second.Id}");
        await city.Answers(person, consent, yes: true);
        await city.Answers(person, consent, yes: true);
        await SeesNothing(first, plan);
        await SeesNothing(third, plan);
        var after = await second.Client.GetStringAsync($"/coach/plans/{plan}");
        foreach (var kept in new[] { Secret, "The mother is ill; she cares for her.", "1 March 2027", "Have school and professional papers recognised", "Book a class that fits" })
        {
            Assert.Contains(kept, WebUtility.HtmlDecode(before), StringComparison.Ordinal);
            Assert.Contains(kept, WebUtility.HtmlDecode(after), StringComparison.Ordinal);
        }

        // The history says who had it, who has it, and with which yes.
        var (firstName, secondName) = (await NameOf(first), await NameOf(second));
        Assert.Contains($"From {firstName} to {secondName}", WebUtility.HtmlDecode(after), StringComparison.Ordinal);
        Assert.Contains($"href=\"#consent-{consent}\">With this yes of the person", WebUtility.HtmlDecode(after), StringComparison.Ordinal);
        Assert.Contains($"id=\"consent-{consent}\"", after, StringComparison.Ordinal);
        Assert.Equal(whole, await Everything(plan));
        Assert.Equal(Fields(before), Fields(after));

        // Nobody was asked to agree again, and the new coach has nothing that waits for an answer of the person.
        Assert.Equal(1, await Letters(person, PlanDesk.ToAgree));
        Assert.Equal(1, await city.InDatabase(db => db.Set<Message>().CountAsync(message => message.Kind == HearConsents.Letter && EF.Functions.Like(message.OnceKey, "%:%") && message.Link.EndsWith(plan.ToString()))));

        // Taken back, it goes back; the text of the yes and of the no is kept as it was read.
        await Accepted(await city.AsNewcomer(person).Act("/my/data", "Withdraw", ("ConsentId", consent.ToString())));
        await SeesNothing(second, plan);
        var back = WebUtility.HtmlDecode(await first.Client.GetStringAsync($"/coach/plans/{plan}"));
        Assert.Contains($"From {secondName} to {firstName}", back, StringComparison.Ordinal);
        Assert.Contains("The person took back this yes", back, StringComparison.Ordinal);
        var words = await city.InDatabase(db => db.Set<ConsentWord>().AsNoTracking().Where(word => EF.Property<Guid>(word, "ConsentId") == consent).OrderBy(word => word.Id).ToListAsync());
        Assert.Equal([ConsentState.Asked, ConsentState.Given, ConsentState.Withdrawn], words.Select(word => word.State));
        Assert.Contains("becomes your contact person", words[1].Text, StringComparison.Ordinal);
        Assert.Equal(("en", ConsentWay.Phone), (words[1].Language, words[1].Way));
        await Tells(plan);
    }

    [Fact]
    public async Task A_provider_reads_it_until_the_consent_ends_and_no_other_provider_ever()
    {
        var (coach, person) = (await city.HasCoach(), await city.HasNewcomer("Shown", "Toschool", "ar"));
        var plan = await city.HasAgreedPlan(coach, person, language: "ar");
        await Accepted(await coach.Client.Act($"/coach/plans/{plan}", "NewAim", ("Code", "kind:work"), ("Text", Secret)));
        var (school, other) = (await city.HasAccreditedProvider(), await city.HasAccreditedProvider());
        var (manager, stranger) = (city.As(Roles.ProviderManager, school), city.As(Roles.ProviderManager, other));
        await Refused(await coach.Client.Act($"/coach/plans/{plan}", "HandOver", ("To", $"provider:{school}"), ("UntilDay", "")), "last day");
        await Refused(await coach.Client.Act($"/coach/plans/{plan}", "HandOver", ("To", $"provider:{Guid.NewGuid()}"), ("UntilDay", "2027-11-01")), "not there any more");
        var consent = await city.AsksToHandOver(coach, plan, $"provider:{school}", "2026-12-24");
        await NotForProvider(manager, plan);
        Assert.Contains("24 ديسمبر 2026", WebUtility.HtmlDecode(await city.AsNewcomer(person, "ar").GetStringAsync("/my/plan")), StringComparison.Ordinal);
        await city.Answers(person, consent, yes: true, language: "ar");
        var page = WebUtility.HtmlDecode(await manager.GetStringAsync($"/provider/plans/{plan}"));
        Assert.Contains(Secret, page, StringComparison.Ordinal);
        Assert.Contains("Shown Toschool", await manager.GetStringAsync("/provider/plans"), StringComparison.Ordinal);
        await NotForProvider(stranger, plan);
        Assert.Equal(HttpStatusCode.Forbidden, (await manager.GetAsync($"/coach/plans/{plan}")).StatusCode);
        Assert.Contains(ConsentState.Given, await city.InDatabase(db => db.Set<ConsentWord>().Where(word => EF.Property<Guid>(word, "ConsentId") == consent && word.Language == "ar").Select(word => word.State).ToListAsync()));

        await Accepted(await city.AsNewcomer(person, "ar").Act("/my/plan", "Withdraw", ("ConsentId", consent.ToString())));
        await NotForProvider(manager, plan);

        // Another yes, and its last day goes by.
        await using var own = await City.New();
        var (ownCoach, ownPerson, ownSchool) = (await own.HasCoach(), await own.HasNewcomer(), await own.HasAccreditedProvider());
        var ownPlan = await own.HasAgreedPlan(ownCoach, ownPerson);
        await own.Answers(ownPerson, await own.AsksToHandOver(ownCoach, ownPlan, $"provider:{ownSchool}", "2026-11-20"), yes: true);
        var reader = own.As(Roles.ProviderManager, ownSchool);
        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync($"/provider/plans/{ownPlan}")).StatusCode);
        own.Clock.Advance(TimeSpan.FromDays(5));
        await NotForProvider(reader, ownPlan);

        // The coach no longer shows it.
        var again = await own.AsksToHandOver(ownCoach, ownPlan, $"provider:{ownSchool}", "2027-11-20");
        await own.Answers(ownPerson, again, yes: true);
        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync($"/provider/plans/{ownPlan}")).StatusCode);
        var handover = await own.InDatabase(db => db.Set<PlanHandover>().Where(row => row.ConsentId == again).Select(row => row.Id).SingleAsync());
        await Accepted(await ownCoach.Client.Act($"/coach/plans/{ownPlan}", "TakeBack", ("HandoverId", handover.ToString())));
        await NotForProvider(reader, ownPlan);
    }

    /// <summary>The canary: the rows are read through the join with the consent. Without it the question that waits would be enough.</summary>
    [Fact]
    public async Task Without_the_join_with_the_consent_a_question_would_be_enough()
    {
        var (coach, person, school) = (await city.HasCoach(), await city.HasNewcomer(), await city.HasAccreditedProvider());
        var plan = await city.HasAgreedPlan(coach, person);
        await city.AsksToHandOver(coach, plan, $"provider:{school}");
        await city.InScope(async services =>
        {
            var db = services.GetRequiredService<Platform.Database.CoursesDb>();
            Assert.Equal(1, await db.Set<PlanHandover>().CountAsync(row => row.ToProviderId == school));
            Assert.Equal(0, await db.ShownTo(services.GetRequiredService<IConsents>(), school).CountAsync());
            return true;
        });
    }

    [Fact]
    public async Task At_the_desk_the_person_says_yes_with_the_pin_and_a_letter_tells_them()
    {
        var (first, second) = (await city.HasCoach(), await city.HasCoach());
        var person = await city.HasNewcomer("Desk", "Person", "uk");
        var plan = await city.HasAgreedPlan(first, person);
        var door = $"/coach/people/{person}/plan";
        var shut = await second.Client.GetStringAsync(door);
        Assert.DoesNotContain("Have school and professional papers", shut, StringComparison.Ordinal);
        await Accepted(await second.Client.Act(door, "Ask"));
        var asked = WebUtility.HtmlDecode(await second.Client.GetStringAsync(door));
        Assert.Contains("lang=\"uk\"", asked, StringComparison.Ordinal);
        Assert.Contains("стане вашою контактною особою", asked, StringComparison.Ordinal);
        var consent = await city.InDatabase(db => db.Set<PlanHandover>().Where(row => row.PlanId == plan).Select(row => row.ConsentId).SingleAsync());
        await Refused(await second.Client.Act(door, "Desk", ("ConsentId", consent.ToString()), ("Pin", "000000")), "PIN is wrong");
        await Refused(await second.Client.Act(door, "Desk", ("ConsentId", consent.ToString()), ("Pin", "")), null, HttpStatusCode.BadRequest);
        Assert.Equal(HttpStatusCode.NotFound, (await second.Client.Act(door, "Desk", ("ConsentId", Guid.NewGuid().ToString()), ("Pin", await city.PinOf(person)))).StatusCode);
        await SeesNothing(second, plan);
        await Accepted(await second.Client.Act(door, "Desk", ("ConsentId", consent.ToString()), ("Pin", await city.PinOf(person))));
        Assert.Equal(HttpStatusCode.OK, (await second.Client.GetAsync($"/coach/plans/{plan}")).StatusCode);
        await SeesNothing(first, plan);
        Assert.Equal(1, await Letters(person, ConsentDesk.GivenAtDeskLetter));
        var word = await city.InDatabase(db => db.Set<ConsentWord>().AsNoTracking().SingleAsync(row => EF.Property<Guid>(row, "ConsentId") == consent && row.State == ConsentState.Given));
        Assert.Equal(("uk", ConsentWay.Desk, second.Id), (word.Language, word.Way, word.DoneBy));

        // Guessing locks the pass as it does on the phone.
        var third = await city.HasCoach();
        await Accepted(await third.Client.Act(door, "Ask"));
        var question = await city.InDatabase(db => db.Set<PlanHandover>().Where(row => row.ToCoachId == third.Id).Select(row => row.ConsentId).SingleAsync());
        for (var tries = 0; tries < 5; tries++)
        {
            await Refused(await third.Client.Act(door, "Desk", ("ConsentId", question.ToString()), ("Pin", "000000")), null);
        }

        await Refused(await third.Client.Act(door, "Desk", ("ConsentId", question.ToString()), ("Pin", await city.PinOf(person))), "locked");
        await SeesNothing(third, plan);
    }

    [Fact]
    public async Task What_is_not_yours_does_not_exist_for_you()
    {
        var (mine, theirs) = (await city.HasCoach(), await city.HasCoach());
        var (person, other) = (await city.HasNewcomer("Own", "Plan"), await city.HasNewcomer("Other", "Plan"));
        var (plan, foreign) = (await city.HasPlan(mine, person), await city.HasPlan(theirs, other));
        var own = await mine.Client.GetStringAsync($"/coach/plans/{plan}");
        var (aim, step) = (await AimOf(foreign, "papers"), await city.InDatabase(db => db.Set<PlanStep>().Where(row => EF.Property<Guid>(row, "PlanId") == foreign).Select(row => row.Id).FirstAsync()));
        foreach (var id in new[] { foreign, Guid.NewGuid() })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await mine.Client.GetAsync($"/coach/plans/{id}")).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await mine.Client.GetAsync($"/coach/plans/{id}/paper")).StatusCode);
            foreach (var handler in new[] { "Agree", "AgreeAtDesk", "Aim", "NewAim", "DropAim", "Reach", "Reopen", "Step", "DropStep", "Mark", "Wish", "Objection", "HandOver", "TakeBack", "ConsentAtDesk", "Review", "Wording", "Close" })
            {
                var answer = await mine.Client.PostTo(
                    $"/coach/plans/{id}?handler={handler}", own, ("Edition", "1"), ("AimId", aim.ToString()), ("StepId", step.ToString()), ("Code", "kind:work"), ("Target", "B1"), ("Text", "x"), ("Said", "x"), ("Who", "Coach"), ("To", $"coach:{mine.Id}"),
                    ("UntilDay", "2027-11-01"), ("ReviewedOn", "2026-11-16"), ("Kind", "Review"), ("Why", "Moved"), ("Pin", "123456"), ("IsDone", "true"));
                Assert.True(answer.StatusCode == HttpStatusCode.NotFound, $"{handler}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
            }
        }

        // Another plan's aim by way of one's own.
        Assert.Equal(HttpStatusCode.NotFound, (await mine.Client.Act($"/coach/plans/{plan}", "DropAim", ("AimId", aim.ToString()))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await mine.Client.Act($"/coach/plans/{plan}", "Mark", ("StepId", step.ToString()), ("IsDone", "true"))).StatusCode);
        var (phone, consent) = (city.AsNewcomer(person), await city.AsksToHandOver(theirs, foreign, $"coach:{mine.Id}"));
        foreach (var (handler, field, id) in new[] { ("Agree", "PlanId", foreign), ("Object", "PlanId", foreign), ("Other", "PlanId", foreign), ("Give", "PlanId", foreign), ("Step", "PlanId", foreign), ("Consent", "ConsentId", consent), ("Withdraw", "ConsentId", consent) })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await phone.Act("/my/plan", handler, (field, id.ToString()), ("Edition", "1"), ("Said", "x"), ("To", $"coach:{mine.Id}"), ("StepId", step.ToString()), ("Yes", "true"))).StatusCode);
        }

        Assert.Equal(ConsentState.Asked, await city.InDatabase(db => db.Set<Consent>().Where(row => row.Id == consent).Select(row => row.State).SingleAsync()));
        foreach (var (client, page) in new[] { (city.As(Roles.Mentor), $"/coach/plans/{plan}"), (city.As(Roles.Administrator), $"/coach/plans/{plan}"), (city.As(Roles.Teacher), "/provider/plans"), (city.As(Roles.Coach), "/admin/plan-templates"), (city.As(Roles.Coach), "/admin/consents") })
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync(page)).StatusCode);
        }

        // In OData a coach has the rows of the own plans, an auditor all of them.
        Assert.Contains(plan.ToString(), await mine.Client.GetStringAsync("/odata/Plans?$select=Id&$top=1000"), StringComparison.Ordinal);
        Assert.DoesNotContain(foreign.ToString(), await mine.Client.GetStringAsync("/odata/Plans?$select=Id&$top=1000"), StringComparison.Ordinal);
        Assert.DoesNotContain(aim.ToString(), await mine.Client.GetStringAsync("/odata/PlanAims?$top=1000"), StringComparison.Ordinal);
        Assert.Contains(aim.ToString(), await city.As(Roles.Auditor).GetStringAsync($"/odata/PlanAims?$filter=PlanId eq {foreign}"), StringComparison.Ordinal);
    }

    /// <summary>The guards: the unique index on the open plan, the plan's lock, and the consent's before it.</summary>
    [Fact]
    public async Task Two_at_once_make_one_plan_and_one_answer()
    {
        await city.HasPlanTemplates();
        var (first, second, person) = (await city.HasCoach(), await city.HasCoach(), await city.HasNewcomer());
        var forms = new[] { await city.OpensTheForm(first, person), await city.OpensTheForm(second, person) };
        var made = await Task.WhenAll(Enumerable.Range(0, 6).Select(number => City.MakesPlan(number % 2 == 0 ? first : second, person, forms[number % 2])));
        Assert.Equal(1, made.Count(answer => answer.StatusCode == HttpStatusCode.Redirect));
        var row = await city.InDatabase(db => db.Set<Plan>().AsNoTracking().SingleAsync(plan => plan.ParticipantId == person));
        var (coach, other) = row.CoachId == first.Id ? (first, second) : (second, first);
        await city.AgreesForTheCity(coach, row.Id);
        var consent = await city.AsksToHandOver(coach, row.Id, $"coach:{other.Id}");
        var phone = city.AsNewcomer(person);
        var page = await phone.GetStringAsync("/my/plan");
        var open = await coach.Client.GetStringAsync($"/coach/plans/{row.Id}");
        var answers = await Task.WhenAll(Enumerable.Range(0, 9).Select(number => (number % 3) switch
        {
            0 => phone.PostTo("/my/plan?handler=Consent", page, ("ConsentId", consent.ToString()), ("Yes", "true")),
            1 => phone.PostTo("/my/plan?handler=Agree", page, ("PlanId", row.Id.ToString()), ("Edition", Text(row.Edition))),
            _ => coach.Client.PostTo($"/coach/plans/{row.Id}?handler=NewAim", open, ("Code", "kind:work"), ("Text", $"Aim {number}")),
        }));
        Assert.All(answers, answer => Assert.True(answer.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.Conflict or HttpStatusCode.NotFound, answer.StatusCode.ToString()));
        Assert.Equal(2, await city.InDatabase(db => db.Set<ConsentWord>().CountAsync(word => EF.Property<Guid>(word, "ConsentId") == consent)));
        Assert.Equal(other.Id, (await Row(row.Id)).CoachId);
        await Tells(row.Id);
    }

    [Fact]
    public async Task Two_records_become_one_with_their_plan_and_two_open_plans_are_settled_first()
    {
        var coach = await city.HasCoach();
        var (kept, closed) = (await city.HasNewcomer("Merged", "Twice"), await city.HasNewcomer("Merged", "Twice"));
        var plan = await city.HasAgreedPlan(coach, closed);
        var school = await city.HasAccreditedProvider();
        await city.Answers(closed, await city.AsksToHandOver(coach, plan, $"provider:{school}"), yes: true);
        var second = await city.HasPlan(coach, kept);
        await Assert.ThrowsAsync<RuleBroken>(() => Merge(closed, kept));
        await Accepted(await coach.Client.Act($"/coach/plans/{second}", "Close", ("Why", "NewPlan")));
        var merge = await Merge(closed, kept);
        Assert.Equal(kept, (await Row(plan)).ParticipantId);
        Assert.Contains("handler=Withdraw", await city.AsNewcomer(kept).GetStringAsync("/my/plan"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await city.As(Roles.ProviderManager, school).GetAsync($"/provider/plans/{plan}")).StatusCode);
        await city.InScope(services => services.GetRequiredService<MergePeople>().Undo(merge, default));
        Assert.Equal(closed, (await Row(plan)).ParticipantId);

        Task<Guid> Merge(Guid from, Guid to) => city.InScope(services => services.GetRequiredService<MergePeople>().Merge(from, to, "Same passport", default));
    }

    [Fact]
    public async Task Of_an_erased_person_the_count_stays_and_no_word()
    {
        await using var own = await City.New();
        var (coach, person) = (await own.HasCoach(), await own.HasNewcomer("Wolframina", "Erased"));
        var plan = await own.HasAgreedPlan(coach, person);
        await Accepted(await coach.Client.Act($"/coach/plans/{plan}", "NewAim", ("Code", "kind:work"), ("Text", "Wolframina wants to bake")));
        await Accepted(await coach.Client.Act($"/coach/plans/{plan}", "Review", ("ReviewedOn", "2026-11-16"), ("Kind", "Review"), ("Said", "Wolframina is well")));
        await own.Answers(person, await own.AsksToHandOver(coach, plan, $"provider:{await own.HasAccreditedProvider()}"), yes: true);
        Assert.Contains("plan_event.said", await own.TablesThatHold("Wolframina"));
        await own.InScope(async services =>
        {
            foreach (var rows in services.GetServices<IKeepsAboutPeople>().SelectMany(module => module.Erasing([person])).Where(rows => rows.Kind is "plans" or "consents"))
            {
                await rows.Erase(default);
            }

            return true;
        });
        Assert.DoesNotContain(await own.TablesThatHold("Wolframina"), column => column.Split('.')[0] is "plan" or "aim" or "step" or "plan_event" or "agreement" or "handover" or "consent" or "consent_word");
        Assert.Equal((1, 0, 0), await own.InDatabase(async db => (await db.Set<Plan>().CountAsync(), await db.Set<PlanEvent>().CountAsync(), await db.Set<Consent>().CountAsync())));
        Assert.NotNull((await own.InDatabase(db => db.Set<Plan>().AsNoTracking().SingleAsync())).ClosedOn);
    }

    [Fact]
    public async Task A_plan_that_ended_goes_when_its_time_is_over()
    {
        await using var own = await City.New();
        var (coach, person) = (await own.HasCoach(), await own.HasNewcomer());
        var plan = await own.HasAgreedPlan(coach, person);
        await own.Answers(person, await own.AsksToHandOver(coach, plan, $"provider:{await own.HasAccreditedProvider()}"), yes: true);
        await Accepted(await coach.Client.Act($"/coach/plans/{plan}", "Close", ("Why", "Finished")));
        await Refused(await coach.Client.Act($"/coach/plans/{plan}", "Review", ("ReviewedOn", "2026-11-16"), ("Kind", "Review"), ("Said", "x")), null, HttpStatusCode.Conflict, HttpStatusCode.BadRequest);
        own.Clock.MoveTo(own.Clock.GetUtcNow().AddMonths(59));
        await own.Runs(ForgetWhatIsOver.Name);
        Assert.Equal((1, 0), await own.InDatabase(async db => (await db.Set<Plan>().CountAsync(), await db.Set<Consent>().CountAsync())));
        own.Clock.MoveTo(own.Clock.GetUtcNow().AddMonths(2));
        await own.Runs(ForgetWhatIsOver.Name);
        Assert.Equal((0, 0, 0, 0), await own.InDatabase(async db => (await db.Set<Plan>().CountAsync(), await db.Set<PlanAim>().CountAsync(), await db.Set<PlanEvent>().CountAsync(), await db.Set<PlanHandover>().CountAsync())));
    }

    [Fact]
    public async Task Reviews_are_told_once_a_day_that_was_agreed_and_the_transition_comes_in_its_time()
    {
        await using var own = await City.New();
        var (coach, person) = (await own.HasCoach(), await own.HasNewcomer("Reviewed", "Person"));
        var plan = await own.HasPlan(coach, person);
        Assert.Equal((new DateOnly(2027, 5, 16), ReviewKind.Review), await Next());
        await own.Runs("plan-reviews");
        Assert.Equal((0, 0), await Told());
        own.Clock.MoveTo(new(2027, 5, 3, 8, 0, 0, TimeSpan.Zero));
        await own.Runs("plan-reviews");
        await own.Runs("plan-reviews");
        Assert.Equal((1, 1), await Told());
        own.Clock.MoveTo(new(2027, 5, 16, 8, 0, 0, TimeSpan.Zero));
        Assert.Contains("Reviewed Person", await coach.Client.GetStringAsync("/coach/plans?show=reviews"), StringComparison.Ordinal);
        await Refused(await coach.Client.Act($"/coach/plans/{plan}", "Review", ("ReviewedOn", "2026-11-01"), ("Kind", "Review"), ("Said", "x")), "before the plan was made");
        await Accepted(await coach.Client.Act($"/coach/plans/{plan}", "Review", ("ReviewedOn", "2027-05-16"), ("Kind", "Review"), ("Said", "All is well"), ("NextOn", "2029-03-01")));

        // Three years after arrival, before the day that was agreed.
        Assert.Equal((new DateOnly(2029, 2, 1), ReviewKind.Transition), await Next());
        own.Clock.MoveTo(new(2029, 1, 25, 8, 0, 0, TimeSpan.Zero));
        await own.Runs("plan-reviews");
        Assert.Equal(1, await own.InDatabase(db => db.Set<Message>().CountAsync(message => message.Kind == RemindOfReviews.TransitionLetter)));
        Assert.All(await own.InDatabase(db => db.Set<Message>().Where(message => message.Kind == RemindOfReviews.CoachLetter).Select(message => message.Details).ToListAsync()), details => Assert.DoesNotContain("Reviewed", details, StringComparison.Ordinal));
        own.Clock.MoveTo(new(2029, 2, 1, 8, 0, 0, TimeSpan.Zero));
        await Accepted(await coach.Client.Act($"/coach/plans/{plan}", "Review", ("ReviewedOn", "2029-02-01"), ("Kind", "Transition"), ("Said", "The city's services go on")));
        Assert.Equal((new DateOnly(2029, 8, 1), ReviewKind.Review), await Next());

        Task<(DateOnly?, ReviewKind?)> Next() => own.InDatabase(async db =>
        {
            var row = await db.Set<Plan>().AsNoTracking().SingleAsync(one => one.Id == plan);
            return (row.NextReviewOn, row.NextReviewKind);
        });

        async Task<(int, int)> Told() => (await own.InDatabase(db => db.Set<Message>().CountAsync(message => message.Kind == RemindOfReviews.Letter)), await own.InDatabase(db => db.Set<Message>().CountAsync(message => message.Kind == RemindOfReviews.CoachLetter)));
    }

    [Fact]
    public async Task The_person_says_that_something_is_wrong_or_wishes_for_somebody_else()
    {
        var (coach, other, person) = (await city.HasCoach(), await city.HasCoach(), await city.HasNewcomer("Wishing", "Newcomer"));
        var plan = await city.HasAgreedPlan(coach, person);
        var phone = city.AsNewcomer(person);
        await Refused(await phone.Act("/my/plan", "Object", ("PlanId", plan.ToString()), ("Said", " ")), null, HttpStatusCode.BadRequest);
        await Accepted(await phone.Act("/my/plan", "Object", ("PlanId", plan.ToString()), ("Said", "I never said that I want to study")));
        Assert.Contains("I never said that I want to study", WebUtility.HtmlDecode(await coach.Client.GetStringAsync($"/coach/plans/{plan}")), StringComparison.Ordinal);
        Assert.Contains("Wishing Newcomer", await coach.Client.GetStringAsync("/coach/plans?show=objections"), StringComparison.Ordinal);
        await Accepted(await coach.Client.Act($"/coach/plans/{plan}", "Objection", ("Said", "Changed")));
        await Refused(await coach.Client.Act($"/coach/plans/{plan}", "Objection", ("Said", "Changed")), "answered already");

        await Accepted(await phone.Act("/my/plan", "Other", ("PlanId", plan.ToString()), ("Said", "A woman, please")));
        var wishes = await other.Client.GetStringAsync("/coach/plans?show=wishes");
        Assert.Contains("Wishing Newcomer", wishes, StringComparison.Ordinal);
        Assert.DoesNotContain("A woman, please", wishes, StringComparison.Ordinal);
        Assert.DoesNotContain("A woman, please", await other.Client.GetStringAsync($"/coach/people/{person}/plan"), StringComparison.Ordinal);

        // The person chooses somebody, reads what that means, and says yes.
        await Accepted(await phone.Act("/my/plan", "Give", ("PlanId", plan.ToString()), ("To", $"coach:{other.Id}")));
        await SeesNothing(other, plan);
        var consent = await city.InDatabase(db => db.Set<PlanHandover>().Where(row => row.PlanId == plan).Select(row => row.ConsentId).SingleAsync());
        await city.Answers(person, consent, yes: true, page: "/my/data");
        Assert.Contains("A woman, please", await other.Client.GetStringAsync($"/coach/plans/{plan}"), StringComparison.Ordinal);
        Assert.DoesNotContain("Wishing Newcomer", await other.Client.GetStringAsync("/coach/plans?show=wishes"), StringComparison.Ordinal);

        // A step of the person's own is ticked on the phone, one of the coach's is not.
        var steps = await city.InDatabase(db => db.Set<PlanStep>().AsNoTracking().Where(row => EF.Property<Guid>(row, "PlanId") == plan).ToListAsync());
        await Accepted(await phone.Act("/my/plan", "Step", ("PlanId", plan.ToString()), ("StepId", steps.First(step => step.Who == StepHelper.Person).Id.ToString()), ("IsDone", "true")));
        Assert.Equal(HttpStatusCode.NotFound, (await phone.Act("/my/plan", "Step", ("PlanId", plan.ToString()), ("StepId", steps.First(step => step.Who == StepHelper.Coach).Id.ToString()), ("IsDone", "true"))).StatusCode);
        await Tells(plan);
    }

    /// <summary>The report, OData and SQL that was written by hand.</summary>
    [Fact]
    public async Task The_numbers_of_the_report_are_those_of_the_rows()
    {
        await using var own = await City.New();
        var coach = await own.HasCoach();
        var dice = new Random(43);
        for (var number = 0; number < 12; number++)
        {
            var person = await own.HasNewcomer();
            var template = new[] { "introduction-agreement", "first-days", "plan-to-b1" }[number % 3];
            var plan = number % 2 == 0 ? await own.HasAgreedPlan(coach, person, template) : await own.HasPlan(coach, person, template);
            await own.InDatabase(db => db.Set<Plan>().Where(row => row.Id == plan).ExecuteUpdateAsync(set => set.SetProperty(row => row.DaysAfterArrival, number * 6)));
            var aims = await own.InDatabase(db => db.Set<PlanAim>().Where(row => EF.Property<Guid>(row, "PlanId") == plan && row.Measure == Measure.Said).Select(row => row.Id).ToListAsync());
            foreach (var aim in aims.Where(_ => dice.Next(2) == 0))
            {
                await Accepted(await coach.Client.Act($"/coach/plans/{plan}", "Reach", ("AimId", aim.ToString()), ("Said", "Seen")));
            }

            if (number % 5 == 0 && aims is [var dropped, ..])
            {
                await Accepted(await coach.Client.Act($"/coach/plans/{plan}", "DropAim", ("AimId", dropped.ToString())));
            }
        }

        var report = await own.As(Roles.Auditor).GetStringAsync("/plans/report?First.Day=1&First.Month=1&First.Year=2026&Last.Day=31&Last.Month=12&Last.Year=2026&Days=30");
        var (made, inTime, agreed) = (await Scalar("select count(*) from plans.person_plan where made_on between '2026-01-01' and '2026-12-31'"), await Scalar("select count(*) from plans.person_plan where days_after_arrival <= 30"), await Scalar("select count(*) from plans.person_plan where agreed_at is not null"));
        Assert.True(made == 12 && inTime == 6 && agreed is > 2 and < 12, $"{made} {inTime} {agreed}");
        Assert.Contains($"Total</th><td class=\"number\">{made}</td><td class=\"number\">{inTime}</td><td class=\"number\">{agreed}</td>", report, StringComparison.Ordinal);
        var (set, reached) = (await Scalar("select count(*) from plans.aim where state <> 'Dropped'"), await Scalar("select count(*) from plans.aim where state <> 'Dropped' and reached_on is not null"));
        Assert.Contains($"Total</th><td class=\"number\">{set}</td><td class=\"number\">{reached}</td>", report, StringComparison.Ordinal);
        foreach (var (kind, name) in new[] { ("school", "School and children"), ("language", "Language"), ("recognition", "Recognition of papers") })
        {
            var (of, ofReached) = (await Scalar($"select count(*) from plans.aim where state <> 'Dropped' and kind = '{kind}'"), await Scalar($"select count(*) from plans.aim where state <> 'Dropped' and kind = '{kind}' and reached_on is not null"));
            Assert.Contains($"<td>{name}</td><td class=\"number\">{of}</td><td class=\"number\">{ofReached}</td>", report, StringComparison.Ordinal);
            var answer = await own.As(Roles.Auditor).GetStringAsync($"/odata/PlanAims?$apply=filter(Kind eq '{kind}' and ReachedOn ne null)/aggregate($count as Sum)");
            using var json = JsonDocument.Parse(answer);
            Assert.Equal(ofReached, json.RootElement.GetProperty("value").EnumerateArray().Select(row => row.TryGetProperty("Sum", out var sum) ? (long)sum.GetDouble() : 0).Sum());
        }

        Task<long> Scalar(string sql)
        {
            var whole = $"select cast(({sql}) as bigint) as \"Value\"";
            return own.InDatabase(db => db.Database.SqlQueryRaw<long>(whole).SingleAsync());
        }
    }

    [Fact]
    public async Task Whoever_has_no_plan_is_found_in_pages_and_gone_from_the_list_with_one()
    {
        await using var own = await City.New();
        var coach = await own.HasCoach();
        Assert.Contains("no kind of plan yet", await coach.Client.GetStringAsync("/coach/plans?show=none"), StringComparison.Ordinal);
        await own.HasPlanTemplates();
        for (var number = 0; number < 52; number++)
        {
            await own.HasNewcomer($"Given{number:00}", "Waiting");
            own.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var first = WebUtility.HtmlDecode(await coach.Client.GetStringAsync("/coach/plans?show=none"));
        var second = await coach.Client.GetStringAsync(first.Split("\" id=\"more\"")[0].Split("href=\"")[^1]);
        Assert.Equal((50, 2), (Count(first), Count(second)));
        var start = (await coach.Client.GetAsync("/")).Headers.Location!.OriginalString;
        Assert.Contains("/coach/plans?show=none", await coach.Client.GetStringAsync(start), StringComparison.Ordinal);
        var somebody = await own.InDatabase(db => db.Set<Participant>().Where(row => row.GivenName == "Given03").Select(row => row.Id).SingleAsync());
        await own.HasPlan(coach, somebody);
        Assert.DoesNotContain("Given03", await coach.Client.GetStringAsync("/coach/plans?show=none"), StringComparison.Ordinal);

        // They came in February: nobody has waited for so long.
        Assert.Contains("Everybody has a plan", await coach.Client.GetStringAsync("/coach/plans?show=none&days=3000"), StringComparison.Ordinal);

        static int Count(string page) => page.Split(" Waiting</bdi></a>").Length - 1;
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{ "code": "x", "names": { "en": "\ud800" } }""", "This is no JSON")]
    [InlineData("""{ "code": "X y", "names": { "xx": "X" }, "agreemnt": 3 }""", "agreemnt: there is no such field", "code: write small letters", "names.xx: write one of en, de", "names.en: a text in English")]
    [InlineData("""{ "code": "x", "names": { "en": "X" }, "kinds": { "a": { "en": "A" } }, "aims": [{ "code": "y", "kind": "b", "measure": "level", "part": "Juggling", "target": "B1" }, { "code": "z", "kind": "a", "measure": "level", "part": "Reading", "target": "Z9" }, 3] }""", "aims[0].kind: this kind has no name", "aims[0].part: this does not go", "aims[1].target: this does not go", "aims[2]: write fields")]
    [InlineData("""{ "code": "x", "names": { "en": "X" }, "steps": [{ "code": "a", "names": { "en": "A" }, "who": "neighbour" }], "reviewMonths": 900, "programme": "no-such" }""", "steps[0].who: write one of person, coach, mentor, provider", "reviewMonths: write a whole number from 1 to 60")]
    public async Task A_template_that_is_wrong_is_refused_with_all_that_is_wrong(string json, params string[] sentences)
    {
        var answer = await city.As(Roles.Administrator).Submit("/admin/plan-templates", ("Json", json));
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, page);
        Assert.All(sentences, sentence => Assert.Contains(sentence, page, StringComparison.Ordinal));
        Assert.False(await city.InDatabase(db => db.Set<PlanTemplate>().AnyAsync(template => template.Code == "x")));
    }

    [Fact]
    public async Task A_new_wording_holds_for_what_is_asked_from_then_on()
    {
        await using var own = await City.New();
        var (coach, person, school, admin) = (await own.HasCoach(), await own.HasNewcomer(), await own.HasAccreditedProvider(), own.As(Roles.Administrator));
        var plan = await own.HasAgreedPlan(coach, person);
        var old = await own.AsksToHandOver(coach, plan, $"provider:{school}");
        var json = ConsentDesk.Shipped.Single(one => ConsentTerms.Read(one).Terms!.Code == "plan-provider").Replace("{0} may read your plan", "{0} MAY READ IT", StringComparison.Ordinal);
        await Refused(await admin.Submit("/admin/consents", ("Json", json.Replace("\"tr\"", "\"xx\"", StringComparison.Ordinal))), "texts.tr", HttpStatusCode.BadRequest);
        await Refused(await admin.Submit("/admin/consents", ("Json", json.Replace("{0} MAY", "Somebody may {1}", StringComparison.Ordinal))), "say who will see it", HttpStatusCode.BadRequest);
        await Refused(await admin.Submit("/admin/consents", ("Json", json.Replace("plan-provider", "other-purpose", StringComparison.Ordinal))), "nothing asks", HttpStatusCode.BadRequest);
        await Accepted(await admin.Submit("/admin/consents", ("Json", json)));
        await own.Answers(person, old, yes: true);
        Assert.DoesNotContain("MAY READ IT", await Given(old), StringComparison.Ordinal);
        var second = await own.HasAccreditedProvider();
        var asked = await own.AsksToHandOver(coach, plan, $"provider:{second}");
        await own.Answers(person, asked, yes: true);
        Assert.Contains("MAY READ IT", await Given(asked), StringComparison.Ordinal);

        // The rights and duties of a plan: older plans keep theirs until both say yes to the new ones.
        var template = PlanTemplates.Shipped.Single(one => PlanTerms.Read(one).Terms!.Code == "introduction-agreement").Replace("You come to the talks about your plan.", "You come to EVERY talk.", StringComparison.Ordinal);
        await Accepted(await admin.Submit("/admin/plan-templates", ("Json", template)));
        Assert.DoesNotContain("EVERY talk", await own.AsNewcomer(person).GetStringAsync("/my/plan"), StringComparison.Ordinal);
        await Accepted(await coach.Client.Act($"/coach/plans/{plan}", "Wording"));
        Assert.Contains("EVERY talk", await own.AsNewcomer(person).GetStringAsync("/my/plan"), StringComparison.Ordinal);
        Assert.Null((await own.InDatabase(db => db.Set<Plan>().AsNoTracking().SingleAsync())).AgreedAt);

        Task<string> Given(Guid consent) => own.InDatabase(db => db.Set<ConsentWord>().Where(word => EF.Property<Guid>(word, "ConsentId") == consent && word.State == ConsentState.Given).Select(word => word.Text).SingleAsync());
    }

    [Fact]
    public async Task Odd_input_is_asked_for_again_and_stores_nothing()
    {
        var (coach, person) = (await city.HasCoach(), await city.HasNewcomer());
        var plan = await city.HasPlan(coach, person);
        var (before, aim) = (await Everything(plan), await AimOf(plan, "reading-a2"));
        foreach (var odd in new[] { "", "\0", "-1", "99999999999", "31.02.2026", new string('x', 3_000) })
        {
            foreach (var handler in new[] { "Aim", "NewAim", "Step", "HandOver", "Review", "Close", "Reach" })
            {
                var answer = await coach.Client.Act($"/coach/plans/{plan}", handler, ("AimId", aim.ToString()), ("Code", odd), ("Target", odd), ("Text", odd), ("DueOn", odd), ("Who", odd), ("To", odd), ("UntilDay", odd), ("ReviewedOn", odd), ("Kind", odd), ("Said", odd), ("NextOn", odd), ("Why", odd));
                Assert.True(answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Conflict, $"{handler} '{odd}': {answer.StatusCode}");
            }
        }

        Assert.Equal(before, await Everything(plan));
        Assert.Equal(HttpStatusCode.NotFound, (await coach.Client.GetAsync($"/coach/people/{Guid.NewGuid()}/plan")).StatusCode);
        Assert.Contains("There is no plan with you yet", await city.AsNewcomer(await city.HasNewcomer()).GetStringAsync("/my/plan"), StringComparison.Ordinal);
    }

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The forms of a page with what they hold: what somebody would have to fill in.</summary>
    private Task<string> NameOf(CoachOfACity coach) => city.Ask<IStaff, string>(staff => staff.Staff.Where(row => row.Id == coach.Id).Select(row => row.Name).FirstAsync());

    private static string Fields(string html) => string.Join('\n', Access.PageForm.In(html).Where(form => form.Action?.Contains("handler=", StringComparison.Ordinal) == true && !form.Action.Contains("TakeBack", StringComparison.Ordinal) && !form.Action.Contains("HandOver", StringComparison.Ordinal))
        .Select(form => $"{form.Action} {string.Join(' ', form.Fields)}"));

    private static async Task SeesNothing(CoachOfACity coach, Guid plan)
    {
        Assert.Equal(HttpStatusCode.NotFound, (await coach.Client.GetAsync($"/coach/plans/{plan}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await coach.Client.GetAsync($"/coach/plans/{plan}/paper")).StatusCode);
        Assert.DoesNotContain(plan.ToString(), await coach.Client.GetStringAsync("/coach/plans"), StringComparison.Ordinal);
        Assert.DoesNotContain(plan.ToString(), await coach.Client.GetStringAsync("/odata/Plans?$select=Id&$top=1000"), StringComparison.Ordinal);
    }

    private static async Task NotForProvider(HttpClient manager, Guid plan)
    {
        Assert.Equal(HttpStatusCode.NotFound, (await manager.GetAsync($"/provider/plans/{plan}")).StatusCode);
        Assert.DoesNotContain(plan.ToString(), await manager.GetStringAsync("/provider/plans"), StringComparison.Ordinal);
    }

    private Task<Plan> Row(Guid plan) => city.InDatabase(db => db.Set<Plan>().AsNoTracking().SingleAsync(row => row.Id == plan));

    private Task<Guid> AimOf(Guid plan, string code) => city.InDatabase(db => db.Set<PlanAim>().Where(row => EF.Property<Guid>(row, "PlanId") == plan && row.Code == code).Select(row => row.Id).SingleAsync());

    private Task<List<string>> Reached(Guid plan) => city.InDatabase(db => db.Set<PlanAim>().Where(row => EF.Property<Guid>(row, "PlanId") == plan && row.State == AimState.Reached).Select(row => row.Code).OrderBy(code => code).ToListAsync());

    private Task<int> Letters(Guid person, string kind) => city.Ask<IMessages, int>(messages => messages.Reminders.CountAsync(row => row.ParticipantId == person && row.Kind == kind));

    /// <summary>Aims, steps and what was agreed, as one text.</summary>
    private Task<string> Everything(Guid plan) => city.InDatabase(async db =>
    {
        var row = await db.Set<Plan>().AsNoTracking().AsSplitQuery().Include(one => one.Aims).Include(one => one.Steps).Include(one => one.Agreements).SingleAsync(one => one.Id == plan);
        return string.Join('\n', row.Aims.OrderBy(aim => aim.Id).Select(aim => aim.Values.ToString()).Concat(row.Steps.OrderBy(step => step.Id).Select(step => step.Values.ToString())).Concat(row.Agreements.OrderBy(one => one.Id).Select(one => one.Text)).Append($"{row.Edition} {row.NextReviewOn}"));
    });

    /// <summary>The history tells what stands there.</summary>
    private async Task Tells(Guid plan)
    {
        var (stands, told) = await city.InDatabase(async db =>
        {
            var row = await db.Set<Plan>().AsNoTracking().AsSplitQuery().Include(one => one.Aims).Include(one => one.Steps).SingleAsync(one => one.Id == plan);
            return (PlanAsTold.As(row).ToString(), PlanAsTold.By(await db.Set<PlanEvent>().AsNoTracking().Where(act => EF.Property<Guid>(act, "PlanId") == plan).ToListAsync()).ToString());
        });
        Assert.Equal(stands, told);
    }

    private static async Task Accepted(HttpResponseMessage answer) => Assert.True(answer.StatusCode == HttpStatusCode.Redirect, $"{answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");

    private static async Task Refused(HttpResponseMessage answer, string? sentence, params HttpStatusCode[] with)
    {
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.True((with is [] ? [HttpStatusCode.Conflict] : with).Contains(answer.StatusCode), $"{answer.StatusCode} {page}");
        if (sentence is not null)
        {
            Assert.Contains(sentence, page, StringComparison.Ordinal);
        }
    }
}
