using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Courses.Contracts.Access;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Participants;
using Courses.Eligibility;
using Microsoft.EntityFrameworkCore;

namespace Courses.IntegrationTests.Eligibility;

/// <summary>A version that begins in the past: it says what it would have decided differently before it is published, proposes, and rewrites nothing.</summary>
public sealed class LookBackTests(City city) : IClassFixture<City>
{
    private const string Code = "back-dated";

    [Fact]
    public async Task It_is_looked_at_before_it_is_published_and_proposes_what_it_would_have_decided_differently()
    {
        var (refugees, others) = (new List<Guid>(), new List<Guid>());
        for (var i = 0; i < 6; i++)
        {
            refugees.Add(await city.HasLearner());
            others.Add(await city.HasLearner(LegalStatus.ThirdCountryNational, givenName: $"Other{i}"));
        }

        await city.InDatabase(async db =>
        {
            var programme = new Programme { Code = Code, Name = "Back-dated", City = "Vienna" };
            programme.PutInForce(new() { Funder = "City", ReportEveryMonths = 12, Rules = new Rule.StatusIn([LegalStatus.Refugee]), Gives = [] }, new(2026, 1, 1), null, "test", city.Clock.GetUtcNow());
            db.Add(programme);
            await db.SaveChangesAsync();
        });
        await city.Runs("recompute-all");
        var since = city.Today();
        city.Clock.Advance(TimeSpan.FromDays(10));
        var before = await Decisions();
        Assert.Equal(12, before.Count);

        var author = city.As(Roles.Administrator);
        var second = city.AsAccount(await city.HasAccount($"second.{Guid.NewGuid():N}@example.org", Roles.Administrator));
        var page = await HasDraft(author, """{"statusIn": ["ThirdCountryNational", "Refugee"]}""", since);

        // Nobody publishes what nobody has looked at, and a draft that changed is looked at anew.
        var early = await second.Submit(page + "?handler=Publish");
        Assert.Equal(HttpStatusCode.Conflict, early.StatusCode);
        Assert.Contains("Work out first what it would have decided differently", await early.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await LookBack(author, page);
        Assert.Contains("for the better: 6, for the worse: 0, the same: 6, not known: 0", await second.GetStringAsync(page), StringComparison.Ordinal);
        city.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(HttpStatusCode.Conflict, (await second.Submit(page + "?handler=Publish")).StatusCode);
        await LookBack(second, page);
        Assert.Equal(before, await Decisions());
        Assert.Equal(HttpStatusCode.Redirect, (await second.Submit(page + "?handler=Publish")).StatusCode);

        // Proposed to the coaches; what was decided stands as it was, and what holds now is decided anew.
        var reviews = await city.InDatabase(db => db.Set<DecisionReview>().AsNoTracking().ToListAsync());
        Assert.Equal(others.Order(), reviews.Select(review => review.ParticipantId).Order());
        Assert.All(reviews, review => Assert.Equal((Outcome.MayNot, Outcome.May), (review.Before, review.After)));
        Assert.Equal(before, await Decisions());
        await city.Runs("recompute-stale");
        Assert.Equal(before, (await Decisions()).Take(12));
        var coach = city.As(Roles.Coach);
        Assert.Contains("6 decisions to look at again", await coach.GetStringAsync("/coach/proposals"), StringComparison.Ordinal);
        var list = await coach.GetStringAsync("/coach/reviews");
        Assert.Contains("Other3 Haddad", list, StringComparison.Ordinal);
        Assert.Contains("As decided on 16 November 2026", list, StringComparison.Ordinal);
        Assert.DoesNotContain("Other3", await city.As(Roles.Auditor).GetStringAsync("/coach/reviews"), StringComparison.Ordinal);

        // One is looked at, once, by a coach, with a note of what came of it.
        var one = reviews[0];
        Assert.Equal(HttpStatusCode.BadRequest, (await coach.Submit("/coach/reviews", ("Id", one.Id.ToString()), ("Note", ""))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await author.PostTo("/coach/reviews", await author.GetStringAsync("/account/password"), ("Id", one.Id.ToString()), ("Note", "By an administrator"))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await coach.Submit("/coach/reviews", ("Id", one.Id.ToString()), ("Note", "Invited to the next course."))).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await coach.PostTo("/coach/reviews", await coach.GetStringAsync("/account/password"), ("Id", one.Id.ToString()), ("Note", "Again"))).StatusCode);

        // Taken back on the same day: what is open goes, what was looked at stays on record.
        Assert.Equal(HttpStatusCode.Redirect, (await author.Submit(page + "?handler=Withdraw", ("Why", "It was a mistake."))).StatusCode);
        var after = await city.InDatabase(db => db.Set<DecisionReview>().AsNoTracking().ToListAsync());
        Assert.Equal(("Invited to the next course.", null), (after.Single(review => review.Id == one.Id).Note, after.Single(review => review.Id == one.Id).WithdrawnAt));
        Assert.All(after.Where(review => review.Id != one.Id), review => Assert.NotNull(review.WithdrawnAt));
        Assert.Contains("Nothing waits.", await coach.GetStringAsync("/coach/reviews"), StringComparison.Ordinal);
        Assert.Equal(before, (await Decisions()).Take(12));
    }

    private static async Task<string> HasDraft(HttpClient author, string rules, DateOnly from)
    {
        var terms = new JsonObject { ["funder"] = "City", ["reportEveryMonths"] = 12, ["rules"] = JsonNode.Parse(rules), ["gives"] = new JsonArray() };
        var answer = await author.PostAsJsonAsync($"/api/programmes/{Code}/drafts", new { validFrom = from, terms });
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return answer.Headers.Location!.OriginalString;
    }

    /// <summary>Asks, and waits for the work.</summary>
    private async Task LookBack(HttpClient client, string page)
    {
        var asked = await city.InDatabase(db => db.Set<Simulation>().CountAsync());
        var answer = await client.Submit(page + "?handler=LookBack");
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        var patience = TimeProvider.System.GetUtcNow().AddMinutes(3);
        while (await city.InDatabase(db => db.Set<Simulation>().CountAsync(row => row.DoneAt != null)) == asked)
        {
            Assert.True(TimeProvider.System.GetUtcNow() < patience, "No node took the work.");
            await Task.Delay(100);
        }
    }

    private Task<List<(Guid Id, Outcome Outcome, string Facts)>> Decisions() => city.InDatabase(async db =>
        (await db.Set<Decision>().AsNoTracking().Where(row => row.ProgrammeCode == Code).OrderBy(row => row.DecidedAt).ThenBy(row => row.Id).ToListAsync()).ConvertAll(row => (row.Id, row.Outcome, row.Facts)));
}
