using System.Net;
using System.Text;
using System.Text.Json;
using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Participants;
using Courses.Participants.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Newcomers;

/// <summary>Many papers say of a birth date the year only, or year and month: that much is kept, found and shown, and no day is made up.</summary>
public sealed class PartOfBirthDateTests(City city) : IClassFixture<City>
{
    [Theory]
    [InlineData("", "", "1984", 1, "1984")]
    [InlineData("00", "00", "۱۹۸۴", 1, "1984")]
    [InlineData("", "5", "1984", 2, "May 1984")]
    [InlineData("", "Mai", "1984", 2, "May 1984")]
    [InlineData("12", "5", "1984", 3, "12 May 1984")]
    public async Task What_is_known_is_registered_shown_and_stays_when_the_record_is_changed(string day, string month, string year, int parts, string shown)
    {
        var coach = city.As(Roles.Coach);
        (string, string)[] fields = [("Person.GivenName", "Abdi"), ("Person.FamilyName", "Warsame"), ("Person.Language", "so"), ("Person.BirthDate.Day", day), ("Person.BirthDate.Month", month), ("Person.BirthDate.Year", year)];
        var answer = await coach.Submit("/coach/new", [.. fields, ("Status", "Refugee"), ("StatusFrom", "2026-02-03"), ("Anyway", "true"), ("Key", Guid.NewGuid().ToString())]);
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        var address = answer.Headers.Location!.OriginalString;
        var page = WebUtility.HtmlDecode(await coach.GetStringAsync(address));
        Assert.Contains($"<dd>{shown}</dd>", page, StringComparison.Ordinal);
        Assert.Equal(parts, await PartsOf(address));

        var edit = await coach.GetStringAsync(address + "/edit");
        Assert.Equal((parts == 3 ? "12" : "", parts >= 2 ? "5" : "", "1984"), (Value(edit, "Day"), Value(edit, "Month"), Value(edit, "Year")));
        var version = edit.Split("name=\"Version\" value=\"")[1].Split('"')[0];
        var saved = await coach.PostTo(address + "/edit", edit, [.. fields, ("Version", version), ("Person.Phone", "0660 1231231")]);
        Assert.True(saved.StatusCode == HttpStatusCode.Redirect, await saved.Content.ReadAsStringAsync());
        Assert.Equal(parts, await PartsOf(address));

        Task<int> PartsOf(string of)
        {
            var id = Guid.Parse(of.AsSpan(of.LastIndexOf('/') + 1));
            return city.Ask<IParticipants, int>(participants => participants.People.Where(row => row.Id == id).Select(row => row.BirthParts).SingleAsync());
        }

        static string Value(string html, string part) => html.Split($"name=\"Person.BirthDate.{part}\"")[1].Split('>')[0].Split("value=\"")[1].Split('"')[0];
    }

    [Theory]
    [InlineData("12", "", "1984")]
    [InlineData("", "13", "1984")]
    [InlineData("", "", "84")]
    [InlineData("", "", "1363")]
    [InlineData("", "", "2027")]
    [InlineData("", "5", "")]
    public async Task What_is_no_part_of_a_birth_date_is_refused_at_its_fields(string day, string month, string year)
    {
        var answer = await city.As(Roles.Coach).Submit("/coach/new", [
            ("Person.GivenName", "Refused"), ("Person.FamilyName", "Part"), ("Person.Language", "so"), ("Person.BirthDate.Day", day), ("Person.BirthDate.Month", month), ("Person.BirthDate.Year", year),
            ("Status", "Refugee"), ("StatusFrom", "2026-02-03"), ("Anyway", "true"), ("Key", Guid.NewGuid().ToString())]);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("data-valmsg-for=\"Person.BirthDate\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.False(await city.InDatabase(db => db.Set<Participant>().AnyAsync(row => row.GivenName == "Refused")));
    }

    [Fact]
    public async Task They_are_found_by_year_by_month_and_by_a_day_that_may_be_theirs()
    {
        var (year, month) = (await Registers("Hodan", "Yearly", new(1971, 1, 1), 1), await Registers("Hodan", "Monthly", new(1971, 5, 1), 2));
        var (day, january) = (await Registers("Hodan", "Daily", new(1971, 5, 17), 3), await Registers("Hodan", "Newyear", new(1971, 1, 1), 3));
        Assert.Equal([year, month, day, january], await Finds("Hodan 1971"));
        Assert.Equal([year, month, day], await Finds("Hodan 05.1971"));
        Assert.Equal([year, month, day], await Finds("Hodan 1971-05"));
        Assert.Equal([year, month, day], await Finds("Hodan 17.05.1971"));
        Assert.Equal([year, january], await Finds("Hodan 1971-01-01"));
        Assert.Equal([year], await Finds("Hodan 1971-06"));

        async Task<IReadOnlyList<Guid>> Finds(string typed)
        {
            var html = await city.As(Roles.Coach).GetStringAsync("/coach?q=" + Uri.EscapeDataString(typed));
            return [.. new[] { year, month, day, january }.Where(id => html.Contains(id.ToString(), StringComparison.Ordinal))];
        }
    }

    [Fact]
    public async Task A_name_that_sounds_alike_and_a_birth_date_that_may_be_the_same_are_a_likely_double()
    {
        var (whole, part) = (await Registers("Yousef", "Rahmani", new(1963, 8, 9), 3), await Registers("Yusuf", "Rahmany", new(1963, 1, 1), 1));
        var (later, other) = (await Registers("Yusof", "Rahmani", new(1964, 8, 9), 3), await Registers("Ludmila", "Petrenko", new(1963, 1, 1), 1));
        await city.InScope(services => services.GetRequiredService<FindDoubles>().Run(default));
        var pairs = await city.InDatabase(db => db.Set<LikelyDouble>().Where(pair => pair.FirstId == part || pair.SecondId == part).ToListAsync());
        var pair = Assert.Single(pairs);
        Assert.Equal("SoundsAlike,PartOfBirthDate", pair.Reasons);
        Assert.Equal(new[] { whole, part }.Order(), new[] { pair.FirstId, pair.SecondId }.Order());
        Assert.DoesNotContain(pairs, row => row.FirstId == later || row.SecondId == later || row.FirstId == other || row.SecondId == other);

        // The form asks as well, from both sides.
        foreach (var typed in new[] { ("", "", "1963"), ("9", "8", "1963"), ("", "8", "1963") })
        {
            var asked = await city.As(Roles.Coach).Submit("/coach/new", [
                ("Person.GivenName", "Jusuf"), ("Person.FamilyName", "Rahmani"), ("Person.Language", "fa"), ("Person.BirthDate.Day", typed.Item1), ("Person.BirthDate.Month", typed.Item2), ("Person.BirthDate.Year", typed.Item3),
                ("Status", "Refugee"), ("StatusFrom", "2026-02-03"), ("Key", Guid.NewGuid().ToString())]);
            Assert.Equal(HttpStatusCode.Conflict, asked.StatusCode);
            Assert.Contains("the birth dates may be the same", await asked.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_list_that_knows_only_the_year_is_taken_in_and_says_so()
    {
        await Registers("Marjan", "Sultani", new(1958, 4, 5), 3);
        var coach = city.As(Roles.Coach);
        var page = await coach.Upload("people", "liste.csv", Encoding.UTF8.GetBytes(
            """
            Vorname;Nachname;Geburtsdatum;Status;Status seit
            Ayaan;Elmi;1984;Flüchtling;01.02.2026
            Bahja;Elmi;1984-05;Flüchtling;01.02.2026
            Cawil;Elmi;00.06.1984;Flüchtling;01.02.2026
            Deeqa;Elmi;00.00.1984;Flüchtling;01.02.2026
            Emir;Elmi;Mai 1984;Flüchtling;01.02.2026
            Fadumo;Elmi;12.05.1984;Flüchtling;01.02.2026
            Marjan;Soltani;1958;Flüchtling;01.02.2026

            """));
        var report = await coach.Check(page);
        Assert.Contains("import.date.part", report, StringComparison.Ordinal);
        Assert.Contains("import.people.sounds-registered", report, StringComparison.Ordinal);
        await coach.TakeIn(page);
        var taken = await city.InDatabase(db => db.Set<Participant>().Where(row => row.FamilyName == "Elmi").OrderBy(row => row.GivenName).Select(row => new { row.BirthDate, row.BirthParts }).ToListAsync());
        Assert.Equal(
            [(new(1984, 1, 1), 1), (new(1984, 5, 1), 2), (new(1984, 6, 1), 2), (new(1984, 1, 1), 1), (new(1984, 5, 1), 2), (new DateOnly(1984, 5, 12), 3)],
            taken.Select(row => (row.BirthDate, row.BirthParts)));
    }

    [Fact]
    public async Task Reports_get_no_day_that_nobody_knows_and_age_bands_count_from_the_first_that_it_can_be()
    {
        var (year, month, day) = (await Registers("Rows", "Year", new(2008, 1, 1), 1), await Registers("Rows", "Month", new(2008, 11, 1), 2), await Registers("Rows", "Day", new(2008, 11, 17), 3));
        Assert.Equal(("null", "null", "2008", "18-30"), await Row(year));
        Assert.Equal(("null", "11", "2008", "18-30"), await Row(month));
        Assert.Equal(("2008-11-17", "11", "2008", "0-17"), await Row(day));

        async Task<(string, string, string, string)> Row(Guid id)
        {
            var json = await city.As(Roles.Coach).GetStringAsync($"/odata/Participants?$filter=Id eq {id}&$select=BirthDate,BirthMonth,BirthYear,AgeBand");
            var row = JsonDocument.Parse(json).RootElement.GetProperty("value")[0];
            return (Said("BirthDate"), Said("BirthMonth"), Said("BirthYear"), Said("AgeBand"));

            string Said(string name) => row.GetProperty(name) is { ValueKind: not JsonValueKind.Null } value ? value.ToString() : "null";
        }
    }

    [Fact]
    public async Task A_confirmation_says_the_year_and_no_day()
    {
        var person = await city.HasLearner(givenName: "Yearling");
        await city.InDatabase(db => db.Set<Participant>().Where(row => row.Id == person).ExecuteUpdateAsync(set => set.SetProperty(row => row.BirthDate, new DateOnly(1994, 1, 1)).SetProperty(row => row.BirthParts, 1)));
        await city.HasAllProgrammes();
        await city.HasAttended(person, "inlt", "pp");
        var paper = WebUtility.HtmlDecode(await city.As(Roles.Coach).GetStringAsync(await city.Confirms(person)));
        Assert.Contains("1994", paper, StringComparison.Ordinal);
        Assert.DoesNotContain("January 1994", paper, StringComparison.Ordinal);
    }

    private Task<Guid> Registers(string given, string family, DateOnly birth, int parts) => city.Ask<IParticipants, Guid>(participants => participants.Register(
        new() { GivenName = given, FamilyName = family, BirthDate = birth, BirthParts = parts, Status = LegalStatus.Refugee, StatusFrom = new(2026, 1, 1) }, default));
}
