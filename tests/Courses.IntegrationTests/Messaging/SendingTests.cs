using Courses.Contracts.Access;
using Courses.Contracts.Messaging;
using Courses.Messaging;
using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Messaging;

public sealed class SendingTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task The_same_key_is_queued_once()
    {
        var person = await city.HasLearner(email: "once@example.org");
        Assert.Equal(1, await Queue(Seat(person, "once")));
        Assert.Equal(0, await Queue(Seat(person, "once")));
    }

    [Fact]
    public async Task What_is_due_comes_in_one_mail_and_the_rest_tomorrow_morning()
    {
        var person = await city.HasLearner(language: "ar", email: "digest@example.org");
        await Queue(Seat(person, "digest-1"), Seat(person, "digest-2"));
        await city.Runs("send-messages");
        await Queue(Seat(person, "digest-3"));
        await city.Runs("send-messages");
        var letter = Assert.Single(city.Mail.To("digest@example.org"));
        var text = SmtpCatcher.TextOf(letter);
        Assert.Contains("dir=\"rtl\"", text, StringComparison.Ordinal);
        Assert.Contains("multipart/alternative", letter, StringComparison.Ordinal);
        var third = await city.InDatabase(db => db.Set<Message>().AsNoTracking().SingleAsync(row => row.OnceKey == "digest-3"));
        Assert.Equal(MessageState.Waiting, third.State);
        Assert.True(third.NotBefore > city.Clock.GetUtcNow().AddHours(8));
    }

    [Fact]
    public async Task Nothing_goes_out_at_night_but_what_cannot_wait()
    {
        var noon = city.Clock.GetUtcNow();
        var person = await city.HasLearner(email: "night@example.org");
        city.Clock.MoveTo(new(DateOnly.FromDateTime(noon.UtcDateTime), new(20, 30), TimeSpan.Zero));
        await Queue(Seat(person, "night-1"), Seat(person, "night-2") with { Kind = "pass", Immediate = true });
        await city.Runs("send-messages");
        Assert.Contains("Your pass", Assert.Single(city.Mail.To("night@example.org")), StringComparison.Ordinal);
        city.Clock.MoveTo(noon.AddDays(1));
        await city.Runs("send-messages");
        Assert.Equal(2, city.Mail.To("night@example.org").Count);
    }

    [Fact]
    public async Task A_reminder_of_a_session_that_was_cancelled_meanwhile_is_not_sent()
    {
        var person = await city.HasLearner(email: "moved@example.org");
        var sessions = await city.HasAttended(person, "inlt", "", sessionsLeft: 1);
        city.Clock.Advance(TimeSpan.FromHours(6));
        Assert.NotEqual(0, await city.Runs("session-reminders"));
        Assert.Equal(0, await city.Runs("session-reminders"));
        await city.InDatabase(db => db.Set<Courses.Timetable.Session>().Where(row => row.Id == sessions[0]).ExecuteUpdateAsync(set => set.SetProperty(row => row.CancelledAt, city.Clock.GetUtcNow())));
        await city.Runs("send-messages");
        Assert.Empty(city.Mail.To("moved@example.org"));
        Assert.Equal("no-longer-true", (await city.InDatabase(db => db.Set<Message>().SingleAsync(row => row.About == sessions[0]))).Trouble);
    }

    [Fact]
    public async Task A_refusal_is_final_busy_comes_again_and_a_lost_answer_is_unknown_and_never_sent_by_itself()
    {
        var (refused, busy, lost) = (await city.HasLearner(email: "refused@example.org"), await city.HasLearner(email: "busy@example.org"), await city.HasLearner(email: "lost@example.org"));
        city.Mail.RecipientAnswer = "550 no such mailbox";
        await Queue(Seat(refused, "refused"));
        await city.Runs("send-messages");
        city.Mail.RecipientAnswer = "451 try later";
        await Queue(Seat(busy, "busy"));
        await city.Runs("send-messages");
        city.Mail.RecipientAnswer = null;
        city.Mail.HangsUpAfterTheLetter = true;
        await Queue(Seat(lost, "lost"));
        await city.Runs("send-messages");
        city.Mail.HangsUpAfterTheLetter = false;
        city.Clock.Advance(TimeSpan.FromMinutes(10));
        await city.Runs("send-messages");
        Assert.Equal((MessageState.Failed, MessageState.Sent, MessageState.Unknown), (await StateOf("refused"), await StateOf("busy"), await StateOf("lost")));
        Assert.Empty(city.Mail.To("lost@example.org"));

        var admin = city.As(Roles.Administrator);
        var id = (await city.InDatabase(db => db.Set<Message>().SingleAsync(row => row.OnceKey == "lost"))).Id;
        Assert.Equal(System.Net.HttpStatusCode.Conflict, (await admin.Submit("/admin/messages?handler=Resend", ("id", id.ToString()))).StatusCode);
        Assert.Equal(System.Net.HttpStatusCode.Redirect, (await admin.Submit("/admin/messages?handler=Resend", ("id", id.ToString()), ("sure", "true"))).StatusCode);
        await city.Runs("send-messages");
        Assert.Single(city.Mail.To("lost@example.org"));
    }

    [Fact]
    public async Task A_node_that_died_while_sending_leaves_unknown()
    {
        var person = await city.HasLearner(email: "dead@example.org");
        await Queue(Seat(person, "dead"));
        await city.InDatabase(db => db.Set<Message>().Where(row => row.OnceKey == "dead").ExecuteUpdateAsync(set => set
            .SetProperty(row => row.State, MessageState.Sending).SetProperty(row => row.Lease, Guid.NewGuid()).SetProperty(row => row.LeasedUntil, city.Clock.GetUtcNow().AddMinutes(-1))));
        await city.Runs("send-messages");
        Assert.Equal(MessageState.Unknown, await StateOf("dead"));
        Assert.Empty(city.Mail.To("dead@example.org"));
    }

    [Fact]
    public async Task Without_an_address_the_letter_is_read_under_my_letters()
    {
        var person = await city.HasLearner(language: "de");
        await Queue(Seat(person, "no-address"));
        await city.Runs("send-messages");
        Assert.Equal(MessageState.Cancelled, await StateOf("no-address"));
        Assert.Contains("Es gibt einen Platz f", await city.AsNewcomer(person, "de").GetStringAsync("/my/letters"), StringComparison.Ordinal);
    }

    private static NewMessage Seat(Guid person, string key) => new() { ParticipantId = person, Kind = "seat-free", OnceKey = key, Details = ["German A1", "2026-11-30T12:00:00Z"] };

    private Task<MessageState> StateOf(string key) => city.InDatabase(db => db.Set<Message>().Where(row => row.OnceKey == key).Select(row => row.State).SingleAsync());

    private Task<int> Queue(params NewMessage[] messages) => city.InScope(services =>
        services.GetRequiredService<CoursesDb>().Transact(() => services.GetRequiredService<IMessages>().QueueMany(messages, CancellationToken.None), CancellationToken.None));
}
