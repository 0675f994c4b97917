using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Eligibility;
using Courses.Platform.Work;
using Microsoft.EntityFrameworkCore;

namespace Courses.IntegrationTests.Eligibility;

/// <summary>A version that is not in force yet is tried on everybody: InLT for refugees only, with a line of 60 % where 40 % is in force.</summary>
public sealed partial class SimulationTests(City city) : IClassFixture<City>
{
    private const string Page = "/admin/programmes/inlt/simulations";

    [Fact]
    public async Task Who_would_gain_and_lose_is_told_for_any_past_day_and_nothing_else_changes()
    {
        await city.HasAllProgrammes();
        var half = new List<Guid>();
        for (var i = 0; i < 6; i++)
        {
            await city.HasAttended(await city.HasLearner(), "inlt", "pppppppp");
            half.Add(await city.HasLearner(givenName: $"Half{i}"));
            await city.HasAttended(half[i], "inlt", "ppppaaaa");
            await city.HasLearner(LegalStatus.ThirdCountryNational);
        }

        await city.Runs("recompute-all");
        await HasDraft();
        var admin = city.As(Roles.Administrator);
        Assert.Contains("Version 2", await admin.GetStringAsync(Page), StringComparison.Ordinal);
        var before = await EverythingElse();
        var today = await Ask(admin, city.Today());
        Assert.Equal(before, await EverythingElse());

        // Twelve refugees keep their way in, six others lose it; of the refugees in classes, half fall under the new line.
        var figures = await admin.GetStringAsync(today);
        Assert.Equal(("0", "6", "12", "0"), Figures(figures, "entry"));
        Assert.Equal(("0", "6", "6", "0"), Figures(figures, "benefit"));
        Assert.Contains("citizen of a country outside the EU", figures, StringComparison.Ordinal);
        Assert.DoesNotContain("Half1", figures, StringComparison.Ordinal);
        Assert.DoesNotContain("Who?", figures, StringComparison.Ordinal);

        // Four days ago everybody in a class had come to everything, and a year ago nobody knew anybody's status.
        Assert.Equal(("0", "0", "12", "0"), Figures(await admin.GetStringAsync(await Ask(admin, city.Today().AddDays(-5))), "benefit"));
        Assert.Equal(("0", "0", "0", "18"), Figures(await admin.GetStringAsync(await Ask(admin, city.Today().AddYears(-1))), "entry"));

        await NamesAreForWhoMaySeeThem(today, half[1]);
        city.Clock.Advance(Simulation.Kept + TimeSpan.FromDays(1));
        await city.Runs("recompute-all");
        Assert.Equal((0, 0), await city.InDatabase(async db => (await db.Set<Simulation>().CountAsync(), await db.Set<SimulatedPerson>().CountAsync())));
        Assert.Contains("Nothing has been tried lately", await admin.GetStringAsync(Page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_day_to_come_and_the_version_in_force_are_refused_and_auditors_only_look()
    {
        await city.HasAllProgrammes();
        var admin = city.As(Roles.Administrator);
        Assert.Contains("Every version of this programme is in force", await admin.GetStringAsync("/admin/programmes/prime/simulations"), StringComparison.Ordinal);
        var form = await admin.GetStringAsync("/admin/programmes/prime/new");
        foreach (var (version, day, says) in new[] { ("1", city.Today(), "was in force on that day"), ("1", city.Today().AddDays(1), "Choose today or an earlier day") })
        {
            var answer = await admin.PostTo("/admin/programmes/prime/simulations", form, ("Version", version), ("On", day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
            Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
            Assert.Contains(says, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await admin.PostTo("/admin/programmes/prime/simulations", form, ("Version", "9"), ("On", "2026-01-01"))).StatusCode);
        var auditor = city.As(Roles.Auditor);
        var seen = await auditor.GetStringAsync("/admin/programmes/prime/simulations");
        Assert.DoesNotContain("Work it out", seen, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.PostTo("/admin/programmes/prime/simulations", seen, ("Version", "1"), ("On", "2026-01-01"))).StatusCode);
    }

    private async Task NamesAreForWhoMaySeeThem(string simulation, Guid person)
    {
        var list = $"{simulation}/people?subject=benefit&movement=Loses";
        foreach (var blind in new[] { city.As(Roles.Administrator), city.As(Roles.Auditor), city.As(Roles.Coach) })
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await blind.GetAsync(list)).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await blind.GetAsync($"{simulation}/people/{person}")).StatusCode);
        }

        var sees = city.As(Roles.Administrator, caseData: true);
        Assert.Contains("Who?", await sees.GetStringAsync(simulation), StringComparison.Ordinal);
        var names = await sees.GetStringAsync(list);
        Assert.Equal(6, Half().Count(names));
        Assert.Contains($"{simulation}/people/{person}", names, StringComparison.Ordinal);

        // Both explanations: over a line of 40 %, under one of 60 %.
        var why = await sees.GetStringAsync($"{simulation}/people/{person}");
        Assert.Contains("40", why, StringComparison.Ordinal);
        Assert.Contains("60", why, StringComparison.Ordinal);
        Assert.DoesNotContain("The facts have changed", why, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await sees.GetAsync($"{simulation}/people/{Guid.NewGuid()}")).StatusCode);
    }

    private Task<bool> HasDraft() => city.InDatabase(async db =>
    {
        var programme = await db.Set<Programme>().Include(row => row.Versions).SingleAsync(row => row.Code == "inlt");
        var terms = programme.InForce(city.Today())!.Terms;
        programme.PutInForce(
            terms with { Rules = new Rule.StatusIn([LegalStatus.Refugee]), Attendance = terms.Attendance! with { Percent = 60 } },
            city.Today().AddDays(60),
            null,
            "Draft",
            city.Clock.GetUtcNow());
        await db.SaveChangesAsync();
        return true;
    });

    /// <summary>Answers where the result stands.</summary>
    private async Task<string> Ask(HttpClient admin, DateOnly on)
    {
        var answer = await admin.PostTo(Page, await admin.GetStringAsync(Page), ("Version", "2"), ("On", on.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        var to = answer.Headers.Location!.ToString();
        if (!to.StartsWith("/work/", StringComparison.Ordinal))
        {
            return to;
        }

        var id = Guid.Parse(to["/work/".Length..]);
        while (true)
        {
            var work = await city.InDatabase(db => db.Set<WorkItem>().AsNoTracking().SingleAsync(row => row.Id == id));
            if (work.HasEnded)
            {
                Assert.Equal(WorkState.Done, work.State);
                return work.Link!;
            }

            await Task.Delay(100);
        }
    }

    private static (string Gains, string Loses, string Unchanged, string Unknown) Figures(string page, string subject)
    {
        var section = page[page.IndexOf($"id=\"{subject}\"", StringComparison.Ordinal)..];
        string Of(Movement movement) => Figure().Matches(section).First(match => match.Groups["movement"].Value == movement.ToString()).Groups["number"].Value;
        return (Of(Movement.Gains), Of(Movement.Loses), Of(Movement.Unchanged), Of(Movement.Unknown));
    }

    /// <summary>Every table but those that a simulation may write, and the trail of who asked.</summary>
    private Task<SortedDictionary<string, string>> EverythingElse() => city.InDatabase(async db =>
    {
        string[] may = ["platform.work", "eligibility.simulation", "eligibility.simulated_person", "access.audit_entry"];
        var contents = new SortedDictionary<string, string>(StringComparer.Ordinal);
        await db.Database.OpenConnectionAsync();
        foreach (var table in db.Model.GetEntityTypes().Select(type => $"{type.GetSchema()}.{type.GetTableName()}").Distinct().Except(may))
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"select * from {table}";
            await using var reader = await command.ExecuteReaderAsync();
            var rows = new List<string>();
            while (await reader.ReadAsync())
            {
                rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))));
            }

            contents[table] = $"{rows.Count} {Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', rows.Order(StringComparer.Ordinal)))))}";
        }

        Assert.True(contents["eligibility.decision"][0] != '0' && contents.ContainsKey("eligibility.stale") && contents.ContainsKey("messaging.message"), "It looked at nothing.");
        return contents;
    });

    [GeneratedRegex("data-movement=\"(?<movement>\\w+)\">\\s*<span class=\"figure\">(?<number>[^<]*)</span>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Figure();

    [GeneratedRegex("Half\\d Haddad", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Half();
}
