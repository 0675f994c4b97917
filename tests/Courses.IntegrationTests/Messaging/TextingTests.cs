using System.Net;
using System.Text.Json;
using Courses.Contracts.Access;
using Courses.Contracts.Messaging;
using Courses.Eligibility;
using Courses.Messaging;
using Courses.Participants;
using Courses.Platform.Database;
using Courses.Platform.Jobs;
using Courses.Tests.Shared;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Messaging;

/// <summary>Letters as text messages, through a gateway that does what gateways do.</summary>
public sealed class TextingTests(City city) : IClassFixture<City>, IAsyncLifetime, IDisposable
{
    private static readonly DateTimeOffset Monday = new(2026, 11, 16, 12, 0, 0, TimeSpan.Zero);

    private readonly SmsCatcher gateway = new();
    private WebApplicationFactory<Program> host = null!;

    public async Task InitializeAsync()
    {
        city.Clock.MoveTo(Monday);
        await city.InDatabase(db => db.Set<Message>().ExecuteDeleteAsync());
        host = city.WithWebHostBuilder(builder =>
        {
            foreach (var (name, value) in Settings())
            {
                builder.UseSetting(name, value);
            }
        });
    }

    public async Task DisposeAsync() => await host.DisposeAsync();

    public void Dispose() => gateway.Dispose();

    [Fact]
    public async Task Who_has_no_mail_gets_a_short_text_with_a_link_in_their_language()
    {
        var person = await HasPerson("0660 1234567", language: "ar");
        await Queue(News(person, "text-1"), Reminder(person, "text-2"), Reminder(person, "text-3"));
        await Sends();
        var texts = gateway.Texts.Select(text => JsonDocument.Parse(text).RootElement).ToList();

        // News alone, reminders together.
        Assert.Equal(2, texts.Count);
        Assert.All(texts, text => Assert.Equal("+436601234567", text.GetProperty("to").GetString()));
        Assert.Contains(texts, text => text.GetProperty("text").GetString()!.StartsWith("مكان لك", StringComparison.Ordinal) && text.GetProperty("text").GetString()!.EndsWith("\nhttp://localhost:5080/my/courses", StringComparison.Ordinal));
        Assert.Contains(texts, text => text.GetProperty("text").GetString()!.StartsWith("لديك رسالتان", StringComparison.Ordinal));
        Assert.All(gateway.Requests, request => Assert.Contains("Authorization: Bearer s3cret", request, StringComparison.Ordinal));
        Assert.Equal((MessageState.Sent, Channel.Sms, (DateOnly?)null), await StateOf("text-1"));
        await Sends();
        Assert.Equal(2, gateway.Texts.Count);
    }

    [Fact]
    public async Task Without_a_gateway_nothing_is_texted()
    {
        var person = await HasPerson("0660 1234567");
        await Queue(News(person, "off"));
        await city.Runs("send-messages");
        Assert.Equal(MessageState.ToPrint, (await StateOf("off")).State);
        Assert.Empty(gateway.Requests);
    }

    [Theory]
    [InlineData("400 Bad Request\nno such number", nameof(MessageState.ToPrint), "400 no such number", 0)]
    [InlineData("429 Too Many\nlater", nameof(MessageState.Waiting), "429 later", 1)]
    [InlineData("503 Busy\nlater", nameof(MessageState.Waiting), "503 later", 1)]
    [InlineData("401 Who\nare you", nameof(MessageState.Waiting), "relay-away: 401 are you", 0)]
    [InlineData("302 Elsewhere\n", nameof(MessageState.Waiting), "relay-away: 302", 0)]
    [InlineData("504 Gateway Timeout\nnobody answered", nameof(MessageState.Unknown), "504 nobody answered", 0)]
    public async Task What_the_gateway_says_is_what_becomes_of_the_text(string answer, string state, string trouble, int attempts)
    {
        gateway.Answer = answer;
        var key = answer[..3];
        await Queue(News(await HasPerson("0660 1234567"), key));
        await Sends();
        var message = await city.InDatabase(db => db.Set<Message>().AsNoTracking().SingleAsync(row => row.OnceKey == key));
        Assert.Equal(state, message.State.ToString());
        Assert.StartsWith(trouble, message.Trouble, StringComparison.Ordinal);
        Assert.Equal(attempts, message.Attempts);
    }

    [Theory]
    [InlineData(SmsCatcher.Deaf, nameof(Delivery.Away))]
    [InlineData(SmsCatcher.Silent, nameof(Delivery.Unknown))]
    [InlineData(SmsCatcher.HangsUp, nameof(Delivery.Unknown))]
    public async Task A_text_is_unknown_only_when_the_whole_request_was_sent(string how, string expected)
    {
        gateway.Is = how;
        var settings = Settings().ToDictionary(pair => pair.Name, string? (pair) => pair.Value);
        settings["COURSES_SMS_SECONDS"] = "1";

        // More than what a machine keeps for somebody who does not read.
        settings["COURSES_SMS_BODY"] += how == SmsCatcher.Deaf ? new string(' ', 32 * 1024 * 1024) : "";
        using var line = new SmsGateway(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        Assert.Equal(expected, (await line.Send("+436601234567", "Hello", Guid.NewGuid(), default)).Delivery.ToString());
        Assert.Empty(gateway.Texts);
    }

    [Fact]
    public async Task A_gateway_that_cannot_be_reached_costs_no_text_its_tries()
    {
        var person = await HasPerson("0660 1234567");
        gateway.Dispose();
        await Queue(News(person, "unreachable"));
        await Sends();
        var message = await city.InDatabase(db => db.Set<Message>().AsNoTracking().SingleAsync(row => row.OnceKey == "unreachable"));
        Assert.Equal((MessageState.Waiting, 0), (message.State, message.Attempts));
        Assert.StartsWith("relay-away: ", message.Trouble, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_more_texts_a_minute_than_the_gateway_takes()
    {
        for (var i = 0; i < 5; i++)
        {
            await Queue(News(await HasPerson($"0660 765432{i}"), $"rate-{i}"));
        }

        await using var slow = host.WithWebHostBuilder(builder => builder.UseSetting("COURSES_SMS_PER_MINUTE", "3"));
        var jobs = slow.Services.GetRequiredService<JobRunner>();
        await jobs.Run("send-messages", default);
        Assert.Equal(3, await jobs.Run("send-texts", default));
        Assert.Equal(0, await jobs.Run("send-texts", default));
        city.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(2, await jobs.Run("send-texts", default));
    }

    [Fact]
    public async Task The_time_to_answer_runs_from_the_report_that_the_text_arrived()
    {
        await city.HasAllProgrammes();
        var person = await HasPerson("0660 1234567");
        await city.HasAttended(person, "inlt", "ppaaaaaaaa");
        await city.Runs("recompute-stale");
        city.Clock.Advance(TimeSpan.FromDays(8));
        await city.Runs("recompute-all");
        await city.InDatabase(db => db.Set<Message>().Where(row => row.Kind != "decision-proposed").ExecuteDeleteAsync());
        await Sends();
        Assert.Null((await ProposalOf(person)).ToldOn);
        city.Clock.Advance(TimeSpan.FromDays(1));
        var client = host.CreateClient();
        using var wrong = await Report(client, "guess", "m-1", "DELIVRD");
        Assert.Equal(HttpStatusCode.NotFound, wrong.StatusCode);
        using var onItsWay = await Report(client, "r3port", "m-1", "ACCEPTD");
        using var right = await Report(client, "r3port", "m-1", "DELIVRD");
        using var again = await Report(client, "r3port", "m-1", "UNDELIV");
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent, HttpStatusCode.NoContent), (onItsWay.StatusCode, right.StatusCode, again.StatusCode));
        await Sends();
        var proposal = await ProposalOf(person);
        Assert.Equal((new DateOnly(2026, 11, 25), "sms", new DateOnly(2026, 12, 9)), (proposal.ToldOn!.Value, proposal.ToldHow, proposal.CommentUntil!.Value));
    }

    [Fact]
    public async Task A_text_that_never_arrives_goes_on_paper_and_the_coach_reads_why()
    {
        var person = await HasPerson("0660 1234567");
        await Queue(News(person, "lost"));
        await Sends();
        using var report = await Report(host.CreateClient(), "r3port", "m-1", "undeliv");
        Assert.Equal(HttpStatusCode.NoContent, report.StatusCode);
        Assert.Equal(MessageState.ToPrint, (await StateOf("lost")).State);
        Assert.Contains("The text message did not arrive: undeliv", await city.As(Roles.Coach).GetStringAsync($"/coach/people/{person}/letters"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_that_is_quicker_than_the_node_is_asked_to_come_again_and_is_not_lost()
    {
        var person = await HasPerson("0660 1234567");
        await Queue(News(person, "quick"));
        using var early = await Report(host.CreateClient(), "r3port", "m-1", "UNDELIV");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, early.StatusCode);
        await Sends();
        await city.InDatabase(db => db.Set<Message>().Where(row => row.OnceKey == "quick").ExecuteUpdateAsync(set => set.SetProperty(row => row.State, MessageState.Sending)));
        using var meanwhile = await Report(host.CreateClient(), "r3port", "m-1", "UNDELIV");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, meanwhile.StatusCode);
        Assert.Equal(MessageState.Sending, (await StateOf("quick")).State);
        await city.InDatabase(db => db.Set<Message>().Where(row => row.OnceKey == "quick").ExecuteUpdateAsync(set => set.SetProperty(row => row.State, MessageState.Sent)));
        using var again = await Report(host.CreateClient(), "r3port", "m-1", "UNDELIV");
        Assert.Equal(HttpStatusCode.NoContent, again.StatusCode);
        Assert.Equal(MessageState.ToPrint, (await StateOf("quick")).State);
    }

    [Fact]
    public async Task What_waited_for_a_gateway_that_the_city_gave_up_goes_another_way()
    {
        var person = await HasPerson("0660 1234567", email: "given-up@example.org");
        await Queue(News(person, "given-up"));
        await city.InDatabase(db => db.Set<Message>().Where(row => row.OnceKey == "given-up").ExecuteUpdateAsync(set => set.SetProperty(row => row.Channel, Channel.Sms)));
        await city.Runs("send-messages");
        Assert.Equal((MessageState.Sent, Channel.Mail), ((await StateOf("given-up")).State, (await StateOf("given-up")).Channel));
    }

    [Theory]
    [InlineData("application/json", "[[[[[[")]
    [InlineData("application/json", "7")]
    [InlineData("application/x-www-form-urlencoded", "status=delivered")]
    [InlineData("multipart/form-data; boundary=x", "nonsense")]
    [InlineData("text/plain", "hello")]
    public async Task A_report_that_says_nothing_is_refused_and_breaks_nothing(string type, string body)
    {
        using var content = new StringContent(body);
        content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(type);
        using var answer = await host.CreateClient().PostAsync("/sms/reports/r3port", content);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task A_person_or_a_coach_chooses_the_way_and_what_must_be_said_comes_by_another_if_need_be()
    {
        var person = await HasPerson("0660 1234567", email: "both@example.org");
        await Queue(News(person, "way-1"));
        await Sends();
        Assert.Equal(Channel.Mail, (await StateOf("way-1")).Channel);

        await using (var scope = host.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<WayChoice>().Choose(person, Channel.Sms, default);
        }

        await Queue(News(person, "way-2"));
        await Sends();
        Assert.Equal((MessageState.Sent, Channel.Sms, (DateOnly?)null), await StateOf("way-2"));

        Assert.Equal(HttpStatusCode.Redirect, (await city.As(Roles.Coach).Submit($"/coach/people/{person}/letters?handler=Way", ("way", "Paper"))).StatusCode);
        await Queue(News(person, "way-3"), News(person, "way-4") with { Kind = "booking-confirmed" });
        await Sends();
        Assert.Equal((MessageState.ToPrint, Channel.Paper, (DateOnly?)null), await StateOf("way-3"));

        // This kind says nothing on paper: it comes by mail. And a way that this city does not have cannot be chosen.
        Assert.Equal(Channel.Mail, (await StateOf("way-4")).Channel);
        Assert.Equal(HttpStatusCode.Conflict, (await city.AsNewcomer(person).Submit("/my/letters?handler=Way", ("way", "Sms"))).StatusCode);
    }

    [Fact]
    public async Task Who_wants_no_reminders_gets_none_as_a_text_and_still_the_news()
    {
        var person = await HasPerson("0660 1234567");
        Assert.Equal(HttpStatusCode.Redirect, (await city.AsNewcomer(person).Submit("/my/letters?handler=Off")).StatusCode);
        await Queue(News(person, "duty-1"), Reminder(person, "duty-2"));
        await Sends();
        Assert.Equal((MessageState.Sent, MessageState.Cancelled), ((await StateOf("duty-1")).State, (await StateOf("duty-2")).State));
    }

    private (string Name, string Value)[] Settings() =>
    [
        ("COURSES_SMS_URL", gateway.Url), ("COURSES_SMS_HEADERS", "Authorization: Bearer {secret}|X-Ref: {id}"), ("COURSES_SMS_SECRET", "s3cret"),
        ("COURSES_SMS_BODY", """{"to":"{to}","text":"{text}","ref":"{id}"}"""), ("COURSES_SMS_ANSWER_ID", "\"messageId\":\"([^\"]+)\""),
        ("COURSES_SMS_REPORT_SECRET", "r3port"), ("COURSES_SMS_REPORT_ID", "results.0.messageId"), ("COURSES_SMS_REPORT_STATUS", "results.0.status"),
    ];

    private static Task<HttpResponseMessage> Report(HttpClient client, string secret, string id, string status) =>
        client.PostAsync($"/sms/reports/{secret}", new StringContent($$"""{"results":[{"messageId":"{{id}}","status":"{{status}}"}]}""", System.Text.Encoding.UTF8, "application/json"));

    private async Task Sends()
    {
        var jobs = host.Services.GetRequiredService<JobRunner>();
        await jobs.Run("send-messages", default);
        await jobs.Run("send-texts", default);
    }

    private async Task<Guid> HasPerson(string phone, string language = "en", string? email = null)
    {
        var person = await city.HasLearner(language: language, email: email);
        await city.InDatabase(db => db.Set<Participant>().Where(row => row.Id == person).ExecuteUpdateAsync(set => set.SetProperty(row => row.Phone, phone)));
        return person;
    }

    private static NewMessage News(Guid person, string key) => new() { ParticipantId = person, Kind = "seat-free", OnceKey = key, Details = ["German A1", "2026-11-30T12:00:00Z"] };

    private static NewMessage Reminder(Guid person, string key) => News(person, key) with { Kind = "voucher-expires", Details = ["V-1", "2026-12-30"] };

    private Task<Proposal> ProposalOf(Guid person) => city.InDatabase(db => db.Set<Proposal>().AsNoTracking().SingleAsync(row => row.ParticipantId == person));

    private Task<(MessageState State, Channel? Channel, DateOnly? DeliveredOn)> StateOf(string key) => city.InDatabase(async db =>
    {
        var message = await db.Set<Message>().AsNoTracking().SingleAsync(row => row.OnceKey == key);
        return (message.State, message.Channel, message.DeliveredOn);
    });

    private Task<int> Queue(params NewMessage[] messages) => city.InScope(services =>
        services.GetRequiredService<CoursesDb>().Transact(() => services.GetRequiredService<IMessages>().QueueMany(messages, CancellationToken.None), CancellationToken.None));
}
