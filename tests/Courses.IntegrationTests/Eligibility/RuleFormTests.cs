using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Courses.Access;
using Courses.Contracts.Access;
using Courses.Contracts.Activities;
using Courses.Contracts.Orientation;
using Courses.Eligibility;
using Courses.IntegrationTests.Access;
using Microsoft.EntityFrameworkCore;

namespace Courses.IntegrationTests.Eligibility;

/// <summary>The rule page as a form that works without JavaScript, and the two people whom a version takes.</summary>
public sealed class RuleFormTests(City city) : IClassFixture<City>
{
    private const string Page = "/admin/programmes/metadrasi/new";

    private readonly HttpClient admin = city.As(Roles.Administrator);

    [Fact]
    public async Task Conditions_are_added_moved_and_removed_and_the_rule_is_said_in_one_sentence()
    {
        await HasProgrammes();
        var html = await admin.GetStringAsync(Page);
        Assert.Contains("Anyone.", html, StringComparison.Ordinal);
        html = await Press(html, "add rules", ("rules.add", "stayShorterThanYears"));
        html = await Press(html, "add rules", ("rules.0.value", "5"), ("rules.add", "levelBelow"));
        html = await Press(html, "show", ("rules.1.value", "B1"), ("rules.1.not", "true"));
        Assert.Contains("Legal stay shorter than 5 years, and not: level below B1.", html, StringComparison.Ordinal);
        html = await Press(html, "up rules.1");
        html = await Press(html, "show", ("rules.kind", "any"));
        Assert.Contains("Not: level below B1, or legal stay shorter than 5 years.", html, StringComparison.Ordinal);
        html = await Press(html, "remove rules.0");
        html = await Press(html, "show");
        Assert.Contains("Legal stay shorter than 5 years.", html, StringComparison.Ordinal);
        Assert.Equal(1, await VersionsOf("metadrasi"));

        // The same in German.
        admin.DefaultRequestHeaders.Add("Accept-Language", "de");
        Assert.Contains("Rechtmäßiger Aufenthalt kürzer als 5 Jahre.", await Press(html, "show"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused_at_its_place_and_nothing_typed_is_lost()
    {
        await HasProgrammes();
        var html = await admin.GetStringAsync(Page);
        html = await Press(html, "add rules", ("rules.add", "ageBetween"));
        html = await Press(html, "add rules", ("rules.add", "stayShorterThanYears"));
        var answer = await Post(html, "", ("rules.0.from", "30"), ("rules.0.to", "18"), ("rules.1.value", "9999"), ("academicHourMinutes", "600"), ("funder", "A new funder"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        html = await answer.Content.ReadAsStringAsync();
        foreach (var (field, sentence) in new[]
        {
            ("rules_0_to", "This is less than 30, where it begins."), ("rules_1_value", "Write a whole number from 1 to 60."), ("academicHourMinutes", "Write a whole number from 1 to 240."),
        })
        {
            Assert.Contains($"href=\"#{field}\">{sentence}", html, StringComparison.Ordinal);
            Assert.Contains($"id=\"{field}\"", html, StringComparison.Ordinal);
        }

        var typed = FilledForm.In(html, "rules.kind").ToLookup(field => field.Name, field => field.Value);
        Assert.Equal(["30", "18", "9999", "600", "A new funder"], new[] { "rules.0.from", "rules.0.to", "rules.1.value", "academicHourMinutes", "funder" }.Select(name => typed[name].Single()));
        Assert.Equal(1, await VersionsOf("metadrasi"));

        // Whoever writes JSON is told the place, and the text is kept.
        answer = await Post(html, "", ("Json", "{\"rules\": {\"unheardOf\": 1}}"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("There is no condition", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        answer = await Post(html, "", ("Json", "{ this is no JSON"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("{ this is no JSON", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await Post(html, "", ("ValidFrom.Year", "9999"))).StatusCode);
    }

    [Fact]
    public async Task A_draft_counts_for_nobody_until_another_person_publishes_it_and_can_be_taken_back_the_same_day()
    {
        await HasProgrammes();
        var person = await city.HasLearner();
        await city.Runs("recompute-stale");
        var number = await HasDraft("caritas-sofia");
        var page = $"/admin/programmes/caritas-sofia/versions/{number}";
        Assert.Equal(1, await InForce("caritas-sofia"));
        Assert.False(await city.InDatabase(db => db.Set<Stale>().AnyAsync(row => row.ParticipantId == person)));
        var shown = await admin.GetStringAsync(page);
        Assert.Contains("<del>", shown, StringComparison.Ordinal);
        Assert.Contains("At least 5 years old.", shown, StringComparison.Ordinal);

        // Who wrote it does not publish it, and neither does somebody whose account they made.
        var own = await admin.Submit(page + "?handler=Publish");
        Assert.Equal(HttpStatusCode.Conflict, own.StatusCode);
        Assert.Contains("Somebody else must publish it", await own.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var author = await city.AccountOf(Roles.Administrator);
        var puppet = await city.HasAccount($"puppet.{Guid.NewGuid():N}@example.org", Roles.Administrator);
        await city.InDatabase(async db =>
        {
            db.Add(new AuditEntry { At = city.Clock.GetUtcNow(), CallerId = author, CallerName = "author", CallerRole = Roles.Administrator, OrganisationId = null, Act = "staff.created", Subject = puppet, Details = "" });
            await db.SaveChangesAsync();
        });
        Assert.Equal(HttpStatusCode.Conflict, (await city.AsAccount(puppet).Submit(page + "?handler=Publish")).StatusCode);
        Assert.Equal(1, await InForce("caritas-sofia"));

        var second = city.AsAccount(await city.HasAccount($"second.{Guid.NewGuid():N}@example.org", Roles.Administrator));
        Assert.Equal(HttpStatusCode.Conflict, (await second.PostTo("/admin/programmes/caritas-sofia/new?draft=" + number, await second.GetStringAsync("/admin/programmes/caritas-sofia/new?draft=" + number), await Json("caritas-sofia", number))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await second.Submit(page + "?handler=Publish")).StatusCode);
        Assert.Equal(number, await InForce("caritas-sofia"));
        Assert.True(await city.InDatabase(db => db.Set<Stale>().AnyAsync(row => row.ParticipantId == person)));

        // Taken back, as if it had not been.
        Assert.Equal(HttpStatusCode.BadRequest, (await second.Submit(page + "?handler=Withdraw")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await admin.Submit(page + "?handler=Withdraw", ("Why", "It shuts the children out."))).StatusCode);
        Assert.Equal(1, await InForce("caritas-sofia"));
        var first = await city.InDatabase(db => db.Set<Programme>().Where(row => row.Code == "caritas-sofia").SelectMany(row => row.Versions).SingleAsync(version => version.Number == 1));
        Assert.Null(first.ValidUntil);
        Assert.Equal(
            ["programme.drafted", "programme.version", "programme.withdrawn"],
            await city.InDatabase(async db => await db.Set<AuditEntry>().Where(entry => entry.Act.StartsWith("programme.") && entry.Details.StartsWith($"caritas-sofia {number}")).OrderBy(entry => entry.At).ThenBy(entry => entry.Act).Select(entry => entry.Act).ToListAsync()));
        Assert.Contains("It shuts the children out.", await admin.GetStringAsync(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_the_only_administrator_is_told_what_to_do_and_from_when_a_second_one_can_publish()
    {
        await using var alone = await City.New();
        await alone.HasAllProgrammes();
        await alone.Ask<IOrientation, int>(orientation => orientation.LoadStandardTopics(CancellationToken.None));
        var client = alone.As(Roles.Administrator);
        var terms = JsonSerializer.SerializeToNode(ProgrammeTemplates.All.Single(template => template.Code == "prime").Versions[^1].Terms, Terms.Json)!.AsObject();
        terms["note"] = "A new note";
        var drafted = await client.PostAsJsonAsync("/api/programmes/prime/drafts", new { validFrom = "2027-01-01", terms });
        Assert.True(drafted.StatusCode == HttpStatusCode.Created, await drafted.Content.ReadAsStringAsync());
        var page = drafted.Headers.Location!.OriginalString;
        var shown = await client.GetStringAsync(page);
        Assert.Contains("there is no second administrator", shown, StringComparison.Ordinal);
        Assert.Contains("href=\"/admin/staff/new\"", shown, StringComparison.Ordinal);
        Assert.Contains("30 days after you made the account", shown, StringComparison.Ordinal);

        // One whom the author invited can publish when the days are over; one whom somebody else made can do so now.
        var (author, invited) = (await alone.AccountOf(Roles.Administrator), await alone.HasAccount("invited@example.org", Roles.Administrator));
        await alone.InDatabase(async db =>
        {
            db.Add(new AuditEntry { At = alone.Clock.GetUtcNow(), CallerId = author, CallerName = "author", CallerRole = Roles.Administrator, OrganisationId = null, Act = "staff.created", Subject = invited, Details = "" });
            await db.SaveChangesAsync();
        });
        shown = await client.GetStringAsync(page);
        Assert.DoesNotContain("there is no second administrator", shown, StringComparison.Ordinal);
        Assert.Contains("can publish it from 16 December 2026", shown, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await alone.AsAccount(invited).Submit(page + "?handler=Publish")).StatusCode);
        alone.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Contains("can publish it</span>", await client.GetStringAsync(page), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await alone.AsAccount(invited).Submit(page + "?handler=Publish")).StatusCode);
    }

    [Fact]
    public async Task Where_a_passkey_is_demanded_a_password_puts_no_rule_in_force()
    {
        await HasProgrammes();
        var page = $"/admin/programmes/welcoming-estonia/versions/{await HasDraft("welcoming-estonia")}";
        await using var strict = city.WithWebHostBuilder(builder => builder.UseSetting("COURSES_SECOND_FACTOR", "demanded"));
        var second = await city.HasAccount($"second.{Guid.NewGuid():N}@example.org", Roles.Administrator);
        foreach (var (act, form) in new[] { ("?handler=Publish", Array.Empty<(string, string)>()), ("?handler=Withdraw", [("Why", "Too early.")]) })
        {
            var refused = await (await SignedIn("pwd")).Submit(page + act, form);
            Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
            Assert.Contains("passkey", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.Redirect, (await (await SignedIn("passkey")).Submit(page + act, form)).StatusCode);
        }

        Assert.Equal(HttpStatusCode.Conflict, (await (await SignedIn("pwd")).Submit("/admin/programmes?handler=Load", ("code", "metadrasi"))).StatusCode);

        Task<HttpClient> SignedIn(string with) => City.SameAt(city.AsAccount(second, with), strict.CreateDefaultClient(), page);
    }

    [Fact]
    public async Task On_the_next_day_a_version_stays()
    {
        await HasProgrammes();
        var number = await HasDraft("prime");
        var second = city.AsAccount(await city.HasAccount($"second.{Guid.NewGuid():N}@example.org", Roles.Administrator));
        Assert.Equal(HttpStatusCode.Redirect, (await second.Submit($"/admin/programmes/prime/versions/{number}?handler=Publish")).StatusCode);
        city.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(HttpStatusCode.Conflict, (await admin.Submit($"/admin/programmes/prime/versions/{number}?handler=Withdraw", ("Why", "Too late."))).StatusCode);
        Assert.Equal(number, await InForce("prime"));
    }

    [Fact]
    public async Task A_draft_is_thrown_away_and_a_published_version_is_not()
    {
        await HasProgrammes();
        var number = await HasDraft("latvia-mentor");
        Assert.Equal(HttpStatusCode.Redirect, (await admin.Submit($"/admin/programmes/latvia-mentor/versions/{number}?handler=Discard")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await admin.GetAsync($"/admin/programmes/latvia-mentor/versions/{number}")).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await admin.PostTo("/admin/programmes/latvia-mentor/versions/1?handler=Discard", await admin.GetStringAsync("/account/password"))).StatusCode);
        Assert.Equal(1, await VersionsOf("latvia-mentor"));
    }

    [Fact]
    public async Task Auditors_read_a_version_and_change_none()
    {
        await HasProgrammes();
        var number = await HasDraft("inlt");
        var auditor = city.As(Roles.Auditor);
        var page = $"/admin/programmes/inlt/versions/{number}";
        Assert.DoesNotContain("handler=", await auditor.GetStringAsync(page), StringComparison.Ordinal);
        foreach (var act in new[] { "Publish", "Discard", "Withdraw" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await auditor.PostTo($"{page}?handler={act}", await auditor.GetStringAsync("/account/password"), ("Why", "because"))).StatusCode);
        }

        Assert.Equal(1, await InForce("inlt"));
        Assert.Equal(2, await VersionsOf("inlt"));
    }

    [Fact]
    public async Task Programs_write_drafts_by_the_same_check()
    {
        await HasProgrammes();
        var terms = JsonSerializer.SerializeToNode(ProgrammeTemplates.All.Single(template => template.Code == "welcoming-estonia").Versions[0].Terms, Terms.Json)!.AsObject();
        terms["rules"] = JsonNode.Parse("""{"all": [{"statusIn": ["Refugee"]}, {"statusIn": ["EuCitizen"]}]}""");
        terms["academicHourMinutes"] = 0;
        var refused = await admin.PostAsJsonAsync("/api/programmes/welcoming-estonia/drafts", new { validFrom = "2027-01-01", terms });
        var problem = JsonNode.Parse(await refused.Content.ReadAsStringAsync())!;
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal(["terms/academicHourMinutes", "terms/rules/all/1"], problem["errors"]!.AsObject().Select(error => error.Key).Order(StringComparer.Ordinal));
        Assert.Contains("status is one of: refugee", problem["errors"]!["terms/rules/all/1"]![0]!.GetValue<string>(), StringComparison.Ordinal);

        terms["rules"] = JsonNode.Parse("""{"stayShorterThanYears": 4}""");
        terms["academicHourMinutes"] = 45;
        Assert.Equal(HttpStatusCode.Conflict, (await admin.PostAsJsonAsync("/api/programmes/welcoming-estonia/drafts", new { validFrom = "9999-01-01", terms })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await admin.PostAsJsonAsync("/api/programmes/nowhere/drafts", new { validFrom = "2027-01-01", terms })).StatusCode);
        var drafted = await admin.PostAsJsonAsync("/api/programmes/welcoming-estonia/drafts", new { validFrom = "2027-01-01", terms });
        Assert.True(drafted.StatusCode == HttpStatusCode.Created, await drafted.Content.ReadAsStringAsync());
        Assert.Contains("Legal stay shorter than 4 years.", await admin.GetStringAsync(drafted.Headers.Location!.OriginalString), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_version_ends_the_one_before()
    {
        await HasProgrammes();
        var number = await HasDraft("start-wien", from: "2027-01-01");
        var second = city.AsAccount(await city.HasAccount($"second.{Guid.NewGuid():N}@example.org", Roles.Administrator));
        Assert.Equal(HttpStatusCode.Redirect, (await second.Submit($"/admin/programmes/start-wien/versions/{number}?handler=Publish")).StatusCode);
        var programme = await city.InDatabase(db => db.Set<Programme>().Include(programme => programme.Versions).SingleAsync(programme => programme.Code == "start-wien"));
        Assert.Equal((2, number), (programme.InForce(new(2026, 12, 31))!.Number, programme.InForce(new(2027, 1, 1))!.Number));
    }

    /// <summary>Whatever its terms name is there: the next version can begin with the same terms.</summary>
    [Fact]
    public async Task A_template_brings_what_its_terms_name()
    {
        await using var alone = await City.New();
        var client = alone.As(Roles.Administrator);
        foreach (var template in ProgrammeTemplates.All)
        {
            Assert.Equal(HttpStatusCode.Redirect, (await client.Submit("/admin/programmes?handler=Load", ("code", template.Code))).StatusCode);
            var terms = JsonSerializer.SerializeToNode(template.Versions[^1].Terms, Terms.Json)!.AsObject();
            terms["note"] = "The same again";
            var drafted = await client.PostAsJsonAsync($"/api/programmes/{template.Code}/drafts", new { validFrom = "2027-01-01", terms });
            Assert.True(drafted.StatusCode == HttpStatusCode.Created, await drafted.Content.ReadAsStringAsync());
        }
    }

    private async Task HasProgrammes()
    {
        await city.HasAllProgrammes();
        await city.Ask<IOrientation, int>(orientation => orientation.LoadStandardTopics(CancellationToken.None));
        await city.Ask<IActivities, int>(activities => activities.LoadStandardKinds(CancellationToken.None));
    }

    /// <summary>A draft for people of at least five years, begun today or on a day given.</summary>
    private async Task<int> HasDraft(string code, string? from = null)
    {
        var terms = JsonSerializer.SerializeToNode(ProgrammeTemplates.All.Single(template => template.Code == code).Versions[^1].Terms, Terms.Json)!.AsObject();
        terms["rules"] = JsonNode.Parse("""{"ageBetween": {"from": 5}}""");
        var answer = await admin.PostAsJsonAsync($"/api/programmes/{code}/drafts", new { validFrom = from ?? city.Today().ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), terms });
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonObject>())!["number"]!.GetValue<int>();
    }

    private async Task<string> Press(string html, string act, params (string Name, string Value)[] typed)
    {
        var answer = await Post(html, act, typed);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, body);
        return body.Replace("&#xE4;", "ä", StringComparison.Ordinal).Replace("&#xDF;", "ß", StringComparison.Ordinal).Replace("&#xFC;", "ü", StringComparison.Ordinal);
    }

    /// <summary>Posts the form as it is shown, with what was typed over it.</summary>
    private Task<HttpResponseMessage> Post(string html, string act, params (string Name, string Value)[] typed)
    {
        var fields = FilledForm.In(html, "rules.kind").Where(field => typed.All(other => other.Name != field.Name)).Concat(typed).Append(("Act", act));
        return admin.PostTo(Page, html, [.. fields]);
    }

    private async Task<(string Name, string Value)[]> Json(string code, int number)
    {
        var version = await city.InDatabase(db => db.Set<Programme>().Where(row => row.Code == code).SelectMany(row => row.Versions).SingleAsync(version => version.Number == number));
        return [("ValidFrom.Day", "1"), ("ValidFrom.Month", "1"), ("ValidFrom.Year", "2027"), ("Json", JsonSerializer.Serialize(version.Terms, Terms.Json))];
    }

    private Task<int> VersionsOf(string code) => city.InDatabase(db => db.Set<Programme>().Where(row => row.Code == code).SelectMany(row => row.Versions).CountAsync());

    private Task<int> InForce(string code) => city.InDatabase(async db => (await db.Set<Programme>().Include(row => row.Versions).SingleAsync(row => row.Code == code)).InForce(city.Today())!.Number);
}
