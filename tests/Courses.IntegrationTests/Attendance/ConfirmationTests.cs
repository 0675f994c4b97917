using System.Net;
using System.Text.RegularExpressions;
using Courses.Access;
using Courses.Attendance;
using Courses.Contracts.Access;
using Courses.Platform.Papers;
using Microsoft.EntityFrameworkCore;

namespace Courses.IntegrationTests.Attendance;

/// <summary>What somebody attended, on paper that anybody can check.</summary>
public sealed partial class ConfirmationTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task The_paper_says_what_signed_registers_say_in_two_languages_and_anybody_checks_it_without_signing_in()
    {
        var person = await city.HasLearner(language: "fa", givenName: "Farzaneh");

        // There twice, half of one, one without a signed register, one cancelled, absent, excused.
        await city.HasAttended(person, "inlt", "ppl?xae");
        var paper = WebUtility.HtmlDecode(await city.As(Roles.Coach).GetStringAsync(await city.Confirms(person)));
        Assert.Contains("Confirmation of attendance", paper, StringComparison.Ordinal);
        Assert.Contains("گواهی حضور", paper, StringComparison.Ordinal);
        Assert.Contains("5 hours of 45 minutes, 3 lessons; held in that time: 10 hours, 5 lessons", paper, StringComparison.Ordinal);
        Assert.Contains("ساعت‌های 45 دقیقه‌ای: 5، جلسه‌ها: 3", paper, StringComparison.Ordinal);

        var checkedBy = city.CreateClient();
        var number = NumberOn(paper);
        foreach (var typed in new[] { number, number.ToLowerInvariant(), PaperNumber.Written(number), $" {PaperNumber.Written(number)} " })
        {
            var page = WebUtility.HtmlDecode(await checkedBy.GetStringAsync($"/confirmed?number={Uri.EscapeDataString(typed)}&culture=en"));
            Assert.Contains("It is genuine", page, StringComparison.Ordinal);
            Assert.Contains("Farzaneh Haddad", page, StringComparison.Ordinal);
            Assert.Contains("German A1", page, StringComparison.Ordinal);
            Assert.Contains("5 hours of 45 minutes, 3 lessons; held in that time: 10 hours, 5 lessons", page, StringComparison.Ordinal);
            Assert.DoesNotContain(person.ToString(), page, StringComparison.OrdinalIgnoreCase);
        }

        // The same facts make the same paper.
        Assert.Equal(number, NumberOn(await city.As(Roles.Coach).GetStringAsync(await city.Confirms(person))));
        Assert.Contains(number, await city.AsNewcomer(person, "fa").GetStringAsync("/my/confirmations"), StringComparison.Ordinal);
        Assert.DoesNotContain(number, await city.AsNewcomer(await city.HasLearner()).GetStringAsync("/my/confirmations"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_paper_that_was_withdrawn_says_nothing_but_that()
    {
        var person = await city.HasLearner(givenName: "Withdrawn");
        await city.HasAttended(person, "inlt", "pp");
        var coach = city.As(Roles.Coach);
        var address = await city.Confirms(person);
        var number = NumberOn(await coach.GetStringAsync(address));
        var page = $"/coach/people/{person}/confirmations";
        Assert.Equal(HttpStatusCode.Conflict, (await Withdraw(" ")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Withdraw("The register of another class")).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await Withdraw("Again")).StatusCode);
        Assert.Contains("The register of another class", await coach.GetStringAsync(page), StringComparison.Ordinal);

        var seen = await city.CreateClient().GetStringAsync($"/confirmed/{number}?culture=en");
        Assert.Contains("It was withdrawn on", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("Haddad", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("German A1", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("another class", seen, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await coach.GetAsync(address)).StatusCode);
        var phone = city.AsNewcomer(person);
        Assert.DoesNotContain(number, await phone.GetStringAsync("/my/confirmations"), StringComparison.Ordinal);
        Assert.Contains("The register of another class", await phone.GetStringAsync("/my/letters"), StringComparison.Ordinal);
        Assert.NotEqual(number, NumberOn(await coach.GetStringAsync(await city.Confirms(person))));
        var trail = await city.InDatabase(db => db.Set<AuditEntry>().AsNoTracking().Where(row => row.Subject == person).Select(row => row.Act).ToListAsync());
        Assert.Equal(2, trail.Count(act => act == "confirmation.issued"));
        Assert.Single(trail, act => act == "confirmation.withdrawn");

        async Task<HttpResponseMessage> Withdraw(string why)
        {
            var id = await city.InDatabase(db => db.Set<Confirmation>().Where(row => row.Number == number).Select(row => row.Id).SingleAsync());
            return await coach.PostTo(page + "?handler=Withdraw", await coach.GetStringAsync(page), ("Confirmation", id.ToString()), ("Reason", why), ("ReasonLanguage", "en"));
        }
    }

    [Fact]
    public async Task What_the_registers_say_later_changes_no_paper_and_the_coach_is_told()
    {
        var person = await city.HasLearner();
        var sessions = await city.HasAttended(person, "inlt", "pa");
        var number = NumberOn(await city.As(Roles.Coach).GetStringAsync(await city.Confirms(person)));
        await city.InDatabase(db => db.Set<Mark>().Where(row => row.SessionId == sessions[1] && row.ParticipantId == person).ExecuteUpdateAsync(set => set.SetProperty(row => row.PresentMinutes, 90)));
        Assert.Contains("2 hours of 45 minutes, 1 lesson;", await city.CreateClient().GetStringAsync($"/confirmed/{number}?culture=en"), StringComparison.Ordinal);
        Assert.Contains("The registers say something else by now: 4 hours of 45 minutes, 2 lessons;", await city.As(Roles.Coach).GetStringAsync($"/coach/people/{person}/confirmations"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_was_never_there_gets_no_paper()
    {
        var person = await city.HasLearner();
        await city.HasAttended(person, "inlt", "aa?");
        var group = await city.InDatabase(db => db.Set<Mark>().Where(row => row.ParticipantId == person).Select(row => row.GroupId).FirstAsync());
        var refused = await city.As(Roles.Coach).Submit($"/coach/people/{person}/confirmations?handler=Issue", ("group", group.ToString()));
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("say of no lesson that the person was there", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0000000000000000")]
    [InlineData("nonsense")]
    [InlineData("' or 1=1 --")]
    public async Task A_number_that_we_never_gave_is_unknown(string number)
    {
        using var answer = await city.CreateClient().GetAsync($"/confirmed?number={Uri.EscapeDataString(number)}&culture=en");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("We know no confirmation with this number", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static string NumberOn(string paper) => AddressOnPaper().Match(paper).Groups["number"].Value;

    [GeneratedRegex("/confirmed/(?<number>[0-9A-Z]{16})", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AddressOnPaper();
}
