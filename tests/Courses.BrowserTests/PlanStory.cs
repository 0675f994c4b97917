using System.Globalization;
using Courses.Seed;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace Courses.BrowserTests;

/// <summary>
/// A plan from the first talk to the next coach, in Arabic on a phone without scripts: the coach makes it in one form, the newcomer says that something is wrong, both agree, the school and another coach see nothing before the yes and
/// everything after it, and a yes that is taken back closes the door again. One story for each practice. Pictures lie under .data/screenshots/plans.
/// </summary>
[Collection(InTheBrowser.Name)]
public sealed class PlanStory(BrowserCity city)
{
    private readonly Stage stage = new(city);
    private readonly Album album = new("plans");

    [Fact]
    public async Task An_introduction_agreement_with_rights_and_duties_of_both_sides()
    {
        await stage.MidnightIsNotNear();
        var person = await stage.HasNewcomerWithoutPlan("ar");
        var coach = await city.SignedIn(DemoAccounts.Coach, Screen.Desktop);
        await coach.GotoAsync("/");
        await album.TakeClean(coach, "coach-starts");
        var plan = await Make(coach, person, "introduction-agreement", "coach-makes-the-plan");
        await album.TakeClean(coach, "plan-made");
        await coach.ClickAsync("summary:has-text('Another aim')");
        await coach.SelectOptionAsync("#Code", "kind:work");
        await coach.FillAsync("#NewText", "A training as a nurse");
        await coach.ClickAsync("form[action*='handler=NewAim'] button");
        await Assertions.Expect(coach.Locator("main table").First).ToContainTextAsync("A training as a nurse");
        await coach.ClickAsync("form[action*='handler=Agree'] button");
        await Assertions.Expect(coach.Locator(".notice.good").First).ToBeVisibleAsync();

        // What the programme promises leads to the plan.
        var phone = await city.Open(Screen.Phone, "ar", javaScript: false);
        await person.OpenPass(phone);
        await phone.Locator("main a[href='/my/plan']").First.ClickAsync();
        await Assertions.Expect(phone.Locator("html[dir=rtl]")).ToHaveCountAsync(1);
        await album.Take(phone, "phone-is-asked");
        await phone.ClickAsync("summary:has-text('هناك خطأ')");
        await phone.FillAsync("#wrong", "أريد أن أتعلم مهنة أخرى أولاً.");
        await phone.ClickAsync("form[action*='handler=Object'] button");
        await coach.ReloadAsync();
        await Assertions.Expect(coach.Locator("main")).ToContainTextAsync("أريد أن أتعلم مهنة أخرى أولاً.");
        await album.TakeClean(coach, "something-is-wrong");
        await coach.FillAsync("#ObjectionSaid", "We talked: the training comes after the course");
        await coach.ClickAsync("form[action*='handler=Objection'] button");
        await phone.GotoAsync("/my/plan");
        await phone.ClickAsync("form[action*='handler=Agree'] button");
        await Assertions.Expect(phone.Locator("form[action*='handler=Agree']")).ToHaveCountAsync(0);
        await album.Take(phone, "agreed-on-the-phone");
        Assert.Equal(1, await stage.Count($"select count(*) as \"Value\" from plans.agreement where plan_id = '{plan}' and side = 'Person' and language = 'ar'"));

        // The school: nothing, then the question, then all of it.
        var manager = await city.SignedIn(DemoAccounts.Manager, Screen.Desktop);
        Assert.Equal(404, (await manager.GotoAsync($"/provider/plans/{plan}"))!.Status);
        var school = await TheSchool();
        await HandOver(coach, plan, school);
        await album.TakeClean(coach, "coach-asked");
        Assert.Equal(404, (await manager.GotoAsync($"/provider/plans/{plan}"))!.Status);
        await phone.GotoAsync("/my/plan");
        await album.Take(phone, "who-will-see-what");
        await phone.Locator("form[action*='handler=Consent']").First.Locator("button").ClickAsync();
        await Assertions.Expect(phone.Locator("form[action*='handler=Consent']")).ToHaveCountAsync(0);
        await album.Take(phone, "consented");
        Assert.Equal(200, (await manager.GotoAsync($"/provider/plans/{plan}"))!.Status);
        await Assertions.Expect(manager.Locator("main")).ToContainTextAsync("A training as a nurse");
        await album.TakeClean(manager, "school-reads-the-plan");
        await phone.GotoAsync("/my/data");
        await album.Take(phone, "what-i-allowed");
        await phone.Locator("form[action*='handler=Withdraw'] button").First.ClickAsync();
        Assert.Equal(404, (await manager.GotoAsync($"/provider/plans/{plan}"))!.Status);

        await Review(coach, plan, "The course began well. The training is looked for.");
        await coach.GotoAsync($"/coach/plans/{plan}/paper");
        await album.TakeClean(coach, "on-paper");
        await phone.GotoAsync("/my/plan/paper");
        await album.Take(phone, "paper-on-the-phone");
        await Close(coach, phone, manager);
    }

    [Fact]
    public async Task A_first_plan_goes_to_the_next_coach_whole_and_at_the_desk_with_the_pin()
    {
        await stage.MidnightIsNotNear();
        var person = await stage.HasNewcomerWithoutPlan("fa");
        var first = await city.SignedIn(DemoAccounts.Coach, Screen.Desktop);
        var plan = await Make(first, person, "first-days", "first-days");
        await first.ClickAsync("form[action*='handler=Agree'] button");
        await Review(first, plan, "A flat was found. The daughter begins school in spring.");
        var phone = await city.Open(Screen.Phone, "fa", javaScript: false);
        await person.OpenPass(phone);
        await phone.GotoAsync("/my/plan");
        await phone.ClickAsync("form[action*='handler=Agree'] button");
        await phone.ClickAsync("summary:has-text('رابط دیگری می‌خواهم')");
        await phone.ClickAsync("form[action*='handler=Other'] button");
        await album.Take(phone, "another-contact-person-in-farsi");

        var next = await city.SignedIn(DemoAccounts.SecondCoach, Screen.Desktop);
        await next.GotoAsync("/coach/plans?show=wishes");
        await album.TakeClean(next, "wishes");
        Assert.Equal(404, (await next.GotoAsync($"/coach/plans/{plan}"))!.Status);
        await next.GotoAsync($"/coach/people/{person.Id}/plan");
        await next.ClickAsync("form[action*='handler=Ask'] button");
        await album.TakeClean(next, "the-question-at-the-desk");
        Assert.Equal(404, (await next.GotoAsync($"/coach/plans/{plan}"))!.Status);
        await next.GotoAsync($"/coach/people/{person.Id}/plan");
        await next.FillAsync("#Pin", person.Pin);
        await next.ClickAsync("form[action*='handler=Desk'] button");
        await Assertions.Expect(next.Locator("main")).ToContainTextAsync("The daughter begins school in spring.");
        await album.TakeClean(next, "the-whole-plan");
        Assert.Equal(404, (await first.GotoAsync($"/coach/plans/{plan}"))!.Status);
        await Close(first, next, phone);
    }

    [Fact]
    public async Task A_plan_to_B1_fills_itself_in_from_exams()
    {
        await stage.MidnightIsNotNear();
        var person = await stage.HasNewcomerWithoutPlan("ar");
        var coach = await city.SignedIn(DemoAccounts.Coach, Screen.Desktop);
        var plan = await Make(coach, person, "plan-to-b1", "plan-to-b1");
        await coach.ClickAsync("form[action*='handler=Agree'] button");
        var phone = await city.Open(Screen.Phone, "ar", javaScript: false);
        await person.OpenPass(phone);
        await phone.GotoAsync("/my/plan");
        await phone.ClickAsync("form[action*='handler=Agree'] button");
        await phone.Locator("main a[href^='/my/exams']").First.ClickAsync();
        var register = phone.Locator("form[action*='handler=Register'] button");
        await Assertions.Expect(register.First).ToBeVisibleAsync();
        await register.First.ClickAsync();
        await phone.GotoAsync("/my/plan");
        await album.Take(phone, "registered-for-the-exam");
        await Assertions.Expect(phone.Locator("main")).ToContainTextAsync("مسجل");
        await coach.GotoAsync($"/coach/plans/{plan}");
        await Assertions.Expect(coach.Locator("main")).ToContainTextAsync("Registered for");
        await album.TakeClean(coach, "how-far-it-is");
        await coach.GotoAsync("/plans/report");
        await album.TakeClean(coach, "plans-in-numbers");
        await Close(coach, phone);
    }

    [Fact]
    public async Task After_three_years_there_is_a_transition_meeting()
    {
        await stage.MidnightIsNotNear();
        var person = await stage.HasNewcomerWithoutPlan("fa");
        var coach = await city.SignedIn(DemoAccounts.Coach, Screen.Desktop);
        var plan = await Make(coach, person, "three-years", "three-years");
        await stage.Execute(string.Create(CultureInfo.InvariantCulture, $"update plans.person_plan set next_review_on = '{city.Today:yyyy-MM-dd}', next_review_kind = 'Transition', transition_on = '{city.Today:yyyy-MM-dd}' where id = '{plan}'"));
        await coach.GotoAsync("/coach/plans?show=reviews");
        await album.TakeClean(coach, "reviews-due");
        await coach.ClickAsync($"main a[href='/coach/plans/{plan}']");
        await Assertions.Expect(coach.Locator("#Kind")).ToHaveValueAsync("Transition");
        await coach.FillAsync("#ReviewSaid", "The employment service goes on. All papers were handed over in her presence.");
        await coach.ClickAsync("form[action*='handler=Review'] button");
        var phone = await city.Open(Screen.Phone, "fa", javaScript: false);
        await person.OpenPass(phone);
        await phone.GotoAsync("/my/plan");
        await Assertions.Expect(phone.Locator("main")).ToContainTextAsync("The employment service goes on");
        await album.Take(phone, "after-the-transition");
        await Close(coach, phone);
    }

    private async Task<Guid> Make(IPage coach, Newcomer person, string template, string picture)
    {
        await coach.GotoAsync($"/coach/people/{person.Id}");
        await coach.ClickAsync($"a[href='/coach/people/{person.Id}/plan']");
        await coach.SelectOptionAsync("#Template", template);
        await coach.ClickAsync("main form[method=get] button");
        await album.TakeClean(coach, picture);
        await coach.ClickAsync("#make > button");
        await Assertions.Expect(coach.Locator(".notice.good").First).ToBeVisibleAsync();
        return Guid.Parse(new Uri(coach.Url).Segments[^1]);
    }

    private static async Task HandOver(IPage coach, Guid plan, string to)
    {
        await coach.GotoAsync($"/coach/plans/{plan}");
        await coach.SelectOptionAsync("#To", to);
        await coach.ClickAsync("form[action*='handler=HandOver'] button");
        await Assertions.Expect(coach.Locator(".notice.good").First).ToBeVisibleAsync();
    }

    private static async Task Review(IPage coach, Guid plan, string said)
    {
        await coach.GotoAsync($"/coach/plans/{plan}");
        await coach.ClickAsync("summary:has-text('Write down a review')");
        await coach.FillAsync("#ReviewSaid", said);
        await coach.ClickAsync("form[action*='handler=Review'] button");
        await Assertions.Expect(coach.Locator("main")).ToContainTextAsync(said);
    }

    /// <summary>The demo's manager works for the provider to whom one plan is shown already.</summary>
    private async Task<string> TheSchool()
    {
        await using var db = stage.Database();
        return $"provider:{await db.Database.SqlQueryRaw<Guid>("select to_provider_id as \"Value\" from plans.handover where to_provider_id is not null").FirstAsync()}";
    }

    private static async Task Close(params IPage[] pages)
    {
        foreach (var page in pages)
        {
            await page.Context.CloseAsync();
        }
    }
}
