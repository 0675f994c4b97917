using System.Net;
using System.Text.Json;
using Courses.Contracts.Access;
using Courses.Messaging;
using Courses.Services;
using Courses.Services.Features;
using Microsoft.EntityFrameworkCore;

namespace Courses.IntegrationTests.Services;

/// <summary>Services from the organisation's form to the list on the phone, over HTTP on the real database.</summary>
public sealed class ServiceTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task What_an_organisation_says_is_read_by_everybody_in_their_language_without_signing_in()
    {
        var school = await city.HasSchool("Kitchen");
        var service = await city.HasService(school.ProviderId, ("Name", "Food in Ottakring"), ("Hours[1]", "9-12, 13-17"));
        var page = await Public("uk");
        Assert.Contains("Food in Ottakring", page, StringComparison.Ordinal);
        Assert.Contains("Продукти за невеликі гроші.", page, StringComparison.Ordinal);
        Assert.Contains("data-latitude=\"48.21\" data-longitude=\"16.31\"", page, StringComparison.Ordinal);
        Assert.Contains("href=\"tel:+4315551122\"", page, StringComparison.Ordinal);
        Assert.Contains("href=\"https://www.example.org/food\"", page, StringComparison.Ordinal);
        Assert.Contains("Паспорт або посвідчення", page, StringComparison.Ordinal);

        // It is Monday, 13:00 in the city; who reads another language gets English.
        Assert.Contains("Зараз відчинено", CardOf(page, service), StringComparison.Ordinal);
        Assert.Contains("Food for little money.", CardOf(await Public("ar"), service), StringComparison.Ordinal);

        // The filter hides and leaves nothing out: the phone filters the same page without a network.
        var other = await Public("uk", "?topic=food&spoken=en");
        Assert.DoesNotContain("hidden", CardOf(other, service).Split('>')[0], StringComparison.Ordinal);
        var shop = await city.HasService(school.ProviderId, ("Name", "Clothes"), ("Topic", "clothes"), ("Latitude", ""), ("Longitude", ""), ("Hours[1]", ""));
        var filtered = await Public("en", "?topic=clothes");
        Assert.Contains("hidden", CardOf(filtered, service).Split('>')[0], StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", CardOf(filtered, shop).Split('>')[0], StringComparison.Ordinal);
        Assert.Contains("data-latitude=\"\"", CardOf(filtered, shop).Split('>')[0], StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await city.CreateClient().GetAsync("/services-near-me?topic=%00&spoken=nonsense")).StatusCode);
    }

    [Fact]
    public async Task Nobody_keeps_what_another_organisation_offers_and_a_coach_only_reads()
    {
        var (own, other) = (await city.HasSchool(), await city.HasSchool());
        var service = await city.HasService(own.ProviderId, ("Name", "Ours alone"));
        var stranger = city.As(Roles.ProviderManager, other.ProviderId);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/services/edit/{service}")).StatusCode);
        Assert.DoesNotContain("Ours alone", await stranger.GetStringAsync("/services"), StringComparison.Ordinal);
        var token = await stranger.GetStringAsync("/services/edit");
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostTo($"/services/edit/{service}", token, City.ServiceForm())).StatusCode);
        foreach (var handler in new[] { "Review", "Withdraw", "TakeBack" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostTo($"/services/edit/{service}?handler={handler}", token)).StatusCode);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostTo("/services?handler=Review", token, ("ServiceId", service.ToString()))).StatusCode);
        await city.HasService(other.ProviderId, ("ProviderId", own.ProviderId.ToString()), ("Name", "Pushed on them"));
        Assert.Equal(other.ProviderId, await city.InDatabase(db => db.Set<Service>().Where(row => row.Name == "Pushed on them").Select(row => row.ProviderId).SingleAsync()));

        var coach = city.As(Roles.Coach);
        Assert.Contains("Ours alone", await coach.GetStringAsync("/services"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await coach.GetAsync("/services/edit")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await coach.PostTo("/services?handler=Review", await coach.GetStringAsync($"/coach/people/{await city.HasPerson()}/exams"), ("ServiceId", service.ToString()))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await city.As(Roles.Teacher, own.ProviderId).GetAsync("/services")).StatusCode);

        var admin = city.As(Roles.Administrator);
        Assert.Equal(HttpStatusCode.BadRequest, (await admin.Submit("/services/edit", City.ServiceForm())).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await admin.Submit("/services/edit", City.ServiceForm(("ProviderId", own.ProviderId.ToString())))).StatusCode);
    }

    [Fact]
    public async Task Hours_and_positions_that_cannot_be_are_said_at_their_field_and_nothing_typed_is_lost()
    {
        var school = await city.HasSchool();
        var manager = city.As(Roles.ProviderManager, school.ProviderId);
        foreach (var (field, typed, said) in new[]
        {
            ("Hours[2]", "from nine", "is no time from and until"), ("Hours[7]", "22-2", "ends before it begins"), ("Hours[3]", "9-12, 11-13", "two times overlap"), ("Latitude", "148.2", "between -90 and 90"), ("Longitude", "east", "between -180 and 180"),
            ("Longitude", "", "both latitude and longitude"), ("Phone", "call us", "Write the number"), ("Website", "not a page", "address of the web page"), ("Website", "javascript://x.y/", "address of the web page"), ("Topic", "magic", ""), ("Name", "", ""), ("Notes[ar]", new string('x', 700), "longer than 600"),
        })
        {
            var answer = await manager.Submit("/services/edit", City.ServiceForm((field, typed), ("Address", "Gasse 99")));
            var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
            Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{field} {typed}: {answer.StatusCode} {html}");
            Assert.Contains(said, html, StringComparison.Ordinal);
            Assert.Contains("Gasse 99", html, StringComparison.Ordinal);
            Assert.Contains("Food for little money.", html, StringComparison.Ordinal);
            if (typed is not ("" or "magic"))
            {
                Assert.Contains(typed, html, StringComparison.Ordinal);
            }
        }

        foreach (var fields in new (string, string)[][] { [], [("FormId", "nonsense")], City.ServiceForm(("FormId", Guid.Empty.ToString())), City.ServiceForm(("Spoken", "xx")), City.ServiceForm(("Bring", "gold")), City.ServiceForm(("Hours[1]", new string('9', 100_000))) })
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await manager.Submit("/services/edit", fields)).StatusCode);
        }

        Assert.Equal(0, await city.InDatabase(db => db.Set<Service>().CountAsync(row => row.ProviderId == school.ProviderId)));
    }

    [Fact]
    public async Task A_second_tap_adds_no_second_one_and_who_saves_on_an_old_page_is_told()
    {
        var school = await city.HasSchool();
        var manager = city.As(Roles.ProviderManager, school.ProviderId);
        var shown = await manager.GetStringAsync("/services/edit");
        var form = City.ServiceForm();
        var answers = await Task.WhenAll(manager.PostTo("/services/edit", shown, form), manager.PostTo("/services/edit", shown, form), manager.PostTo("/services/edit", shown, form));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode));
        var service = Assert.Single(await city.InDatabase(db => db.Set<Service>().Include(row => row.Notes).Where(row => row.ProviderId == school.ProviderId).ToListAsync()));
        Assert.Equal(["en", "uk"], service.Notes.Select(note => note.Language).Order(StringComparer.Ordinal));

        var address = $"/services/edit/{service.Id}";
        Assert.Contains("value=\"09:00-12:00, 13:00-17:00\"", await manager.GetStringAsync(address), StringComparison.Ordinal);
        var changed = await manager.Submit(address, City.ServiceForm(("Seen", $"{service.Version}"), ("Name", "Bread"), ("Notes[uk]", ""), ("Notes[ar]", "خبز"), ("Hours[1]", ""), ("Hours[5]", "10-12")));
        Assert.True(changed.StatusCode == HttpStatusCode.Redirect, await changed.Content.ReadAsStringAsync());
        var after = await city.InDatabase(db => db.Set<Service>().Include(row => row.Notes).SingleAsync(row => row.Id == service.Id));
        Assert.Equal(("Bread", "Fr 10:00-12:00"), (after.Name, after.Hours));
        Assert.Equal(["ar", "en"], after.Notes.Select(note => note.Language).Order(StringComparer.Ordinal));
        var late = await manager.Submit(address, City.ServiceForm(("Seen", $"{service.Version}"), ("Name", "Old bread")));
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Contains("Somebody else changed this meanwhile", await late.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_year_the_organisation_is_asked_once_until_it_has_looked_and_another_year_is_over()
    {
        var own = await City.New();
        await using var closes = own;
        var school = await own.HasSchool();
        var (old, second, gone) = (await own.HasService(school.ProviderId, ("Name", "Old one")), await own.HasService(school.ProviderId, ("Name", "Old two")), await own.HasService(school.ProviderId, ("Name", "Gone one")));
        var manager = own.As(Roles.ProviderManager, school.ProviderId);
        Assert.Equal(HttpStatusCode.Redirect, (await manager.Act($"/services/edit/{gone}", "Withdraw")).StatusCode);
        own.Clock.Advance(TimeSpan.FromDays(300));
        var young = await own.HasService(school.ProviderId, ("Name", "Young one"));
        Assert.Equal(0, await own.Runs(AskForReviews.Name));
        own.Clock.Advance(TimeSpan.FromDays(70));
        Assert.Equal(2, await own.Runs(AskForReviews.Name));
        own.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(0, await own.Runs(AskForReviews.Name));
        var letter = Assert.Single(await own.InDatabase(db => db.Set<Message>().Where(row => row.Kind == AskForReviews.Letter).ToListAsync()));
        Assert.Equal("school@example.org", letter.StaffEmail);
        Assert.Contains("Old one", letter.Details, StringComparison.Ordinal);

        var list = await manager.GetStringAsync("/services");
        Assert.Contains("for a year: 2.", list, StringComparison.Ordinal);
        Assert.True(list.IndexOf("Old two", StringComparison.Ordinal) < list.IndexOf("Young one", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Redirect, (await manager.Act("/services", "Review", ("ServiceId", old.ToString()))).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await manager.PostTo("/services?handler=Review", list, ("ServiceId", gone.ToString()))).StatusCode);
        Assert.Contains("for a year: 1.", await manager.GetStringAsync("/services"), StringComparison.Ordinal);

        // Of the second nobody said anything: a year after the first letter there is another one, for the young one too, which is old by then.
        own.Clock.Advance(TimeSpan.FromDays(366));
        Assert.Equal(3, await own.Runs(AskForReviews.Name));
        Assert.NotEqual(second, young);
    }

    [Fact]
    public async Task What_is_withdrawn_is_seen_by_nobody_until_it_is_offered_again()
    {
        var school = await city.HasSchool();
        var service = await city.HasService(school.ProviderId, ("Name", "Here and gone"));
        var manager = city.As(Roles.ProviderManager, school.ProviderId);
        var page = $"/services/edit/{service}";
        var shown = await manager.GetStringAsync(page);
        Assert.Equal(HttpStatusCode.Redirect, (await manager.PostTo(page + "?handler=Withdraw", shown)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await manager.PostTo(page + "?handler=Withdraw", shown)).StatusCode);
        Assert.DoesNotContain("Here and gone", await Public("en"), StringComparison.Ordinal);
        Assert.DoesNotContain("Here and gone", await manager.GetStringAsync("/services"), StringComparison.Ordinal);
        Assert.Contains("Here and gone", await manager.GetStringAsync("/services?withdrawn=true"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await manager.PostTo(page, shown, City.ServiceForm(("Seen", "2")))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await manager.Act(page, "TakeBack")).StatusCode);
        Assert.Contains("Here and gone", await Public("en"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_report_counts_and_the_rows_are_in_OData_for_who_may_see_them()
    {
        var own = await City.New();
        await using var closes = own;
        var (school, other) = (await own.HasSchool(), await own.HasSchool());
        await own.HasService(school.ProviderId, ("Name", "One"));
        await own.HasService(other.ProviderId, ("Name", "Two"), ("Topic", "health"));
        var tablet = await own.HasTablet(school.ProviderId, "T-1");
        var manager = own.As(Roles.ProviderManager, school.ProviderId);
        Assert.Equal(HttpStatusCode.Redirect, (await manager.PostTo("/loans?show=here&handler=Lend", await manager.GetStringAsync("/loans?show=here"), ("ThingId", tablet.ToString()), ("PassNumber", await own.PassNumberOf(await own.HasPerson())), ("Until.Day", "30"), ("Until.Month", "11"), ("Until.Year", "2026"))).StatusCode);

        var report = await own.As(Roles.Auditor).GetStringAsync("/services/report");
        Assert.Contains("Services: 2. Looked at within the year: 2.", report, StringComparison.Ordinal);
        Assert.Contains("data-topic=\"health\"", report, StringComparison.Ordinal);
        Assert.Contains("&lt;5", report, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await manager.GetAsync("/services/report")).StatusCode);

        var auditor = own.As(Roles.Auditor);
        Assert.Equal((2, 1), (await Rows(auditor, "Services"), await Rows(auditor, "Loans?$expand=Provider,Participant")));
        Assert.Equal((1, 1), (await Rows(manager, "Services?$expand=Provider"), await Rows(manager, "Loans")));
        var foreign = own.As(Roles.ProviderManager, other.ProviderId);
        Assert.Equal((1, 0), (await Rows(foreign, "Services?$filter=Topic eq 'health'"), await Rows(foreign, "Loans")));
        var teacher = own.As(Roles.Teacher, school.ProviderId);
        Assert.Equal(1, await Rows(teacher, "Services"));
        Assert.Equal(HttpStatusCode.NotFound, (await teacher.GetAsync("/odata/Loans")).StatusCode);
    }

    private async Task<string> Public(string language, string query = "")
    {
        var anybody = city.CreateClient();
        anybody.DefaultRequestHeaders.Add("Accept-Language", language);
        return WebUtility.HtmlDecode(await anybody.GetStringAsync("/services-near-me" + query));
    }

    private static string CardOf(string page, Guid service)
    {
        var begin = page.LastIndexOf("<section", page.IndexOf($"s-{service}", StringComparison.Ordinal), StringComparison.Ordinal);
        return page[begin..page.IndexOf("</section>", begin, StringComparison.Ordinal)];
    }

    private static async Task<int> Rows(HttpClient client, string set)
    {
        var answer = await client.GetAsync($"/odata/{set}");
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, body);
        return JsonDocument.Parse(body).RootElement.GetProperty("value").GetArrayLength();
    }
}
