using System.Net;
using System.Text;
using System.Text.Json;
using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Participants;
using Courses.Platform.Imports;
using Courses.Platform.Work;
using Microsoft.EntityFrameworkCore;
using static Courses.IntegrationTests.ImportPages;

namespace Courses.IntegrationTests.Imports;

public sealed class PeopleImportTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task The_latvian_list_is_taken_in_once_and_its_dirt_is_named()
    {
        var coach = city.As(Roles.Coach);
        var page = await coach.Upload("people", "dalibnieki-lv.csv", City.SampleList("dalibnieki-lv.csv"));
        var report = await coach.Check(page);
        Assert.Equal((53, 1, 6), (Figure(report, "new"), Figure(report, "known"), Figure(report, "wrong")));
        Assert.True(Names(report, "import.date.no-such-day", 6), report);
        Assert.True(Names(report, "import.row.repeated", 12));
        Assert.True(Names(report, "import.email.unreadable", 15));
        Assert.True(Names(report, "import.cell.formula-ignored", 18));
        Assert.True(Names(report, "import.level.unknown", 21));
        Assert.True(Names(report, "import.people.one-name", 27));
        Assert.True(Names(report, "import.people.unknown-status", 30));
        Assert.True(Names(report, "import.date.no-such-month-swapped", 33));
        Assert.True(Names(report, "import.date.birth-ahead", 39));
        Assert.Equal(0, await People("fa"));

        var done = await coach.TakeIn(page);
        Assert.Equal(53, Figure(done, "written"));
        var person = await city.Ask<IParticipants, ParticipantRow>(people => people.People.SingleAsync(one => one.Email == "p740@example.org"));
        Assert.Equal(("Rohan", "Okafor", "m", "en", "A1.1", new DateOnly(2005, 3, 13)), (person.GivenName, person.FamilyName, person.Gender, person.Language, person.Level, person.BirthDate));
        var status = await city.Ask<IParticipants, StatusRow>(people => people.Statuses.SingleAsync(one => one.ParticipantId == person.Id));
        Assert.Equal((LegalStatus.SubsidiaryProtection, new DateOnly(2026, 4, 4)), (status.Status, status.From));

        var before = await city.InDatabase(db => db.Set<Participant>().CountAsync());
        var again = await coach.Upload("people", "dalibnieki-lv.csv", City.SampleList("dalibnieki-lv.csv"));
        var second = await coach.Check(again);
        Assert.Equal((0, 54, 6), (Figure(second, "new"), Figure(second, "known"), Figure(second, "wrong")));
        Assert.Equal(before, await city.InDatabase(db => db.Set<Participant>().CountAsync()));
    }

    [Fact]
    public async Task Yes_and_no_are_read_a_dash_leaves_it_open_and_what_is_neither_is_named()
    {
        var coach = city.As(Roles.Coach);
        var page = await coach.Upload("people", "liste.csv", Encoding.UTF8.GetBytes(
            """
            Vorname;Nachname;Geburtsdatum;Status;Status seit;Familienangehörige;In der Stadt gemeldet;Erwerbstätig
            Ilse;Beispiel;01.02.1990;EU-Bürger;01.01.2026;ja;nein;-
            Karl;Beispiel;02.02.1990;EU-Bürger;01.01.2026;;x;vielleicht

            """));
        var report = await coach.Check(page);
        Assert.True(Names(report, "import.yes-no.unreadable", 3), report);
        Assert.False(Names(report, "import.yes-no.unreadable", 2));
        Assert.Equal(2, Figure(await coach.TakeIn(page), "written"));
        var taken = await city.Ask<IParticipants, List<ParticipantRow>>(people => people.People.Where(person => person.FamilyName == "Beispiel").OrderBy(person => person.GivenName).ToListAsync());
        Assert.Equal([(true, false, null), (null, true, null)], taken.Select(person => (person.IsFamilyMember, person.IsRegisteredInCity, person.Works)));
    }

    [Fact]
    public async Task Letters_that_the_sender_lost_are_named_row_by_row()
    {
        var coach = city.As(Roles.Coach);
        var page = await coach.Upload("people", "dalibnieki-lv-cp1257.csv", City.SampleList("dalibnieki-lv-cp1257.csv"));
        Assert.Contains("value=\"windows-1257\" selected", (await coach.Html(page)).Replace("selected=\"selected\" value=\"windows-1257\"", "value=\"windows-1257\" selected", StringComparison.Ordinal), StringComparison.Ordinal);
        var report = await coach.Check(page);
        Assert.True(Names(report, "import.name.lost-letters", 2));
        Assert.False(Names(report, "import.name.lost-letters", 3));
        Assert.Equal(40, Figure(report, "new") + Figure(report, "known") + Figure(report, "wrong"));
    }

    [Fact]
    public async Task A_list_that_waits_for_its_turn_can_be_stopped_from_its_report_and_started_again()
    {
        var coach = city.As(Roles.Coach);
        var page = await coach.Upload("people", "liste.csv", Encoding.UTF8.GetBytes("Vorname;Nachname;Geburtsdatum;Status;Status seit\nRoxana;Wartend;01.02.1990;EU-Bürger;01.01.2026\n"));
        await coach.Check(page);
        var (file, now) = (Guid.Parse(page.Split('/')[2]), city.Clock.GetUtcNow());
        var work = new WorkItem { Name = ImportRunner.Name, Arguments = JsonSerializer.Serialize(new ImportOrder(file)), AskedBy = await city.AccountOf(Roles.Coach), AskedByName = "Coach", AskedAs = "[]", AskedAt = now };
        await city.InDatabase(async db =>
        {
            work.Queue(now);
            db.Add(work);
            (await db.Set<ImportFile>().SingleAsync(row => row.Id == file)).Start(now);
            await db.SaveChangesAsync();
        });

        Assert.Contains($"href=\"/work/{work.Id}\"", await coach.Html(page + "/report"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await coach.Submit($"/work/{work.Id}?handler=Cancel")).StatusCode);
        Assert.Contains("data-state=\"Stopped\"", await coach.Html(page + "/report"), StringComparison.Ordinal);
        Assert.Equal(1, Figure(await coach.TakeIn(page), "written"));
    }

    [Fact]
    public async Task The_report_can_be_downloaded_and_runs_nothing()
    {
        var coach = city.As(Roles.Coach);
        var page = await coach.Upload("people", "liste.csv", Encoding.UTF8.GetBytes("Vorname;Nachname;Geburtsdatum;Status;Status seit\n=cmd|' /C calc'!A0;Groß;01.02.1990;EU-Bürger;01.01.2026\n"));
        await coach.Check(page);
        var csv = await coach.Html(page + "/report?handler=Csv&show=all");
        Assert.Contains("import.cell.formula", csv, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?m)(^|;)\"?=cmd", csv);
    }

    [Fact]
    public async Task An_order_of_day_and_month_that_nobody_can_know_is_asked_for()
    {
        var coach = city.As(Roles.Coach);
        var page = await coach.Upload("people", "list.csv", Encoding.UTF8.GetBytes("First name,Last name,Date of birth,Legal status,Status since\nAda,Byron,03/04/1990,EU citizen,2026-01-01\n"));
        Assert.Contains("Some dates can be read in two ways", await coach.Html(page), StringComparison.Ordinal);
        Assert.Equal(1, Figure(await coach.Check(page), "wrong"));
        Assert.Equal(1, Figure(await coach.Check(page, ("DateOrder", "MonthFirst")), "new"));
        await coach.TakeIn(page);
        Assert.True(await city.Ask<IParticipants, bool>(people => people.People.AnyAsync(one => one.FamilyName == "Byron" && one.BirthDate == new DateOnly(1990, 3, 4))));
    }

    [Fact]
    public async Task A_person_who_is_registered_already_is_named_and_not_doubled()
    {
        await city.InDatabase(async db =>
        {
            db.Add(Participant.Register(new() { GivenName = "Grace", FamilyName = "Hopper", BirthDate = new(1980, 12, 9), Email = "grace@example.org" }, LegalStatus.EuCitizen, new(2026, 1, 1), new(2026, 10, 1), city.Clock.GetUtcNow(), "test"));
            await db.SaveChangesAsync();
        });
        var coach = city.As(Roles.Coach);
        var page = await coach.Upload("people", "list.csv", Encoding.UTF8.GetBytes(
            "First name;Last name;Date of birth;Legal status;Status since;Email\nHopper;GRACE;1980-12-09;EU citizen;2026-01-01;Grace@Example.org\nGrace;Hopper;1980-12-09;EU citizen;2026-01-01;other@example.org\n"));
        var report = await coach.Check(page);
        Assert.Equal((0, 2), (Figure(report, "new"), Figure(report, "known") + Figure(report, "wrong")));
        Assert.True(Names(report, "import.people.registered", 2), report);
    }

    [Fact]
    public async Task Missing_columns_are_named_and_nothing_is_checked()
    {
        var coach = city.As(Roles.Coach);
        var page = await coach.Upload("people", "kurse-de.csv", City.SampleList("kurse-de.csv"));
        var answer = await coach.Confirm(page);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("These columns are missing", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("empty.csv", "")]
    [InlineData("letter.pdf", "%PDF-1.7 ...")]
    [InlineData("list.xlsx", "PK\u0003\u0004 this is no zip")]
    public async Task What_is_no_list_is_refused_with_a_sentence(string name, string content)
    {
        var answer = await city.As(Roles.Coach).SendList("people", name, Encoding.UTF8.GetBytes(content));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task More_than_20_MB_are_refused()
    {
        var answer = await city.As(Roles.Coach).SendList("people", "big.csv", new byte[ImportFileLimit + 1_000_000]);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task Others_may_not_import_people_and_see_no_lists()
    {
        var page = await city.As(Roles.Coach).Upload("people", "list.csv", Encoding.UTF8.GetBytes("Vorname;Nachname\nA;B\n"));
        Assert.Equal(HttpStatusCode.BadRequest, (await city.As(Roles.ProviderManager).SendList("people", "list.csv", "Vorname;Nachname\nA;B\n"u8.ToArray())).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await city.As(Roles.ProviderManager).GetAsync(page)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await city.As(Roles.Administrator).GetAsync(page)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await city.As(Roles.Administrator, caseData: true).GetAsync(page)).StatusCode);
        Assert.NotEqual(HttpStatusCode.OK, (await city.As(Roles.Teacher).GetAsync("/imports")).StatusCode);
        Assert.NotEqual(HttpStatusCode.OK, (await city.AsNobody().GetAsync("/imports")).StatusCode);
    }

    private const int ImportFileLimit = Platform.Imports.ImportFile.MaxBytes;

    private Task<int> People(string language) => city.InDatabase(db => db.Set<Participant>().CountAsync(person => person.Language == language));
}
