using System.Net;
using Courses.Attendance;
using Courses.Contracts.Access;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Participants;
using Courses.Contracts.Messaging;
using Courses.Eligibility;
using Courses.Eligibility.Features;
using Courses.Messaging;
using Courses.Platform.Database;
using Courses.Reporting.Reports;
using Courses.Tests.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

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

    /// <summary>What may follow on a warning takes income away: a warning is news, whatever else came that day and whoever wants no reminders.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_warning_is_no_reminder(bool wantsNone)
    {
        await city.HasAllProgrammes();
        var email = $"warned-{wantsNone}@example.org".ToLowerInvariant();
        var person = await city.HasLearner(email: email);
        if (wantsNone)
        {
            await city.InDatabase(async db =>
            {
                db.Add(new RemindersOff { ParticipantId = person, Since = city.Clock.GetUtcNow() });
                await db.SaveChangesAsync();
            });
        }
        else
        {
            await using var scope = city.Services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<CoursesDb>().Transact(
                () => scope.ServiceProvider.GetRequiredService<IMessages>().Queue(new() { ParticipantId = person, Kind = "voucher-expires", OnceKey = $"reminded:{person}", Details = ["V-1", "2026-12-30"] }, default), default);
            await city.Runs("send-messages");
        }

        var before = city.Mail.To(email).Count;
        await city.HasAttended(person, "inlt", "ppaapappaaaa");
        await city.Runs("recompute-stale");
        await city.Runs("send-messages");
        Assert.Equal(wantsNone ? 0 : 1, before);
        var letter = city.Mail.To(email).Skip(before).Single();
        Assert.Contains("InLT", SmtpCatcher.TextOf(letter), StringComparison.Ordinal);
        Assert.DoesNotContain("List-Unsubscribe", letter, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Under_the_line_a_binding_rule_proposes_and_a_person_decides_after_hearing_her()
    {
        await city.HasAllProgrammes();
        var person = await city.HasLearner(email: "under@example.org");
        await FallsUnder(person);
        var proposal = await ProposalOf(person);
        Assert.Equal(ProposalState.Open, proposal.State);

        var coach = city.As(Roles.Coach);
        var tooSoon = await coach.Submit("/coach/proposals?handler=Confirm", ("Id", proposal.Id.ToString()), ("Reason", "Too many lessons missed."), ("Sure", "true"));
        Assert.Equal(HttpStatusCode.Conflict, tooSoon.StatusCode);

        var her = city.AsNewcomer(person);
        Assert.Equal(HttpStatusCode.Redirect, (await her.Submit("/my/decisions?handler=Comment", ("Id", proposal.Id.ToString()), ("Text", "My child was ill."))).StatusCode);
        Assert.Contains("My child was ill.", await coach.GetStringAsync("/coach/proposals"), StringComparison.Ordinal);

        // A first word does not end the time to comment: there may be more to say, and it is added.
        tooSoon = await coach.Submit("/coach/proposals?handler=Confirm", ("Id", proposal.Id.ToString()), ("Reason", "Too many lessons missed."), ("Sure", "true"));
        Assert.Equal(HttpStatusCode.Conflict, tooSoon.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await her.Submit("/my/decisions?handler=All", ("Id", proposal.Id.ToString()), ("Text", "The doctor was away."))).StatusCode);
        Assert.Equal("My child was ill.\nThe doctor was away.", (await ProposalOf(person)).Comment);
        var ended = await BenefitsEnded();
        var decided = await coach.Submit("/coach/proposals?handler=Confirm", ("Id", proposal.Id.ToString()), ("Reason", "Too many lessons missed."), ("Sure", "true"));
        Assert.True(decided.StatusCode == HttpStatusCode.Redirect, await decided.Content.ReadAsStringAsync());
        Assert.Equal(ended + 1, await BenefitsEnded());
        Assert.Equal(HttpStatusCode.Redirect, (await her.Submit("/my/decisions?handler=Appeal", ("Id", proposal.Id.ToString()), ("Text", "Here is the doctor's letter."))).StatusCode);
        Assert.True((await ProposalOf(person)).AppealIsOpen);
        Assert.Contains("This benefit ended on", await her.GetStringAsync("/my/rights"), StringComparison.Ordinal);

        // An appeal is decided by another person than the decision.
        var same = await coach.Submit("/coach/proposals?handler=Reject", ("Id", proposal.Id.ToString()), ("Reason", "The letter convinces."));
        Assert.Equal(HttpStatusCode.Conflict, same.StatusCode);
        Assert.Contains("Somebody else must decide the appeal", await same.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.True((await ProposalOf(person)).AppealIsOpen);
        var another = await city.InScope(async services =>
        {
            await services.GetRequiredService<DecideProposal>().Reject(proposal.Id, new(null, "The letter convinces.", "en"), "Another coach", Guid.NewGuid(), default);
            return true;
        });
        Assert.True(another);
        Assert.Equal(ProposalState.Rejected, (await ProposalOf(person)).State);
        Assert.DoesNotContain("This benefit ended on", await her.GetStringAsync("/my/rights"), StringComparison.Ordinal);
        Assert.Equal(ended, await BenefitsEnded());
    }

    /// <summary>What the funder's report of this quarter says.</summary>
    private Task<long> BenefitsEnded() => city.InScope(async services =>
        (await services.GetRequiredService<MakeReport>().Of(new(ReportPeriod.Of(PeriodKind.Quarter, city.Today())), [Breakdown.Programme], default))[Breakdown.Programme].Lines.Single(line => line.Key == "inlt")[Measure.BenefitsEnded]);

    [Fact]
    public async Task Before_a_proposal_there_is_a_warning_unless_the_line_cannot_be_reached_any_more()
    {
        await city.HasAllProgrammes();
        var (fell, beyond) = (await city.HasLearner(email: "fell@example.org"), await city.HasLearner());
        await city.HasAttended(fell, "inlt", "ppaaaaaaaa");
        await city.HasAttended(beyond, "inlt", "ppaaaaaaaa", sessionsLeft: 2);
        await city.Runs("recompute-stale");
        Assert.Equal(("Under", "OutOfReach"), ((await BenefitOf(fell)).Forecast, (await BenefitOf(beyond)).Forecast));
        Assert.Equal(ProposalState.Open, (await ProposalOf(beyond)).State);
        Assert.Equal(["attendance-under"], await KindsTo(fell));
        Assert.Equal(0, await ProposalsOf(fell));

        city.Clock.Advance(TimeSpan.FromDays(6));
        await city.Runs("recompute-all");
        Assert.Equal(0, await ProposalsOf(fell));
        city.Clock.Advance(TimeSpan.FromDays(1));
        await city.Runs("recompute-all");
        await city.Runs("recompute-all");
        Assert.Equal(1, await ProposalsOf(fell));
        Assert.Equal(["attendance-under", "decision-proposed"], await KindsTo(fell));
    }

    [Fact]
    public async Task One_person_whose_facts_break_the_evaluation_is_set_aside_and_the_others_go_on()
    {
        await city.HasAllProgrammes();
        var people = new List<Guid>();
        for (var i = 0; i < 9; i++)
        {
            people.Add(await city.HasLearner());
            await city.HasAttended(people[i], "inlt", "pppppppp");
        }

        var broken = people[4];
        await city.InDatabase(db => db.Set<Participants.Participant>().Where(row => row.Id == broken).ExecuteUpdateAsync(set => set.SetProperty(row => row.FirstPermitOn, new DateOnly(9999, 12, 1))));
        Assert.Equal(9, await city.Runs("recompute-stale"));
        foreach (var person in people.Where(person => person != broken))
        {
            Assert.Equal("OnTrack", (await BenefitOf(person)).Forecast);
        }

        Assert.False(await city.InDatabase(db => db.Set<Decision>().AnyAsync(row => row.ParticipantId == broken)));
        var number = await city.InDatabase(db => db.Set<Participants.Participant>().Where(row => row.Id == broken).SelectMany(row => row.Passes).Select(pass => pass.Number).FirstAsync());
        Assert.Contains(number, await city.As(Roles.Administrator).GetStringAsync("/admin/jobs"), StringComparison.Ordinal);
        await city.Runs("recompute-all");

        await city.InDatabase(async db =>
        {
            await db.Set<Participants.Participant>().Where(row => row.Id == broken).ExecuteUpdateAsync(set => set.SetProperty(row => row.FirstPermitOn, new DateOnly(2026, 9, 1)));
            db.Add(new Stale { ParticipantId = broken, MarkedAt = city.Clock.GetUtcNow() });
            await db.SaveChangesAsync();
        });
        await city.Runs("recompute-stale");
        Assert.Equal("OnTrack", (await BenefitOf(broken)).Forecast);
        Assert.DoesNotContain(number, await city.As(Roles.Administrator).GetStringAsync("/admin/jobs"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Auditors_and_administrators_read_what_was_proposed_and_decided_and_change_nothing()
    {
        await city.HasAllProgrammes();
        var person = await city.HasLearner(givenName: "Zahra");
        await FallsUnder(person);
        var proposal = await ProposalOf(person);
        foreach (var role in new[] { Roles.Auditor, Roles.Administrator })
        {
            var client = city.As(role);
            var page = await client.GetStringAsync("/coach/proposals");
            Assert.Contains($"p{proposal.Id:N}", page, StringComparison.Ordinal);
            Assert.DoesNotContain("Zahra", page, StringComparison.Ordinal);
            Assert.Contains("20", await client.GetStringAsync($"/coach/decisions/{person}"), StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.NotFound, (await client.PostTo("/coach/proposals?handler=Reject", await client.GetStringAsync("/account/password"), ("Id", proposal.Id.ToString()), ("Reason", "no"))).StatusCode);
        }

        Assert.Equal(ProposalState.Open, (await ProposalOf(person)).State);
        var auditor = city.As(Roles.Auditor);
        Assert.DoesNotContain("handler=Load", await auditor.GetStringAsync("/admin/programmes"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await auditor.PostTo("/admin/programmes?handler=Load", await auditor.GetStringAsync("/account/password"), ("code", "inlt"))).StatusCode);
    }

    [Fact]
    public async Task Another_newcomers_proposal_is_not_found()
    {
        await city.HasAllProgrammes();
        var person = await city.HasLearner();
        await FallsUnder(person);
        var proposal = await ProposalOf(person);
        var other = await city.HasLearner();
        await FallsUnder(other);
        var answer = await city.AsNewcomer(other).Submit("/my/decisions?handler=Comment", ("Id", proposal.Id.ToString()), ("Text", "Not mine."));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task A_correction_settles_the_proposal_and_both_decisions_stay_on_record()
    {
        await city.HasAllProgrammes();
        var person = await city.HasLearner();
        await FallsUnder(person);
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

    /// <summary>Warned, and a week later still under the line.</summary>
    private async Task FallsUnder(Guid person)
    {
        await city.HasAttended(person, "inlt", "ppaaaaaaaa");
        await city.Runs("recompute-stale");
        city.Clock.Advance(TimeSpan.FromDays(8));
        await city.Runs("recompute-all");
    }

    private Task<List<string>> KindsTo(Guid person) => city.Ask<IMessages, List<string>>(messages => messages.Reminders.Where(row => row.ParticipantId == person).OrderBy(row => row.QueuedAt).Select(row => row.Kind).ToListAsync());

    private Task<int> ProposalsOf(Guid person) => city.InDatabase(db => db.Set<Proposal>().CountAsync(row => row.ParticipantId == person));

    private Task<Decision> BenefitOf(Guid person) =>
        city.InDatabase(db => db.Set<Decision>().AsNoTracking().SingleAsync(row => row.ParticipantId == person && row.Subject == Decision.Benefit && row.SupersededAt == null));

    private Task<Proposal> ProposalOf(Guid person) => city.InDatabase(db => db.Set<Proposal>().AsNoTracking().SingleAsync(row => row.ParticipantId == person));

    private Task<List<string>> Fingerprints() =>
        city.InDatabase(db => db.Set<Decision>().OrderBy(row => row.Id).Select(row => row.Id.ToString() + row.Signature + row.SupersededAt).ToListAsync());
}
