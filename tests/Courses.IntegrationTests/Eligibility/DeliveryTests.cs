using System.Net;
using Courses.Access;
using Courses.Contracts.Access;
using Courses.Eligibility;
using Courses.Tests.Shared;
using Courses.Timetable;
using Microsoft.EntityFrameworkCore;

namespace Courses.IntegrationTests.Eligibility;

/// <summary>Times to answer run from delivery, and nothing is taken from somebody of whom nobody knows that they were told.</summary>
public sealed class DeliveryTests(City city) : IClassFixture<City>, IAsyncLifetime
{
    private static readonly DateTimeOffset Monday = new(2026, 11, 16, 12, 0, 0, TimeSpan.Zero);

    public async Task InitializeAsync()
    {
        city.Clock.MoveTo(Monday);
        (city.Mail.RecipientAnswer, city.Mail.HangsUpAt) = (null, null);
        await city.HasAllProgrammes();
        await city.InDatabase(async db =>
        {
            await db.Set<Holiday>().ExecuteDeleteAsync();
            db.Add(new Holiday { Name = "Immaculate Conception", From = new(2026, 12, 8), Until = new(2026, 12, 8) });
            db.Add(new Holiday { Name = "A provider's own", ProviderId = Guid.NewGuid(), From = new(2026, 12, 1), Until = new(2026, 12, 4) });
            await db.SaveChangesAsync();
        });
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Letter_phone_and_desk_say_the_same_last_day_in_working_days_from_delivery()
    {
        var person = await Falls(email: "told@example.org");
        Assert.Equal((null, null), await ToldOf(person));
        await city.Runs("send-messages");

        // Tuesday the 24th; ten working days, and the eighth of December is none.
        Assert.Equal((new DateOnly(2026, 11, 24), new DateOnly(2026, 12, 9)), await ToldOf(person));
        Assert.Contains("until 9 December 2026", SmtpCatcher.TextOf(city.Mail.To("told@example.org")[^1]), StringComparison.Ordinal);
        Assert.Contains("until 9 December 2026", await city.AsNewcomer(person).GetStringAsync("/my/decisions"), StringComparison.Ordinal);
        Assert.Contains("until 9 December 2026", await city.AsNewcomer(person).GetStringAsync("/my/letters"), StringComparison.Ordinal);
        Assert.Contains("May comment until 9 December 2026", await city.As(Roles.Coach).GetStringAsync("/coach/proposals"), StringComparison.Ordinal);

        city.Clock.MoveTo(new(2026, 12, 9, 20, 0, 0, TimeSpan.Zero));
        Assert.Equal(HttpStatusCode.Conflict, (await Confirm(person)).StatusCode);
        city.Clock.MoveTo(new(2026, 12, 10, 8, 0, 0, TimeSpan.Zero));
        Assert.Equal(HttpStatusCode.Redirect, (await Confirm(person)).StatusCode);
    }

    [Fact]
    public async Task What_was_read_on_the_phone_first_counts_and_the_letter_says_that_day_too()
    {
        var person = await Falls(email: "read@example.org");
        city.Mail.HangsUpAt = "CONNECT";
        await city.Runs("send-messages");
        Assert.Equal((null, null), await ToldOf(person));
        Assert.Contains("until 9 December 2026", await city.AsNewcomer(person).GetStringAsync("/my/decisions"), StringComparison.Ordinal);
        city.Mail.HangsUpAt = null;
        city.Clock.Advance(TimeSpan.FromDays(2));
        await city.Runs("send-messages");
        Assert.Contains("until 9 December 2026", SmtpCatcher.TextOf(city.Mail.To("read@example.org")[^1]), StringComparison.Ordinal);
        Assert.Equal((new DateOnly(2026, 11, 24), new DateOnly(2026, 12, 9)), await ToldOf(person));
    }

    [Theory]
    [InlineData("no-address")]
    [InlineData("refused")]
    [InlineData("unknown")]
    [InlineData("waits")]
    public async Task Nothing_is_taken_from_somebody_who_was_not_told_until_a_person_notes_how(string how)
    {
        var person = await Falls(how == "no-address" ? null : $"{how}@delivery.example");
        (city.Mail.RecipientAnswer, city.Mail.HangsUpAt) = (how == "refused" ? "550 5.1.1 no such mailbox" : null, how == "unknown" ? SmtpCatcher.End : how == "waits" ? "CONNECT" : null);
        await city.Runs("send-messages");
        (city.Mail.RecipientAnswer, city.Mail.HangsUpAt) = (null, null);
        Assert.Equal((null, null), await ToldOf(person));

        city.Clock.MoveTo(new(2027, 2, 1, 12, 0, 0, TimeSpan.Zero));
        var refused = await Confirm(person);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("Nobody knows whether the newcomer has heard of the proposal", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(ProposalState.Open, (await ProposalOf(person)).State);

        // A small one does not count by itself either.
        await city.InDatabase(db => db.Set<Proposal>().Where(row => row.ParticipantId == person).ExecuteUpdateAsync(set => set.SetProperty(row => row.NeedsPerson, false)));
        await city.Runs("settle-small-proposals");
        Assert.Equal(ProposalState.Open, (await ProposalOf(person)).State);

        var coach = city.As(Roles.Coach);
        var page = $"/coach/proposals/{(await ProposalOf(person)).Id}/told";
        Assert.Contains(page, await coach.GetStringAsync("/coach/proposals"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await Tell("2026-11-23")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await Tell("2027-02-02")).StatusCode);
        var told = await Tell("2027-01-29");
        Assert.True(told.StatusCode == HttpStatusCode.Redirect, await told.Content.ReadAsStringAsync());
        Assert.Equal((new DateOnly(2027, 1, 29), new DateOnly(2027, 2, 12)), await ToldOf(person));
        Assert.Contains("Told on 29 January 2027 by Frau Gruber (by telephone)", await coach.GetStringAsync("/coach/proposals"), StringComparison.Ordinal);
        Assert.Contains(await Trail(person), row => row.Act == "proposal.told" && row.Details.Contains("telephone, 2027-01-29, Frau Gruber", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Conflict, (await Confirm(person)).StatusCode);
        city.Clock.MoveTo(new(2027, 2, 13, 12, 0, 0, TimeSpan.Zero));
        Assert.Equal(HttpStatusCode.Redirect, (await Confirm(person)).StatusCode);

        Task<HttpResponseMessage> Tell(string on) =>
            coach.Submit(page, ("On.Day", on[8..]), ("On.Month", on[5..7]), ("On.Year", on[..4]), ("How", "telephone"), ("By", "Frau Gruber"));
    }

    [Fact]
    public async Task A_small_proposal_that_cannot_be_settled_holds_up_no_other()
    {
        var (broken, other) = (await Falls("broken@delivery.example"), await Falls("other@delivery.example"));
        await city.Runs("send-messages");
        var first = new[] { (await ProposalOf(broken)).Id, (await ProposalOf(other)).Id };
        await city.InDatabase(db => db.Set<Proposal>().Where(row => first.Contains(row.Id)).ExecuteUpdateAsync(set => set.SetProperty(row => row.NeedsPerson, false)));
        await Sql($"alter table eligibility.proposal add constraint never check (id <> '{first[0]}' or decided_at is null)");
        city.Clock.MoveTo(new(2027, 3, 1, 12, 0, 0, TimeSpan.Zero));
        await Assert.ThrowsAsync<AggregateException>(() => city.Runs("settle-small-proposals"));
        Assert.Equal((ProposalState.Open, ProposalState.Confirmed), ((await ProposalOf(broken)).State, (await ProposalOf(other)).State));
        await Sql("alter table eligibility.proposal drop constraint never");
        Assert.NotEqual(0, await city.Runs("settle-small-proposals"));
        Assert.Equal(ProposalState.Confirmed, (await ProposalOf(broken)).State);

        Task<int> Sql(string statement) => city.InDatabase(db => db.Database.ExecuteSqlRawAsync(statement));
    }

    [Fact]
    public async Task The_time_to_appeal_runs_from_the_delivery_of_the_decision()
    {
        var person = await Falls(email: "appeal@example.org");
        await city.Runs("send-messages");
        city.Clock.MoveTo(new(2026, 12, 10, 12, 0, 0, TimeSpan.Zero));
        Assert.Equal(HttpStatusCode.Redirect, (await Confirm(person)).StatusCode);
        city.Mail.HangsUpAt = "CONNECT";
        await city.Runs("send-messages");
        city.Mail.HangsUpAt = null;
        Assert.Null((await ProposalOf(person)).AppealUntil);
        Assert.True((await ProposalOf(person)).MayAppealOn(new(2028, 1, 1)));

        city.Clock.MoveTo(new(2026, 12, 14, 12, 0, 0, TimeSpan.Zero));
        await city.Runs("send-messages");
        Assert.Equal(new DateOnly(2027, 1, 11), (await ProposalOf(person)).AppealUntil);
        Assert.Contains("You have time until 11 January 2027", SmtpCatcher.TextOf(city.Mail.To("appeal@example.org")[^1]), StringComparison.Ordinal);
        var phone = city.AsNewcomer(person);
        var page = await phone.GetStringAsync("/my/decisions");
        Assert.Contains("Write why, until 11 January 2027", page, StringComparison.Ordinal);
        city.Clock.MoveTo(new(2027, 1, 12, 12, 0, 0, TimeSpan.Zero));
        var late = await phone.PostTo("/my/decisions?handler=Appeal", page, ("Id", (await ProposalOf(person)).Id.ToString()), ("Text", "Too late?"));
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Contains("You could write until 11 January 2027", await late.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        city.Clock.MoveTo(new(2027, 1, 11, 12, 0, 0, TimeSpan.Zero));
        Assert.Equal(HttpStatusCode.Redirect, (await phone.Submit("/my/decisions?handler=Appeal", ("Id", (await ProposalOf(person)).Id.ToString()), ("Text", "Here is why."))).StatusCode);
    }

    [Fact]
    public async Task A_proposal_is_told_of_even_when_the_rule_wrote_a_new_row_meanwhile()
    {
        var person = await Falls(email: "newrow@example.org");
        await city.InDatabase(db => db.Set<Decision>().Where(row => row.ParticipantId == person && row.SupersededAt == null).ExecuteUpdateAsync(set => set.SetProperty(row => row.SupersededAt, Monday)));
        await city.Runs("send-messages");
        Assert.Equal(new DateOnly(2026, 11, 24), (await ToldOf(person)).On);
    }

    /// <summary>Warned, and a week later still under the line: something is proposed on Tuesday the 24th.</summary>
    private async Task<Guid> Falls(string? email)
    {
        var person = await city.HasLearner(email: email);
        await city.HasAttended(person, "inlt", "ppaaaaaaaa");
        await city.Runs("recompute-stale");
        await city.Runs("send-messages");
        city.Clock.Advance(TimeSpan.FromDays(8));
        await city.Runs("recompute-all");
        return person;
    }

    private async Task<HttpResponseMessage> Confirm(Guid person) =>
        await city.As(Roles.Coach).Submit("/coach/proposals?handler=Confirm", ("Id", (await ProposalOf(person)).Id.ToString()), ("Reason", "Too many lessons missed."), ("Sure", "true"));

    private Task<Proposal> ProposalOf(Guid person) => city.InDatabase(db => db.Set<Proposal>().AsNoTracking().SingleAsync(row => row.ParticipantId == person));

    private async Task<(DateOnly? On, DateOnly? Until)> ToldOf(Guid person)
    {
        var proposal = await ProposalOf(person);
        return (proposal.ToldOn, proposal.CommentUntil);
    }

    private Task<List<AuditEntry>> Trail(Guid person) => city.InDatabase(db => db.Set<AuditEntry>().AsNoTracking().Where(row => row.Subject == person).ToListAsync());
}
