using System.Net;
using Courses.Contracts.Access;
using Courses.Contracts.Messaging;
using Courses.Eligibility;
using Courses.Messaging;
using Courses.Participants;
using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Messaging;

/// <summary>Letters that have no electronic way: printed once, by one person, and undone when that was wrong.</summary>
public sealed class PrintingTests(City city) : IClassFixture<City>, IAsyncLifetime
{
    private static readonly DateTimeOffset Monday = new(2026, 11, 16, 12, 0, 0, TimeSpan.Zero);

    public Task InitializeAsync()
    {
        city.Clock.MoveTo(Monday);
        return city.InDatabase(db => db.Set<Message>().ExecuteDeleteAsync());
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task What_has_no_way_by_mail_lies_in_the_queue_and_is_printed_with_its_address_in_the_window()
    {
        var person = await HasPerson("Farida", "ar", "c/o Haddad\nQuellenstraße 12/3\n1100 Wien");
        await Queue(News(person, "print-1"), News(person, "print-2") with { Kind = "class-cancelled", Details = ["Deutsch A1"] }, News(person, "print-3") with { Kind = "session-reminder" });
        await city.Runs("send-messages");
        Assert.Equal((MessageState.ToPrint, MessageState.ToPrint, MessageState.Cancelled), (await StateOf("print-1"), await StateOf("print-2"), await StateOf("print-3")));

        var coach = city.As(Roles.Coach);
        var queue = await coach.GetStringAsync("/coach/print");
        Assert.Contains("2 letters wait", queue, StringComparison.Ordinal);
        Assert.Contains("العربية", WebUtility.HtmlDecode(queue), StringComparison.Ordinal);
        var run = await Take(coach, person);
        var printed = await coach.GetStringAsync(run);
        Assert.Equal(1, printed.Split("<article").Length - 1);
        Assert.Contains("form-b", printed, StringComparison.Ordinal);
        Assert.Matches("(?s)class=\"window\".*<bdi>Farida Haddad</bdi><br><bdi>c/o Haddad</bdi><br><bdi>Quellenstra.*1100 Wien</bdi>", printed);
        Assert.Contains("lang=\"ar\" dir=\"rtl\"", printed, StringComparison.Ordinal);
        Assert.Equal(2, printed.Split("<h2>").Length - 1);

        Assert.Equal(HttpStatusCode.Redirect, (await coach.Submit(run + "?handler=Posted")).StatusCode);
        var letter = await city.InDatabase(db => db.Set<Message>().AsNoTracking().SingleAsync(row => row.OnceKey == "print-1"));
        Assert.Equal((MessageState.Sent, Channel.Paper, new DateOnly(2026, 11, 19)), (letter.State, letter.Channel!.Value, letter.DeliveredOn!.Value));
        Assert.Contains("Nothing to print", await coach.GetStringAsync("/coach/print"), StringComparison.Ordinal);

        // Posted by mistake: the same day it can be taken back, later no more.
        Assert.Equal(HttpStatusCode.Redirect, (await coach.Submit(run + "?handler=Back")).StatusCode);
        Assert.Equal(MessageState.ToPrint, await StateOf("print-1"));
        run = await Take(coach, person);
        Assert.Equal(HttpStatusCode.Redirect, (await coach.Submit(run + "?handler=Posted")).StatusCode);
        var form = await coach.GetStringAsync(run);
        city.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(HttpStatusCode.Conflict, (await coach.PostTo(run + "?handler=Back", form)).StatusCode);
        Assert.Equal(MessageState.Sent, await StateOf("print-1"));
    }

    [Fact]
    public async Task Two_coaches_at_once_never_print_the_same_letter()
    {
        var person = await HasPerson("Twice", "en", "Main Street 1\n1010 Wien");
        for (var i = 0; i < 20; i++)
        {
            await Queue(News(person, $"twice-{i}"));
        }

        await city.Runs("send-messages");
        var coaches = Enumerable.Range(0, 6).Select(_ => city.As(Roles.Coach)).ToArray();
        var forms = await Task.WhenAll(coaches.Select(coach => coach.GetStringAsync("/coach/print")));
        var answers = await Task.WhenAll(coaches.Zip(forms, (coach, form) => coach.PostTo("/coach/print?handler=Print", form, ("People", person.ToString()))));
        Assert.Equal(1, answers.Count(answer => answer.StatusCode == HttpStatusCode.Redirect));
        Assert.Equal(5, answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict));
        Assert.Contains("Nothing left to print", await answers.First(answer => answer.StatusCode == HttpStatusCode.Conflict).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(1, await city.InDatabase(db => db.Set<Message>().Where(row => row.OnceKey.StartsWith("twice-")).Select(row => row.PrintRunId).Distinct().CountAsync()));
    }

    [Fact]
    public async Task Without_an_address_nothing_is_printed_and_the_page_says_where_to_write_it_down()
    {
        var (person, other) = (await HasPerson("Homeless", "en", null), await HasPerson("Housed", "en", "Main Street 1\n1010 Wien"));
        await Queue(News(person, "nowhere"), News(other, "somewhere"));
        await city.Runs("send-messages");
        var coach = city.As(Roles.Coach);
        var page = await coach.GetStringAsync("/coach/print");
        Assert.Contains("Address missing", page, StringComparison.Ordinal);
        Assert.Contains($"/coach/people/{person}/edit", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Homeless", await coach.GetStringAsync(await Take(coach, person, other)), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await coach.PostTo("/coach/print?handler=Print", page, ("People", person.ToString()))).StatusCode);
        Assert.Equal(MessageState.ToPrint, await StateOf("nowhere"));

        // Told by telephone: no letter is needed.
        Assert.Equal(HttpStatusCode.Redirect, (await coach.PostTo("/coach/print?handler=Out", page, ("People", person.ToString()))).StatusCode);
        Assert.Equal(MessageState.Cancelled, await StateOf("nowhere"));
    }

    [Fact]
    public async Task An_address_of_too_many_lines_is_refused_at_its_field()
    {
        var person = await HasPerson("Lines", "en", null);
        var coach = city.As(Roles.Coach);
        var page = await coach.GetStringAsync($"/coach/people/{person}/edit");
        var fields = Access.PageForm.In(page).Single(form => form.Fields.Any(field => field.Name == "Person.Address")).Fields;
        var refused = await coach.PostTo($"/coach/people/{person}/edit", page, [.. fields.Select(field => (field.Name, field.Name == "Person.Address" ? "1\n2\n3\n4\n5\n6" : field.Value))]);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("At most 5 lines", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deadline_on_paper_runs_from_the_day_on_which_the_post_brings_it()
    {
        await city.HasAllProgrammes();
        var person = await HasPerson("Paper", "en", "Main Street 1\n1010 Wien");
        await city.HasAttended(person, "inlt", "ppaaaaaaaa");
        await city.Runs("recompute-stale");
        city.Clock.Advance(TimeSpan.FromDays(8));
        await city.Runs("recompute-all");
        await city.Runs("send-messages");

        // Tuesday the 24th and three working days: Friday the 27th; from then on ten working days.
        var coach = city.As(Roles.Coach);
        var run = await Take(coach, person);
        Assert.Contains("until 11 December 2026", await coach.GetStringAsync(run), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await coach.Submit(run + "?handler=Posted")).StatusCode);
        city.Clock.MoveTo(new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));
        await city.Runs("send-messages");
        Assert.Equal((null, null, null), await ToldOf(person));
        city.Clock.MoveTo(new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero));
        await city.Runs("send-messages");
        Assert.Equal((new DateOnly(2026, 11, 27), "paper", new DateOnly(2026, 12, 11)), await ToldOf(person));
        Assert.Contains("May comment until 11 December 2026", await coach.GetStringAsync("/coach/proposals"), StringComparison.Ordinal);
        Assert.Contains("until 11 December 2026", await city.AsNewcomer(person).GetStringAsync("/my/decisions"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Letters_that_say_a_last_day_are_posted_on_the_day_on_which_it_was_counted()
    {
        var person = await HasPerson("Later", "en", "Main Street 1\n1010 Wien");
        await Queue(News(person, "later"));
        await city.Runs("send-messages");
        var coach = city.As(Roles.Coach);
        var run = await Take(coach, person);
        var form = await coach.GetStringAsync(run);
        city.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(HttpStatusCode.Conflict, (await coach.PostTo(run + "?handler=Posted", form)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await coach.Submit(run + "?handler=Back")).StatusCode);
        Assert.Contains("Later", await coach.GetStringAsync("/coach/print"), StringComparison.Ordinal);
    }

    private async Task<Guid> HasPerson(string name, string language, string? address)
    {
        var person = await city.HasLearner(language: language, givenName: name);
        await city.InDatabase(db => db.Set<Participant>().Where(row => row.Id == person).ExecuteUpdateAsync(set => set.SetProperty(row => row.Address, address)));
        return person;
    }

    private static async Task<string> Take(HttpClient coach, params Guid[] people)
    {
        var answer = await coach.Submit("/coach/print?handler=Print", [.. people.Select(person => ("People", person.ToString()))]);
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        return answer.Headers.Location!.OriginalString;
    }

    private static NewMessage News(Guid person, string key) => new() { ParticipantId = person, Kind = "seat-free", OnceKey = key, Details = ["German A1", "2026-11-30T12:00:00Z"] };

    private Task<MessageState> StateOf(string key) => city.InDatabase(db => db.Set<Message>().Where(row => row.OnceKey == key).Select(row => row.State).SingleAsync());

    private Task<(DateOnly? On, string? How, DateOnly? Until)> ToldOf(Guid person) => city.InDatabase(async db =>
    {
        var proposal = await db.Set<Proposal>().AsNoTracking().SingleAsync(row => row.ParticipantId == person);
        return (proposal.ToldOn, proposal.ToldHow, proposal.CommentUntil);
    });

    private Task<int> Queue(params NewMessage[] messages) => city.InScope(services =>
        services.GetRequiredService<CoursesDb>().Transact(() => services.GetRequiredService<IMessages>().QueueMany(messages, CancellationToken.None), CancellationToken.None));
}
