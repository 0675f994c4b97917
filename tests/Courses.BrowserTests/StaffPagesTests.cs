using Courses.Seed;
using Courses.Tests.Shared;
using Microsoft.Playwright;

namespace Courses.BrowserTests;

/// <summary>Pages at the desk that no story comes by: nothing for axe to find and nothing cut off, on a desktop, and on a tablet in all languages of the staff.</summary>
[Collection(InTheBrowser.Name)]
public sealed class StaffPagesTests(BrowserCity city)
{
    [Theory]
    [InlineData("admin", DemoAccounts.Administrator, "/admin/exports", "/admin/reports?by=gender", "/admin/looks", "/admin/rows/Providers", "/admin/programmes", "/admin/programmes/inlt/new", "/admin/programmes/start-wien/simulations", "/letters/templates?kind=decision-proposed&language=ar", "/admin/chain", "/admin/jobs", "/admin/pair-templates", "/admin/reports/templates", "/published-reports", "/admin/reports/of/activities-quarterly", "/admin/reports/of/helpers-in-depth?all=true", "/admin/activity-kinds", "/activities/centres", "/services", "/services/edit", "/services/report", "/materials", "/materials?withdrawn=true", "/materials/edit", "/materials/kits", "/materials/kits/edit", "/materials/strands", "/materials/report", "/loans", "/loans?show=here", "/admin/plan-templates", "/admin/consents", "/plans/report", "/questionnaires", "/questionnaires/module-rating", "/questionnaires/service-quality", "/admin/questionnaires", "/admin/questionnaires/module-rating", "/admin/questionnaires/module-rating/topics")]
    [InlineData("kinds", DemoAccounts.Administrator, "/admin/reports/of/uptake-quarterly", "/admin/reports/of/services-quarterly", "/admin/reports/of/modules-and-funding", "/admin/reports/of/sessions-per-person", "/admin/reports/of/impact-half-year", "/admin/reports/of/integration-yearly", "/admin/reports/of/common-indicators?all=true", "/costs", "/costs?show=finished", "/admin/complaints", "/orientation")]
    [InlineData("mentor", DemoAccounts.Mentor, "/mentor", "/mentor/hours")]
    [InlineData("coach", DemoAccounts.Coach, "/coach/print", "/costs", "/coach/proposals", "/coach/letters", "/coach/new", "/coach/doubles", "/coach/vouchers", "/coach/reviews", "/coach/locked", "/account/forgotten", "/account/new-password", "/admin/erasures", "/mentoring/helpers/new", "/mentoring/report", "/activities/report", "/activities/edit", "/coach/plans", "/coach/plans?show=none", "/coach/plans?show=wishes", "/questionnaires", "/questionnaires/needs-assessment/type-in", "/questionnaires/self-assessment/type-in", "/questionnaires/module-rating/paper?in=ar")]
    [InlineData("manager", DemoAccounts.Manager, "/provider/illness", "/provider/registers", "/provider/holidays", "/provider/courses", "/teacher/rare", "/exams", "/exams/edit", "/activities", "/activities?past=true", "/activities/leaflet", "/activities/centres", "/services", "/services?withdrawn=true", "/services/edit", "/loans", "/loans?show=here", "/provider/plans", "/questionnaires/module-rating")]
    public Task A_page_is_clean(string who, string account, params string[] addresses) => AreClean(who, account, _ => Task.FromResult(addresses));

    [Fact]
    public Task The_pages_of_a_class_are_clean() => AreClean("class", DemoAccounts.Manager, async page =>
    {
        var group = (await Linked(page, "/provider/classes", "/provider/classes/"))[0];
        return [$"/provider/classes/{group}", $"/provider/classes/{group}/edit", $"/provider/classes/{group}/list"];
    });

    [Fact]
    public Task The_pages_of_an_activity_and_a_centre_are_clean() => AreClean("activity", DemoAccounts.Manager, async page =>
    {
        var activities = await Linked(page, "/activities", "/activities/");
        var centres = await Linked(page, "/activities/centres", "/activities/centres/");
        return [.. activities.Take(2).Select(id => $"/activities/{id}"), $"/activities/edit/{activities[0]}", $"/activities/centres/{centres[0]}", $"/activities/centres/{centres[0]}?past=true"];
    });

    [Fact]
    public Task The_page_of_a_service_is_clean() => AreClean("service", DemoAccounts.Manager, async page => [$"/services/edit/{(await Linked(page, "/services", "/services/edit/"))[0]}"]);

    [Fact]
    public Task The_pages_of_a_material_a_kit_and_a_session_are_clean() => AreClean("material", DemoAccounts.Manager, async page =>
    {
        var materials = await Linked(page, "/materials?q=Telefon", "/materials/");
        var kits = await Linked(page, "/materials/kits", "/materials/kits/");
        var session = (await Linked(page, "/provider/registers?tab=missing", "/teacher/registers/")).Concat(await Linked(page, "/provider/registers", "/teacher/registers/")).First();
        return ["/materials", $"/materials/{materials[0]}", $"/materials/edit/{materials[0]}", .. kits.Take(3).Select(id => $"/materials/kits/{id}"), $"/teacher/sessions/{session}/materials"];
    });

    [Fact]
    public Task The_pages_of_people_are_clean() => AreClean("person", DemoAccounts.Coach, async page =>
    {
        var people = await Linked(page, "/coach", "/coach/people/");
        return [$"/coach/people/{people[0]}", $"/people/{people[0]}/notes", $"/coach/people/{people[0]}/certificates", $"/coach/people/{people[0]}/exams", $"/coach/people/{people[0]}/questionnaires", $"/questionnaires/needs-assessment/type-in?person={people[0]}", $"/coach/people/{people[0]}/erasure", $"/coach/people/{people[0]}/attendance", $"/coach/decisions/{people[0]}", $"/coach/merge?One={people[0]}&Other={people[1]}"];
    });

    [Fact]
    public Task The_pages_of_a_plan_are_clean() => AreClean("plan", DemoAccounts.Coach, async page =>
    {
        var plan = (await Linked(page, "/coach/plans", "/coach/plans/"))[0];
        var without = (await Linked(page, "/coach/plans?show=none", "/coach/people/"))[0];
        return [$"/coach/plans/{plan}", $"/coach/plans/{plan}/paper", $"/coach/people/{without}/plan?template=plan-to-b1"];
    });

    [Fact]
    public Task A_plan_that_is_shown_to_a_provider_is_clean() => AreClean("plan-shown", DemoAccounts.Manager, async page => [$"/provider/plans/{(await Linked(page, "/provider/plans", "/provider/plans/"))[0]}"]);

    [Fact]
    public Task A_report_that_was_delivered_and_published_is_clean() => AreClean("report", DemoAccounts.Administrator, async page =>
    {
        var delivered = await Linked(page, "/admin/reports", "/admin/reports/delivered/");
        await page.GotoAsync("/published-reports");
        var published = await page.Locator("main a[href^='/published-reports/']").EvaluateAllAsync<string[]>("links => links.map(link => link.getAttribute('href'))");
        return [.. delivered.Take(3).SelectMany(id => new[] { $"/admin/reports/delivered/{id}", $"/admin/reports/delivered/{id}/publish" }), .. published, "/integration-report"];
    });

    /// <summary>The records that a list leads to.</summary>
    private static async Task<string[]> Linked(IPage page, string list, string start)
    {
        await page.GotoAsync(list);
        var links = await page.Locator($"main a[href^='{start}']").EvaluateAllAsync<string[]>("links => links.map(link => link.getAttribute('href'))");
        return [.. links.Select(link => link[start.Length..].Split('/', '?')[0]).Where(part => Guid.TryParse(part, out _)).Distinct()];
    }

    private async Task AreClean(string who, string account, Func<IPage, Task<string[]>> which)
    {
        var wrong = new List<string>();
        foreach (var (size, screen) in new[] { ("desktop", Screen.Desktop), ("tablet", Screen.Tablet) })
        {
            var page = await city.SignedIn(account, screen);
            var addresses = await which(page);
            // The longest words are looked at where there is the least room.
            foreach (var language in size == "tablet" ? new[] { "en", "de", "lv" } : ["en"])
            {
                await page.GotoAsync($"/language?to={language}&back=/sign-in");
                foreach (var address in addresses)
                {
                    var answer = await page.GotoAsync(address);
                    Assert.Equal(200, answer!.Status);
                    wrong.AddRange(await page.Locator(".problems li").AllInnerTextsAsync() is { Count: > 0 } problems ? [$"{who} {address}: finds fault before anybody did anything: {string.Join(' ', problems)}"] : []);
                    wrong.AddRange((await Looks.Wrong(page)).Concat(await Axe.Violations(page)).Select(one => $"{who} {size} {language} {address}: {one}"));
                    if (language == "en")
                    {
                        var name = string.Join('-', address.Split('?')[0].Split('/').Where(part => !Guid.TryParse(part, out _)));
                        await page.ScreenshotAsync(new() { Path = Path.Combine(HostProcess.Root, ".data/screenshots/staff", $"{who}{name}-{size}.png"), FullPage = true });
                    }
                }
            }

            await page.Context.CloseAsync();
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }
}
