using System.Net;
using System.Text;
using Courses.Contracts.Access;
using Courses.Contracts.Messaging;
using Courses.Eligibility;
using Courses.Messaging;
using Courses.Platform.Database;
using Courses.Tests.Shared;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Messaging;

/// <summary>Mails that the relay took and that came back later: nobody was told by them.</summary>
public sealed class ReturnedMailTests(City city) : IClassFixture<City>, IAsyncLifetime
{
    private const string NoSuchMailbox = "5.1.1";
    private const string MailboxFull = "5.2.2";

    private static readonly DateTimeOffset Monday = new(2026, 11, 16, 12, 0, 0, TimeSpan.Zero);

    private WebApplicationFactory<Program> host = null!;

    public async Task InitializeAsync()
    {
        city.Clock.MoveTo(Monday);
        await city.InDatabase(db => db.Set<Message>().ExecuteDeleteAsync());
        host = city.WithWebHostBuilder(builder => builder.UseSetting("COURSES_BOUNCE_SECRET", "b0unce"));
    }

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task An_address_that_returns_a_letter_gets_no_more_the_letter_goes_on_paper_and_the_coach_hears_of_it()
    {
        var person = await city.HasLearner(email: "returned@example.org", givenName: "Returned");
        await Queue(News(person, "back-1"), News(person, "back-2"));
        await city.Runs("send-messages");
        Assert.Equal((MessageState.Sent, MessageState.Sent), (await StateOf("back-1"), await StateOf("back-2")));
        var mail = Assert.Single(city.Mail.To("returned@example.org"));
        Assert.Equal(HttpStatusCode.NotFound, await Returns(mail, NoSuchMailbox, secret: "guess"));
        Assert.Equal(MessageState.Sent, await StateOf("back-1"));

        // The servers of some say so twice.
        Assert.Equal(HttpStatusCode.NoContent, await Returns(mail, NoSuchMailbox));
        Assert.Equal(HttpStatusCode.NoContent, await Returns(mail, NoSuchMailbox));
        await city.Runs("send-messages");
        await Queue(News(person, "back-3"));
        await city.Runs("send-messages");
        Assert.Single(city.Mail.To("returned@example.org"));
        Assert.Equal((MessageState.ToPrint, MessageState.ToPrint, MessageState.ToPrint), (await StateOf("back-1"), await StateOf("back-2"), await StateOf("back-3")));
        var coach = city.As(Roles.Coach);
        var list = await coach.GetStringAsync("/coach/letters");
        Assert.Contains("returned@example.org", list, StringComparison.Ordinal);
        Assert.Contains("5.1.1 smtp; 550 said the last one", list, StringComparison.Ordinal);
        Assert.Contains("Returned", await coach.GetStringAsync("/coach/print"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_corrected_address_gets_the_letter_that_came_back()
    {
        var person = await city.HasLearner(email: "wrong@example.org");
        await Queue(News(person, "corrected"));
        await city.Runs("send-messages");
        await city.InDatabase(db => db.Set<Participants.Participant>().Where(row => row.Id == person).ExecuteUpdateAsync(set => set.SetProperty(row => row.Email, "better@example.org")));
        Assert.Equal(HttpStatusCode.NoContent, await Returns(city.Mail.To("wrong@example.org")[^1], NoSuchMailbox));
        await city.Runs("send-messages");
        Assert.Single(city.Mail.To("better@example.org"));
        Assert.Equal(MessageState.Sent, await StateOf("corrected"));
    }

    [Fact]
    public async Task A_full_mailbox_sends_this_letter_on_paper_and_gets_the_next_one()
    {
        var person = await city.HasLearner(email: "full@example.org");
        await Queue(News(person, "full-1"), News(person, "full-2") with { Kind = "booking-confirmed", Details = ["German A1", "2026-11-30T12:00:00Z", "Hollergasse 22"] });
        await city.Runs("send-messages");
        foreach (var mail in city.Mail.To("full@example.org"))
        {
            Assert.Equal(HttpStatusCode.NoContent, await Returns(mail, MailboxFull));
        }

        // What says nothing on paper has failed, which operators see.
        Assert.Equal((MessageState.ToPrint, MessageState.Failed), (await StateOf("full-1"), await StateOf("full-2")));
        var coach = city.As(Roles.Coach);
        Assert.Contains("The mail came back: 5.2.2", await coach.GetStringAsync($"/coach/people/{person}/letters"), StringComparison.Ordinal);
        Assert.DoesNotContain("full@example.org", await coach.GetStringAsync("/coach/letters"), StringComparison.Ordinal);
        var before = city.Mail.To("full@example.org").Count;
        await Queue(News(person, "full-3"));
        await city.Runs("send-messages");
        Assert.Equal(before + 1, city.Mail.To("full@example.org").Count);
    }

    [Fact]
    public async Task A_report_that_is_quicker_than_the_node_is_asked_to_come_again()
    {
        var person = await city.HasLearner(email: "early@example.org");
        await Queue(News(person, "early"));
        await city.Runs("send-messages");
        var mail = city.Mail.To("early@example.org")[^1];
        await Is(MessageState.Sending);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await Returns(mail, NoSuchMailbox));
        await Is(MessageState.Sent);
        Assert.Equal(HttpStatusCode.NoContent, await Returns(mail, NoSuchMailbox));
        Assert.Equal(MessageState.Waiting, await StateOf("early"));

        Task Is(MessageState state) => city.InDatabase(db => db.Set<Message>().Where(row => row.OnceKey == "early").ExecuteUpdateAsync(set => set.SetProperty(row => row.State, state)));
    }

    [Fact]
    public async Task Nothing_is_taken_from_somebody_whose_letter_came_back()
    {
        var person = await IsProposedTo("unheard@example.org");
        Assert.Equal(("mail", new DateOnly(2026, 12, 8)), await ToldOf(person));
        Assert.Equal(HttpStatusCode.NoContent, await Returns(city.Mail.To("unheard@example.org")[^1], NoSuchMailbox));
        Assert.Equal((null, null), await ToldOf(person));
        await city.Runs("send-messages");
        city.Clock.MoveTo(new(2027, 2, 1, 12, 0, 0, TimeSpan.Zero));
        var refused = await city.As(Roles.Coach).Submit("/coach/proposals?handler=Confirm", ("Id", (await ProposalOf(person)).Id.ToString()), ("ReasonCode", "reason.benefit-ends.too-few-hours"), ("Sure", "true"));
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("Nobody knows whether the newcomer has heard of the proposal", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        // The phone shows it in the end, and the days run from then.
        Assert.Contains("until 15 February 2027", await city.AsNewcomer(person).GetStringAsync("/my/decisions"), StringComparison.Ordinal);
        Assert.Equal(("page", new DateOnly(2027, 2, 15)), await ToldOf(person));
    }

    [Fact]
    public async Task Whoever_answered_has_heard_of_it_whatever_comes_back()
    {
        var person = await IsProposedTo("answered@example.org");
        var phone = city.AsNewcomer(person);
        Assert.Equal(HttpStatusCode.Redirect, (await phone.Submit("/my/decisions?handler=Comment", ("Id", (await ProposalOf(person)).Id.ToString()), ("Text", "I was ill."))).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, await Returns(city.Mail.To("answered@example.org")[^1], NoSuchMailbox));
        Assert.Equal(("mail", new DateOnly(2026, 12, 8)), await ToldOf(person));
    }

    [Theory]
    [InlineData("")]
    [InlineData("From: amal@example.org\r\nSubject: Re: your letter\r\n\r\nThank you.")]
    public async Task A_reply_changes_nothing(string mail)
    {
        using var body = new StringContent(mail);
        using var answer = await host.CreateClient().PostAsync("/mail/returned/b0unce", body);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    [Fact]
    public async Task Without_a_secret_none_is_taken()
    {
        using var body = new StringContent("");
        using var answer = await city.CreateClient().PostAsync("/mail/returned/b0unce", body);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    /// <summary>Warned, and a week later still under the line: something is proposed and written on Tuesday the 24th.</summary>
    private async Task<Guid> IsProposedTo(string email)
    {
        await city.HasAllProgrammes();
        var person = await city.HasLearner(email: email);
        await city.HasAttended(person, "inlt", "ppaaaaaaaa");
        await city.Runs("recompute-stale");
        await city.Runs("send-messages");
        city.Clock.Advance(TimeSpan.FromDays(8));
        await city.Runs("recompute-all");
        await city.Runs("send-messages");
        return person;
    }

    /// <summary>The report of the server at which the letter ended, as the city's mail server passes it on.</summary>
    private async Task<HttpStatusCode> Returns(string letter, string status, string secret = "b0unce")
    {
        var mail = SmtpCatcher.Read(letter);
        var report = $"""
            From: MAILER-DAEMON@relay.example
            Content-Type: multipart/report; report-type=delivery-status; boundary=part

            --part
            Content-Type: message/delivery-status

            Reporting-MTA: dns; relay.example

            Final-Recipient: rfc822; {mail.To.Mailboxes.Single().Address}
            Action: failed
            Status: {status}
            Diagnostic-Code: smtp; 550 said the last one

            --part
            Content-Type: text/rfc822-headers

            To: {mail.To.Mailboxes.Single().Address}
            Message-Id: <{mail.MessageId}>

            --part--

            """.ReplaceLineEndings("\r\n");
        using var body = new StringContent(report, Encoding.UTF8, "message/rfc822");
        using var answer = await host.CreateClient().PostAsync($"/mail/returned/{secret}", body);
        return answer.StatusCode;
    }

    private static NewMessage News(Guid person, string key) => new() { ParticipantId = person, Kind = "seat-free", OnceKey = key, Details = ["German A1", "2026-11-30T12:00:00Z"] };

    private Task<MessageState> StateOf(string key) => city.InDatabase(db => db.Set<Message>().Where(row => row.OnceKey == key).Select(row => row.State).SingleAsync());

    private Task<Proposal> ProposalOf(Guid person) => city.InDatabase(db => db.Set<Proposal>().AsNoTracking().SingleAsync(row => row.ParticipantId == person));

    private async Task<(string? How, DateOnly? Until)> ToldOf(Guid person)
    {
        var proposal = await ProposalOf(person);
        return (proposal.ToldHow, proposal.CommentUntil);
    }

    private Task<int> Queue(params NewMessage[] messages) => city.InScope(services =>
        services.GetRequiredService<CoursesDb>().Transact(() => services.GetRequiredService<IMessages>().QueueMany(messages, CancellationToken.None), CancellationToken.None));
}
