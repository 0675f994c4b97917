using Courses.Contracts.Access;
using Courses.Contracts.Messaging;
using Courses.Messaging;
using Courses.Platform.Database;
using Courses.Platform.Jobs;
using Courses.Tests.Shared;
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
    public async Task Reminders_come_in_one_mail_a_day_and_the_rest_tomorrow_morning()
    {
        var person = await city.HasLearner(language: "ar", email: "digest@example.org");
        await Queue(Reminder(person, "digest-1"), Reminder(person, "digest-2"));
        await city.Runs("send-messages");
        await Queue(Reminder(person, "digest-3"));
        await city.Runs("send-messages");
        var letter = Assert.Single(city.Mail.To("digest@example.org"));
        var text = SmtpCatcher.TextOf(letter);
        Assert.Contains("dir=\"rtl\"", text, StringComparison.Ordinal);
        Assert.Contains("multipart/alternative", letter, StringComparison.Ordinal);
        var third = await city.InDatabase(db => db.Set<Message>().AsNoTracking().SingleAsync(row => row.OnceKey == "digest-3"));
        Assert.Equal(MessageState.Waiting, third.State);
        Assert.True(third.NotBefore > city.Clock.GetUtcNow().AddHours(8));
    }

    [Theory]
    [InlineData("session-cancelled")]
    [InlineData("session-moved")]
    [InlineData("class-cancelled")]
    [InlineData("seat-free")]
    [InlineData("decision")]
    [InlineData("decision-proposed")]
    public async Task News_goes_out_at_once_whatever_went_out_today(string kind)
    {
        var person = await city.HasLearner(email: $"{kind}@news.example");
        await Queue(Reminder(person, $"{kind}-reminder"));
        await city.Runs("send-messages");
        await Queue(Seat(person, $"{kind}-news") with { Kind = kind });
        await city.Runs("send-messages");
        await Queue(Seat(person, $"{kind}-more") with { Kind = kind });
        await city.Runs("send-messages");
        Assert.Equal(3, city.Mail.To($"{kind}@news.example").Count);
    }

    [Fact]
    public async Task A_reminder_that_would_come_after_its_session_tomorrow_comes_today()
    {
        var person = await city.HasLearner(email: "early@example.org");
        await Queue(Reminder(person, "early-1"));
        await city.Runs("send-messages");
        var now = city.Clock.GetUtcNow();
        await Queue(Reminder(person, "early-2") with { Until = now.AddHours(12) }, Reminder(person, "early-3") with { Until = now.AddHours(48) }, Reminder(person, "early-4") with { Until = now });
        await city.Runs("send-messages");
        Assert.Equal((MessageState.Sent, MessageState.Waiting, MessageState.Cancelled), (await StateOf("early-2"), await StateOf("early-3"), await StateOf("early-4")));
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
        city.Mail.HangsUpAt = SmtpCatcher.End;
        await Queue(Seat(lost, "lost"));
        await city.Runs("send-messages");
        city.Mail.HangsUpAt = null;
        city.Clock.Advance(TimeSpan.FromMinutes(10));
        await city.Runs("send-messages");
        Assert.Equal((MessageState.ToPrint, MessageState.Sent, MessageState.Unknown), (await StateOf("refused"), await StateOf("busy"), await StateOf("lost")));
        Assert.Empty(city.Mail.To("lost@example.org"));

        var admin = city.As(Roles.Administrator);
        var id = (await city.InDatabase(db => db.Set<Message>().SingleAsync(row => row.OnceKey == "lost"))).Id;
        Assert.Equal(System.Net.HttpStatusCode.Conflict, (await admin.Submit("/admin/messages?handler=Resend", ("id", id.ToString()))).StatusCode);
        Assert.Equal(System.Net.HttpStatusCode.Redirect, (await admin.Submit("/admin/messages?handler=Resend", ("id", id.ToString()), ("sure", "true"))).StatusCode);
        await city.Runs("send-messages");
        Assert.Single(city.Mail.To("lost@example.org"));
    }

    /// <summary>All in one batch, and on one line, so that each comes after what went wrong.</summary>
    [Fact]
    public async Task A_bad_address_stops_nobody_else_s_letter()
    {
        string[] addresses = ["first@batch.example", "nobody@batch.example", "not an address", "@batch.example", "two@batch.example, more@batch.example", "last@batch.example"];
        foreach (var (address, i) in addresses.Select((address, i) => (address, i)))
        {
            var person = await city.HasLearner(email: $"batch{i}@batch.example");
            await city.InDatabase(db => db.Set<Courses.Participants.Participant>().Where(row => row.Id == person).ExecuteUpdateAsync(set => set.SetProperty(row => row.Email, address)));
            await Queue(Seat(person, $"batch-{i}"));
        }

        city.Mail.RefusedRecipient = "nobody@batch.example";
        await using var host = city.WithWebHostBuilder(builder => builder.UseSetting("COURSES_SMTP_CONNECTIONS", "1"));
        await host.Services.GetRequiredService<JobRunner>().Run("send-messages", CancellationToken.None);
        city.Mail.RefusedRecipient = null;
        var states = await city.InDatabase(db => db.Set<Message>().AsNoTracking().Where(row => row.OnceKey.StartsWith("batch-")).OrderBy(row => row.OnceKey).Select(row => row.State).ToListAsync());
        Assert.Equal([MessageState.Sent, MessageState.ToPrint, MessageState.Failed, MessageState.Failed, MessageState.Failed, MessageState.Sent], states);
        Assert.Equal([1, 1], [city.Mail.To("first@batch.example").Count, city.Mail.To("last@batch.example").Count]);
    }

    /// <summary>As late as a batch begins letters at all.</summary>
    [Fact]
    public async Task A_letter_s_lease_outlasts_all_that_the_letter_can_take()
    {
        foreach (var i in Enumerable.Range(0, 2))
        {
            await Queue(Seat(await city.HasLearner(email: $"late{i}@relay.example"), $"late-{i}"));
        }

        await using var host = city.WithWebHostBuilder(builder => builder.UseSetting("COURSES_SMTP_CONNECTIONS", "1"));
        var server = host.Services.GetRequiredService<MailServer>();
        var left = new List<TimeSpan>();
        city.Mail.Arriving = async () =>
        {
            var leased = await city.InDatabase(db => db.Set<Message>().Where(row => row.State == MessageState.Sending && row.OnceKey.StartsWith("late-")).Select(row => row.LeasedUntil).SingleOrDefaultAsync());
            if (leased is { } until)
            {
                left.Add(until - city.Clock.GetUtcNow());
                city.Clock.Advance(TimeSpan.FromMinutes(9.9));
            }
        };
        await host.Services.GetRequiredService<JobRunner>().Run("send-messages", CancellationToken.None);
        city.Mail.Arriving = () => Task.CompletedTask;
        Assert.Equal(2, left.Count);
        Assert.All(left, lease => Assert.True(lease >= server.LongestLetter + TimeSpan.FromMinutes(1), $"{lease} of at least {server.LongestLetter}"));
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
        Assert.Equal(MessageState.ToPrint, await StateOf("no-address"));
        Assert.Contains("Es gibt einen Platz f", await city.AsNewcomer(person, "de").GetStringAsync("/my/letters"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_relay_that_is_away_costs_no_letter_its_tries_and_no_other_letter_its_turn()
    {
        var people = new List<Guid>();
        for (var i = 0; i < 12; i++)
        {
            people.Add(await city.HasLearner(email: $"away{i}@relay.example"));
        }

        await Queue([.. people.Select((person, i) => Seat(person, $"away-{i}"))]);
        city.Mail.HangsUpAt = "CONNECT";
        Assert.Equal(0, await city.Runs("send-messages"));
        var waiting = await city.InDatabase(db => db.Set<Message>().AsNoTracking().Where(row => row.OnceKey.StartsWith("away-")).ToListAsync());
        Assert.All(waiting, row => Assert.Equal((MessageState.Waiting, 0, (Guid?)null), (row.State, row.Attempts, row.Lease)));
        Assert.Contains(waiting, row => row.Trouble?.StartsWith("relay-away: ", StringComparison.Ordinal) == true);
        city.Mail.HangsUpAt = null;
        city.Clock.Advance(TimeSpan.FromMinutes(1));
        await city.Runs("send-messages");
        Assert.Equal(12, await city.InDatabase(db => db.Set<Message>().CountAsync(row => row.OnceKey.StartsWith("away-") && row.State == MessageState.Sent)));
        Assert.All(Enumerable.Range(0, 12), i => Assert.Single(city.Mail.To($"away{i}@relay.example")));
    }

    [Fact]
    public async Task Letters_go_out_on_several_connections_at_once_and_no_more_a_minute_than_the_relay_takes()
    {
        var people = new List<Guid>();
        for (var i = 0; i < 8; i++)
        {
            people.Add(await city.HasLearner(email: $"rate{i}@relay.example"));
        }

        // The letters that other tests left go out first, and their minute passes.
        await city.Runs("send-messages");
        city.Clock.Advance(TimeSpan.FromMinutes(2));
        await Queue([.. people.Select((person, i) => Seat(person, $"rate-{i}"))]);

        // Each of three letters waits for the two others: on fewer connections none would ever be answered.
        var here = 0;
        var together = new TaskCompletionSource();
        city.Mail.Arriving = () =>
        {
            if (Interlocked.Increment(ref here) == 3)
            {
                together.SetResult();
            }

            return together.Task;
        };
        await using var host = city.WithWebHostBuilder(builder => builder.UseSetting("COURSES_SMTP_CONNECTIONS", "3").UseSetting("COURSES_SMTP_PER_MINUTE", "5").UseSetting("COURSES_SMTP_SECONDS", "10"));
        var sweep = host.Services.GetRequiredService<JobRunner>();
        Assert.Equal(5, await sweep.Run("send-messages", CancellationToken.None));
        Assert.Equal(0, await sweep.Run("send-messages", CancellationToken.None));
        city.Mail.Arriving = () => Task.CompletedTask;
        city.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(3, await sweep.Run("send-messages", CancellationToken.None));
        Assert.All(Enumerable.Range(0, 8), i => Assert.Single(city.Mail.To($"rate{i}@relay.example")));
    }

    [Fact]
    public async Task A_relay_that_refuses_the_sender_fails_no_letter()
    {
        var person = await city.HasLearner(email: "sender@relay.example");
        city.Mail.SenderAnswer = "550 who are you";
        await Queue(Seat(person, "sender"));
        await city.Runs("send-messages");
        city.Mail.SenderAnswer = null;
        Assert.Equal(MessageState.Waiting, await StateOf("sender"));
        city.Clock.Advance(TimeSpan.FromMinutes(1));
        await city.Runs("send-messages");
        Assert.Equal(MessageState.Sent, await StateOf("sender"));
    }

    [Fact]
    public async Task Who_lost_the_lease_hands_nothing_over()
    {
        var people = new List<Guid>();
        for (var i = 0; i < 6; i++)
        {
            people.Add(await city.HasLearner(email: $"lease{i}@relay.example"));
        }

        await Queue([.. people.Select((person, i) => Seat(person, $"lease-{i}"))]);
        var other = Guid.NewGuid();
        var first = 0;
        city.Mail.Arriving = () => Interlocked.Exchange(ref first, 1) == 1
            ? Task.CompletedTask
            : city.InDatabase(db => db.Set<Message>().Where(row => row.OnceKey.StartsWith("lease-") && row.State == MessageState.Waiting).ExecuteUpdateAsync(set => set.SetProperty(row => row.Lease, other)));
        await city.Runs("send-messages");
        city.Mail.Arriving = () => Task.CompletedTask;
        var rows = await city.InDatabase(db => db.Set<Message>().AsNoTracking().Where(row => row.OnceKey.StartsWith("lease-")).ToListAsync());
        Assert.Equal(4, rows.Count(row => row.State == MessageState.Sent));
        Assert.Equal(2, rows.Count(row => row.State == MessageState.Waiting && row.Lease == other));
        Assert.Equal(4, Enumerable.Range(0, 6).Sum(i => city.Mail.To($"lease{i}@relay.example").Count));
    }

    private static NewMessage Seat(Guid person, string key) => new() { ParticipantId = person, Kind = "seat-free", OnceKey = key, Details = ["German A1", "2026-11-30T12:00:00Z"] };

    private static NewMessage Reminder(Guid person, string key) => Seat(person, key) with { Kind = "voucher-expires", Details = ["V-1", "2026-12-30"] };

    private Task<MessageState> StateOf(string key) => city.InDatabase(db => db.Set<Message>().Where(row => row.OnceKey == key).Select(row => row.State).SingleAsync());

    private Task<int> Queue(params NewMessage[] messages) => city.InScope(services =>
        services.GetRequiredService<CoursesDb>().Transact(() => services.GetRequiredService<IMessages>().QueueMany(messages, CancellationToken.None), CancellationToken.None));
}
