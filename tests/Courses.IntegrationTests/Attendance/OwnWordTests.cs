using System.Net;
using System.Net.Http.Json;
using Courses.Attendance;
using Courses.Contracts.Access;
using Courses.Contracts.Attendance;
using Microsoft.EntityFrameworkCore;

namespace Courses.IntegrationTests.Attendance;

/// <summary>What people say of their own minutes with the pass, on a tablet at the end of a lesson: docs/decisions/0033-the-persons-own-word.md.</summary>
public sealed class OwnWordTests(City city) : IClassFixture<City>
{
    private const string Page = "/my/attendance";

    private DateTimeOffset Now => city.Clock.GetUtcNow();

    [Fact]
    public async Task Whoever_shows_the_pass_at_the_end_says_how_long_it_was_and_no_mark_is_another_one()
    {
        var taught = await city.HasTaughtClass(people: 3);
        var tablet = city.AsTablet(taught.ProviderId);
        await tablet.Send(Now, [.. taught.People.Select(person => Scan(taught, person))]);
        var early = Word(taught, taught.People[2]);
        Assert.Equal("accepted-for-review(unproven-word)", (await tablet.Send(Now, early))[early.Id]);
        city.Clock.Advance(City.ToTheEnd);
        var (yes, less) = (Word(taught, taught.People[0]), Word(taught, taught.People[1]) with { Kind = "left-early", Minutes = 60 });
        for (var time = 0; time < 2; time++)
        {
            var answers = await tablet.Send(Now, yes, less);
            Assert.Equal(time == 0 ? ("accepted", "accepted-for-review(not-as-marked)") : ("known", "known"), (answers[yes.Id], answers[less.Id]));
        }

        // A register that was signed meanwhile is no reason to look at a word: it changes nothing.
        Assert.Equal(HttpStatusCode.OK, (await tablet.PostAsJsonAsync($"/api/attendance/sessions/{taught.Session}/sign-off", new { signedBy = "Nina" })).StatusCode);
        var afterwards = Word(taught, taught.People[2]);
        Assert.Equal("accepted", (await tablet.Send(Now, afterwards))[afterwards.Id]);
        Assert.All(await city.MarksOf(taught.Session), mark => Assert.Equal((MarkState.Present, 90, ProofGrade.Shown), (mark.State, mark.PresentMinutes, mark.Grade)));
        Assert.Equal(
            [(taught.People[0].Id, 90), (taught.People[1].Id, 30), (taught.People[2].Id, 90)],
            (await WordsOf(taught.Session)).Select(word => (word.ParticipantId!.Value, word.SaidMinutes(90))).OrderBy(word => taught.People.ToList().FindIndex(person => person.Id == word.Value)));
        var doubt = Assert.Single(await city.ReviewsOf(taught.Session), review => review.Code == ReviewCodes.NotAsMarked);
        Assert.Equal((taught.People[1].Id, "30"), (doubt.ParticipantId!.Value, doubt.Details));

        city.Clock.Advance(TimeSpan.FromMinutes(6));
        var phone = await city.AsNewcomer(taught.People[0].Id).GetStringAsync(Page);
        Assert.DoesNotContain("Were you there?", phone, StringComparison.Ordinal);
        Assert.Contains("Confirmed by you", phone, StringComparison.Ordinal);
        Assert.Contains("Confirmed by the person", await city.As(Roles.ProviderManager, taught.ProviderId).GetStringAsync($"/teacher/registers/{taught.Session}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_says_it_for_somebody_else()
    {
        var (taught, other) = (await city.HasTaughtClass(people: 4), await city.HasTaughtClass(people: 1));
        var tablet = city.AsTablet(taught.ProviderId);
        await tablet.Send(Now, [.. taught.People.Select(person => Scan(taught, person))]);
        city.Clock.Advance(City.ToTheEnd);
        var (named, byAnother) = (Word(taught, taught.People[0]) with { PassHash = null }, Word(taught, taught.People[1]) with { PassHash = taught.People[0].PassHash });
        var answers = await tablet.Send(Now, named, byAnother);
        Assert.All([named, byAnother], word => Assert.Equal("accepted-for-review(unproven-word)", answers[word.Id]));
        var inTheOffice = Word(taught, taught.People[2]);
        Assert.Equal("accepted-for-review(unproven-word)", (await city.As(Roles.ProviderManager, taught.ProviderId).Send(Now, inTheOffice))[inTheOffice.Id]);
        var elsewhere = Word(taught, taught.People[3]);
        Assert.Equal("accepted-for-review(unknown-session)", (await city.AsTablet(other.ProviderId).Send(Now, elsewhere))[elsewhere.Id]);

        // None of it is a word of theirs, nor a mark by hand; the phone still asks.
        Assert.Empty(await WordsOf(taught.Session));
        Assert.All(await city.MarksOf(taught.Session), mark => Assert.Equal((90, ProofGrade.Shown), (mark.PresentMinutes, mark.Grade)));
        Assert.DoesNotContain("Confirmed by the person", await city.As(Roles.ProviderManager, taught.ProviderId).GetStringAsync($"/teacher/registers/{taught.Session}"), StringComparison.Ordinal);
        city.Clock.Advance(TimeSpan.FromMinutes(6));
        foreach (var person in taught.People)
        {
            Assert.Contains("Were you there?", await city.AsNewcomer(person.Id).GetStringAsync(Page), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_tablet_without_a_network_brings_the_arrival_and_the_word_together_and_nobody_is_asked_again()
    {
        var taught = await city.HasTaughtClass(people: 2);
        var came = taught.People.Select(person => Scan(taught, person)).ToArray();
        city.Clock.Advance(City.ToTheEnd);
        var words = new[] { Word(taught, taught.People[0]), Word(taught, taught.People[1]) with { Kind = "absent" } };
        city.Clock.Advance(TimeSpan.FromHours(5));
        await city.AsTablet(taught.ProviderId).Send(Now, [.. words, .. came]);
        Assert.All(await city.MarksOf(taught.Session), mark => Assert.Equal(90, mark.PresentMinutes));
        Assert.Equal(taught.People[1].Id, Assert.Single(await city.ReviewsOf(taught.Session), review => review.Code == ReviewCodes.NotAsMarked).ParticipantId);
        Assert.DoesNotContain("Were you there?", await city.AsNewcomer(taught.People[0].Id).GetStringAsync(Page), StringComparison.Ordinal);
    }

    private SentFact Scan(TaughtClass taught, Enrolled person) => new() { SessionId = taught.Session, ParticipantId = person.Id, PassHash = person.PassHash, Source = "scan", DeviceTime = Now };

    private SentFact Word(TaughtClass taught, Enrolled person) => Scan(taught, person) with { Source = "person" };

    private Task<List<AttendanceFact>> WordsOf(Guid session) => city.InDatabase(db => db.Set<AttendanceFact>().AsNoTracking().OwnWords().Where(fact => fact.SessionId == session).ToListAsync());
}
