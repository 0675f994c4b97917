using System.Globalization;
using System.Net;
using System.Text.Json;
using Courses.Access;
using Courses.Contracts.Access;
using Courses.Contracts.Attendance;
using Courses.Contracts.LanguageCourses;
using Courses.Contracts.Orientation;
using Courses.Platform;
using Courses.Reporting;
using Courses.Reporting.Reports;
using Courses.Timetable;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Reporting;

/// <summary>What AMIF asks for, and what everybody may read of it.</summary>
public sealed class IndicatorTests
{
    private const string Autumn = "/admin/indicators?period=2026-Q4";

    [Fact]
    public async Task Indicators_count_each_person_once_by_gender_and_age_and_every_number_is_its_people()
    {
        await using var city = await City.New();
        var people = await HasACity(city);
        var auditor = city.As(Roles.Auditor);
        var page = await auditor.GetStringAsync(Autumn);
        var text = WebUtility.HtmlDecode(page);
        Assert.Contains("Indicators of AMIF: Quarter 4 of 2026", page, StringComparison.Ordinal);
        Assert.Contains("Not counted in Courses", page, StringComparison.Ordinal);
        foreach (var ages in new[] { "0-17", "18-60", "61+" })
        {
            Assert.Contains($"<th scope=\"col\" class=\"number\">{ages}</th>", text, StringComparison.Ordinal);
        }

        var links = Links.In(page);
        Assert.True(links.Count > 5 && links.All(link => link.StartsWith("/admin/rows/Participants?", StringComparison.Ordinal) || link.StartsWith("/admin/rows/ExamPasses?", StringComparison.Ordinal)), string.Join('\n', links));

        // An excursion is no lesson: who came to nothing else is not counted.
        // Of eight, each third was absent: six came, one of them is a child; one had coaching and one a module; one passed an exam above the level on entry, one below it, and one was written a certificate.
        var counts = await Counted(city);
        Assert.Equal([("O.2.3", 8), ("O.2.3.1", 6), ("O.2.3.2", 1), ("O.2.3.3", 1), ("R.2.8", 1), ("R.2.9", 0), ("R.2.10", null), ("R.2.11", null)], counts.Select(count => (count.Indicator.Code, count.Total)));
        foreach (var count in counts.Where(count => count.Total > 0))
        {
            Assert.Equal(count.Total, await Behind(auditor, count.Indicator, null, null));
            Assert.Equal(count.Total, count.Cells.Sum(cell => cell.People));
            foreach (var cell in count.Cells)
            {
                Assert.Equal(cell.People, await Behind(auditor, count.Indicator, cell.Gender, FundTerms.Shipped.Brackets.Single(ages => ages.Name == cell.Ages)));
            }
        }

        Assert.Equal(1, counts[1].Cells.Single(cell => (cell.Gender, cell.Ages) == ("f", "0-17")).People);

        // The first indicator is the report's number of persons.
        var report = await city.InScope(services => services.GetRequiredService<MakeReport>().Of(new(new(PeriodKind.Quarter, 2026, 4)), [Breakdown.Programme], default));
        Assert.Equal(report.Total[Measure.Persons], counts[0].Total ?? -1L);
        var sheet = Assert.Single(Sheets.Read(await auditor.GetByteArrayAsync("/admin/indicators/2026-Q4.xlsx")));
        var csv = (await auditor.GetStringAsync("/admin/indicators/2026-Q4.csv")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(csv.Length, sheet.Rows.Count);
        Assert.Contains(csv, line => line.StartsWith("2026-Q4,O.2.3,", StringComparison.Ordinal) && line.EndsWith(",8", StringComparison.Ordinal));
        Assert.DoesNotContain(csv, line => line.EndsWith(",1", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.BadRequest, (await auditor.GetAsync("/admin/indicators?period=then")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await auditor.GetAsync("/admin/indicators/then.csv")).StatusCode);
        Assert.Equal(8, people.Count);
    }

    [Fact]
    public async Task A_city_corrects_code_wording_brackets_and_counting_and_a_delivered_report_keeps_those_of_then()
    {
        await using var city = await City.New();
        await HasACity(city);
        var administrator = city.As(Roles.Administrator);
        var delivered = (await administrator.Submit("/admin/reports/deliver?period=2026-10", ("Recipient", "Funder"))).Headers.Location!.ToString();
        const string terms = "/admin/indicators/terms";
        var page = await administrator.GetStringAsync(terms);
        Assert.Contains("value=\"O.2.3\"", page, StringComparison.Ordinal);

        foreach (var (wrong, sentence) in new[] { ("O.1", "The code O.1 is there twice."), ("O.123456789012345678901", "Write one to 20 characters.") })
        {
            var refused = await administrator.Submit(terms, ("Fund", "AMIF 2028"), ("Lines[0].Code", "O.1"), ("Lines[0].Wording", "People"), ("Lines[0].Counted", "Attended"), ("Lines[1].Code", wrong), ("Lines[1].Wording", "More"), ("Lines[1].Counted", "Attended"));
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            var answer = await refused.Content.ReadAsStringAsync();
            Assert.Contains(sentence, answer, StringComparison.Ordinal);
            Assert.Contains("AMIF 2028", answer, StringComparison.Ordinal);
        }

        var unknown = await administrator.Submit(terms, ("Fund", "AMIF"), ("Lines[0].Code", "O.1"), ("Lines[0].Wording", "People"), ("Lines[0].Counted", "Topics"), ("Lines[0].Topics", "flying"));
        Assert.Contains("There is no module flying.", await unknown.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var saved = await administrator.Submit(terms, ("Fund", "AMIF 2028"), ("AgesFrom", "31"), ("Lines[0].Code", "O.1"), ("Lines[0].Wording", "People with housing"), ("Lines[0].Counted", "Topics"), ("Lines[0].Topics", "housing"), ("Lines[1].Code", ""), ("Lines[1].Wording", ""));
        Assert.True(saved.StatusCode == HttpStatusCode.Redirect, await saved.Content.ReadAsStringAsync());
        var after = WebUtility.HtmlDecode(await administrator.GetStringAsync(Autumn));
        Assert.Contains("Indicators of AMIF 2028", after, StringComparison.Ordinal);
        Assert.Contains(">0-30<", after, StringComparison.Ordinal);
        Assert.Contains(">31+<", after, StringComparison.Ordinal);
        Assert.Contains("People with housing", after, StringComparison.Ordinal);
        Assert.DoesNotContain("O.2.3", after, StringComparison.Ordinal);
        Assert.Contains("O.2.3.1", await administrator.GetStringAsync(delivered), StringComparison.Ordinal);
        Assert.Equal(1, await city.InDatabase(db => db.Set<AuditEntry>().CountAsync(entry => entry.Act == "indicators.changed")));
        Assert.NotEqual(HttpStatusCode.OK, (await city.As(Roles.Auditor).GetAsync(terms)).StatusCode);
    }

    [Fact]
    public async Task The_integration_report_of_a_year_is_public_as_it_was_delivered_and_tells_of_no_fewer_than_five_people()
    {
        await using var city = await City.New();
        var people = await HasACity(city);
        city.Clock.Advance(TimeSpan.FromDays(60));
        var (administrator, anybody) = (city.As(Roles.Administrator), city.CreateClient());
        Assert.Contains("No report was published yet.", await anybody.GetStringAsync("/integration-report"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await anybody.GetAsync("/integration-report/2026")).StatusCode);
        var month = (await administrator.Submit("/admin/reports/deliver?period=2026-10", ("Recipient", "Funder"))).Headers.Location!.ToString();
        Assert.Equal(HttpStatusCode.NotFound, (await administrator.GetAsync(month + "/publish")).StatusCode);
        var delivered = (await administrator.Submit("/admin/reports/deliver?period=2026", ("Recipient", "City council"))).Headers.Location!.ToString();
        Assert.Contains($"{delivered}/publish", await administrator.GetStringAsync(delivered), StringComparison.Ordinal);
        Assert.NotEqual(HttpStatusCode.OK, (await city.As(Roles.Auditor).GetAsync(delivered + "/publish")).StatusCode);
        var published = await administrator.Submit(delivered + "/publish");
        Assert.Equal("/integration-report/2026", published.Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.Conflict, (await administrator.Submit(delivered + "/publish")).StatusCode);

        var page = WebUtility.HtmlDecode(await anybody.GetStringAsync("/integration-report"));
        Assert.Contains("Integration report 2026", page, StringComparison.Ordinal);
        Assert.Contains("role=\"img\"", page, StringComparison.Ordinal);
        Assert.Contains("<5", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/admin/", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Adult education", page, StringComparison.Ordinal);
        var json = JsonDocument.Parse(await anybody.GetStringAsync("/integration-report/2026.json")).RootElement;
        Assert.Equal(("courses integration report 1", "2026", 8), (json.GetProperty("format").GetString(), json.GetProperty("period").GetString(), json.GetProperty("total").GetProperty("persons").GetInt32()));
        Assert.Equal(["programme", "month", "gender", "age", "status", "level"], json.GetProperty("tables").EnumerateArray().Select(table => table.GetProperty("by").GetString()));
        Assert.DoesNotContain(people[0].ToString(), json.GetRawText(), StringComparison.Ordinal);
        var persons = json.GetProperty("tables").EnumerateArray().SelectMany(table => table.GetProperty("lines").EnumerateArray()).Select(line => line.GetProperty("values").GetProperty("persons"))
            .Concat(json.GetProperty("indicators").EnumerateArray().SelectMany(one => one.GetProperty("cells").EnumerateArray().Select(cell => cell.GetProperty("people")))).ToArray();
        Assert.Contains(persons, value => value.ValueKind == JsonValueKind.String);
        Assert.DoesNotContain(persons, value => value.ValueKind == JsonValueKind.Number && SmallCounts.IsFew(value.GetInt32()));
        var csv = (await anybody.GetStringAsync("/integration-report/2026.csv")).TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("table,key,name,measure,unit,value", csv[0]);
        Assert.Contains("total,,,persons,people,8", csv);

        // What happens afterwards changes nothing that is public.
        await city.InDatabase(db => db.Set<Stay>().ExecuteUpdateAsync(set => set.SetProperty(stay => stay.From, new DateOnly(2026, 10, 1))));
        Assert.Equal(json.GetRawText(), JsonDocument.Parse(await anybody.GetStringAsync("/integration-report/2026.json")).RootElement.GetRawText());
        Assert.Equal(HttpStatusCode.BadRequest, (await administrator.PostTo(delivered + "/publish?handler=Withdraw", await administrator.GetStringAsync(delivered + "/publish"), ("Reason", " "))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await administrator.PostTo(delivered + "/publish?handler=Withdraw", await administrator.GetStringAsync(delivered + "/publish"), ("Reason", "A class was counted twice."))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await anybody.GetAsync("/integration-report/2026.json")).StatusCode);
        var gone = await anybody.GetAsync("/integration-report/2026");
        Assert.Equal(HttpStatusCode.Gone, gone.StatusCode);
        Assert.Contains("A class was counted twice.", await gone.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await administrator.Act(delivered + "/publish", "Withdraw", ("Reason", "Again."))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await administrator.Submit(delivered + "/publish")).StatusCode);

        // Numbers that are not those that were delivered are not published.
        await administrator.PostTo(delivered + "/publish?handler=Withdraw", await administrator.GetStringAsync(delivered + "/publish"), ("Reason", "A class was counted twice."));
        var changed = (await administrator.GetByteArrayAsync(delivered + ".json")).Concat(" "u8.ToArray()).ToArray();
        await city.InDatabase(db => db.Set<DeliveredReport>().ExecuteUpdateAsync(set => set.SetProperty(row => row.Content, changed)));
        Assert.Equal(HttpStatusCode.Conflict, (await administrator.Submit(delivered + "/publish")).StatusCode);
    }

    [Fact]
    public async Task A_level_rises_by_an_exam_with_its_day_and_examiner_and_not_by_what_somebody_typed()
    {
        await using var city = await City.New();
        var taught = await city.HasReportedClass(people: 10, signed: true);
        var people = taught.Participants;

        // Everybody came but the tenth, who has a seat and never did.
        await city.InDatabase(db => db.Set<Courses.Attendance.Mark>().Where(mark => mark.ParticipantId != people[9]).ExecuteUpdateAsync(set => set.SetProperty(mark => mark.State, MarkState.Present).SetProperty(mark => mark.PresentMinutes, 90)));
        await city.InDatabase(db => db.Set<Courses.Attendance.Mark>().Where(mark => mark.ParticipantId == people[9]).ExecuteDeleteAsync());
        await city.InDatabase(db => db.Set<Stay>().ExecuteUpdateAsync(set => set.SetProperty(stay => stay.From, new DateOnly(2026, 8, 1))));
        var school = await city.HasSchool();
        var (a2, b1, practice, longAgo, other) = (
            await city.HasExam(school, inDays: 0, level: "A2"), await city.HasExam(school, inDays: 0, level: "B1"), await city.HasExam(school, inDays: 0, level: "C1", practice: true),
            await city.HasExam(school, inDays: -60, level: "B1"), await city.HasExam(school, inDays: 0, level: "A2", language: "en"));
        var outside = await city.HasNewcomer();
        foreach (var person in people)
        {
            await city.CameWith(person, "A1", new(2026, 3, 1));
        }

        // Rose: by an exam; by an exam although somebody had typed the level before; twice, and counts once; never assessed, and the record rose with the exam.
        await city.InDatabase(db => db.Set<Courses.Participants.SkillLevel>().Where(level => level.ParticipantId == people[1]).ExecuteUpdateAsync(set => set.SetProperty(level => level.Level, "A2").SetProperty(level => level.AssessedOn, new DateOnly(2026, 10, 1))));
        await city.InDatabase(db => db.Set<Courses.Participants.SkillLevel>().Where(level => level.ParticipantId == people[3]).ExecuteDeleteAsync());

        // Did not: typed only; practised only; came with B1; passed B1 in September, so A2 is no rise; the result was corrected; another language; without a course; with a seat and never there.
        await city.InDatabase(db => db.Set<Courses.Participants.SkillLevel>().Where(level => level.ParticipantId == people[4]).ExecuteUpdateAsync(set => set.SetProperty(level => level.Level, "B2").SetProperty(level => level.AssessedOn, new DateOnly(2026, 10, 1))));
        await city.InOneCommit(async services =>
        {
            await services.GetRequiredService<ILanguageCourses>().AddCertificate(people[4], "de", "B2", new(2026, 10, 20), default);
            return true;
        });
        await city.InDatabase(db => db.Set<Courses.Participants.SkillLevel>().Where(level => level.ParticipantId == people[5]).ExecuteUpdateAsync(set => set.SetProperty(level => level.FirstLevel, "B1")));
        await city.Sits(longAgo, people[6], school.ProviderId);
        foreach (var (exam, person) in new[] { (a2, people[0]), (a2, people[1]), (a2, people[2]), (b1, people[2]), (a2, people[3]), (practice, people[4]), (a2, people[5]), (a2, people[6]), (a2, people[7]), (other, people[8]), (a2, people[9]), (a2, outside) })
        {
            await city.Sits(exam, person, school.ProviderId);
        }

        await city.InDatabase(db => db.Database.ExecuteSqlAsync($"update exams.pass set withdrawn_at = {city.Clock.GetUtcNow()} where participant_id = {people[7]}"));
        var rose = (await Counted(city)).Single(count => count.Indicator.Code == "R.2.8");
        Assert.Equal(4, rose.Total);
        const string rank = "case {0} when 'A1' then 1 when 'A2' then 2 when 'B1' then 3 when 'B2' then 4 when 'C1' then 5 when 'C2' then 6 else 0 end";
        var sql = $"""
            select cast(count(distinct p.participant_id) as int) as "Value" from exams.pass p
            where p.withdrawn_at is null and p.language = 'de' and p.passed_on between '2026-10-01' and '2026-12-31'
              and exists (select 1 from attendance.mark m join attendance.register r on r.id = m.session_id and r.signed_off_at is not null join timetable.session s on s.id = m.session_id join language_courses.class c on c.id = s.group_id join language_courses.course k on k.id = c.course_id where m.participant_id = p.participant_id and m.present_minutes > 0 and s.cancelled_at is null and k.language = 'de' and s.local_date <= p.passed_on)
              and not exists (select 1 from exams.pass o where o.participant_id = p.participant_id and o.language = 'de' and o.withdrawn_at is null and o.id <> p.id and o.passed_on <= p.passed_on and {string.Format(CultureInfo.InvariantCulture, rank, "o.level")} >= {string.Format(CultureInfo.InvariantCulture, rank, "p.level")})
              and (exists (select 1 from participants.level l where l.participant_id = p.participant_id and l.first_on < p.passed_on and {string.Format(CultureInfo.InvariantCulture, rank, "l.first_level")} < {string.Format(CultureInfo.InvariantCulture, rank, "p.level")})
                or (not exists (select 1 from participants.level l where l.participant_id = p.participant_id and l.first_on < p.passed_on) and p.raised <> '[]'))
            """;
        Assert.Equal(rose.Total, await city.InDatabase(db => db.Database.SqlQueryRaw<int>(sql).SingleAsync()));
        var auditor = city.As(Roles.Auditor);
        Assert.Equal(rose.Total, await Behind(auditor, rose.Indicator, null, null));
        Assert.Equal("<5", rose.Outside().Total);

        // The number opens into its people, and into the exams with day, examiner and level on entry.
        var page = await auditor.GetStringAsync(Autumn);
        Assert.Contains(Links.In(page), link => link.StartsWith("/admin/rows/ExamPasses?", StringComparison.Ordinal));
        var rows = JsonDocument.Parse(await auditor.GetStringAsync($"/odata/ExamPasses?$filter={Uri.EscapeDataString(CountIndicators.Exams(new(PeriodKind.Quarter, 2026, 4)))}")).RootElement.GetProperty("value").EnumerateArray().ToArray();
        Assert.Equal(4, rows.Length);
        Assert.All(rows, row => Assert.Equal(("2026-11-16", "Test teacher"), (row.GetProperty("Date").GetString(), row.GetProperty("ExaminedBy").GetString())));
        Assert.Equal("A1", rows.First(row => row.GetProperty("ParticipantId").GetGuid() == people[1]).GetProperty("LevelOnEntry").GetString());
        Assert.Equal(JsonValueKind.Null, rows.Single(row => row.GetProperty("ParticipantId").GetGuid() == people[3]).GetProperty("LevelOnEntry").ValueKind);
    }

    /// <summary>A class of eight, five of them women and one of these a child; one absent person had coaching and one finished a module; two passed an exam of A2, one of whom came with B1.</summary>
    private static async Task<IReadOnlyList<Guid>> HasACity(City city)
    {
        var taught = await city.HasReportedClass(people: 8, signed: true);
        var people = taught.Participants;
        await city.CameToAnActivity(taught.ProviderId, [people[0], people[2], people[5], await city.HasNewcomer()]);
        await city.InDatabase(db => db.Set<Courses.Participants.Participant>().Where(person => people.Take(5).Contains(person.Id)).ExecuteUpdateAsync(set => set.SetProperty(person => person.Gender, "f")));
        await city.InDatabase(db => db.Set<Courses.Participants.Participant>().Where(person => person.Id == people[0]).ExecuteUpdateAsync(set => set.SetProperty(person => person.BirthDate, new DateOnly(2012, 3, 1))));
        await city.HasRun("housing");
        await city.HasRun("start-coaching");
        await city.InOneCommit(async services =>
        {
            var (orientation, courses) = (services.GetRequiredService<IOrientation>(), services.GetRequiredService<ILanguageCourses>());
            await orientation.Complete(people[2], "start-coaching", new(2026, 10, 20), default);
            await orientation.Complete(people[5], "housing", new(2026, 10, 20), default);
            await courses.AddCertificate(people[3], "de", "A2", new(2026, 10, 21), default);
            return true;
        });
        var school = await city.HasSchool();
        var exam = await city.HasExam(school, inDays: 0, level: "A2");
        foreach (var (person, level) in new[] { (people[0], "A1"), (people[1], "B1") })
        {
            await city.CameWith(person, level, new(2026, 3, 1));
            await city.Sits(exam, person, school.ProviderId);
        }

        return people;
    }

    /// <summary>Who says in a questionnaire after a module that it helped has found it useful; and nobody is asked the same by the rating of before.</summary>
    [Fact]
    public async Task Answers_to_a_questionnaire_after_modules_count_as_found_useful_and_nobody_is_asked_twice()
    {
        await using var city = await City.New();
        var (run, people) = await city.HasAskedRun(6);
        string[] helped = ["yes", "yes", "yes", "yes", "partly", "no"];
        foreach (var ((person, invitation), says) in people.Zip(helped))
        {
            Assert.Equal(HttpStatusCode.Redirect, (await city.Answers(person, invitation, ("q-useful", "very"), ("q-recommend", "yes"), ("q-helped", says))).StatusCode);
        }

        Assert.Equal(0, (await Counted(city)).Single(count => count.Indicator.Code == "R.2.9").Total);
        await city.Runs("questionnaire-sheets");
        Assert.Equal(5, (await Counted(city)).Single(count => count.Indicator.Code == "R.2.9").Total);
        var page = await city.AsNewcomer(people[0].Person).GetStringAsync($"/my/rate/{run}");
        Assert.Contains("href=\"/my/questionnaires\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"Useful\"", page, StringComparison.Ordinal);
    }

    private static Task<IReadOnlyList<IndicatorCount>> Counted(City city) => city.InScope(services =>
    {
        services.GetRequiredService<Microsoft.AspNetCore.Http.IHttpContextAccessor>().HttpContext = new Microsoft.AspNetCore.Http.DefaultHttpContext
        {
            User = new(new System.Security.Claims.ClaimsIdentity([new(System.Security.Claims.ClaimTypes.Role, Roles.Auditor)], "test")),
        };
        return services.GetRequiredService<CountIndicators>().Of(new(PeriodKind.Quarter, 2026, 4), FundTerms.Shipped, default);
    });

    private static async Task<int> Behind(HttpClient client, Indicator indicator, string? gender, AgeBracket? ages)
    {
        var filter = CountIndicators.Behind(indicator, new(PeriodKind.Quarter, 2026, 4), gender, ages)!;
        var answer = await client.GetAsync($"/odata/Participants/$count?$filter={Uri.EscapeDataString(filter)}");
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{filter}: {text}");
        return int.Parse(text, CultureInfo.InvariantCulture);
    }
}
