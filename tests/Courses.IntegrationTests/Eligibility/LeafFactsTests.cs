using System.Globalization;
using System.Net;
using System.Text.Json;
using Courses.Contracts.Access;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Orientation;
using Courses.Contracts.Participants;
using Courses.Eligibility;
using Courses.IntegrationTests.Access;
using Courses.LanguageCourses;
using Courses.Platform.Database;
using Courses.Timetable;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Eligibility;

/// <summary>What the conditions of the sources ask for is read from where people write it down.</summary>
public sealed class LeafFactsTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task Conditions_read_what_the_desk_the_school_and_the_office_wrote_down()
    {
        var (person, stranger) = (await city.HasLearner(LegalStatus.ThirdCountryNational), await city.HasLearner(LegalStatus.ThirdCountryNational));
        var sessions = await city.HasAttended(person, "leaves", "ppppp");
        var house = await city.InDatabase(db => db.Set<Session>().Where(session => session.Id == sessions[0]).Select(session => session.ProviderId).SingleAsync());

        // An excursion of the house is no school.
        await city.CameToAnActivity(house, [stranger]);

        // The desk: what the person is, as a coach writes it on the form.
        var coach = city.As(Roles.Coach);
        var page = $"/coach/people/{person}/edit";
        var html = await coach.GetStringAsync(page);
        var written = new[] { ("Person.IsFamilyMember", "True"), ("Person.IsRegisteredInCity", "True"), ("Person.Works", "False") };
        var fields = FilledForm.In(html, "Person.Works").Where(field => written.All(other => other.Item1 != field.Name)).Concat(written).ToArray();
        Assert.Equal(HttpStatusCode.Redirect, (await coach.PostTo(page, html, fields)).StatusCode);
        Assert.Contains("Registered as a family member", await coach.GetStringAsync($"/coach/people/{person}"), StringComparison.Ordinal);

        // The school and the office.
        await city.InScope(async services =>
        {
            var db = services.GetRequiredService<CoursesDb>();
            await db.Transact(
                async () =>
                {
                    await services.GetRequiredService<IParticipants>().SetLevel(person, Skill.Reading, "A2", default);
                    var referral = new Participants.Referral
                    {
                        Office = "MA 35",
                        CaseNumber = Guid.NewGuid().ToString("N"),
                        GivenName = "Amal",
                        FamilyName = "Haddad",
                        SearchName = "amal haddad",
                        BirthDate = new(1994, 4, 2),
                        Status = LegalStatus.ThirdCountryNational,
                        ReferredOn = city.Today().AddDays(-30),
                    };
                    referral.Came(person, city.Clock.GetUtcNow());
                    db.Add(referral);
                },
                default);
            return true;
        });

        var certificates = $"/coach/people/{person}/certificates";
        var ahead = city.Today().AddDays(1);
        html = await coach.GetStringAsync(certificates);
        Assert.Equal(HttpStatusCode.BadRequest, (await coach.PostTo(certificates, html, [("Language", "de"), ("Level", "A2"), .. On(ahead)])).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await coach.PostTo(certificates, html, [("Language", ""), ("Level", "A2"), .. On(city.Today())])).StatusCode);
        await city.InDatabase(db => db.Set<Stale>().ExecuteDeleteAsync());
        Assert.Equal(HttpStatusCode.Redirect, (await coach.PostTo(certificates, html, [("Language", "de"), ("Level", "A2"), .. On(city.Today().AddDays(-3))])).StatusCode);
        Assert.True(await city.InDatabase(db => db.Set<Stale>().AnyAsync(row => row.ParticipantId == person)));
        Assert.Contains("Deutsch</bdi> A2", await coach.GetStringAsync(certificates), StringComparison.Ordinal);

        // Five sessions of two hours: ten hours are used.
        foreach (var (rule, hers, of) in new[]
        {
            ("""{"familyMember": true}""", Outcome.May, Outcome.NotYet),
            ("""{"registeredInCity": true}""", Outcome.May, Outcome.NotYet),
            ("""{"works": true}""", Outcome.MayNot, Outcome.NotYet),
            ("""{"skillAtLeast": {"skill": "Reading", "level": "A2"}}""", Outcome.May, Outcome.NotYet),
            ("""{"certificateAtLeast": {"language": "de", "level": "A2"}}""", Outcome.May, Outcome.NotYet),
            ("""{"certificateAtLeast": {"language": "de", "level": "B1"}}""", Outcome.NotYet, Outcome.NotYet),
            ("""{"referredBy": "MA 35"}""", Outcome.May, Outcome.NotYet),
            ($$"""{"learnsAt": "{{house}}"}""", Outcome.May, Outcome.NotYet),
            ("""{"categoryHoursBelow": {"category": "language", "hours": 11}}""", Outcome.May, Outcome.May),
            ("""{"categoryHoursBelow": {"category": "language", "hours": 10}}""", Outcome.MayNot, Outcome.May),
            ("""{"categoryHoursBelow": {"category": "orientation", "hours": 1}}""", Outcome.May, Outcome.May),
        })
        {
            await Say(rule);
            Assert.Equal((rule, hers), (rule, await OutcomeFor(person)));
            Assert.Equal((rule, of), (rule, await OutcomeFor(stranger)));
        }
    }

    [Fact]
    public async Task A_certificate_that_should_not_stand_there_is_withdrawn_with_a_reason_that_the_person_reads()
    {
        var (person, other) = (await city.HasLearner(language: "tr"), await city.HasLearner());
        var coach = city.As(Roles.Coach);
        var page = $"/coach/people/{person}/certificates";
        await Record();
        await Say("""{"certificateAtLeast": {"language": "de", "level": "B1"}}""");
        Assert.Equal(Outcome.May, await OutcomeFor(person));
        var id = await city.InDatabase(db => db.Set<Certificate>().Where(row => row.ParticipantId == person).Select(row => row.Id).SingleAsync());

        // Without a reason nothing happens, and what was typed is still there.
        Assert.Equal(HttpStatusCode.Conflict, (await Withdraw(page)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await Withdraw(page, ("ReasonCode", "reason.illness.too-late"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Withdraw($"/coach/people/{other}/certificates", ("ReasonCode", "reason.certificate.mistake"))).StatusCode);
        Assert.Equal(Outcome.May, await OutcomeFor(person));

        await city.InDatabase(db => db.Set<Stale>().ExecuteDeleteAsync());
        var withdrawn = await Withdraw(page, ("ReasonCode", "reason.certificate.other-person"), ("Reason", "Gehört dem Bruder."), ("ReasonLanguage", "de"));
        Assert.True(withdrawn.StatusCode == HttpStatusCode.Redirect, await withdrawn.Content.ReadAsStringAsync());
        Assert.Equal(Outcome.NotYet, await OutcomeFor(person));
        Assert.True(await city.InDatabase(db => db.Set<Stale>().AnyAsync(row => row.ParticipantId == person)));
        var shown = WebUtility.HtmlDecode(await coach.GetStringAsync(page));
        Assert.Contains("<s><bdi>Deutsch</bdi> B1</s>", shown, StringComparison.Ordinal);
        Assert.Contains("It belongs to another person.", shown, StringComparison.Ordinal);
        Assert.Contains("Gehört dem Bruder.", shown, StringComparison.Ordinal);
        var letters = WebUtility.HtmlDecode(await city.AsNewcomer(person, "tr").GetStringAsync("/my/letters"));
        Assert.Contains("Bir sertifikanız artık sayılmıyor", letters, StringComparison.Ordinal);
        Assert.Contains("Başka bir kişiye ait. \u2068Deutsch: Gehört dem Bruder.\u2069", letters, StringComparison.Ordinal);
        Assert.Contains("Withdrew a certificate", await city.As(Roles.Auditor).GetStringAsync($"/admin/audit?subject={person}"), StringComparison.Ordinal);

        // Once is once; and the right one can be recorded.
        Assert.Equal(HttpStatusCode.Conflict, (await Withdraw(page, ("ReasonCode", "reason.certificate.mistake"))).StatusCode);
        await Record();
        Assert.Equal(Outcome.May, await OutcomeFor(person));

        async Task Record() => Assert.Equal(HttpStatusCode.Redirect, (await coach.PostTo(page, await coach.GetStringAsync(page), [("Language", "de"), ("Level", "B1"), .. On(city.Today().AddDays(-3))])).StatusCode);

        async Task<HttpResponseMessage> Withdraw(string address, params (string, string)[] why) => await coach.PostTo($"{address}?handler=Withdraw", await coach.GetStringAsync(address), [("Id", id.ToString()), .. why]);
    }

    [Fact]
    public async Task Topics_and_providers_are_called_what_the_city_calls_them_in_the_language_of_the_reader()
    {
        await city.Ask<IOrientation, int>(orientation => orientation.LoadStandardTopics(default));
        var person = await city.HasLearner(language: "de");
        var sessions = await city.HasAttended(await city.HasLearner(), "leaves", "p");
        var house = await city.InDatabase(db => db.Set<Session>().Where(session => session.Id == sessions[0]).Select(session => session.ProviderId).SingleAsync());
        await city.InDatabase(async db =>
        {
            (await db.Set<Participants.Provider>().SingleAsync(row => row.Id == house)).Name = "Haus der Sprachen";
            await db.SaveChangesAsync();
        });

        // No sentence of ours names this topic: its code was shown before.
        await Say($$$"""{"all": [{"moduleCompleted": "history-democracy"}, {"learnsAt": "{{{house}}}"}, {"categoryHoursBelow": {"category": "waste", "hours": 5}}]}""");
        foreach (var (language, topic, waste) in new[] { ("de", "Geschichte und Demokratie", "Müll und Recycling"), ("tr", "Tarih ve demokrasi", "Çöp ve geri dönüşüm"), ("en", "History and democracy", "Waste and recycling") })
        {
            var page = WebUtility.HtmlDecode(await city.AsNewcomer(person, language).GetStringAsync("/my/rights"));
            Assert.Contains(topic, page, StringComparison.Ordinal);
            Assert.Contains(waste, page, StringComparison.Ordinal);
            Assert.Contains("Haus der Sprachen", page, StringComparison.Ordinal);
            Assert.DoesNotContain("history-democracy", page, StringComparison.Ordinal);
        }
    }

    private static (string Name, string Value)[] On(DateOnly day) =>
    [
        ("IssuedOn.Day", day.Day.ToString(CultureInfo.InvariantCulture)), ("IssuedOn.Month", day.Month.ToString(CultureInfo.InvariantCulture)), ("IssuedOn.Year", day.Year.ToString(CultureInfo.InvariantCulture)),
    ];

    private Task Say(string rule) => city.InDatabase(async db =>
    {
        db.RemoveRange(await db.Set<Programme>().Include(row => row.Versions).Where(row => row.Code == "leaves").ToListAsync());
        await db.SaveChangesAsync();
        var programme = new Programme { Code = "leaves", Name = "Leaves", City = "Vienna" };
        programme.PutInForce(
            new() { Funder = "City", ReportEveryMonths = 12, Rules = JsonSerializer.Deserialize<Rule>(rule, Terms.Json)!, Gives = [] }, new(2026, 1, 1), null, "test", city.Clock.GetUtcNow());
        db.Add(programme);
        await db.SaveChangesAsync();
    });

    private async Task<Outcome> OutcomeFor(Guid person) =>
        (await city.Ask<IEligibility, IReadOnlyList<ProgrammeAnswer>>(eligibility => eligibility.Check(person, CancellationToken.None))).Single(answer => answer.ProgrammeCode == "leaves").Outcome;
}
