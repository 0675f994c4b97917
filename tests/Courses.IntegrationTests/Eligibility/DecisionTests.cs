using System.Net;
using Courses.Attendance;
using Courses.Contracts.Access;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Participants;
using Courses.Eligibility;
using Microsoft.EntityFrameworkCore;

namespace Courses.IntegrationTests.Eligibility;

public sealed class DecisionTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task Loading_the_templates_twice_changes_nothing()
    {
        await city.HasAllProgrammes();
        await city.HasAllProgrammes();
        Assert.Equal(7, await city.InDatabase(db => db.Set<Programme>().CountAsync()));
        Assert.Equal(2, (await city.Ask<IEligibility, List<ProgrammeRow>>(eligibility => eligibility.Programmes.Where(row => row.Code == "start-wien").ToListAsync())).Single().CurrentVersion);
    }

    [Fact]
    public async Task The_sums_are_those_of_the_sessions_held_from_the_day_she_joined()
    {
        await city.HasAllProgrammes();
        var person = await city.HasLearner();
        // The first two sessions were before she joined; excused leaves both sums, cancelled and unsigned count nowhere.
        await city.HasAttended(person, "inlt", "aappleax?p", joinedAfter: 2);
        await city.Runs("recompute-stale");
        var decision = await BenefitOf(person);
        Assert.Equal((90 + 90 + 45 + 90, (4 * 90) + 90), (decision.AttendedMinutes, decision.HeldMinutes));
    }

    [Fact]
    public async Task Recomputing_everybody_after_the_incremental_run_writes_nothing()
    {
        await city.HasAllProgrammes();
        foreach (var marks in new[] { "pppppppp", "paaaaaaaaa", "ppaappaa", "aaaaaaaaaaaa", "leleleap" })
        {
            await city.HasAttended(await city.HasLearner(), "inlt", marks);
        }

        await city.Runs("recompute-all");
        var sessions = await city.HasAttended(await city.HasLearner(), "inlt", "ppppaaaa");
        await city.Runs("recompute-stale");
        var before = await Fingerprints();
        Assert.Equal(0, await city.Runs("recompute-all"));
        Assert.Equal(before, await Fingerprints());
        Assert.NotEmpty(sessions);
    }

    [Fact]
    public async Task A_change_that_was_not_marked_is_found_by_the_nightly_run_only()
    {
        await city.HasAllProgrammes();
        var person = await city.HasLearner();
        var sessions = await city.HasAttended(person, "inlt", "ppppaaaa");
        await city.Runs("recompute-stale");
        await city.InDatabase(db => db.Set<Mark>().Where(mark => mark.ParticipantId == person).ExecuteDeleteAsync());
        Assert.Equal(0, await city.Runs("recompute-stale"));
        Assert.NotEqual(0, await city.Runs("recompute-all"));
        Assert.Equal(Outcome.NotYet, (await BenefitOf(person)).Outcome);
        Assert.NotEmpty(sessions);
    }

    [Fact]
    public async Task A_decision_row_is_written_only_when_outcome_or_reason_changes()
    {
        await city.HasAllProgrammes();
        var person = await city.HasLearner();
        await city.HasAttended(person, "inlt", "pppppppp");
        await city.Runs("recompute-stale");
        var first = await BenefitOf(person);
        await city.InDatabase(async db =>
        {
            db.Add(new Stale { ParticipantId = person, MarkedAt = city.Clock.GetUtcNow() });
            await db.SaveChangesAsync();
        });
        Assert.Equal(1, await city.Runs("recompute-stale"));
        Assert.Equal(first.Id, (await BenefitOf(person)).Id);
    }

    [Fact]
    public async Task Whoever_is_at_risk_hears_of_it_once_in_her_language_with_the_hours_that_may_be_missed()
    {
        await city.HasAllProgrammes();
        var person = await city.HasLearner(language: "uk", email: "risk@example.org", givenName: "Олена");
        await city.HasAttended(person, "inlt", "ppaapappaaaa");
        await city.Runs("recompute-stale");
        Assert.Equal("AtRisk", (await BenefitOf(person)).Forecast);
        await city.Runs("recompute-all");
        await city.Runs("send-messages");
        await city.Runs("send-messages");
        var letter = Assert.Single(city.Mail.To("risk@example.org"));
        var text = SmtpCatcher.TextOf(letter);
        Assert.Contains("Вітаємо, Олена!", text, StringComparison.Ordinal);
        Assert.Contains("lang=\"uk\"", text, StringComparison.Ordinal);

        // 10 of 24 hours attended: 1 more may be missed, since 10 of 25 is 40 %.
        Assert.Contains("пропустити ще лише 1 навчальну годину.", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Under_the_line_a_binding_rule_proposes_and_a_person_decides_after_hearing_her()
    {
        await city.HasAllProgrammes();
        var person = await city.HasLearner(email: "under@example.org");
        await city.HasAttended(person, "inlt", "ppaaaaaaaa");
        await city.Runs("recompute-stale");
        var proposal = await ProposalOf(person);
        Assert.Equal(ProposalState.Open, proposal.State);

        var coach = city.As(Roles.Coach);
        var tooSoon = await coach.Submit("/coach/proposals?handler=Confirm", ("Id", proposal.Id.ToString()), ("Reason", "Too many lessons missed."), ("Sure", "true"));
        Assert.Equal(HttpStatusCode.Conflict, tooSoon.StatusCode);

        var her = city.AsNewcomer(person);
        Assert.Equal(HttpStatusCode.Redirect, (await her.Submit("/my/decisions?handler=Comment", ("Id", proposal.Id.ToString()), ("Text", "My child was ill."))).StatusCode);
        Assert.Contains("My child was ill.", await coach.GetStringAsync("/coach/proposals"), StringComparison.Ordinal);
        var decided = await coach.Submit("/coach/proposals?handler=Confirm", ("Id", proposal.Id.ToString()), ("Reason", "Too many lessons missed."), ("Sure", "true"));
        Assert.True(decided.StatusCode == HttpStatusCode.Redirect, await decided.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Redirect, (await her.Submit("/my/decisions?handler=Appeal", ("Id", proposal.Id.ToString()), ("Text", "Here is the doctor's letter."))).StatusCode);
        Assert.True((await ProposalOf(person)).AppealIsOpen);
    }

    [Fact]
    public async Task Another_newcomers_proposal_is_not_found()
    {
        await city.HasAllProgrammes();
        var person = await city.HasLearner();
        await city.HasAttended(person, "inlt", "ppaaaaaaaa");
        await city.Runs("recompute-stale");
        var proposal = await ProposalOf(person);
        var other = await city.HasLearner();
        await city.HasAttended(other, "inlt", "ppaaaaaaaa");
        await city.Runs("recompute-stale");
        var answer = await city.AsNewcomer(other).Submit("/my/decisions?handler=Comment", ("Id", proposal.Id.ToString()), ("Text", "Not mine."));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task A_correction_settles_the_proposal_and_both_decisions_stay_on_record()
    {
        await city.HasAllProgrammes();
        var person = await city.HasLearner();
        var sessions = await city.HasAttended(person, "inlt", "ppaaaaaaaa");
        await city.Runs("recompute-stale");
        var under = await BenefitOf(person);
        var dayOfTheDecision = DateOnly.FromDateTime(city.Clock.GetUtcNow().UtcDateTime);
        await city.InDatabase(async db =>
        {
            foreach (var mark in await db.Set<Mark>().Where(mark => mark.ParticipantId == person).ToListAsync())
            {
                mark.Set(new Assessment(Contracts.Attendance.MarkState.Present, 90, false, Guid.NewGuid(), false), city.Clock.GetUtcNow());
            }

            db.Add(new Stale { ParticipantId = person, MarkedAt = city.Clock.GetUtcNow() });
            await db.SaveChangesAsync();
        });
        city.Clock.Advance(TimeSpan.FromDays(1));
        await city.Runs("recompute-stale");
        Assert.Equal(ProposalState.Settled, (await ProposalOf(person)).State);
        var both = await city.Ask<IEligibility, List<DecisionRow>>(eligibility => eligibility.Decisions.Where(row => row.ParticipantId == person && row.Subject == "benefit").OrderBy(row => row.DecidedAt).ToListAsync());
        Assert.Equal([Outcome.NotYet, Outcome.May], both.Select(row => row.Outcome));
        Assert.Equal(under.Id, both[0].Id);

        // What was decided on that day, and why, can be asked again.
        var page = await city.As(Roles.Coach).GetStringAsync($"/coach/decisions/{person}?On={dayOfTheDecision:yyyy-MM-dd}");
        Assert.Contains("You attended 4 of 20 lesson hours.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("You attended 20 of 20 lesson hours.", page, StringComparison.Ordinal);
        Assert.NotEmpty(sessions);
    }

    [Fact]
    public async Task Check_says_in_every_language_who_may_and_why()
    {
        await city.HasAllProgrammes();
        var person = await city.HasLearner(LegalStatus.ThirdCountryNational);
        var answers = await city.Ask<IEligibility, IReadOnlyList<ProgrammeAnswer>>(eligibility => eligibility.Check(person, CancellationToken.None));
        Assert.Equal(7, answers.Count);
        Assert.Equal(Outcome.May, answers.Single(answer => answer.ProgrammeCode == "start-wien").Outcome);
        Assert.Equal(Outcome.MayNot, answers.Single(answer => answer.ProgrammeCode == "latvia-mentor").Outcome);
        Assert.All(answers.SelectMany(answer => answer.Reasons.Concat(answer.Gives)), sentence => Assert.Matches("^[^{}]*[.!?]$", sentence));
    }

    [Fact]
    public async Task A_new_version_ends_the_one_before_and_an_unreadable_one_is_refused()
    {
        await city.HasAllProgrammes();
        var admin = city.As(Roles.Administrator);
        Assert.Contains("Start Wien", await admin.GetStringAsync("/admin/programmes"), StringComparison.Ordinal);
        var form = await admin.GetStringAsync("/admin/programmes/metadrasi/new");
        var bad = await admin.PostTo("/admin/programmes/metadrasi/new", form, ("ValidFrom", "2027-01-01"), ("Json", "{\"rules\":{\"unheardOf\":1}}"));
        Assert.Equal(HttpStatusCode.BadRequest, bad.StatusCode);
        var json = WebUtility.HtmlDecode(form[(form.IndexOf("spellcheck", StringComparison.Ordinal))..]);
        json = json[json.IndexOf('{', StringComparison.Ordinal)..json.IndexOf("</textarea>", StringComparison.Ordinal)];
        var good = await admin.PostTo("/admin/programmes/metadrasi/new", form, ("ValidFrom", "2027-01-01"), ("Json", json.Replace("\"reportEveryMonths\": 6", "\"reportEveryMonths\": 3", StringComparison.Ordinal)));
        Assert.True(good.StatusCode == HttpStatusCode.Redirect, await good.Content.ReadAsStringAsync());
        var programme = await city.InDatabase(db => db.Set<Programme>().Include(programme => programme.Versions).SingleAsync(programme => programme.Code == "metadrasi"));
        Assert.Equal((1, 2), (programme.InForce(new(2026, 12, 31))!.Number, programme.InForce(new(2027, 1, 1))!.Number));
        Assert.Equal(3, programme.InForce(new(2027, 1, 1))!.ReportEveryMonths);
    }

    private Task<Decision> BenefitOf(Guid person) =>
        city.InDatabase(db => db.Set<Decision>().AsNoTracking().SingleAsync(row => row.ParticipantId == person && row.Subject == Decision.Benefit && row.SupersededAt == null));

    private Task<Proposal> ProposalOf(Guid person) => city.InDatabase(db => db.Set<Proposal>().AsNoTracking().SingleAsync(row => row.ParticipantId == person));

    private Task<List<string>> Fingerprints() =>
        city.InDatabase(db => db.Set<Decision>().OrderBy(row => row.Id).Select(row => row.Id.ToString() + row.Signature + row.SupersededAt).ToListAsync());
}
