using System.Net;
using Courses.Contracts.Access;
using Courses.Contracts.Messaging;
using Courses.Messaging;
using Courses.Participants;
using Courses.Platform.Database;
using Courses.Tests.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace Courses.IntegrationTests.Messaging;

/// <summary>Whom letters reach, whom they do not, and who hears of it.</summary>
public sealed class ReachingTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task Who_wants_no_reminders_says_so_with_one_click_and_still_gets_the_news()
    {
        var person = await city.HasLearner(language: "tr", email: "click@example.org");
        await Queue(Reminder(person, "click-1"), News(person, "click-2"));
        await city.Runs("send-messages");
        var letters = city.Mail.To("click@example.org").Select(SmtpCatcher.Read).ToList();
        Assert.Equal(2, letters.Count);
        var link = new Uri(Assert.Single(letters.SelectMany(letter => letter.Headers), header => header.Id == HeaderId.ListUnsubscribe).Value.Trim('<', '>'));
        Assert.Equal("List-Unsubscribe=One-Click", letters.Single(letter => letter.Headers.Contains("List-Unsubscribe")).Headers["List-Unsubscribe-Post"]);
        Assert.DoesNotContain(city.Mail.To("click@example.org"), letter => letter.Contains(person.ToString(), StringComparison.OrdinalIgnoreCase));

        // A scanner of mails opens every link: that must change nothing.
        var anybody = city.CreateClient();
        Assert.Contains("lang=\"tr\"", await anybody.GetStringAsync(link.PathAndQuery), StringComparison.Ordinal);
        Assert.False(await IsOff(person));
        using var click = new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]);
        Assert.Equal(HttpStatusCode.OK, (await anybody.PostAsync(link.PathAndQuery, click)).StatusCode);
        Assert.True(await IsOff(person));

        city.Clock.Advance(TimeSpan.FromDays(1));
        await Queue(Reminder(person, "click-3"), News(person, "click-4"));
        await city.Runs("send-messages");
        Assert.Equal(3, city.Mail.To("click@example.org").Count);
        Assert.Equal((MessageState.Cancelled, "reminders-off"), await StateOf("click-3"));
        Assert.Equal(MessageState.Sent, (await StateOf("click-4")).State);

        // It is not lost: the person reads it on the page, and can take the choice back there.
        var phone = city.AsNewcomer(person, "tr");
        Assert.Equal(2, (await phone.GetStringAsync("/my/letters")).Split("<h2>Kuponunuzu").Length - 1);
        Assert.Equal(HttpStatusCode.Redirect, (await phone.Submit("/my/letters?handler=On")).StatusCode);
        Assert.False(await IsOff(person));
    }

    /// <summary>The secret of a pass stands in no row, so a letter that leads to it leads whoever reads it here to the pass that they have.</summary>
    [Fact]
    public async Task The_letter_of_the_pass_leads_to_the_pass_also_where_it_is_read_on_the_phone()
    {
        var person = await city.HasLearner(email: "pass-letter@example.org");
        await Queue(News(person, "pass-letter") with { Link = "/p/28RW-CJM4-E" });
        var phone = city.AsNewcomer(person);
        var letters = await phone.GetStringAsync("/my/letters");
        Assert.Contains("href=\"/my/pass\"", letters, StringComparison.Ordinal);
        Assert.DoesNotContain("/p/28RW", letters, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("AAAA")]
    [InlineData("Q2ZESjhB")]
    public async Task A_link_that_is_not_ours_switches_nothing_off(string token)
    {
        using var click = new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]);
        Assert.Equal(HttpStatusCode.NotFound, (await city.CreateClient().PostAsync($"/letters/off/{token}", click)).StatusCode);
    }

    [Fact]
    public async Task An_address_that_takes_no_letters_gets_no_more_and_the_coach_hears_of_it()
    {
        var person = await city.HasLearner(email: "gone@example.org", givenName: "Gone");
        city.Mail.RecipientAnswer = "550 5.1.1 no such mailbox";
        await Queue(News(person, "gone-1"));
        await city.Runs("send-messages");
        city.Mail.RecipientAnswer = null;
        await Queue(News(person, "gone-2"));
        await city.Runs("send-messages");
        Assert.Empty(city.Mail.To("gone@example.org"));
        Assert.Equal(((MessageState.ToPrint, "550 5.1.1 no such mailbox"), (MessageState.ToPrint, "address-refused")), (await StateOf("gone-1"), await StateOf("gone-2")));
        var coach = city.As(Roles.Coach);
        Assert.Contains("gone@example.org", await coach.GetStringAsync("/coach/letters"), StringComparison.Ordinal);
        Assert.Contains("550 5.1.1 no such mailbox", await coach.GetStringAsync($"/coach/people/{person}/letters"), StringComparison.Ordinal);
        Assert.Contains("did not take our letter", await city.AsNewcomer(person).GetStringAsync("/my/letters"), StringComparison.Ordinal);

        // The coach asked, and the address is right.
        Assert.Equal(HttpStatusCode.Redirect, (await coach.Submit("/coach/letters", ("participantId", person.ToString()))).StatusCode);
        await Queue(News(person, "gone-3"));
        await city.Runs("send-messages");
        Assert.Single(city.Mail.To("gone@example.org"));
        Assert.DoesNotContain("gone@example.org", await coach.GetStringAsync("/coach/letters"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_corrected_address_is_written_to_at_once()
    {
        var person = await city.HasLearner(email: "typo@example.org");
        city.Mail.RecipientAnswer = "550 5.1.1 no such mailbox";
        await Queue(News(person, "typo-1"));
        await city.Runs("send-messages");
        city.Mail.RecipientAnswer = null;
        await city.InDatabase(db => db.Set<Participant>().Where(row => row.Id == person).ExecuteUpdateAsync(set => set.SetProperty(row => row.Email, "right@example.org")));
        await Queue(News(person, "typo-2"));
        await city.Runs("send-messages");
        Assert.Single(city.Mail.To("right@example.org"));
        Assert.DoesNotContain("typo@example.org", await city.As(Roles.Coach).GetStringAsync("/coach/letters"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_relay_that_refuses_for_reasons_of_its_own_says_nothing_about_the_address()
    {
        var person = await city.HasLearner(email: "policy@example.org");
        city.Mail.RecipientAnswer = "550 5.7.1 relaying denied";
        await Queue(News(person, "policy-1"));
        await city.Runs("send-messages");
        city.Mail.RecipientAnswer = null;
        await Queue(News(person, "policy-2"));
        await city.Runs("send-messages");
        Assert.Equal(MessageState.Failed, (await StateOf("policy-1")).State);
        Assert.Single(city.Mail.To("policy@example.org"));
    }

    [Fact]
    public async Task A_letter_that_waits_says_why_and_until_when()
    {
        var noon = city.Clock.GetUtcNow();
        var (twice, night, later, away) = (await city.HasLearner(email: "twice@wait.example"), await city.HasLearner(email: "night@wait.example"), await city.HasLearner(email: "later@wait.example"), await city.HasLearner(email: "away@wait.example"));
        await Queue(Reminder(twice, "wait-1"));
        await city.Runs("send-messages");
        await Queue(Reminder(twice, "wait-2"), News(later, "wait-3") with { NotBefore = noon.AddDays(3) });
        city.Mail.HangsUpAt = "CONNECT";
        await Queue(News(away, "wait-4"));
        await city.Runs("send-messages");
        city.Mail.HangsUpAt = null;
        var tomorrow = DateOnly.FromDateTime(noon.UtcDateTime).AddDays(1);
        Assert.Contains("The person had a mail of reminders today; not before", await SaidOf(twice), StringComparison.Ordinal);
        Assert.Contains($"{tomorrow:d MMMM yyyy}, 08:00", await SaidOf(twice), StringComparison.Ordinal);
        Assert.Contains("It is meant for later; not before", await SaidOf(later), StringComparison.Ordinal);
        Assert.Contains("The mail relay could not be reached, or refuses us; not before", await SaidOf(away), StringComparison.Ordinal);

        city.Clock.MoveTo(new(DateOnly.FromDateTime(noon.UtcDateTime), new(20, 30), TimeSpan.Zero));
        await Queue(News(night, "wait-5"));
        await city.Runs("send-messages");
        Assert.Contains("Nobody is written to at night; not before", await SaidOf(night), StringComparison.Ordinal);
        city.Clock.MoveTo(noon.AddDays(1));
        Assert.Contains("It goes out with the next run", await SaidOf(night), StringComparison.Ordinal);

        Task<string> SaidOf(Guid person) => city.As(Roles.Coach).GetStringAsync($"/coach/people/{person}/letters");
    }

    [Fact]
    public async Task Operators_find_the_letters_of_one_person_if_they_may_see_case_data()
    {
        var person = await city.HasLearner(email: "found@example.org", givenName: "Foundable");
        await Queue(News(person, "found-1"), Reminder(await city.HasLearner(email: "other@example.org"), "found-2"));
        var may = city.As(Roles.Administrator, caseData: true);
        foreach (var typed in new[] { "Foundable", "found@example.org" })
        {
            var page = await may.GetStringAsync($"/admin/messages?q={typed}");
            Assert.Contains($"Letters found for \"{typed}\": 1", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
            Assert.Contains("<td>A seat is free</td>", page, StringComparison.Ordinal);
            Assert.DoesNotContain("<td>Voucher ends soon</td>", page, StringComparison.Ordinal);
        }

        var mayNot = await city.As(Roles.Administrator).GetStringAsync("/admin/messages?q=Foundable");
        Assert.DoesNotContain("name=\"q\"", mayNot, StringComparison.Ordinal);
        Assert.DoesNotContain("Letters found", mayNot, StringComparison.Ordinal);
    }

    private static NewMessage News(Guid person, string key) => new() { ParticipantId = person, Kind = "seat-free", OnceKey = key, Details = ["German A1", "2026-11-30T12:00:00Z"] };

    private static NewMessage Reminder(Guid person, string key) => News(person, key) with { Kind = "voucher-expires", Details = ["V-1", "2026-12-30"] };

    private Task<bool> IsOff(Guid person) => city.InDatabase(db => db.Set<RemindersOff>().AnyAsync(row => row.ParticipantId == person));

    private Task<(MessageState State, string? Trouble)> StateOf(string key) => city.InDatabase(async db =>
    {
        var message = await db.Set<Message>().AsNoTracking().SingleAsync(row => row.OnceKey == key);
        return (message.State, message.Trouble);
    });

    private Task<int> Queue(params NewMessage[] messages) => city.InScope(services =>
        services.GetRequiredService<CoursesDb>().Transact(() => services.GetRequiredService<IMessages>().QueueMany(messages, CancellationToken.None), CancellationToken.None));
}
