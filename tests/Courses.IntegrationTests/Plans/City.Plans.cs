using System.Net;
using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.IntegrationTests.Access;
using Courses.Plans;
using Microsoft.EntityFrameworkCore;

namespace Courses.IntegrationTests;

/// <summary>A coach with an account of their own.</summary>
public sealed record CoachOfACity(Guid Id, HttpClient Client);

public sealed partial class City
{
    /// <summary>The kinds of plans that come with the product, once a city.</summary>
    public async Task HasPlanTemplates()
    {
        await shipped.WaitAsync();
        try
        {
            if (!await InDatabase(db => db.Set<PlanTemplate>().AnyAsync()))
            {
                Assert.Equal(HttpStatusCode.Redirect, (await As(Roles.Administrator).Act("/admin/plan-templates", "Shipped")).StatusCode);
            }
        }
        finally
        {
            shipped.Release();
        }
    }

    public async Task<CoachOfACity> HasCoach()
    {
        var account = await HasAccount($"coach.{Guid.NewGuid():N}@example.org", Roles.Coach);
        return new(account, AsAccount(account));
    }

    /// <summary>The coach makes a plan with all that the template has.</summary>
    public async Task<Guid> HasPlan(CoachOfACity coach, Guid person, string template = "introduction-agreement")
    {
        await HasPlanTemplates();
        var made = await MakesPlan(coach, person, await OpensTheForm(coach, person, template));
        Assert.True(made.StatusCode == HttpStatusCode.Redirect, await made.Content.ReadAsStringAsync());
        return Guid.Parse(made.Headers.Location!.OriginalString.Split('/')[^1]);
    }

    public Task<string> OpensTheForm(CoachOfACity coach, Guid person, string template = "introduction-agreement") => coach.Client.GetStringAsync($"/coach/people/{person}/plan?template={template}");

    /// <summary>Sends the form as it stands.</summary>
    public static Task<HttpResponseMessage> MakesPlan(CoachOfACity coach, Guid person, string html) =>
        coach.Client.PostTo($"/coach/people/{person}/plan?handler=Make", html, [.. FilledForm.In(html, "Aims[0].Code").Where(field => !(field.Name.EndsWith(".Take", StringComparison.Ordinal) && field.Value == "false"))]);

    /// <summary>Both sides said yes to it.</summary>
    public async Task<Guid> HasAgreedPlan(CoachOfACity coach, Guid person, string template = "introduction-agreement", string language = "en")
    {
        var plan = await HasPlan(coach, person, template);
        await AgreesForTheCity(coach, plan);
        var agreed = await AsNewcomer(person, language).Act("/my/plan", "Agree", ("PlanId", plan.ToString()), ("Edition", (await EditionOf(plan)).ToString(System.Globalization.CultureInfo.InvariantCulture)));
        Assert.True(agreed.StatusCode == HttpStatusCode.Redirect, await agreed.Content.ReadAsStringAsync());
        return plan;
    }

    public async Task AgreesForTheCity(CoachOfACity coach, Guid plan)
    {
        var agreed = await coach.Client.Act($"/coach/plans/{plan}", "Agree", ("Edition", (await EditionOf(plan)).ToString(System.Globalization.CultureInfo.InvariantCulture)));
        Assert.True(agreed.StatusCode == HttpStatusCode.Redirect, await agreed.Content.ReadAsStringAsync());
    }

    public Task<int> EditionOf(Guid plan) => InDatabase(db => db.Set<Plan>().Where(row => row.Id == plan).Select(row => row.Edition).SingleAsync());

    /// <summary>The coach asks; answers the question that waits.</summary>
    public async Task<Guid> AsksToHandOver(CoachOfACity coach, Guid plan, string to, string? until = "2027-11-01")
    {
        var asked = await coach.Client.Act($"/coach/plans/{plan}", "HandOver", ("To", to), ("UntilDay", until ?? ""));
        Assert.True(asked.StatusCode == HttpStatusCode.Redirect, await asked.Content.ReadAsStringAsync());
        return await InDatabase(db => db.Set<PlanHandover>().Where(row => row.PlanId == plan).OrderByDescending(row => row.AskedAt).ThenByDescending(row => row.Id).Select(row => row.ConsentId).FirstAsync());
    }

    public async Task Answers(Guid person, Guid consent, bool yes, string page = "/my/plan", string language = "en")
    {
        var answered = await AsNewcomer(person, language).Act(page, "Consent", ("ConsentId", consent.ToString()), ("Yes", yes ? "true" : "false"));
        Assert.True(answered.StatusCode == HttpStatusCode.Redirect, await answered.Content.ReadAsStringAsync());
    }

    /// <summary>The six digits of the letter.</summary>
    public async Task<string> PinOf(Guid person)
    {
        var number = await PassNumberOf(person);
        return await Ask<IPassLinks, string>(links => Task.FromResult(links.LetterPin(number)));
    }
}
