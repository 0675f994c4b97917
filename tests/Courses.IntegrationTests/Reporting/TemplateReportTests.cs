using System.Globalization;
using System.Net;
using System.Text.Json;
using Courses.Attendance;
using Courses.Contracts.Access;
using Courses.Contracts.Attendance;
using Courses.Contracts.Timetable;
using Courses.Platform.Database;
using Courses.Reporting;
using Courses.Reporting.Reports;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Reporting;

/// <summary>Kinds of reports as data: each number against SQL that was written by hand, and page, workbook, CSV and OData against each other.</summary>
public sealed class TemplateReportTests
{
    private const string Confirmed = "from mentoring.meeting m join mentoring.pair p on p.id = m.pair_id where m.state = 'Confirmed' and m.\"on\" between '2026-10-01' and '2026-10-31'";

    [Fact]
    public async Task The_numbers_are_those_of_the_rows_and_the_same_on_page_and_in_files()
    {
        await using var city = await City.New();
        var (helper, class_) = await HasACity(city);
        await HasMoreWhoMeet(city);
        Assert.Equal(HttpStatusCode.Redirect, (await city.As(Roles.Administrator).Act("/admin/reports/templates", "Shipped")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await city.As(Roles.Administrator).Act("/admin/reports/templates", "Shipped")).StatusCode);
        Assert.Equal(ReportTemplates.Shipped.Count, await city.InDatabase(db => db.Set<ReportTemplate>().CountAsync()));
        var auditor = city.As(Roles.Auditor);

        // Month by month: clients, meetings and hours by kind and by difficulty.
        const string monthly = "/admin/reports/of/helpers-monthly";
        var csv = await Lines(auditor, $"{monthly}/2026-10.csv");
        var page = WebUtility.HtmlDecode(await auditor.GetStringAsync($"{monthly}?period=2026-10&outside=true"));
        foreach (var (table, column) in new[] { ("By kind of support", "support"), ("By difficulty", "difficulty") })
        {
            foreach (var key in await Texts(city, $"select distinct m.{column} as \"Value\" {Confirmed}"))
            {
                var minutes = await Scalar(city, $"select sum(m.minutes) {Confirmed} and m.{column} = '{key}'");
                var people = await Scalar(city, $"select count(distinct p.participant_id) {Confirmed} and m.{column} = '{key}'");
                Assert.Equal(people < 5 ? "<5" : Text(people), Value(csv, table, key, "People accompanied"));
                Assert.Equal(people < 5 ? "*" : Text(await Scalar(city, $"select count(*) {Confirmed} and m.{column} = '{key}'")), Value(csv, table, key, "Meetings of helpers"));
                Assert.Equal(minutes, await OData(auditor, "Meetings", $"State eq 'Confirmed' and Date ge 2026-10-01 and Date le 2026-10-31 and {char.ToUpperInvariant(column[0])}{column[1..]} eq '{key}'", "Minutes"));
            }
        }

        var all = await Scalar(city, $"select sum(m.minutes) {Confirmed}");
        Assert.Equal(Hours(all), Value(csv, "By kind of support", "", "Hours accompanied (60 min)"));
        Assert.Contains((all / 60m).ToString("N1", CultureInfo.GetCultureInfo("en")), page, StringComparison.Ordinal);
        var sheets = Sheets.Read(await auditor.GetByteArrayAsync($"{monthly}/2026-10.xlsx"));
        Assert.Equal(["1 Help with", "2 How hard it was", "How the numbers are counted"], sheets.Select(sheet => sheet.Name));
        Assert.Equal(Hours(all), sheets[0].Rows[^1][^1]);
        Assert.Equal(Hours(all), sheets[1].Rows[^1][^1]);

        // The quarter: people, lessons, hours, helpers.
        var quarter = await Lines(auditor, "/admin/reports/of/activities-quarterly/2026-Q4.csv");
        var lessons = await Scalar(city, "select count(*) from attendance.register r join timetable.session s on s.id = r.id where s.cancelled_at is null and exists (select 1 from attendance.mark k where k.session_id = s.id)");
        var taught = await Scalar(city, $"select sum(s.planned_minutes) from attendance.register r join timetable.session s on s.id = r.id where s.cancelled_at is null and s.group_id = '{class_}'");
        Assert.True(lessons > 8 && taught == 8 * 90, $"{lessons} {taught}");
        Assert.Equal(Text(lessons), Value(quarter, "By month", "", "Lessons held"));
        Assert.Equal(Hours(taught), Value(quarter, "By month", "", "Hours taught by helpers (60 min)"));
        Assert.Equal(Hours(taught), Value(quarter, "By class or module", class_.ToString(), "Hours taught by helpers (60 min)"));
        Assert.Equal(taught, await OData(auditor, "HelperLessons", $"HelperId eq {helper}", "Minutes"));
        Assert.Equal(3, await OData(auditor, "Helpers", "Meetings/any(m:m/State eq 'Confirmed') or Lessons/any(l:l/Minutes gt 0)", null));

        // The year: levels, and hours against the plan.
        var levels = await Lines(auditor, "/admin/reports/of/levels-yearly/2026.csv");
        Assert.Equal(Text(lessons), Value(levels, "By level of course or exam", "A1.1", "Lessons held"));
        var plan = await Lines(auditor, "/admin/reports/of/hours-against-plan/2026.csv");
        var prime = await Scalar(city, "select sum(m.minutes) from mentoring.meeting m join mentoring.pair p on p.id = m.pair_id where m.state = 'Confirmed' and p.programme_code = 'prime'");

        // One person has all of it: the office sees the hours, and no file says them.
        Assert.Equal(["*", "*"], plan.Where(line => line[1] == "Hours against plan" && line[2] == "Mentoring").Select(line => line[5]));
        var inside = await auditor.GetStringAsync("/admin/reports/of/hours-against-plan?period=2026");
        Assert.Contains((prime / 60m).ToString("#,0.#", CultureInfo.GetCultureInfo("en")), inside, StringComparison.Ordinal);
        Assert.Contains("160", inside, StringComparison.Ordinal);
        Assert.Contains("<svg class=\"attendance-bar good\"", inside, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_number_in_depth_is_that_of_a_hand_written_query()
    {
        await using var city = await City.New();
        var (_, class_) = await HasACity(city);
        await HasMoreWhoMeet(city);
        await DifferFromEachOther(city);

        // The student's second group is a module; one of the first has a lesson less, since it was cancelled.
        await city.InDatabase(db => db.Set<Courses.Timetable.Session>().Where(session => session.GroupId == class_ && session.LocalDate == new DateOnly(2026, 11, 1)).ExecuteUpdateAsync(set => set.SetProperty(session => session.CancelledAt, city.Clock.GetUtcNow())));
        var teacher = await city.InDatabase(db => db.Set<Courses.Timetable.Group>().Where(group => group.Id == class_).Select(group => group.TeacherId).SingleAsync());
        await HasModuleThatWasHeld(city, "start-wien", teacher);
        await city.As(Roles.Administrator).Act("/admin/reports/templates", "Shipped");
        var terms = ReportTemplates.Shipped.Select(json => ReportTerms.Read(json).Terms!).Single(one => one.Code == "helpers-in-depth");
        var report = await Counted(city, terms);
        const string met = "from mentoring.meeting m join mentoring.pair p on p.id = m.pair_id join participants.participant n on n.id = p.participant_id where m.state = 'Confirmed' and m.\"on\" between '2026-01-01' and '2026-12-31'";
        const string taught = """
            from attendance.register r join timetable.session s on s.id = r.id join timetable.study_group g on g.id = s.group_id join mentoring.helper h on h.teacher_id = g.teacher_id
            left join language_courses.class c on c.id = g.id left join orientation.module_run u on u.id = g.id left join orientation.topic t on t.code = u.topic_code
            where r.signed_off_at is not null and s.cancelled_at is null and s.local_date between '2026-01-01' and '2026-12-31'
            """;
        var numbers = 0;
        foreach (var by in terms.Tables.Select(table => table.By).Distinct())
        {
            var lines = report[by].Lines.ToDictionary(line => line.Key);
            foreach (var (key, line) in lines)
            {
                var (ofMet, ofTaught) = Conditions(by, key);
                foreach (var measure in terms.Tables.Where(table => table.By == by).SelectMany(table => table.Measures).Distinct())
                {
                    var expected = measure switch
                    {
                        Measure.Accompanied => await Scalar(city, $"select count(distinct p.participant_id) {met} and {ofMet}"),
                        Measure.Meetings => await Scalar(city, $"select count(*) {met} and {ofMet}"),
                        Measure.AccompaniedTime => await Scalar(city, $"select coalesce(sum(m.minutes), 0) {met} and {ofMet}"),
                        Measure.TaughtTime => await Scalar(city, $"select coalesce(sum(s.planned_minutes), 0) {taught} and {ofTaught}"),
                        _ => await Scalar(city, $"select count(*) from (select m.helper_id as who {met} and {ofMet} union select h.id as who {taught} and {ofTaught}) as everybody"),
                    };
                    Assert.True(expected == line[measure], $"{by} '{key}' {measure}: {line[measure]} instead of {expected}");
                    numbers += expected > 0 ? 1 : 0;
                }
            }

            // And no line is missing.
            Assert.Equal(await Scalar(city, $"select count(*) {met}"), lines.Values.Sum(line => line[Measure.Meetings]));
        }

        Assert.True(numbers > 60, $"Only {numbers} numbers are more than nothing.");
        Assert.Equal((7 * 90) + 120, await Scalar(city, $"select sum(s.planned_minutes) {taught}"));

        // The page and the file show the same.
        var (auditor, csv) = (city.As(Roles.Auditor), await Lines(city.As(Roles.Auditor), "/admin/reports/of/helpers-in-depth/2026.csv"));
        var page = WebUtility.HtmlDecode(await auditor.GetStringAsync("/admin/reports/of/helpers-in-depth?period=2026"));
        foreach (var minutes in new[] { report.Total[Measure.AccompaniedTime], report.Total[Measure.TaughtTime] })
        {
            Assert.Contains((minutes / 60m).ToString("N1", CultureInfo.GetCultureInfo("en")), page, StringComparison.Ordinal);
        }

        Assert.Equal(Hours(report.Total[Measure.AccompaniedTime]), Value(csv, "By difficulty", "", "Hours accompanied (60 min)"));

        static (string Met, string Taught) Conditions(Breakdown by, string key) => by switch
        {
            Breakdown.Month => ($"m.\"on\" between '{key}-01' and '{LastDay(key)}'", $"s.local_date between '{key}-01' and '{LastDay(key)}'"),
            Breakdown.Programme => ($"coalesce(p.programme_code, '') = '{key}'", $"coalesce(c.programme_code, t.programme_code, '') = '{key}'"),
            Breakdown.Support => ($"m.support = '{key}'", "1 = 0"),
            Breakdown.Difficulty => ($"m.difficulty = '{key}'", "1 = 0"),
            Breakdown.Gender => ($"n.gender = '{key}'", "1 = 0"),
            Breakdown.Status => ($"exists (select 1 from participants.status l where l.participant_id = n.id and l.until_day is null and l.status = '{key}')", "1 = 0"),

            // On 16 November 2026.
            _ => ($"case when n.birth_date > '2008-11-16' then '0-17' when n.birth_date > '1995-11-16' then '18-30' when n.birth_date > '1980-11-16' then '31-45' when n.birth_date > '1965-11-16' then '46-60' else '61+' end = '{key}'", "1 = 0"),
        };
    }

    [Fact]
    public async Task Hours_of_classes_and_modules_against_the_plan_are_those_of_hand_written_queries()
    {
        await using var city = await City.New();
        await city.HasAllProgrammes();

        // Of the programme, of another one, not signed, cancelled; and somebody who left the programme in the middle.
        var prime = await city.HasReportedClass(people: 3, programme: "prime", signed: true);
        await city.HasReportedClass(people: 2, programme: "prime");
        await city.HasReportedClass(people: 2, programme: "inlt", signed: true);
        var left = await city.HasReportedClass(people: 1, programme: "prime", signed: true);
        await city.InDatabase(db => db.Set<Courses.Timetable.Session>().Where(session => session.GroupId == prime.GroupId && session.LocalDate == new DateOnly(2026, 11, 1)).ExecuteUpdateAsync(set => set.SetProperty(session => session.CancelledAt, city.Clock.GetUtcNow())));
        await city.InDatabase(db => db.Set<Courses.Timetable.Stay>().Where(stay => stay.GroupId == prime.GroupId || stay.GroupId == left.GroupId).ExecuteUpdateAsync(set => set.SetProperty(stay => stay.From, new DateOnly(2026, 10, 1))));
        await city.InDatabase(db => db.Set<Courses.Timetable.Stay>().Where(stay => stay.GroupId == left.GroupId).ExecuteUpdateAsync(set => set.SetProperty(stay => stay.Until, new DateOnly(2026, 11, 4))));
        await city.CameToAnActivity(prime.ProviderId, prime.Participants);
        await HasModuleThatWasHeld(city, "prime", null);
        await HasModuleThatWasHeld(city, "start-wien", null, topic: "first-steps");
        await city.As(Roles.Administrator).Act("/admin/reports/templates", "Shipped");
        const string held = """
            select coalesce(sum(s.planned_minutes), 0) from attendance.register r join timetable.session s on s.id = r.id
            where r.signed_off_at is not null and s.cancelled_at is null and s.local_date between '2026-01-01' and '2026-12-31' and exists (
                select 1 from attendance.mark k join timetable.stay t on t.group_id = k.group_id and t.participant_id = k.participant_id
                where k.session_id = s.id and t.programme_code = 'prime' and t.counts_from <= s.local_date and (t.counts_until is null or t.counts_until >= s.local_date))
            """;
        var classes = await Scalar(city, $"{held} and s.group_id in (select id from language_courses.class)");
        var modules = await Scalar(city, $"{held} and s.group_id in (select id from orientation.module_run)");

        // Seven lessons and, until they left, five; the one of the module.
        Assert.Equal(((7 + 5) * 90, 120), (classes, modules));
        var plan = await Lines(city.As(Roles.Auditor), "/admin/reports/of/hours-against-plan/2026.csv");
        var page = WebUtility.HtmlDecode(await city.As(Roles.Auditor).GetStringAsync("/admin/reports/of/hours-against-plan?period=2026"));
        foreach (var (line, minutes, planned) in new[] { ("Language training", classes, 200), ("Culture", modules, 250), ("All training", classes + modules, 450) })
        {
            Assert.Equal([Text(planned), Academic(minutes)], plan.Where(row => row[1] == "Hours against plan" && row[2] == line).Select(row => row[5]));
            Assert.Contains($"<td class=\"number\">{(minutes / 45m).ToString("N1", CultureInfo.GetCultureInfo("en"))}</td>", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Every_number_leads_to_rows_that_answer()
    {
        await using var city = await City.New();
        await HasACity(city);
        await city.As(Roles.Administrator).Act("/admin/reports/templates", "Shipped");
        var auditor = city.As(Roles.Auditor);
        foreach (var address in new[] { "helpers-monthly?period=2026-10", "activities-quarterly?period=2026-Q4", "levels-yearly?period=2026", "helpers-in-depth?period=2026", "hours-against-plan?period=2026", "services-quarterly?period=2026-Q4", "integration-yearly?period=2026" })
        {
            var links = Links.In(await auditor.GetStringAsync("/admin/reports/of/" + address));
            Assert.NotEmpty(links);
            foreach (var link in links)
            {
                var answer = await auditor.GetAsync(link);
                Assert.True(answer.IsSuccessStatusCode, $"{link}: {await answer.Content.ReadAsStringAsync()}");
            }
        }
    }

    [Fact]
    public async Task What_is_wrong_is_said_and_what_is_not_there_is_not_found()
    {
        await using var city = await City.New();
        var admin = city.As(Roles.Administrator);
        foreach (var (json, sentence) in new[]
        {
            ("", "cannot be read"), ("{", "cannot be read"), ("[]", "cannot be read"), ("null", "cannot be read"), ("""{ "code": "x", "names": { "en": "\ud800" }, "period": "month" }""", ""),
            ("""{ "code": "x", "names": { "en": "X" }, "period": "month", "tables": [{ "by": "shoes", "measures": ["persons"] }] }""", "cannot be read"),
            ("""{ "code": "x", "names": { "en": "X" }, "period": "month", "tables": [{ "by": "gender", "measures": [] }] }""", "1 to 4"),
            ("""{ "code": "x", "names": { "en": "X" }, "period": "month", "tables": [{ "by": "month", "measures": ["persons"] }] }""", "a month has no months"),
            ("""{ "code": "x", "names": { "de": "X" }, "period": "month", "tables": [{ "by": "gender", "measures": ["persons"] }] }""", "en is needed"),
            ("""{ "code": "X y", "names": { "en": "X" }, "period": "month", "tables": [{ "by": "gender", "measures": ["persons"] }] }""", "small letters"),
            ("""{ "code": "x", "names": { "en": "X" }, "period": "month", "programme": "nobody-has-it", "tables": [{ "by": "gender", "measures": ["persons"] }] }""", "no programme"),
            ("""{ "code": "x", "names": { "en": "X" }, "period": "year", "plan": [{ "names": { "en": "P" }, "hours": 0, "of": "meetings" }] }""", "1 to 100000 hours"),
            (new string('x', 30_000), "longer than"),
        })
        {
            var answer = await admin.Submit("/admin/reports/templates", ("Json", json));
            var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
            Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{json}: {answer.StatusCode}");
            Assert.Contains(sentence, page, StringComparison.Ordinal);
        }

        Assert.False(await city.InDatabase(db => db.Set<ReportTemplate>().AnyAsync()));
        await admin.Act("/admin/reports/templates", "Shipped");
        foreach (var none in new[] { "nothing", "helpers-monthly/2026-Q4.csv", "helpers-monthly/2026.xlsx", "nothing/2026-10.csv" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await admin.GetAsync("/admin/reports/of/" + none)).StatusCode);
        }

        Assert.Equal(HttpStatusCode.BadRequest, (await admin.GetAsync("/admin/reports/of/helpers-monthly?period=2026-Q4")).StatusCode);

        // An auditor reads and changes nothing.
        var auditor = city.As(Roles.Auditor);
        Assert.DoesNotContain("<textarea", await auditor.GetStringAsync("/admin/reports/templates"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await auditor.PostTo("/admin/reports/templates?handler=Shipped", await auditor.GetStringAsync("/admin/reports/templates"))).StatusCode);
    }

    [Fact]
    public async Task A_report_of_a_kind_is_frozen_as_it_was_delivered_and_what_changed_stands_beside_it()
    {
        await using var city = await City.New();
        await HasACity(city);
        var (administrator, auditor) = (city.As(Roles.Administrator), city.As(Roles.Auditor));
        await administrator.Act("/admin/reports/templates", "Shipped");
        const string deliver = "/admin/reports/deliver?period=2026-10&kind=helpers-monthly";
        Assert.Contains(deliver.Replace("&", "&amp;", StringComparison.Ordinal), await administrator.GetStringAsync("/admin/reports/of/helpers-monthly?period=2026-10"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await administrator.GetAsync("/admin/reports/deliver?period=2026-Q3&kind=helpers-monthly")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await administrator.GetAsync("/admin/reports/deliver?period=2026-10&kind=nothing")).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await administrator.Submit("/admin/reports/deliver?period=2026-11&kind=helpers-monthly", ("Recipient", "Ministry"))).StatusCode);

        // Two at once are one delivery; the report of everything is another one.
        var clicks = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => city.As(Roles.Administrator).Submit(deliver, ("Recipient", "Ministry of Welfare"))));
        Assert.Equal([HttpStatusCode.Redirect, HttpStatusCode.Conflict], clicks.Select(click => click.StatusCode).Order());
        var address = clicks.Single(click => click.StatusCode == HttpStatusCode.Redirect).Headers.Location!.ToString();
        Assert.Equal(HttpStatusCode.Redirect, (await administrator.Submit("/admin/reports/deliver?period=2026-10", ("Recipient", "Funder"))).StatusCode);

        var meetings = await Scalar(city, $"select count(*) {Confirmed}");
        var row = await city.InDatabase(db => db.Set<DeliveredReport>().AsNoTracking().SingleAsync(one => one.Kind == "helpers-monthly"));
        var content = await auditor.GetByteArrayAsync(address + ".json");
        var frozen = FrozenReport.Read(content);
        Assert.Equal((row.Sha256, "helpers-monthly", meetings), (FrozenReport.HashOf(content), frozen.Kind!.Code, frozen.Report.Total[Measure.Meetings]));
        var page = WebUtility.HtmlDecode(await auditor.GetStringAsync(address));
        foreach (var sentence in new[] { "Delivered report: Helpers, month by month, October 2026", "Ministry of Welfare", "It is what it was", "every number is the same", "By kind of support", "By difficulty", row.Sha256 })
        {
            Assert.Contains(sentence, page, StringComparison.Ordinal);
        }

        var workbook = Sheets.Read(await auditor.GetByteArrayAsync(address + ".xlsx"));
        Assert.Equal(["1 Help with", "2 How hard it was", "How the numbers are counted"], workbook.Select(sheet => sheet.Name));
        Assert.Contains("Helpers, month by month: October 2026", WebUtility.HtmlDecode(await auditor.GetStringAsync("/admin/reports")), StringComparison.Ordinal);
        Assert.Contains(address, await auditor.GetStringAsync("/admin/reports/of/helpers-monthly?period=2026-10"), StringComparison.Ordinal);

        // Somebody confirms one more meeting of October, and the kind becomes another one.
        city.Clock.Advance(TimeSpan.FromHours(1));
        var (meeting, person) = await city.InDatabase(db => db.Set<Courses.Mentoring.Meeting>().Where(one => one.State == Courses.Contracts.Mentoring.MeetingState.Entered)
            .Join(db.Set<Courses.Mentoring.Pair>(), one => one.PairId, pair => pair.Id, (one, pair) => new ValueTuple<Guid, Guid>(one.Id, pair.ParticipantId)).FirstAsync());
        Assert.Equal(HttpStatusCode.Redirect, (await city.AsNewcomer(person).Act("/my/mentor", "Confirm", ("MeetingId", meeting.ToString()))).StatusCode);
        const string fewer = """{ "code": "helpers-monthly", "names": { "en": "Other" }, "period": "month", "tables": [{ "by": "support", "measures": ["meetings"] }] }""";
        Assert.Equal(HttpStatusCode.Redirect, (await administrator.Submit("/admin/reports/templates", ("Json", fewer))).StatusCode);
        page = WebUtility.HtmlDecode(await auditor.GetStringAsync(address));
        foreach (var sentence in new[] { "It is what it was", "some numbers are others", $"<ins>today {meetings + 1}</ins>", "1 meeting of a helper was confirmed", "By difficulty" })
        {
            Assert.Contains(sentence, page, StringComparison.Ordinal);
        }

        foreach (var link in Links.In(page))
        {
            Assert.True((await auditor.GetAsync(link)).IsSuccessStatusCode, link);
        }

        Assert.Equal(content, await auditor.GetByteArrayAsync(address + ".json"));
        Assert.Equal(workbook.SelectMany(sheet => sheet.Rows), Sheets.Read(await auditor.GetByteArrayAsync(address + ".xlsx")).SelectMany(sheet => sheet.Rows));
    }

    [Fact]
    public async Task A_delivered_report_of_a_kind_is_public_as_it_was_hides_few_and_is_taken_off_with_a_reason()
    {
        await using var city = await City.New();
        await HasACity(city);
        var (administrator, anybody) = (city.As(Roles.Administrator), city.CreateClient());
        await administrator.Act("/admin/reports/templates", "Shipped");
        Assert.Contains("No report was published yet.", await anybody.GetStringAsync("/published-reports"), StringComparison.Ordinal);
        var delivered = (await administrator.Submit("/admin/reports/deliver?period=2026-10&kind=helpers-monthly", ("Recipient", "Ministry"))).Headers.Location!.ToString();
        Assert.NotEqual(HttpStatusCode.OK, (await city.As(Roles.Auditor).GetAsync(delivered + "/publish")).StatusCode);
        const string address = "/published-reports/helpers-monthly/2026-10";
        foreach (var none in new[] { address, address + ".json", address + ".csv", "/published-reports/nothing/then", "/published-reports/helpers-monthly/2026" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await anybody.GetAsync(none)).StatusCode);
        }

        var published = await administrator.Submit(delivered + "/publish");
        Assert.Equal(address, published.Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.Conflict, (await administrator.Submit(delivered + "/publish")).StatusCode);
        Assert.Contains($"href=\"{address}\"", await anybody.GetStringAsync("/published-reports"), StringComparison.Ordinal);
        foreach (var (language, title) in new[] { ("en", "Helpers, month by month"), ("de", "Helfende, Monat für Monat"), ("lv", "Palīgi pa mēnešiem") })
        {
            using var ask = new HttpRequestMessage(HttpMethod.Get, address);
            ask.Headers.AcceptLanguage.ParseAdd(language);
            var page = WebUtility.HtmlDecode(await (await anybody.SendAsync(ask)).Content.ReadAsStringAsync());
            Assert.Contains(title, page, StringComparison.Ordinal);
            Assert.Contains("<5", page, StringComparison.Ordinal);
            Assert.DoesNotContain("/admin/", page, StringComparison.Ordinal);
            Assert.DoesNotMatch(@">\s*(public|reports|support|difficulty)\.[a-z]", page);
        }

        // As it was delivered, and nobody is told of fewer than five.
        var text = await anybody.GetStringAsync(address + ".json");
        var json = JsonDocument.Parse(text).RootElement;
        Assert.Equal(("courses published report 1", "2026-10", "helpers-monthly"), (json.GetProperty("format").GetString(), json.GetProperty("period").GetString(), json.GetProperty("kind").GetString()));
        Assert.Equal(["support", "difficulty"], json.GetProperty("tables").EnumerateArray().Select(table => table.GetProperty("by").GetString()));
        Assert.Equal("<5", json.GetProperty("total").GetProperty("accompanied").GetString());

        // Two people have all the meetings: not even how many there were is said.
        Assert.Equal(["*", "*"], new[] { "meetings", "accompaniedTime" }.Select(name => json.GetProperty("total").GetProperty(name).GetString()));
        var lines = json.GetProperty("tables").EnumerateArray().SelectMany(table => table.GetProperty("lines").EnumerateArray()).ToArray();
        Assert.NotEmpty(lines);
        Assert.All(lines.SelectMany(line => line.GetProperty("values").EnumerateObject()), value => Assert.True(value.Value.ValueKind == JsonValueKind.String || value.Value.GetDecimal() == 0, $"{value}"));
        var csv = (await anybody.GetStringAsync(address + ".csv")).TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("table,key,name,measure,unit,value", csv[0]);
        Assert.Contains("total,,,accompanied,people,<5", csv);
        await city.InDatabase(db => db.Set<Courses.Mentoring.Meeting>().ExecuteUpdateAsync(set => set.SetProperty(one => one.State, Courses.Contracts.Mentoring.MeetingState.NotSo)));
        Assert.Equal(text, await anybody.GetStringAsync(address + ".json"));

        // Taken off with a reason that whoever looks for it reads, and published again.
        var form = await administrator.GetStringAsync(delivered + "/publish");
        foreach (var wrong in new[] { " ", new string('x', 501) })
        {
            var refused = await administrator.PostTo(delivered + "/publish?handler=Withdraw", form, ("Reason", wrong));
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.Contains("Say in 1 to 500 letters why it is taken off.", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.Redirect, (await administrator.PostTo(delivered + "/publish?handler=Withdraw", form, ("Reason", "Counted <twice>."))).StatusCode);
        var gone = await anybody.GetAsync(address);
        Assert.Equal(HttpStatusCode.Gone, gone.StatusCode);
        Assert.Contains("Counted &lt;twice&gt;.", await gone.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await anybody.GetAsync(address + ".json")).StatusCode);
        Assert.DoesNotContain(address, await anybody.GetStringAsync("/published-reports"), StringComparison.Ordinal);
        Assert.Contains("Counted &lt;twice&gt;.", await administrator.GetStringAsync(delivered + "/publish"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await administrator.Submit(delivered + "/publish")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await anybody.GetAsync(address)).StatusCode);
        Assert.Equal(2, await city.InDatabase(db => db.Set<Courses.Access.AuditEntry>().CountAsync(entry => entry.Act == "report.published")));

        // Classes are nobody's business, and a plan is public, too. None of them is the integration report.
        foreach (var (kind, period) in new[] { ("activities-quarterly", "2026-Q3"), ("hours-against-plan", "2025") })
        {
            var other = (await administrator.Submit($"/admin/reports/deliver?period={period}&kind={kind}", ("Recipient", "Funder"))).Headers.Location!.ToString();
            Assert.Equal(HttpStatusCode.Redirect, (await administrator.Submit(other + "/publish")).StatusCode);
        }

        var quarter = JsonDocument.Parse(await anybody.GetStringAsync("/published-reports/activities-quarterly/2026-Q3.json")).RootElement;
        Assert.Equal(["month", "month", "month"], quarter.GetProperty("tables").EnumerateArray().Select(table => table.GetProperty("by").GetString()));
        var plan = JsonDocument.Parse(await anybody.GetStringAsync("/published-reports/hours-against-plan/2025.json")).RootElement.GetProperty("plan").EnumerateArray().ToArray();
        Assert.Equal([200, 250, 450, 0], plan.Select(part => part.GetProperty("planned").GetInt32()));
        Assert.Contains("plan,,Language training,planned,academic hours,200", await anybody.GetStringAsync("/published-reports/hours-against-plan/2025.csv"), StringComparison.Ordinal);
        Assert.Contains("Hours by category against plan", await anybody.GetStringAsync("/published-reports?year=2025"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await anybody.GetAsync("/integration-report/2025")).StatusCode);
    }

    /// <summary>Two helpers, one of them teaches; three newcomers; meetings of several kinds, some of them not confirmed; two classes.</summary>
    private static async Task<(Guid Helper, Guid Class)> HasACity(City city)
    {
        await city.HasAllProgrammes();
        var teacher = await city.HasAccount("student@example.org", Roles.Teacher);
        var (first, second) = (await city.HasHelper(), await city.HasHelper("Second", teacher: teacher, kind: "Student"));
        var taught = await city.HasReportedClass(people: 6, programme: "inlt", signed: true);
        await city.HasReportedClass(people: 2, signed: true);
        await city.InDatabase(db => db.Set<Courses.Timetable.Group>().Where(group => group.Id == taught.GroupId).ExecuteUpdateAsync(set => set.SetProperty(group => group.TeacherId, teacher)));
        var (one, two) = (await city.HasNewcomer(), await city.HasNewcomer());
        var pairs = new[] { (await city.HasPair(first, one, "workplace", 45), one), (await city.HasPair(first, two, daysAgo: 45), two), (await city.HasPair(second, two, "social-mentor", 45), two) };
        var dice = new Random(14);
        for (var number = 0; number < 15; number++)
        {
            var ((pair, person), helper) = (pairs[number % 3], number % 3 == 2 ? second : first);
            var day = new DateOnly(2026, 10, 5).AddDays(number);
            await City.Meets(helper, pair, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), minutes: 60 + (dice.Next(5) * 15), support: new[] { "Work", "Language", "Culture" }[number / 3 % 3], difficulty: new[] { "Low", "Middle", "High" }[((number / 3) + 1) % 3]);
            var meeting = await city.LastMeetingOf(pair);
            city.Clock.Advance(TimeSpan.FromSeconds(1));
            if (number % 4 != 3)
            {
                await city.AsNewcomer(person).Act("/my/mentor", number == 5 ? "NotSo" : "Confirm", ("MeetingId", meeting.ToString()));
            }
        }

        return (second.Id, taught.GroupId);
    }

    /// <summary>Four more, each with a meeting of every kind: there are enough to say how many.</summary>
    private static async Task HasMoreWhoMeet(City city)
    {
        var helper = await city.HasHelper("Third");
        for (var number = 0; number < 4; number++)
        {
            var person = await city.HasNewcomer();
            var pair = await city.HasPair(helper, person, daysAgo: 45);
            foreach (var (support, difficulty, day) in new[] { ("Work", "Low", 6), ("Language", "Middle", 13), ("Culture", "High", 20) })
            {
                await City.Meets(helper, pair, $"2026-10-{day + number:00}", support: support, difficulty: difficulty);
                await city.AsNewcomer(person).Act("/my/mentor", "Confirm", ("MeetingId", (await city.LastMeetingOf(pair)).ToString()));
            }
        }
    }

    /// <summary>Everybody whom a helper met is of another age, gender and status.</summary>
    private static async Task DifferFromEachOther(City city)
    {
        var people = await city.InDatabase(db => db.Set<Courses.Mentoring.Pair>().Select(pair => pair.ParticipantId).Distinct().Order().ToListAsync());
        string[] genders = ["f", "m", "x", ""];
        int[] births = [2010, 2000, 1990, 1970, 1955];
        var statuses = Enum.GetValues<Courses.Contracts.Participants.LegalStatus>();
        for (var number = 0; number < people.Count; number++)
        {
            var (person, gender, born, status) = (people[number], genders[number % genders.Length], new DateOnly(births[number % births.Length], 11, 17), statuses[number % statuses.Length]);
            await city.InDatabase(db => db.Set<Courses.Participants.Participant>().Where(row => row.Id == person).ExecuteUpdateAsync(set => set.SetProperty(row => row.Gender, gender).SetProperty(row => row.BirthDate, born)));
            await city.InDatabase(db => db.Set<Courses.Participants.StatusPeriod>().Where(row => row.ParticipantId == person).ExecuteUpdateAsync(set => set.SetProperty(row => row.Status, status)));
        }
    }

    /// <summary>A module of one lesson of two hours last week, with one person who took a seat for this programme; its register is signed.</summary>
    private static async Task HasModuleThatWasHeld(City city, string programme, Guid? teacher, string topic = "housing")
    {
        var (run, person, day) = (await city.HasRun(topic), await city.HasNewcomer(), new DateOnly(2026, 11, 9));
        await city.InOneCommit(async services =>
        {
            await services.GetRequiredService<ITimetable>().TakeSeat(run, person, programme, default);
            return true;
        });
        await city.InDatabase(db => db.Set<Courses.Timetable.Group>().Where(group => group.Id == run).ExecuteUpdateAsync(set => set.SetProperty(group => group.TeacherId, teacher).SetProperty(group => group.StartsOn, day).SetProperty(group => group.EndsOn, day)));
        await city.InDatabase(db => db.Set<Courses.Timetable.Session>().Where(session => session.GroupId == run).ExecuteUpdateAsync(set => set.SetProperty(session => session.LocalDate, day)
            .SetProperty(session => session.StartsAt, new DateTimeOffset(2026, 11, 9, 17, 0, 0, TimeSpan.Zero)).SetProperty(session => session.EndsAt, new DateTimeOffset(2026, 11, 9, 19, 0, 0, TimeSpan.Zero))));
        await city.InDatabase(db => db.Set<Courses.Timetable.Stay>().Where(stay => stay.GroupId == run).ExecuteUpdateAsync(set => set.SetProperty(stay => stay.From, new DateOnly(2026, 11, 1))));
        await city.InOneCommit(services =>
        {
            var db = services.GetRequiredService<CoursesDb>();
            foreach (var session in SessionInfos.Of(services.GetRequiredService<ITimetable>()).Where(session => session.GroupId == run).ToList())
            {
                var mark = new Mark { SessionId = session.Id, GroupId = run, ParticipantId = person };
                mark.Set(new(MarkState.Present, 120, true, Guid.NewGuid(), false), city.Clock.GetUtcNow());
                var register = new Register { Id = session.Id };
                register.SignOff(session, "Teacher", Guid.Empty, city.Clock.GetUtcNow());
                db.AddRange(mark, register);
            }

            return Task.FromResult(true);
        });
    }

    private static Task<Report> Counted(City city, ReportTerms terms) => city.InScope(services =>
    {
        // Nobody is signed in here, and whoever is nobody sees no people.
        services.GetRequiredService<Courses.Reporting.Sets.ReportRows>().OfTheWholeCity();
        return services.GetRequiredService<MakeReport>().Of(new(ReportPeriod.Of(PeriodKind.Year, city.Today()), terms.Programme), [.. terms.Tables.Select(table => table.By).Distinct()], default);
    });

    private static string LastDay(string month) => DateOnly.ParseExact(month + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture).AddMonths(1).AddDays(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Academic(long minutes) => Math.Round(minutes / 45m, 1).ToString("0.#", CultureInfo.InvariantCulture);

    private static async Task<IReadOnlyList<string[]>> Lines(HttpClient client, string address)
    {
        var text = (await client.GetStringAsync(address)).TrimStart('\uFEFF');
        return [.. text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(line => line.Replace("\"Culture, enterprise, professional identity\"", "Culture", StringComparison.Ordinal).Replace("\"German A1.1, evening", "\"German A1.1; evening", StringComparison.Ordinal).Split(','))];
    }

    private static string Value(IReadOnlyList<string[]> csv, string table, string key, string measure) => csv.Single(line => line[1] == table && line[3] == key && line[4] == measure && (key.Length > 0 || line[2].StartsWith("All", StringComparison.Ordinal)))[5];

    private static string Hours(long minutes) => Math.Round(minutes / 60m, 1).ToString("0.#", CultureInfo.InvariantCulture);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static async Task<long> OData(HttpClient client, string set, string filter, string? column)
    {
        var answer = await client.GetAsync(column is null ? $"/odata/{set}/$count?$filter={Uri.EscapeDataString(filter)}" : $"/odata/{set}?$apply={Uri.EscapeDataString($"filter({filter})/aggregate({column} with sum as All)")}");
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return column is null ? long.Parse(text, CultureInfo.InvariantCulture) : JsonDocument.Parse(text).RootElement.GetProperty("value")[0].GetProperty("All").GetInt64();
    }

    private static Task<List<string>> Texts(City city, string sql) => city.InDatabase(db => db.Database.SqlQueryRaw<string>(sql).ToListAsync());

    private static Task<long> Scalar(City city, string sql)
    {
        var whole = $"select cast(({sql}) as bigint) as \"Value\"";
        return city.InDatabase(db => db.Database.SqlQueryRaw<long>(whole).SingleAsync());
    }
}
