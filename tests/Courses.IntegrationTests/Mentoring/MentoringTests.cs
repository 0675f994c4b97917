using System.Net;
using System.Text.Json;
using Courses.Access;
using Courses.Contracts.Access;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Participants;
using Courses.Contracts.Mentoring;
using Courses.Contracts.Messaging;
using Courses.Mentoring;
using Courses.Mentoring.Features;
using Courses.Mentoring.Pages;
using Courses.Messaging;
using Courses.Participants;
using Courses.Platform.Kept;
using Courses.Reporting.Reports;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Mentoring;

/// <summary>Helpers, the newcomers they accompany, and the hours that both sides confirm. It is Monday, 16 November 2026, one in the afternoon in the city.</summary>
public sealed class MentoringTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task Hours_count_when_both_sides_say_so_and_no_longer_than_that()
    {
        var (helper, person) = (await city.HasHelper(), await city.HasNewcomer("Nargis", "Rahimi", "fa"));
        var pair = await city.HasPair(helper, person);
        await Refused(await City.Meets(helper, pair, "2026-11-20"), "lies in the future", HttpStatusCode.BadRequest);
        await Refused(await City.Meets(helper, pair, "2026-11-16", "12:30"), "not over yet");
        await Refused(await City.Meets(helper, pair, "2026-09-01"), "before the beginning");
        await Refused(await City.Meets(helper, pair, "2026-11-10", minutes: 59), "at least 60 minutes");
        await Accepted(await City.Meets(helper, pair, "2026-11-10"));
        await Refused(await City.Meets(helper, pair, "2026-11-10", "17:59"), "another meeting at that time");

        // From end to beginning is no overlap; a double tap is one meeting.
        await Accepted(await City.Meets(helper, pair, "2026-11-10", "18:00", 90));
        await Accepted(await City.Meets(helper, pair, "2026-11-10", "18:00", 90));
        Assert.Equal((0, 150), await Hours(pair));

        var (newcomer, last) = (city.AsNewcomer(person, "fa"), await city.LastMeetingOf(pair));
        await Accepted(await newcomer.Act("/my/mentor", "Confirm", ("MeetingId", last.ToString())));
        Assert.Equal((90, 60), await Hours(pair));

        // Corrected, it waits for the newcomer again; the old row stands there as it was.
        await Accepted(await City.Meets(helper, pair, "2026-11-10", "18:00", 75, corrects: last));
        Assert.Equal((0, 135), await Hours(pair));
        await Refused(await City.Meets(helper, pair, "2026-11-10", "18:00", 80, corrects: last), "changed in the meantime");
        Assert.Equal(90, await city.InDatabase(db => db.Set<Meeting>().Where(row => row.Id == last).Select(row => row.Minutes).SingleAsync()));
        await Refused(await newcomer.Act("/my/mentor", "Confirm", ("MeetingId", last.ToString())), null);

        var corrected = await city.InDatabase(db => db.Set<Meeting>().Where(row => row.CorrectsId == last).Select(row => row.Id).SingleAsync());
        await Accepted(await newcomer.Act("/my/mentor", "Confirm", ("MeetingId", corrected.ToString())));
        await Accepted(await newcomer.Act("/my/mentor", "NotSo", ("MeetingId", corrected.ToString()), ("Said", "نیم ساعت بود")));
        Assert.Equal((0, 60), await Hours(pair));
        Assert.Contains("نیم ساعت بود", WebUtility.HtmlDecode(await helper.Client.GetStringAsync($"/mentor/pairs/{pair}")), StringComparison.Ordinal);
        await Accepted(await newcomer.Act("/my/mentor", "Confirm", ("MeetingId", corrected.ToString())));
        Assert.Equal((75, 60), await Hours(pair));
        await Accepted(await helper.Client.Act($"/mentor/pairs/{pair}", "TakeBack", ("MeetingId", corrected.ToString())));
        await Accepted(await helper.Client.Act($"/mentor/pairs/{pair}", "TakeBack", ("MeetingId", corrected.ToString())));
        Assert.Equal((0, 60), await Hours(pair));
        Assert.Equal(["Confirmed", "NotSo", "Confirmed", "TakenBack"], await city.InDatabase(db => db.Set<Meeting>().Where(row => row.Id == corrected).SelectMany(row => row.Words).OrderBy(word => word.Id).Select(word => word.State.ToString()).ToListAsync()));
    }

    [Fact]
    public async Task Twelve_months_count_from_the_status_and_until_one_is_recorded_from_the_start_of_the_pair()
    {
        var (coach, helper) = (city.As(Roles.Coach), await city.HasHelper());
        var (pending, granted) = (await city.HasNewcomer(status: LegalStatus.AsylumSeeker), await city.HasNewcomer(status: LegalStatus.Refugee));
        var (first, second) = (await city.HasPair(helper, pending, "social-mentor", daysAgo: 10), await city.HasPair(helper, granted, "social-mentor", daysAgo: 10));

        // The status is pending: the pair began on the 6th, and a year later it ends, as long as nothing else is recorded.
        var page = await Page(first);
        Assert.Contains("No status is recorded from which the 12 months count (Refugee, Subsidiary protection).", page, StringComparison.Ordinal);
        Assert.Contains("6 November 2026 – 6 November 2027", page, StringComparison.Ordinal);

        // Granted on 1 March: so much of it is over already.
        page = await Page(second);
        Assert.Contains("The 12 months count from 1 March 2026, when the status was granted.", page, StringComparison.Ordinal);
        Assert.Contains("6 November 2026 – 1 March 2027", page, StringComparison.Ordinal);

        // It is granted, and the end follows by itself. The helper reads until when, and nothing of the status.
        await Accepted(await coach.Act($"/coach/people/{pending}", "Status", ("status", "SubsidiaryProtection"), ("from", "2026-11-12")));
        page = await Page(first);
        Assert.Contains("The 12 months count from 12 November 2026, when the status was granted.", page, StringComparison.Ordinal);
        Assert.Contains("6 November 2026 – 12 November 2027", page, StringComparison.Ordinal);
        var theirs = WebUtility.HtmlDecode(await helper.Client.GetStringAsync($"/mentor/pairs/{first}"));
        Assert.Contains("6 November 2026 – 12 November 2027", theirs, StringComparison.Ordinal);
        Assert.DoesNotContain("status was granted", theirs, StringComparison.Ordinal);

        // Where months have nothing to do with a status, nothing is said of it.
        var other = await Page(await city.HasPair(await city.HasHelper(), pending, "workplace", daysAgo: 10));
        Assert.Contains("6 November 2026 – 6 November 2027", other, StringComparison.Ordinal);
        Assert.DoesNotContain("months count", other, StringComparison.Ordinal);

        async Task<string> Page(Guid pair) => WebUtility.HtmlDecode(await coach.GetStringAsync($"/mentoring/pairs/{pair}"));
    }

    /// <summary>The canary: the same helper under a template that demands nothing of the kind is proposed, so it is the demand (<see cref="Helper.Demand"/>) that refuses.</summary>
    [Fact]
    public async Task Nobody_meets_newcomers_before_training_and_check_are_done()
    {
        await city.HasPairTemplates();
        var person = await city.HasNewcomer();
        await Refused(await city.Proposes(await city.HasHelper(trained: false), person, "volunteer"), "training is missing");
        await Refused(await city.Proposes(await city.HasHelper(checkedOn: null), person, "volunteer"), "No criminal-record check");
        await Refused(await city.Proposes(await city.HasHelper(checkedOn: "2025-11-15"), person, "social-mentor"), "no longer valid");
        Assert.Equal(0, await city.InDatabase(db => db.Set<Pair>().CountAsync(pair => pair.ParticipantId == person)));
        await Accepted(await city.Proposes(await city.HasHelper(checkedOn: "2025-11-16"), person, "social-mentor"));

        await Accepted(await city.As(Roles.Administrator).Submit("/admin/pair-templates", ("Json", """{ "code": "nothing-demanded", "names": { "en": "Nothing demanded" } }""")));
        await Accepted(await city.Proposes(await city.HasHelper(trained: false, checkedOn: null), person, "nothing-demanded"));

        // What ran out between the question and the second yes stops it there.
        var helper = await city.HasHelper(checkedOn: "2024-11-20");
        var pair = await city.HasProposedPair(helper, person, "volunteer");
        await Accepted(await helper.Client.Act($"/mentor/pairs/{pair}", "Accept"));
        await city.InDatabase(db => db.Set<HelperProof>().Where(proof => proof.HelperId == helper.Id && proof.Kind == ProofKind.RecordCheck).ExecuteUpdateAsync(set => set.SetProperty(proof => proof.On, new DateOnly(2024, 11, 15))));
        await Refused(await city.AsNewcomer(person).Act("/my/mentor", "Accept", ("PairId", pair.ToString())), "no longer valid");
        Assert.Equal(PairState.Proposed, await StateOf(pair));
    }

    [Fact]
    public async Task What_is_not_yours_does_not_exist_for_you()
    {
        var (mine, theirs) = (await city.HasHelper("Mine"), await city.HasHelper("Theirs"));
        var (person, other) = (await city.HasNewcomer("Own", "Person"), await city.HasNewcomer("Other", "Person"));
        var (pair, foreign) = (await city.HasPair(mine, person), await city.HasPair(theirs, other));
        await Accepted(await City.Meets(theirs, foreign, "2026-11-10"));
        var meeting = await city.LastMeetingOf(foreign);
        var ownPage = await mine.Client.GetStringAsync($"/mentor/pairs/{pair}");
        Assert.DoesNotContain("Other", await mine.Client.GetStringAsync("/mentor"), StringComparison.Ordinal);
        foreach (var id in new[] { foreign, Guid.NewGuid() })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await mine.Client.GetAsync($"/mentor/pairs/{id}")).StatusCode);
            foreach (var handler in new[] { "Accept", "Decline", "End", "TakeBack", "Enter" })
            {
                var answer = await mine.Client.PostTo(
                    $"/mentor/pairs/{id}?handler={handler}", ownPage, ("Reason", "Moved"), ("MeetingId", meeting.ToString()), ("On", "2026-11-09"), ("From", "10:00"), ("Minutes", "60"), ("Support", "Work"), ("Difficulty", "Low"));
                Assert.True(answer.StatusCode == HttpStatusCode.NotFound, $"{handler}: {answer.StatusCode}");
            }
        }

        // Another pair's meeting by way of one's own pair.
        Assert.Equal(HttpStatusCode.NotFound, (await mine.Client.PostTo($"/mentor/pairs/{pair}?handler=TakeBack", ownPage, ("MeetingId", meeting.ToString()))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await City.Meets(mine, pair, "2026-11-09", corrects: meeting)).StatusCode);
        var newcomer = city.AsNewcomer(person);
        foreach (var (handler, field, id) in new[] { ("Confirm", "MeetingId", meeting), ("NotSo", "MeetingId", meeting), ("Accept", "PairId", foreign), ("Decline", "PairId", foreign), ("Other", "PairId", foreign), ("Confirm", "MeetingId", Guid.NewGuid()) })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await newcomer.Act("/my/mentor", handler, (field, id.ToString()))).StatusCode);
        }

        Assert.Equal((MeetingState.Entered, PairState.Active), (await city.InDatabase(db => db.Set<Meeting>().Where(row => row.Id == meeting).Select(row => row.State).SingleAsync()), await StateOf(foreign)));

        // A mentor has no way to what others see; the office's pages and OData are closed.
        foreach (var closed in new[] { "/mentoring", $"/mentoring/pairs/{pair}", "/coach", $"/coach/people/{person}", "/odata/Meetings", "/admin/pair-templates" })
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await mine.Client.GetAsync(closed)).StatusCode);
        }

        // Without the right to names an administrator sees pass numbers.
        Assert.DoesNotContain("Person", await city.As(Roles.Administrator).GetStringAsync("/mentoring"), StringComparison.Ordinal);
        Assert.Contains("Other Person", await city.As(Roles.Coach).GetStringAsync("/mentoring"), StringComparison.Ordinal);
    }

    /// <summary>The guard is the helper's lock in MentoringDesk.OnPair: without it two entries at once both find the time free.</summary>
    [Fact]
    public async Task Of_meetings_entered_at_once_one_stands_and_of_confirmations_at_once_one_is_written()
    {
        var helper = await city.HasHelper();
        var (one, other) = (await city.HasNewcomer(), await city.HasNewcomer());
        var pairs = new[] { await city.HasPair(helper, one), await city.HasPair(helper, other) };
        var pages = await Task.WhenAll(pairs.Select(pair => helper.Client.GetStringAsync($"/mentor/pairs/{pair}")));
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => helper.Client.PostTo(
            $"/mentor/pairs/{pairs[number % 2]}?handler=Enter", pages[number % 2], ("On", "2026-11-11"), ("From", $"10:0{number}"), ("Minutes", "60"), ("Support", "Work"), ("Difficulty", "High"))));
        Assert.Equal(1, answers.Count(answer => answer.StatusCode == HttpStatusCode.Redirect));
        Assert.Equal(7, answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict));
        var meeting = await city.InDatabase(db => db.Set<Meeting>().SingleAsync(row => row.HelperId == helper.Id));

        var newcomer = city.AsNewcomer(meeting.PairId == pairs[0] ? one : other);
        var page = await newcomer.GetStringAsync("/my/mentor");
        var said = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => newcomer.PostTo("/my/mentor?handler=Confirm", page, ("MeetingId", meeting.Id.ToString()))));
        Assert.All(said, answer => Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode));
        Assert.Equal(1, await city.InDatabase(db => db.Set<MeetingWord>().CountAsync(word => EF.Property<Guid>(word, "MeetingId") == meeting.Id)));
        Assert.Equal(1, await city.InDatabase(db => db.Set<AuditEntry>().CountAsync(entry => entry.Subject == meeting.Id && entry.Act == "meeting.confirmed")));
    }

    [Fact]
    public async Task Two_yeses_at_once_begin_the_pair_once_and_a_no_ends_the_question()
    {
        var (helper, person) = (await city.HasHelper(), await city.HasNewcomer());
        var pair = await city.HasProposedPair(helper, person);
        await Refused(await city.Proposes(helper, person), "together already");
        var newcomer = city.AsNewcomer(person);
        await Task.WhenAll(helper.Client.Act($"/mentor/pairs/{pair}", "Accept"), newcomer.Act("/my/mentor", "Accept", ("PairId", pair.ToString())));
        Assert.Equal(PairState.Active, await StateOf(pair));
        await Accepted(await newcomer.Act("/my/mentor", "Accept", ("PairId", pair.ToString())));
        await Refused(await newcomer.Act("/my/mentor", "Decline", ("PairId", pair.ToString())), "said yes already");
        Assert.Equal(3, await city.InDatabase(db => db.Set<PairEvent>().CountAsync(act => EF.Property<Guid>(act, "PairId") == pair)));

        var second = await city.HasProposedPair(await city.HasHelper(), person);
        await Accepted(await newcomer.Act("/my/mentor", "Decline", ("PairId", second.ToString())));
        await Accepted(await newcomer.Act("/my/mentor", "Decline", ("PairId", second.ToString())));
        Assert.Equal(PairState.Declined, await StateOf(second));
        await Refused(await city.As(Roles.Coach).Act($"/mentoring/pairs/{second}", "End", ("Reason", "Moved")), null, HttpStatusCode.NotFound, HttpStatusCode.Conflict);

        // What the office took back before it began is nobody's.
        var third = await city.HasProposedPair(helper, await city.HasNewcomer());
        await Accepted(await city.As(Roles.Coach).Act($"/mentoring/pairs/{third}", "End", ("Reason", "Moved")));
        Assert.Equal(HttpStatusCode.NotFound, (await helper.Client.GetAsync($"/mentor/pairs/{third}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await helper.Client.PostTo($"/mentor/pairs/{third}?handler=Accept", await helper.Client.GetStringAsync($"/mentor/pairs/{pair}"))).StatusCode);
    }

    [Fact]
    public async Task Whoever_left_begins_nothing_any_more()
    {
        var (helper, person) = (await city.HasHelper(), await city.HasNewcomer());
        var pair = await city.HasProposedPair(helper, person);
        await Accepted(await helper.Client.Act($"/mentor/pairs/{pair}", "Accept"));
        await Accepted(await city.As(Roles.Coach).Act($"/mentoring/helpers/{helper.Id}", "Leave"));
        await Refused(await city.AsNewcomer(person).Act("/my/mentor", "Accept", ("PairId", pair.ToString())), "gets no new people any more");
        Assert.Equal(PairState.Proposed, await StateOf(pair));
    }

    [Fact]
    public async Task Another_contact_person_is_asked_for_on_the_phone_and_answered_at_the_desk()
    {
        var (helper, person) = (await city.HasHelper(), await city.HasNewcomer("Wishes", "Other"));
        var pair = await city.HasPair(helper, person);
        var newcomer = city.AsNewcomer(person);
        await Accepted(await newcomer.Act("/my/mentor", "Other", ("PairId", pair.ToString()), ("Said", "I would rather talk to a woman")));
        Assert.Contains("You asked for another contact person", await newcomer.GetStringAsync("/my/mentor"), StringComparison.Ordinal);
        var coach = city.As(Roles.Coach);
        Assert.Contains("asks for another contact person", WebUtility.HtmlDecode(await coach.GetStringAsync("/mentoring")), StringComparison.Ordinal);
        Assert.Contains("rather talk to a woman", await coach.GetStringAsync($"/mentoring/pairs/{pair}"), StringComparison.Ordinal);
        Assert.DoesNotContain("rather talk", await helper.Client.GetStringAsync($"/mentor/pairs/{pair}"), StringComparison.Ordinal);
        await Refused(await coach.Act($"/mentoring/pairs/{pair}", "End", ("Reason", "")), null, HttpStatusCode.BadRequest);
        await Accepted(await coach.Act($"/mentoring/pairs/{pair}", "End", ("Reason", "OtherWished"), ("Said", "Somebody else was found")));
        await Refused(await coach.Act($"/mentoring/pairs/{pair}", "End", ("Reason", "Moved")), "has ended already");

        // Half a year later they are asked once more, and once.
        await city.InDatabase(db => db.Set<Pair>().Where(row => row.Id == pair).ExecuteUpdateAsync(set => set.SetProperty(row => row.ContactOn, new DateOnly(2026, 11, 16))));
        Assert.Contains("once more", await coach.GetStringAsync("/mentoring"), StringComparison.Ordinal);
        await Accepted(await coach.Act($"/mentoring/pairs/{pair}", "Contact", ("Said", "They still meet")));
        await Refused(await coach.Act($"/mentoring/pairs/{pair}", "Contact", ("Said", "They still meet")), "asked already");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{ "code": "x", "names": { "en": "\ud800" } }""", "This is no JSON")]
    [InlineData("""{ "code": "x", "names": { "en": "X" }, "\ud800": 3 }""", "This is no JSON")]
    [InlineData("""{ "code": "x", "names": { "en": "X" }, "meetngs": 3 }""", "meetngs: there is no such field")]
    [InlineData("""{ "code": "x", "names": { "en": "X" }, "minimumMinutes": 5, "months": 90 }""", "minimumMinutes: write a whole number from 15 to 720", "months: write a whole number from 1 to 60")]
    [InlineData("""{ "code": "x", "names": { "en": "X" }, "plannedHours": { "gardening": 5 } }""", "plannedHours.gardening: write one of language, office")]
    [InlineData("""{ "code": "x", "names": { "en": "X" }, "programme": "no-such" }""", "programme: there is no programme of this code")]
    public async Task A_template_that_is_wrong_is_refused_with_all_that_is_wrong(string json, params string[] sentences)
    {
        var admin = city.As(Roles.Administrator);
        var answer = await admin.Submit("/admin/pair-templates", ("Json", json));
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, page);
        Assert.All(sentences, sentence => Assert.Contains(sentence, page, StringComparison.Ordinal));
        Assert.False(await city.InDatabase(db => db.Set<PairTemplate>().AnyAsync(template => template.Code == "x")));
        Assert.Equal(HttpStatusCode.BadRequest, (await admin.Submit("/admin/pair-templates", ("Json", new string('x', 100_000)))).StatusCode);
    }

    [Fact]
    public async Task Empty_and_odd_input_is_asked_for_again_and_stores_nothing()
    {
        var (helper, person) = (await city.HasHelper(), await city.HasNewcomer());
        var pair = await city.HasPair(helper, person);
        foreach (var odd in new[] { "", "\0", "-1", "99999999999", "31.02.2026", new string('x', 5_000) })
        {
            var answer = await helper.Client.Act($"/mentor/pairs/{pair}", "Enter", ("On", odd), ("From", odd), ("Minutes", odd), ("Support", odd), ("Difficulty", odd), ("Place", odd));
            Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{odd}: {answer.StatusCode}");
        }

        Assert.False(await city.InDatabase(db => db.Set<Meeting>().AnyAsync(meeting => meeting.PairId == pair)));
        foreach (var languages in new[] { "deutsch", "d", "de;1x", "\0\0" })
        {
            var answer = await city.As(Roles.Coach).Submit("/mentoring/helpers/new", ("Name", "Odd"), ("Kind", "Mentor"), ("Languages", languages));
            Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, languages);
        }

        // One account is one helper's.
        var taken = await city.As(Roles.Coach).Submit("/mentoring/helpers/new", ("Name", "Second"), ("Kind", "Mentor"), ("Languages", "de"), ("AccountId", helper.Account.ToString()));
        Assert.Equal(HttpStatusCode.BadRequest, taken.StatusCode);
    }

    [Fact]
    public async Task The_likeliest_helper_stands_first_and_what_is_missing_is_said()
    {
        await using var own = await City.New();
        await own.HasPairTemplates();
        await own.HasHelper("Speaks German", languages: "de");
        await own.HasHelper("Speaks Farsi", languages: "de, fa");
        await own.HasHelper("Untrained", trained: false, languages: "fa");
        var person = await own.HasNewcomer(language: "fa");
        var page = await own.As(Roles.Coach).GetStringAsync($"/mentoring/pairs/new?person={person}&template=language-pairs");
        int At(string name) => page.IndexOf(name, StringComparison.Ordinal);
        Assert.True(At("Speaks Farsi") > 0 && At("Speaks Farsi") < At("Speaks German") && At("Speaks German") < At("Untrained"), page);
        Assert.Contains("The training is missing", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kind_whose_programme_refuses_the_person_stands_apart_with_the_reason_and_is_not_proposed_unseen()
    {
        await using var own = await City.New();
        await own.HasAllProgrammes();
        await own.HasPairTemplates();
        var (helper, person) = (await own.HasHelper(), await own.HasNewcomer());
        await own.InDatabase(db => db.Set<Participant>().Where(row => row.Id == person).ExecuteUpdateAsync(set => set.SetProperty(row => row.BirthDate, new DateOnly(1960, 1, 1))));
        var page = WebUtility.HtmlDecode(await own.As(Roles.Coach).GetStringAsync($"/mentoring/pairs/new?person={person}&template=workplace"));
        var (apart, workplace, pairs) = (page.IndexOf("<optgroup label=\"The programme does not take this person\"", StringComparison.Ordinal), page.IndexOf("value=\"workplace\"", StringComparison.Ordinal), page.IndexOf("value=\"language-pairs\"", StringComparison.Ordinal));
        Assert.True(pairs > 0 && pairs < apart && apart < workplace, page);
        Assert.Contains("the programme PRIME, which does not take this person.", page, StringComparison.Ordinal);
        Assert.Contains("Propose anyway", page, StringComparison.Ordinal);
        var reasons = (await own.Ask<IEligibility, IReadOnlyList<ProgrammeAnswer>>(eligibility => eligibility.Check(person, default))).Single(answer => answer.ProgrammeCode == "prime").Reasons;
        Assert.Contains(reasons[0], page, StringComparison.Ordinal);

        // In the reader's language, and without reasons for whom ages are none of their business.
        Assert.Contains("das diese Person nicht aufnimmt", WebUtility.HtmlDecode(await (await own.As(Roles.Coach).SendAsync(new(HttpMethod.Get, $"/mentoring/pairs/new?person={person}&template=workplace") { Headers = { { "Accept-Language", "de" } } })).Content.ReadAsStringAsync()), StringComparison.Ordinal);
        var pseudonymous = WebUtility.HtmlDecode(await own.As(Roles.Administrator).GetStringAsync($"/mentoring/pairs/new?person={person}&template=workplace"));
        Assert.Contains("which does not take this person.", pseudonymous, StringComparison.Ordinal);
        Assert.DoesNotContain(reasons[0], pseudonymous, StringComparison.Ordinal);

        await Refused(await own.Proposes(helper, person, "workplace", anyway: false), "Something speaks against this pair");
        Assert.False(await own.InDatabase(db => db.Set<Pair>().AnyAsync()));
        await Accepted(await own.Proposes(helper, person, "workplace"));
        await Accepted(await own.Proposes(helper, await own.HasNewcomer(), "volunteer", anyway: false));
    }

    [Fact]
    public async Task Of_like_age_is_what_the_kind_of_pair_says_and_nobody_reads_the_years()
    {
        await using var own = await City.New();
        await own.HasPairTemplates();
        var person = await own.HasNewcomer();
        await own.InDatabase(db => db.Set<Participant>().Where(row => row.Id == person).ExecuteUpdateAsync(set => set.SetProperty(row => row.BirthDate, new DateOnly(1991, 6, 1))));
        await own.HasHelper("Of like age", born: 1998);
        await own.HasHelper("Somewhat older", born: 1978);
        var far = await own.HasHelper("Much older", born: 1950);
        await own.HasHelper("Ageless", born: null);
        var page = WebUtility.HtmlDecode(await own.As(Roles.Coach).GetStringAsync($"/mentoring/pairs/new?person={person}&template=language-pairs"));
        Assert.Contains("At most 10 years apart", Card("Of like age"), StringComparison.Ordinal);
        Assert.DoesNotContain("Not of like age", Card("Of like age"), StringComparison.Ordinal);
        Assert.Contains("At most 20 years apart", Card("Somewhat older"), StringComparison.Ordinal);
        Assert.Contains("Not of like age: this kind of pair is for people who are at most 10 years apart.", Card("Somewhat older"), StringComparison.Ordinal);
        Assert.Contains("More than 20 years apart", Card("Much older"), StringComparison.Ordinal);
        Assert.Contains("Propose anyway", Card("Much older"), StringComparison.Ordinal);
        Assert.Contains("Age not known", Card("Ageless"), StringComparison.Ordinal);
        Assert.DoesNotContain("Propose anyway", Card("Ageless"), StringComparison.Ordinal);
        Assert.DoesNotMatch("\\b(7|13|41) years", page);
        await Refused(await own.Proposes(far, person, anyway: false), "Something speaks against this pair");
        await Accepted(await own.Proposes(far, person));

        // Where age does not matter nobody is warned.
        var volunteer = WebUtility.HtmlDecode(await own.As(Roles.Coach).GetStringAsync($"/mentoring/pairs/new?person={person}&template=volunteer"));
        Assert.DoesNotContain("Not of like age", volunteer, StringComparison.Ordinal);

        string Card(string name) => page.Split("<article").Single(card => card.Contains($"<bdi>{name}</bdi>", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whoever_speaks_the_language_is_suggested_among_hundreds_who_do_not()
    {
        await using var own = await City.New();
        await own.HasPairTemplates();
        await own.InDatabase(async db =>
        {
            db.AddRange(Enumerable.Range(0, 500).Select(number => Unproven($"Crowd {number}", "de")).Append(Unproven("Speaks Farsi", "de,fa")));
            await db.SaveChangesAsync();
        });
        var person = await own.HasNewcomer(language: "fa");
        Assert.Contains("Speaks Farsi", await own.As(Roles.Coach).GetStringAsync($"/mentoring/pairs/new?person={person}&template=language-pairs"), StringComparison.Ordinal);

        Helper Unproven(string name, string languages) => new() { Name = name, Kind = HelperKind.Volunteer, Languages = languages, Availability = 0, AddedAt = own.Clock.GetUtcNow() };
    }

    [Fact]
    public async Task Pairs_and_helpers_come_in_pages_on_the_desk()
    {
        await using var own = await City.New();
        await own.HasPairTemplates();
        var (pairs, helpers) = await own.InDatabase(async db =>
        {
            var (template, now) = (await db.Set<PairTemplate>().SingleAsync(row => row.Code == "language-pairs"), own.Clock.GetUtcNow());
            var some = Enumerable.Range(0, MentoringModel.AtOnce + 1).Select(number => new Helper { Name = $"Helper {number}", Kind = HelperKind.Student, Languages = "de", Availability = 0, AddedAt = now }).ToArray();
            db.AddRange(some);
            var theirs = Array.ConvertAll(some, helper => Pair.Propose(helper, Guid.NewGuid(), template, Guid.Empty, now));
            db.AddRange(theirs);
            await db.SaveChangesAsync();
            return (theirs.Select(pair => $"/mentoring/pairs/{pair.Id}\"").ToArray(), some.Select(helper => $"/mentoring/helpers/{helper.Id}\"").ToArray());
        });
        Assert.Equal((MentoringModel.AtOnce, 1), await Pages("/mentoring", pairs));
        Assert.Equal((MentoringModel.AtOnce, 1), await Pages("/mentoring?onlyHelpers=true", helpers));
        Assert.Contains("/mentoring?onlyHelpers=true&from=", WebUtility.HtmlDecode(await own.As(Roles.Coach).GetStringAsync("/mentoring")), StringComparison.Ordinal);

        async Task<(int First, int Second)> Pages(string address, string[] links)
        {
            var coach = own.As(Roles.Coach);
            var first = WebUtility.HtmlDecode(await coach.GetStringAsync(address));
            var second = await coach.GetStringAsync(first.Split("\" id=\"more\"")[0].Split("href=\"")[^1]);
            Assert.All(links, link => Assert.True(first.Contains(link, StringComparison.Ordinal) != second.Contains(link, StringComparison.Ordinal), link));
            return (links.Count(link => first.Contains(link, StringComparison.Ordinal)), links.Count(link => second.Contains(link, StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task A_check_that_runs_out_is_told_once_and_a_new_one_later_once_more()
    {
        await using var own = await City.New();
        var helper = await own.HasHelper(checkedOn: "2025-12-10");
        await own.HasPair(helper, await own.HasNewcomer(), "social-mentor");
        var fine = await own.HasHelper(checkedOn: "2026-09-01");
        await own.HasPair(fine, await own.HasNewcomer(), "social-mentor");
        for (var night = 0; night < 3; night++)
        {
            await own.Runs("mentor-checks");
        }

        Assert.Equal(1, await Told());
        Assert.Contains("10 December 2026", await own.As(Roles.Coach).GetStringAsync("/mentoring"), StringComparison.Ordinal);
        own.Clock.Advance(TimeSpan.FromMinutes(1));
        await Accepted(await own.As(Roles.Coach).Act($"/mentoring/helpers/{helper.Id}", "Proof", ("Proof", "RecordCheck"), ("On", "2026-11-15")));
        await own.Runs("mentor-checks");
        Assert.Equal(1, await Told());
        own.Clock.Advance(TimeSpan.FromDays(350));
        await own.Runs("mentor-checks");
        Assert.Equal(3, await Told());

        Task<int> Told() => own.InDatabase(db => db.Set<Message>().CountAsync(message => message.Kind == RemindOfChecks.Letter));
    }

    /// <summary>The report, OData and the month's page against SQL that was written by hand.</summary>
    [Fact]
    public async Task The_numbers_of_the_reports_are_those_of_the_rows()
    {
        await using var own = await City.New();
        await own.HasAllProgrammes();
        var (helper, second) = (await own.HasHelper(), await own.HasHelper("Second"));
        var people = new[] { await own.HasNewcomer(), await own.HasNewcomer(), await own.HasNewcomer() };
        var pairs = new[] { await own.HasPair(helper, people[0], "workplace", 45), await own.HasPair(helper, people[1], daysAgo: 45), await own.HasPair(second, people[1], "social-mentor", 45), await own.HasPair(second, people[2], daysAgo: 45) };
        var dice = new Random(14);
        for (var number = 0; number < 24; number++)
        {
            var which = number % 4;
            var (day, support) = (new DateOnly(2026, 10, 5).AddDays(number), new[] { "Work", "Language", "Culture" }[dice.Next(3)]);
            await Accepted(await City.Meets(which < 2 ? helper : second, pairs[which], day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), minutes: 60 + (dice.Next(5) * 15), support: support, difficulty: new[] { "Low", "Middle", "High" }[dice.Next(3)]));
            var meeting = await own.LastMeetingOf(pairs[which]);
            own.Clock.Advance(TimeSpan.FromSeconds(1));
            if (number % 3 != 2)
            {
                await Accepted(await own.AsNewcomer(people[new[] { 0, 1, 1, 2 }[which]]).Act("/my/mentor", number % 6 == 4 ? "NotSo" : "Confirm", ("MeetingId", meeting.ToString())));
            }
        }

        var (clients, minutes) = (
            await Scalar("select count(distinct p.participant_id) from mentoring.pair p join mentoring.meeting m on m.pair_id = p.id where m.state = 'Confirmed' and m.\"on\" between '2026-10-01' and '2026-10-31'"),
            await Scalar("select coalesce(sum(m.minutes), 0) from mentoring.meeting m where m.state = 'Confirmed' and m.\"on\" between '2026-10-01' and '2026-10-31'"));
        Assert.True(clients == 3 && minutes > 600, $"{clients} {minutes}");
        var report = await own.InScope(services => services.GetRequiredService<MakeReport>().Of(new(new(PeriodKind.Month, 2026, 10)), Enum.GetValues<Breakdown>(), default));
        Assert.Equal((clients, minutes), (report.Total[Measure.Accompanied], report.Total[Measure.AccompaniedTime]));
        Assert.Equal(minutes, report[Breakdown.Programme].Lines.Sum(line => line[Measure.AccompaniedTime]));
        Assert.Equal(
            await Scalar("select sum(m.minutes) from mentoring.pair p join mentoring.meeting m on m.pair_id = p.id where m.state = 'Confirmed' and p.programme_code = 'prime' and m.\"on\" between '2026-10-01' and '2026-10-31'"),
            report[Breakdown.Programme].Lines.Single(line => line.Key == "prime")[Measure.AccompaniedTime]);

        // The rows behind each number, asked through OData.
        foreach (var by in new[] { Breakdown.Programme, Breakdown.Gender, Breakdown.Class, Breakdown.Provider })
        {
            foreach (var line in report[by].Lines.Append(report.Total))
            {
                foreach (var measure in new[] { Measure.Accompanied, Measure.AccompaniedTime })
                {
                    var behind = RowsBehind.Of(measure, report.Question, by, ReferenceEquals(line, report.Total) ? null : line, own.Services.GetRequiredService<Platform.CityTime>());
                    var sum = behind is not { } rows ? 0 : RowsBehind.ColumnOf(measure) is { } column
                        ? await OData($"{rows.Set}?$apply=filter({rows.Filter})/aggregate({column} with sum as Sum)")
                        : await OData($"{rows.Set}?$apply=filter({rows.Filter})/aggregate($count as Sum)");
                    Assert.True(sum == line[measure], $"{by} '{line.Key}' {measure}: {line[measure]}, rows {sum}: {behind}");
                }
            }
        }

        var page = await own.As(Roles.Auditor).GetStringAsync("/mentoring/report?month=2026-10-15");
        Assert.Contains("Clients: 3", page, StringComparison.Ordinal);
        Assert.Contains($"<td class=\"number\">{minutes / 60m:0.#}</td></tr>", page, StringComparison.Ordinal);
        foreach (var support in new[] { "Work", "Language", "Culture" })
        {
            var ofSupport = await Scalar($"select coalesce(sum(m.minutes), 0) from mentoring.meeting m where m.state = 'Confirmed' and m.support = '{support}' and m.\"on\" between '2026-10-01' and '2026-10-31'");
            Assert.Equal(ofSupport, await OData($"Meetings?$apply=filter(State eq 'Confirmed' and Support eq '{support}' and Date ge 2026-10-01 and Date le 2026-10-31)/aggregate(Minutes with sum as Sum)"));
        }

        Task<long> Scalar(string sql)
        {
            var whole = $"select cast(({sql}) as bigint) as \"Value\"";
            return own.InDatabase(db => db.Database.SqlQueryRaw<long>(whole).SingleAsync());
        }

        async Task<long> OData(string question)
        {
            var answer = await own.As(Roles.Auditor).GetAsync("/odata/" + Uri.EscapeDataString(question).Replace("%3F", "?", StringComparison.Ordinal).Replace("%24", "$", StringComparison.Ordinal).Replace("%3D", "=", StringComparison.Ordinal).Replace("%2F", "/", StringComparison.Ordinal));
            var body = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.IsSuccessStatusCode, $"{question}: {body}");
            using var json = JsonDocument.Parse(body);
            return json.RootElement.GetProperty("value").EnumerateArray().Select(row => row.TryGetProperty("Sum", out var sum) && sum.ValueKind == JsonValueKind.Number ? (long)sum.GetDouble() : 0).Sum();
        }
    }

    [Fact]
    public async Task A_pair_that_ended_goes_when_its_time_is_over_and_the_helper_after_it()
    {
        await using var own = await City.New();
        var (helper, person) = (await own.HasHelper(), await own.HasNewcomer());
        var pair = await own.HasPair(helper, person);
        await Accepted(await City.Meets(helper, pair, "2026-11-10"));
        await Accepted(await own.AsNewcomer(person).Act("/my/mentor", "Confirm", ("MeetingId", (await own.LastMeetingOf(pair)).ToString())));
        await Accepted(await helper.Client.Act($"/mentor/pairs/{pair}", "End", ("Reason", "Finished")));
        await Accepted(await own.As(Roles.Coach).Act($"/mentoring/helpers/{helper.Id}", "Leave"));
        own.Clock.MoveTo(own.Clock.GetUtcNow().AddMonths(59));
        await own.Runs(ForgetWhatIsOver.Name);
        Assert.Equal(1, await own.InDatabase(db => db.Set<Pair>().CountAsync()));
        own.Clock.MoveTo(own.Clock.GetUtcNow().AddMonths(2));
        await own.Runs(ForgetWhatIsOver.Name);
        own.Clock.Advance(TimeSpan.FromDays(1));
        await own.Runs(ForgetWhatIsOver.Name);
        Assert.Equal((0, 0, 0, 0), await own.InDatabase(async db => (await db.Set<Pair>().CountAsync(), await db.Set<Meeting>().CountAsync(), await db.Set<MeetingWord>().CountAsync(), await db.Set<Helper>().CountAsync())));
    }

    [Fact]
    public async Task Letters_ask_both_and_say_that_a_meeting_waits()
    {
        var (helper, person) = (await city.HasHelper("Named Helper"), await city.HasNewcomer());
        var pair = await city.HasPair(helper, person);
        await Accepted(await City.Meets(helper, pair, "2026-11-10"));
        Assert.Equal(["meeting-to-confirm", "pair-proposed"], await city.Ask<IMessages, List<string>>(messages => messages.Reminders.Where(row => row.ParticipantId == person).Select(row => row.Kind).OrderBy(kind => kind).ToListAsync()));
        Assert.Contains("Named Helper", await city.AsNewcomer(person).GetStringAsync("/my/letters"), StringComparison.Ordinal);

        // The helper's letter names nobody: it is kept when the newcomer is erased.
        Assert.All(await city.InDatabase(db => db.Set<Message>().Where(message => message.Kind == MentoringDesk.Offered).Select(message => message.Details).ToListAsync()), details => Assert.Equal("", details));
    }

    private async Task<(int Confirmed, int Waiting)> Hours(Guid pair)
    {
        var sums = PairSums.Of(await city.InDatabase(db => db.Set<Meeting>().AsNoTracking().Where(meeting => meeting.PairId == pair).ToListAsync()));
        return (sums.Minutes, sums.WaitingMinutes);
    }

    private Task<PairState> StateOf(Guid pair) => city.InDatabase(db => db.Set<Pair>().Where(row => row.Id == pair).Select(row => row.State).SingleAsync());

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
