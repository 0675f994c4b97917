using System.Net;
using System.Text.Json;
using Courses.Contracts.Access;
using Courses.Plans;
using Courses.Platform.Papers;
using Microsoft.EntityFrameworkCore;
using Confirmation = Courses.Attendance.Confirmation;

namespace Courses.IntegrationTests.Reporting;

/// <summary>What hangs on a plan, what people allowed, and papers, as rows: states, days and kinds, and no word that anybody wrote. It is Monday, 16 November 2026.</summary>
public sealed class PlanAndPaperRowsTests(City city) : IClassFixture<City>
{
    private const string Private = "Her mother is ill";

    private static readonly string[] OfPlans = ["PlanSteps", "PlanReviews", "PlanHandovers", "Consents"];

    [Fact]
    public async Task Of_a_plan_there_are_rows_of_steps_reviews_hand_overs_and_consents_for_its_coach_and_the_auditor()
    {
        var (coach, other, person) = (await city.HasCoach(), await city.HasCoach(), await city.HasNewcomer("Rowed", "Person"));
        var school = await city.HasProvider();
        var plan = await city.HasPlan(coach, person, "three-years");
        await Accepted(await coach.Client.Act($"/coach/plans/{plan}", "Step", ("Text", Private), ("DueOn", "2026-12-01"), ("Who", "Coach")));
        var own = await city.InDatabase(db => db.Set<PlanStep>().Where(step => step.PlanId == plan && step.Code == null).Select(step => step.Id).SingleAsync());
        await Accepted(await coach.Client.Act($"/coach/plans/{plan}", "Mark", ("StepId", own.ToString()), ("IsDone", "true")));
        var dropped = await city.InDatabase(db => db.Set<PlanStep>().Where(step => step.PlanId == plan && step.Code != null).Select(step => step.Id).FirstAsync());
        await Accepted(await coach.Client.Act($"/coach/plans/{plan}", "DropStep", ("StepId", dropped.ToString())));
        await Accepted(await coach.Client.Act($"/coach/plans/{plan}", "Review", ("ReviewedOn", "2026-11-16"), ("Kind", "Transition"), ("Said", Private), ("NextOn", "2027-03-01")));
        var asked = await city.AsksToHandOver(coach, plan, $"provider:{school}");
        await city.Answers(person, asked, yes: true);

        foreach (var client in new[] { coach.Client, city.As(Roles.Auditor), city.As(Roles.Administrator) })
        {
            var steps = await Rows(client, $"PlanSteps?$filter=PlanId eq {plan}");
            Assert.Equal(await city.InDatabase(db => db.Set<PlanStep>().CountAsync(step => step.PlanId == plan && step.Id != dropped)), steps.Count);
            var mine = steps.Single(step => step.GetProperty("Id").GetGuid() == own);
            Assert.Equal((JsonValueKind.Null, "Coach", "2026-12-01", "2026-11-16"), (mine.GetProperty("Code").ValueKind, Text(mine, "Who"), Text(mine, "DueOn"), Text(mine, "DoneOn")));
            var review = Assert.Single(await Rows(client, $"PlanReviews?$filter=PlanId eq {plan} and Date ge 2026-11-01 and Kind eq 'Transition'"));
            Assert.Equal(("2026-11-16", person), (Text(review, "Date"), review.GetProperty("ParticipantId").GetGuid()));
            var handover = Assert.Single(await Rows(client, $"PlanHandovers?$filter=PlanId eq {plan}&$expand=Consent($select=State),Plan($select=Template)"));
            Assert.Equal(("Provider", school, "Given", "2027-11-01", "Given"), (Text(handover, "To"), handover.GetProperty("ProviderId").GetGuid(), Text(handover, "State"), Text(handover, "Until"), Text(handover.GetProperty("Consent"), "State")));
            var consent = Assert.Single(await Rows(client, $"Consents?$filter=ParticipantId eq {person}"));
            Assert.Equal((asked, "plan-provider", "Given"), (consent.GetProperty("Id").GetGuid(), Text(consent, "Purpose"), Text(consent, "State")));
        }

        // Another coach's plan is nobody else's, by whatever way; providers see none of it, not even that to whom it was shown.
        foreach (var set in OfPlans)
        {
            Assert.Empty(await Rows(other.Client, $"{set}?$filter=ParticipantId eq {person}"));
            Assert.DoesNotContain(Private, await city.As(Roles.Auditor).GetStringAsync($"/odata/{set}?$top=1000"), StringComparison.Ordinal);
            foreach (var role in new[] { Roles.ProviderManager, Roles.Teacher })
            {
                Assert.Equal(HttpStatusCode.NotFound, (await city.As(role, school).GetAsync($"/odata/{set}")).StatusCode);
            }
        }

        var by = Assert.Single(await Rows(other.Client, $"Participants?$filter=Id eq {person}&$expand=PlanSteps,PlanReviews,PlanHandovers,Consents"));
        Assert.All(OfPlans, set => Assert.Empty(by.GetProperty(set).EnumerateArray()));

        // The person takes it back.
        await Accepted(await city.AsNewcomer(person).Act("/my/plan", "Withdraw", ("ConsentId", asked.ToString())));
        Assert.Equal("Withdrawn", Text(Assert.Single(await Rows(coach.Client, $"PlanHandovers?$filter=PlanId eq {plan}")), "State"));
    }

    [Fact]
    public async Task Papers_say_what_they_are_of_whom_and_until_when_they_held_but_not_their_number()
    {
        var (person, coach, auditor) = (await city.HasLearner(givenName: "Papered"), city.As(Roles.Coach), city.As(Roles.Auditor));
        await city.HasAttended(person, "inlt", "pp");
        await city.Confirms(person);
        var paper = await city.InDatabase(db => db.Set<Confirmation>().AsNoTracking().SingleAsync(row => row.ParticipantId == person));
        var school = await city.InDatabase(db => db.Set<Courses.Timetable.Group>().Where(group => group.Id == paper.GroupId).Select(group => group.ProviderId).SingleAsync());
        foreach (var client in new[] { coach, auditor, city.As(Roles.ProviderManager, school) })
        {
            var row = Assert.Single(await Rows(client, $"Confirmations?$filter=ParticipantId eq {person}"));
            Assert.Equal((paper.GroupId, school, 180, JsonValueKind.Null), (row.GetProperty("GroupId").GetGuid(), row.GetProperty("ProviderId").GetGuid(), row.GetProperty("AttendedMinutes").GetInt32(), row.GetProperty("WithdrawnOn").ValueKind));
            Assert.DoesNotContain(paper.Number, row.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("Papered", row.ToString(), StringComparison.Ordinal);
        }

        Assert.Empty(await Rows(city.As(Roles.ProviderManager, await city.HasProvider()), $"Confirmations?$filter=ParticipantId eq {person}"));
        var page = $"/coach/people/{person}/confirmations";
        await Accepted(await coach.PostTo(page + "?handler=Withdraw", await coach.GetStringAsync(page), ("Confirmation", paper.Id.ToString()), ("Reason", Private), ("ReasonLanguage", "en")));
        Assert.Equal("2026-11-16", Text(Assert.Single(await Rows(auditor, $"Confirmations?$filter=ParticipantId eq {person} and WithdrawnOn ne null")), "WithdrawnOn"));
        Assert.DoesNotContain(Private, await auditor.GetStringAsync("/odata/Confirmations?$top=1000"), StringComparison.Ordinal);

        // One of an exam, and one of a helper's hours.
        var house = await city.HasSchool();
        await city.Sits(await city.HasExam(house, inDays: 0), person, house.ProviderId);
        var (helper, met) = (await city.HasHelper("Rowed Helper"), await city.HasNewcomer());
        var pair = await city.HasPair(helper, met);
        await Accepted(await City.Meets(helper, pair, "2026-11-02"));
        await Accepted(await city.AsNewcomer(met).Act("/my/mentor", "Confirm", ("MeetingId", (await city.LastMeetingOf(pair)).ToString())));
        await Accepted(await coach.Act($"/mentoring/helpers/{helper.Id}/hours", "Issue", ("First", "2026-11-01"), ("Last", "2026-11-15")));
        var exam = Assert.Single(await Rows(auditor, $"Papers?$filter=ParticipantId eq {person}&$expand=Participant($select=Id)"));
        var hours = Assert.Single(await Rows(auditor, $"Papers?$filter=HelperId eq {helper.Id}&$expand=Helper($select=Kind)"));
        Assert.Equal(("exam", JsonValueKind.Null, person), (Text(exam, "Kind"), exam.GetProperty("HelperId").ValueKind, exam.GetProperty("Participant").GetProperty("Id").GetGuid()));
        Assert.Equal(("hours", JsonValueKind.Null, "Volunteer"), (Text(hours, "Kind"), hours.GetProperty("ParticipantId").ValueKind, Text(hours.GetProperty("Helper"), "Kind")));
        var all = await auditor.GetStringAsync("/odata/Papers?$top=1000");
        Assert.All(await city.InDatabase(db => db.Set<Paper>().Select(row => row.Number).ToListAsync()), number => Assert.DoesNotContain(number, all, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.NotFound, (await city.As(Roles.ProviderManager, house.ProviderId).GetAsync("/odata/Papers")).StatusCode);
        Assert.Equal(2, (await Rows(auditor, "Papers?$apply=groupby((Kind),aggregate($count as Papers))")).Count);
    }

    private static async Task Accepted(HttpResponseMessage answer) => Assert.True(answer.StatusCode == HttpStatusCode.Redirect, $"{answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");

    private static string? Text(JsonElement row, string column) => row.GetProperty(column).GetString();

    private static async Task<List<JsonElement>> Rows(HttpClient client, string query)
    {
        var answer = await client.GetAsync("/odata/" + query);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{query}: {answer.StatusCode} {body}");
        return [.. JsonDocument.Parse(body).RootElement.GetProperty("value").EnumerateArray()];
    }
}
