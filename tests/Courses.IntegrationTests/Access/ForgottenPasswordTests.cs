using System.Net;
using System.Text.RegularExpressions;
using Courses.Access;
using Courses.Access.Tokens;
using Courses.Contracts.Access;
using Courses.Messaging;
using Courses.Tests.Shared;
using Microsoft.EntityFrameworkCore;

namespace Courses.IntegrationTests.Access;

public sealed partial class ForgottenPasswordTests(City city) : IClassFixture<City>
{
    private const string Wanted = "four words in a row";

    [Fact]
    public async Task A_link_by_mail_sets_a_password_once_ends_what_stood_and_is_told_to_the_owner()
    {
        var account = await city.HasAccount("forgetful@example.org", Roles.Coach);
        var elsewhere = city.AsNobody();
        await elsewhere.Submit("/sign-in", ("Email", "forgetful@example.org"), ("Password", City.Password));
        await city.InDatabase(async db =>
        {
            db.Add(AccessToken.For(account, "Excel", 30, city.Clock.GetUtcNow()).Row);
            await db.SaveChangesAsync();
        });

        await Asks("Forgetful@Example.org ");
        var link = LinkIn(Assert.Single(city.Mail.To("forgetful@example.org")));
        var shown = await city.AsNobody().GetAsync(link);
        Assert.Equal("no-referrer", shown.Headers.GetValues("Referrer-Policy").Single());
        Assert.Equal(HttpStatusCode.BadRequest, (await city.AsNobody().Submit(link, ("Wanted", "short"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await elsewhere.GetAsync("/coach")).StatusCode);

        // Two pages with the same link, as two tabs have it: the first that sets a password is the only one.
        var (first, second) = (city.AsNobody(), city.AsNobody());
        var (one, other) = (await first.GetStringAsync(link), await second.GetStringAsync(link));
        Assert.Equal("/sign-in", (await first.PostTo(link, one, ("Wanted", Wanted))).Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.Conflict, (await second.PostTo(link, other, ("Wanted", "another four words here"))).StatusCode);
        Assert.Contains("/account/forgotten", await second.GetStringAsync(link), StringComparison.Ordinal);

        Assert.Equal("/sign-in", (await elsewhere.GetAsync("/coach")).Headers.Location?.AbsolutePath);
        Assert.True(await city.InDatabase(db => db.Set<AccessToken>().Where(row => row.AccountId == account).AllAsync(row => row.RevokedAt != null)));
        Assert.Equal(HttpStatusCode.BadRequest, (await city.AsNobody().Submit("/sign-in", ("Email", "forgetful@example.org"), ("Password", City.Password))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await city.AsNobody().Submit("/sign-in", ("Email", "forgetful@example.org"), ("Password", Wanted))).StatusCode);

        await city.Runs("send-messages");
        Assert.Contains("was changed", SmtpCatcher.TextOf(city.Mail.To("forgetful@example.org")[^1]), StringComparison.Ordinal);
        var acts = await city.InDatabase(db => db.Set<AuditEntry>().Where(row => row.Subject == account && row.Act.StartsWith("account.")).OrderBy(row => row.Act).Select(row => row.Act).ToListAsync());
        Assert.Equal(["account.link-mailed", "account.password-set"], acts);
    }

    [Fact]
    public async Task A_new_password_opens_a_locked_account()
    {
        await city.HasAccount("locked-out@example.org", Roles.Coach);
        for (var i = 0; i < 5; i++)
        {
            await city.AsNobody().Submit("/sign-in", ("Email", "locked-out@example.org"), ("Password", $"wrong password {i}"));
        }

        await Asks("locked-out@example.org");
        await city.AsNobody().Submit(LinkIn(Assert.Single(city.Mail.To("locked-out@example.org"), letter => SmtpCatcher.TextOf(letter).Contains("token=", StringComparison.Ordinal))), ("Wanted", Wanted));
        Assert.Equal(HttpStatusCode.Redirect, (await city.AsNobody().Submit("/sign-in", ("Email", "locked-out@example.org"), ("Password", Wanted))).StatusCode);
    }

    [Fact]
    public async Task A_known_an_unknown_and_a_closed_address_get_the_same_answer_and_only_the_known_one_a_letter()
    {
        await city.HasAccount("known-here@example.org", Roles.Coach);
        var closed = await city.HasAccount("closed-here@example.org", Roles.Coach);
        await city.InDatabase(db => db.Set<Account>().Where(row => row.Id == closed).ExecuteUpdateAsync(set => set.SetProperty(row => row.DeactivatedAt, city.Clock.GetUtcNow())));
        string[] addresses = ["known-here@example.org", "never-seen@example.org", "closed-here@example.org"];
        var answers = new List<string>();
        foreach (var address in addresses)
        {
            var client = city.AsNobody();
            var asked = await client.Submit("/account/forgotten", ("Email", address));
            var page = await client.GetStringAsync(asked.Headers.Location!.OriginalString);
            answers.Add($"{asked.StatusCode} {asked.Headers.Location} {FormToken().Replace(page, "")}");
        }

        Assert.Contains("a letter with a link comes", answers[0], StringComparison.Ordinal);
        Assert.Equal(answers[0], Assert.Single(answers.Distinct()));

        // The page does the same for each: it queues a letter. Who gets one is found out when letters go out.
        Assert.Equal(3, await city.InDatabase(db => db.Set<Message>().CountAsync(row => addresses.Contains(row.StaffEmail))));
        await city.Runs("send-messages");
        Assert.Equal([1, 0, 0], addresses.Select(address => city.Mail.To(address).Count));
        var kept = await city.InDatabase(db => db.Set<Message>().Where(row => addresses.Contains(row.StaffEmail)).Select(row => row.StaffEmail).ToListAsync());
        Assert.Equal(["known-here@example.org"], kept);
    }

    [Fact]
    public async Task The_link_is_over_after_half_an_hour_and_one_that_was_made_up_opens_nothing()
    {
        await city.HasAccount("slow@example.org", Roles.Coach);
        await Asks("slow@example.org");
        var link = LinkIn(Assert.Single(city.Mail.To("slow@example.org")));
        city.Clock.Advance(TimeSpan.FromMinutes(29));
        var client = city.AsNobody();
        var form = await client.GetStringAsync(link);
        Assert.Contains("Wanted", form, StringComparison.Ordinal);
        city.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.Conflict, (await client.PostTo(link, form, ("Wanted", Wanted))).StatusCode);
        foreach (var madeUp in new[] { "", "?token=", "?token=AAAA", link[link.IndexOf('?', StringComparison.Ordinal)..^2] })
        {
            Assert.DoesNotContain("Wanted", await city.AsNobody().GetStringAsync("/account/new-password" + madeUp), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_address_gets_one_letter_in_a_quarter_of_an_hour()
    {
        await city.HasAccount("flooded@example.org", Roles.Coach);
        for (var i = 0; i < 5; i++)
        {
            await Asks(i % 2 == 0 ? "flooded@example.org" : "FLOODED@example.org");
        }

        Assert.Single(city.Mail.To("flooded@example.org"));
        city.Clock.Advance(TimeSpan.FromMinutes(15));
        await Asks("flooded@example.org");
        Assert.Equal(2, city.Mail.To("flooded@example.org").Count);
    }

    /// <summary>The secret stands in the letter and nowhere in the database: whoever reads the outbox opens no account.</summary>
    [Fact]
    public async Task The_link_lies_in_no_outbox()
    {
        await city.HasAccount("outbox@example.org", Roles.Administrator);
        await Asks("outbox@example.org");
        Assert.Contains("token=", LinkIn(Assert.Single(city.Mail.To("outbox@example.org"))), StringComparison.Ordinal);
        var row = await city.InDatabase(db => db.Set<Message>().AsNoTracking().SingleAsync(message => message.StaffEmail == "outbox@example.org"));
        Assert.Equal(("/account/new-password", "30", MessageState.Sent), (row.Link, row.Details, row.State));
    }

    /// <summary>A letter goes where the account has it: of two addresses that become one when they are compared, the one that was typed is not written to.</summary>
    [Fact]
    public async Task What_was_typed_is_never_written_to()
    {
        await city.HasAccount("kelvin@example.org", Roles.Coach);
        await Asks("\u212Aelvin@example.org");
        Assert.DoesNotContain(city.Mail.Letters, letter => letter.Contains('\u212A', StringComparison.Ordinal));
        Assert.All(city.Mail.To("elvin@example.org"), letter => Assert.Contains("kelvin@example.org", letter, StringComparison.Ordinal));
    }

    private async Task Asks(string email)
    {
        Assert.Equal(HttpStatusCode.Redirect, (await city.AsNobody().Submit("/account/forgotten", ("Email", email))).StatusCode);
        await city.Runs("send-messages");
    }

    private static string LinkIn(string letter)
    {
        var found = Link().Match(SmtpCatcher.TextOf(letter));
        Assert.True(found.Success, letter);
        return new Uri(found.Value).PathAndQuery;
    }

    [GeneratedRegex("https?://[^ \\r\\n\"<]+/account/new-password[^ \\r\\n\"<]*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]+>|nonce=\"[^\"]+\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FormToken();
}
