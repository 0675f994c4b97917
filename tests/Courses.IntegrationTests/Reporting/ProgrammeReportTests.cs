using System.Globalization;
using System.Net;
using System.Security.Claims;
using System.Text.Json;
using Courses.Activities;
using Courses.Attendance;
using Courses.Contracts.Access;
using Courses.Contracts.Attendance;
using Courses.Contracts.Orientation;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Questionnaires;
using Courses.Reporting;
using Courses.Reporting.Reports;
using Courses.Vouchers;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Reporting;

/// <summary>The reports that the programmes ask for: each number that is new in them against SQL that was written by hand, against its rows, and against page and file.</summary>
public sealed class ProgrammeReportTests
{
    private static readonly string[] Codes = ["uptake-quarterly", "services-quarterly", "modules-and-funding", "sessions-per-person", "impact-half-year", "integration-yearly", "common-indicators"];

    [Fact]
    public async Task Every_new_number_of_each_report_is_that_of_a_hand_written_query_on_page_and_in_file_too()
    {
        await using var city = await City.New();
        await HasACity(city);
        await city.As(Roles.Administrator).Act("/admin/reports/templates", "Shipped");
        var auditor = city.As(Roles.Auditor);
        var (numbers, shown, wrong) = (new Dictionary<Measure, int>(), 0, new List<string>());
        foreach (var code in Codes)
        {
            var terms = Terms(code);
            var question = terms.QuestionOf(ReportPeriod.Of(terms.Period, city.Today()));
            var report = await Counted(city, terms, question);
            var csv = (await Csv(auditor, $"/admin/reports/of/{code}/{question.Period}.csv")).ToLookup(line => (line[1], line[3], line[4]), line => (Name: line[2], Value: line[5]));
            var page = WebUtility.HtmlDecode(await auditor.GetStringAsync($"/admin/reports/of/{code}?period={question.Period}&all=true"));
            foreach (var table in terms.Tables)
            {
                foreach (var line in report[table.By].Lines.Append(report.Total))
                {
                    foreach (var measure in table.Measures)
                    {
                        var key = ReferenceEquals(line, report.Total) ? null : line.Key;
                        if (await Expected(city, measure, question, table.By, key) is not { } expected)
                        {
                            continue;
                        }

                        if (expected != line[measure])
                        {
                            wrong.Add($"{code} {table.By} '{key}' {measure}: {line[measure]} instead of {expected}");
                        }

                        numbers[measure] = numbers.GetValueOrDefault(measure) + (expected > 0 ? 1 : 0);
                        if (key is null || table.Shows(line))
                        {
                            var cell = csv[(Title(table), line.Key, Word(measure))].Single(one => (key is null) == (one.Name is "All programmes" or "Altogether")).Value;
                            Assert.True(cell is SmallCounts.Few or SmallCounts.Hidden || cell == Convert.ToString(Definition.ValueOf(measure, expected), CultureInfo.InvariantCulture), $"{code} {table.By} '{key}' {measure}: {cell} instead of {expected}");
                            shown += cell is SmallCounts.Few or SmallCounts.Hidden or "0" ? 0 : 1;
                        }

                        Assert.Contains($">{Courses.Reporting.Pages.ReportsModel.Show(measure, line)}<", page.Replace("\n", "", StringComparison.Ordinal).Replace("> ", ">", StringComparison.Ordinal).Replace(" <", "<", StringComparison.Ordinal), StringComparison.Ordinal);
                    }
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        foreach (var measure in Enum.GetValues<Measure>().Where(measure => measure >= Measure.Referred).Append(Measure.ModulesRegistered).Append(Measure.ModulesFinished))
        {
            Assert.True(numbers.GetValueOrDefault(measure) > 0, $"{measure} is nowhere more than nothing.");
        }

        Assert.True(shown > 40, $"Only {shown} numbers are shown in files.");
    }

    [Fact]
    public async Task Every_number_of_every_table_is_the_sum_of_the_rows_behind_it()
    {
        await using var city = await City.New();
        await HasACity(city);
        var (auditor, clock, autumn) = (city.As(Roles.Auditor), city.Services.GetRequiredService<CityTime>(), new ReportPeriod(PeriodKind.Quarter, 2026, 4));
        var (wrong, notZero, asked) = (new List<string>(), new HashSet<Measure>(), new Dictionary<(string, string, string?), long>());
        foreach (var question in new ReportQuestion[] { new(autumn), new(autumn, "latvia-mentor") { Besides = true }, new(autumn) { AtCentres = true } })
        {
            var report = await Counted(city, null, question);
            Breakdown[] tables = question.Programme is null && !question.AtCentres ? Enum.GetValues<Breakdown>() : [Breakdown.Programme, Breakdown.Gender, Breakdown.ActivityKind, Breakdown.AimKind, Breakdown.HelperKind];
            foreach (var (by, line, measure) in tables.SelectMany(by => report[by].Lines.Where(line => !line.IsEmpty).Append(report.Total).SelectMany(line => Definition.Measures.Where(one => one != Measure.VisitsPerVisitor).Select(one => (by, line, one)))))
            {
                var behind = RowsBehind.Of(measure, question, by, ReferenceEquals(line, report.Total) ? null : line, clock);
                var rows = 0L;
                if (behind is { } there && !asked.TryGetValue((there.Set, there.Filter, RowsBehind.ColumnOf(measure)), out rows))
                {
                    rows = asked[(there.Set, there.Filter, RowsBehind.ColumnOf(measure))] = await SumOf(auditor, there.Set, there.Filter, RowsBehind.ColumnOf(measure));
                }

                notZero.UnionWith(rows > 0 ? [measure] : Array.Empty<Measure>());
                if (rows != line[measure])
                {
                    wrong.Add($"{question.Programme} {by} '{line.Key}' {measure}: {line[measure]}, rows {rows}: {behind}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(40)));
        Assert.Superset(new HashSet<Measure>([Measure.Referred, Measure.Came, Measure.LevelsRisen, Measure.AimsReached, Measure.Activities, Measure.Visitors, Measure.Visits, Measure.Guests, Measure.Helpers, Measure.ModulesFinished]), notZero);
    }

    [Fact]
    public async Task Figures_are_those_of_hand_written_queries_hide_few_open_into_rows_and_say_what_is_not_counted()
    {
        await using var city = await City.New();
        await HasACity(city);
        await city.As(Roles.Administrator).Act("/admin/reports/templates", "Shipped");
        var auditor = city.As(Roles.Auditor);

        // Usefulness and recommendation, of all modules together.
        const string uptake = "/admin/reports/of/uptake-quarterly";
        var csv = await Csv(auditor, $"{uptake}/2026-Q4.csv");
        foreach (var (line, question, choice) in new[] { ("Very useful", "useful", "very"), ("Partly useful", "useful", "partly"), ("Not useful", "useful", "not"), ("Yes", "recommend", "yes"), ("No", "recommend", "no") })
        {
            var (number, all) = (await Scalar(city, $"select count(*) {Said("module-rating", question)} and w.choice = '{choice}'"), await Scalar(city, $"select count(*) {Said("module-rating", question)}"));
            Assert.True(number >= 5 && all > number, $"{line}: {number} of {all}");
            Assert.Equal([Text(number), Text(all)], Figure(csv, line));
        }

        var respect = await Scalar(city, $"select sum(cast(w.choice as int)) {Said("module-rating", "lecturer-respect")}");
        var sheets = await Scalar(city, $"select count(*) {Said("module-rating", "lecturer-respect")}");
        Assert.Equal([Math.Round(respect / (decimal)sheets, 2, MidpointRounding.AwayFromZero).ToString("0.##", CultureInfo.InvariantCulture), Text(sheets)], Figure(csv, "With respect"));

        // Of one module each: the older sheet waits, and counts for nothing.
        csv = await Csv(auditor, "/admin/reports/of/modules-and-funding/2026-Q4.csv");
        const string ofModule = " and s.subject_id in (select u.id from orientation.module_run u join orientation.topic t on t.code = u.topic_code where t.programme_code = 'welcoming-estonia' and u.topic_code = 'family')";
        var useful = await Scalar(city, $"select count(*) {Said("module-rating", "useful")} and w.choice = 'very'{ofModule}");
        Assert.Equal([Text(useful), Text(await Scalar(city, $"select count(*) {Said("module-rating", "useful")}{ofModule}"))], Figure(csv, "Very useful: Topic family"));
        Assert.Equal(("<5", "*"), (Figure(csv, "Not useful: Topic family")[0], Figure(csv, "Partly useful: Topic family")[0]));
        Assert.DoesNotContain(csv, line => line[2].Contains("Topic housing", StringComparison.Ordinal));

        // Money, to the cent.
        const string paid = "from vouchers.ledger_entry e join vouchers.ledger_transaction l on l.id = e.transaction_id join vouchers.voucher v on v.id = l.voucher_id where e.account = 'Paid' and v.programme_code = 'welcoming-estonia'";
        const string protectedOnes = "(select p.participant_id from participants.status p where p.until_day is null and p.status in ('Refugee', 'SubsidiaryProtection', 'TemporaryProtection', 'AsylumSeeker'))";
        var (protection, others) = (await Scalar(city, $"select sum(e.amount_cents) {paid} and v.participant_id in {protectedOnes}"), await Scalar(city, $"select sum(e.amount_cents) {paid} and v.participant_id not in {protectedOnes}"));
        var shares = new[] { "People under protection: AMIF", "People under protection: State", "Everybody else: ESF", "Everybody else: State" }.Select(name => Cents(Figure(csv, name)[0])).ToArray();
        Assert.Equal([protection, others], new[] { shares[0] + shares[1], shares[2] + shares[3] });
        Assert.Equal([Math.Round(protection * 0.75m, MidpointRounding.AwayFromZero), Math.Round(others * 0.85m, MidpointRounding.AwayFromZero)], new[] { (decimal)shares[0], shares[2] });
        Assert.True(protection % 4 != 0 && others % 20 != 0, "Shares that are whole by themselves prove nothing.");

        // Seven indicators, and trust by the same sheets.
        csv = await Csv(auditor, "/admin/reports/of/impact-half-year/2026-H2.csv");
        foreach (var (line, question) in new[] { ("Attitude", "attitude"), ("Information", "information"), ("Explanation", "explanation"), ("Advocacy", "advocacy"), ("Psychosocial support", "psychosocial"), ("Other support", "other-support"), ("Satisfaction", "satisfaction") })
        {
            var (sum, many) = (await Scalar(city, $"select coalesce(sum(cast(w.choice as int)), 0) {Said("service-quality", question)}"), await Scalar(city, $"select count(*) {Said("service-quality", question)}"));
            Assert.Equal(many < 5 ? ["*", "<5"] : [Math.Round(sum / (decimal)many, 2, MidpointRounding.AwayFromZero).ToString("0.##", CultureInfo.InvariantCulture), Text(many)], Figure(csv, line));
        }

        Assert.Equal(["*", "<5"], Figure(csv, "Other support"));

        // What nobody counts here is said as such.
        csv = await Csv(auditor, "/admin/reports/of/common-indicators/2026.csv");
        Assert.Equal(["Not counted in Courses"], Figure(csv, "Public opinion on integration"));
        Assert.Contains("Not counted in Courses", await auditor.GetStringAsync("/admin/reports/of/common-indicators?period=2026"), StringComparison.Ordinal);

        // Each figure opens into rows that add up to it.
        foreach (var (code, period) in new[] { ("uptake-quarterly", "2026-Q4"), ("modules-and-funding", "2026-Q4"), ("impact-half-year", "2026-H2") })
        {
            var terms = Terms(code);
            var question = terms.QuestionOf(ReportPeriod.Parse(period)!);
            var figures = await Figures(city, terms, question);
            var asked = 0;
            foreach (var figure in figures)
            {
                if (CountFigures.Behind(figure, figures, question, city.Services.GetRequiredService<CityTime>()) is { } behind)
                {
                    var rows = await SumOf(auditor, behind.Set, behind.Filter, behind.Set == "AnswerCounts" ? "Sheets" : "AmountCents");
                    Assert.Equal(figure.Terms.Of == FigureSource.Answers ? figure.Number : figure.Base, rows);
                    asked++;
                }
            }

            Assert.True(asked >= 4, code);
            foreach (var link in Links.In(await auditor.GetStringAsync($"/admin/reports/of/{code}?period={period}")))
            {
                var answer = await auditor.GetAsync(link);
                Assert.True(answer.IsSuccessStatusCode, $"{link}: {await answer.Content.ReadAsStringAsync()}");
            }
        }
    }

    [Fact]
    public async Task Where_few_have_the_money_its_shares_by_status_are_in_no_file()
    {
        await using var city = await City.New();
        await city.HasAllProgrammes();
        await Paid(city, await city.HasNewcomer(status: LegalStatus.Refugee), 30_01);
        foreach (var cents in new[] { 10_01, 20_02, 30_03, 40_04, 50_05 })
        {
            await Paid(city, await city.HasNewcomer(), cents);
        }

        await city.As(Roles.Administrator).Act("/admin/reports/templates", "Shipped");
        var csv = await Csv(city.As(Roles.Auditor), "/admin/reports/of/modules-and-funding/2026-Q4.csv");
        foreach (var line in new[] { "People under protection: AMIF", "Everybody else: ESF" })
        {
            Assert.Equal(["*", "*"], Figure(csv, line));
        }

        Assert.Contains("22.51", await city.As(Roles.Auditor).GetStringAsync("/admin/reports/of/modules-and-funding?period=2026-Q4"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_reports_are_delivered_counted_again_and_published_and_workbooks_are_read()
    {
        await using var city = await City.New();
        await HasACity(city);
        var administrator = city.As(Roles.Administrator);
        await administrator.Act("/admin/reports/templates", "Shipped");
        city.Clock.Advance(TimeSpan.FromDays(60));
        var anybody = city.CreateClient();
        foreach (var code in Codes)
        {
            var period = ReportPeriod.Of(Terms(code).Period, new(2026, 11, 16));
            var sheets = Sheets.Read(await administrator.GetByteArrayAsync($"/admin/reports/of/{code}/{period}.xlsx"));
            Assert.Equal(Terms(code).Tables.Count + (Terms(code).Figures.Count > 0 ? 1 : 0) + 1, sheets.Count);
            var delivered = await administrator.Submit($"/admin/reports/deliver?period={period}&kind={code}", ("Recipient", "Funder"));
            Assert.True(delivered.StatusCode == HttpStatusCode.Redirect, await delivered.Content.ReadAsStringAsync());
            var address = delivered.Headers.Location!.ToString();
            Assert.Contains("every number is the same", await administrator.GetStringAsync(address), StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.Redirect, (await administrator.Submit(address + "/publish")).StatusCode);
            foreach (var language in new[] { "en", "de", "lv" })
            {
                using var ask = new HttpRequestMessage(HttpMethod.Get, $"/published-reports/{code}/{period}");
                ask.Headers.AcceptLanguage.ParseAdd(language);
                var page = WebUtility.HtmlDecode(await (await anybody.SendAsync(ask)).Content.ReadAsStringAsync());
                Assert.Contains(Terms(code).Names[language], page, StringComparison.Ordinal);
                Assert.DoesNotMatch(@">\s*(public|reports|report-template|support|difficulty|helper|indicators)\.[a-z]", page);
            }

            var json = JsonDocument.Parse(await anybody.GetStringAsync($"/published-reports/{code}/{period}.json")).RootElement;
            Assert.Equal(Terms(code).Figures.Count, json.TryGetProperty("figures", out var figures) ? figures.GetArrayLength() : 0);
            Assert.DoesNotContain(json.GetProperty("tables").EnumerateArray(), table => table.GetProperty("by").GetString() is "centre" or "class" or "provider");
            Assert.StartsWith("table,key,name,measure,unit,value", (await anybody.GetStringAsync($"/published-reports/{code}/{period}.csv")).TrimStart('\uFEFF'), StringComparison.Ordinal);
        }

        // One sheet more is counted, and what was delivered says so.
        await Answered(city, "service-quality", null, 5, new(2026, 12, 1), ("attitude", _ => "1"));
        var row = await city.InDatabase(db => db.Set<DeliveredReport>().AsNoTracking().SingleAsync(one => one.Kind == "impact-half-year"));
        var now = WebUtility.HtmlDecode(await administrator.GetStringAsync($"/admin/reports/delivered/{row.Id}"));
        Assert.Contains("some numbers are others", now, StringComparison.Ordinal);
        Assert.Contains("<ins>today", now, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_figures_are_refused()
    {
        await using var city = await City.New();
        foreach (var lines in new[]
        {
            """{ "names": { "en": "X" }, "of": "answers", "questionnaire": "q", "question": "a" }""",
            """{ "names": { "en": "X" }, "of": "mean", "questionnaire": "q", "question": "a", "choices": ["1"] }""",
            """{ "names": { "en": "X" }, "of": "settled", "shares": [{ "names": { "en": "A" }, "percent": 85 }] }""",
            """{ "names": { "en": "X" }, "of": "settled", "shares": [{ "names": { "en": "A" }, "percent": 100 }] }, { "names": { "en": "Y" }, "of": "settled", "shares": [{ "names": { "en": "A" }, "percent": 100 }] }""",
            """{ "names": { "en": "X" }, "of": "answers", "questionnaire": "q", "question": "a", "choices": ["1"] }, { "names": { "en": "Y" }, "of": "answers", "questionnaire": "q", "question": "a", "choices": ["1", "2"] }""",
            """{ "names": { "en": "X" }, "of": "answers", "questionnaire": "q", "question": "a", "choices": ["1"] }, { "names": { "en": "Y" }, "of": "answers", "questionnaire": "q", "question": "a", "choices": ["2"], "perModule": true }""",
            """{ "names": { "en": "X" }, "of": "answers", "questionnaire": "q", "question": "a", "choices": [null] }""",
            """{ "names": { "en": "X" }, "of": "notHere", "question": "a" }""",
        })
        {
            var json = $$"""{ "code": "x", "names": { "en": "X" }, "period": "halfYear", "figures": [{ "names": { "en": "F" }, "lines": [{{lines}}] }] }""";
            var answer = await city.As(Roles.Administrator).Submit("/admin/reports/templates", ("Json", json));
            Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, lines);
            Assert.Contains("figures: write at most 60 lines", WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        }

        foreach (var (line, sentence) in new[] { ("null", "names:"), ("""{ "names": { "de": "X" }, "of": "notHere" }""", "names:"), ("""{ "names": { "en": "X" }, "of": "guessed" }""", "cannot be read") })
        {
            var json = $$"""{ "code": "x", "names": { "en": "X" }, "period": "year", "figures": [{ "names": { "en": "F" }, "lines": [{{line}}] }] }""";
            var answer = await city.As(Roles.Administrator).Submit("/admin/reports/templates", ("Json", json));
            Assert.Contains(sentence, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        }
    }

    /// <summary>Null for measures of before, which other tests compare.</summary>
    private static async Task<long?> Expected(City city, Measure measure, ReportQuestion question, Breakdown by, string? key)
    {
        var (first, last) = (Day(question.Period.First), Day(question.Period.Last));
        if (by == Breakdown.Month && key is not null)
        {
            var month = ReportPeriod.Parse(key)!;
            (first, last) = (Day(month.First), Day(month.Last));
        }

        var line = by == Breakdown.Month ? null : key;
        if (measure == Measure.VisitsPerVisitor)
        {
            var (visits, visitors) = (await Expected(city, Measure.Visits, question, by, key), await Expected(city, Measure.Visitors, question, by, key));
            return visitors is 0 ? 0 : (long)Math.Round(10m * visits!.Value / visitors!.Value, MidpointRounding.AwayFromZero);
        }

        var held = $"""
            from timetable.session s join timetable.study_group g on g.id = s.group_id and g.kind = 'Activity' join attendance.register r on r.id = s.id
            left join activities.meeting me on me.id = g.id left join activities.activity a on a.id = me.activity_id left join activities.centre c on c.venue_id = g.venue_id
            """;
        var when = $"where s.cancelled_at is null and s.local_date between '{first}' and '{last}'{(question.AtCentres ? " and c.id is not null" : "")}";
        var ofActivity = (by, line) switch
        {
            (_, null) => "1 = 1",
            (Breakdown.ActivityKind, var kind) => $"coalesce(a.kind_code, '') = '{kind}'",
            (Breakdown.Centre, var centre) => centre.Length == 0 ? "c.id is null" : $"c.id = '{centre}'",
            (Breakdown.ForAges, "") => "a.age_from is null and a.age_until is null",
            (Breakdown.ForAges, var ages) when ages.EndsWith('+') => $"a.age_from = {ages[..^1]} and a.age_until is null",
            (Breakdown.ForAges, var ages) => $"a.age_from = {ages.Split('-')[0]} and a.age_until = {ages.Split('-')[1]}",
            (Breakdown.Gender or Breakdown.Age or Breakdown.AgeAndGender or Breakdown.Status, _) => "1 = 1",
            (_, var other) => other.Length == 0 ? "1 = 1" : "1 = 0",
        };
        const string age = "case when n.birth_date > '2008-11-16' then '0-17' when n.birth_date > '1995-11-16' then '18-30' when n.birth_date > '1980-11-16' then '31-45' when n.birth_date > '1965-11-16' then '46-60' else '61+' end";
        const string guestAge = "case when gc.band in ('0-5', '6-13', '14-17') then '0-17' else gc.band end";
        string OfPerson(string ages, string gender, string status) => (by, line) switch
        {
            (_, null) => "1 = 1",
            (Breakdown.Gender, var of) => $"{gender} = '{of}'",
            (Breakdown.Age, var of) => $"{ages} = '{of}'",
            (Breakdown.AgeAndGender, "") => "1 = 0",
            (Breakdown.AgeAndGender, var of) => $"{ages} = '{of.Split('|')[0]}' and {gender} = '{of.Split('|')[1]}'",
            (Breakdown.Status, var of) => status.Replace("?", of, StringComparison.Ordinal),
            _ => "1 = 1",
        };
        var person = OfPerson(age, "n.gender", "exists (select 1 from participants.status l where l.participant_id = n.id and l.until_day is null and l.status = '?')");
        var nobody = line is { Length: > 0 } ? "1 = 0" : "1 = 1";
        var programme = question.Programme;
        return measure switch
        {
            Measure.Activities => await Scalar(city, $"select count(*) {held} {when} and {ofActivity} and {(Definition.IsOfPeople(by) ? nobody : "1 = 1")}"),
            Measure.Visitors => await Scalar(city, $"select count(distinct k.participant_id) {held} join attendance.mark k on k.session_id = s.id and k.present_minutes > 0 join participants.participant n on n.id = k.participant_id {when} and {ofActivity} and {person}"),
            Measure.Visits => await Scalar(city, $"select count(*) {held} join attendance.mark k on k.session_id = s.id and k.present_minutes > 0 join participants.participant n on n.id = k.participant_id {when} and {ofActivity} and {person}"),
            Measure.Guests => await Scalar(city, $"select coalesce(sum(gc.people), 0) {held} join attendance.guest_count gc on gc.session_id = s.id {when} and {ofActivity} and {OfPerson(guestAge, "gc.gender", "1 = 0")}"),
            Measure.Referred => await Scalar(city, $"select count(*) from participants.referral where referred_on between '{first}' and '{last}' and {nobody}"),
            Measure.Came => await Scalar(city, $"select count(*) from participants.referral where referred_on between '{first}' and '{last}' and participant_id is not null and {nobody}"),
            Measure.AimsReached => await Scalar(city, $"""
                select count(distinct p.participant_id) from plans.aim a join plans.person_plan p on p.id = a.plan_id where a.state <> 'Dropped' and a.reached_on between '{first}' and '{last}'
                and {(programme is null ? "1 = 1" : $"(p.programme_code = '{programme}' or p.programme_code is null)")} and {(by == Breakdown.AimKind && line is not null ? $"a.kind = '{line}'" : nobody)}
                """),

            // Whoever passed B1 having come with A1 and been in a lesson; the logic is compared with AMIF's.
            Measure.LevelsRisen when by is Breakdown.CourseLevel => line is null or "B1" ? 2 : 0,
            Measure.LevelsRisen when line is null => 2,
            Measure.LevelsRisen => null,
            Measure.ModulesRegistered or Measure.ModulesFinished when by == Breakdown.Topic => await Scalar(city, $"""
                select count(*) from timetable.enrolment e join orientation.module_run u on u.id = e.group_id join timetable.study_group g on g.id = u.id join orientation.topic t on t.code = u.topic_code
                where g.cancelled_at is null and g.starts_on between '{first}' and '{last}' and exists (select 1 from timetable.stay y where y.enrolment_id = e.id)
                and {(programme is null ? "1 = 1" : $"t.programme_code = '{programme}'")} and {(line is null ? "1 = 1" : $"u.topic_code = '{line}'")}
                {(measure == Measure.ModulesFinished ? "and exists (select 1 from orientation.completion d where d.participant_id = e.participant_id and d.topic_code = u.topic_code and d.completed_on >= g.starts_on)" : "")}
                """),
            _ => null,
        };
    }

    /// <summary>Mixed sheets of the second half of the year that answer the question.</summary>
    private static string Said(string questionnaire, string question) =>
        $"from questionnaires.sheet_answer w join questionnaires.sheet s on s.id = w.sheet_id join questionnaires.edition i on i.id = s.edition_id join questionnaires.questionnaire q on q.id = i.questionnaire_id where q.code = '{questionnaire}' and w.question = '{question}' and w.choice is not null and cast(s.is_mixed as int) = 1 and s.first_of_month between '2026-10-01' and '2026-12-31'";

    /// <summary>Something of everything that is counted, of several people, kinds and days; and beside each what does not count.</summary>
    private static async Task HasACity(City city)
    {
        await city.HasAllProgrammes();
        await city.HasActivityKinds();
        var taught = await city.HasReportedClass(people: 8, programme: "inlt", signed: true);
        var (house, desk) = (await city.HasSchool("House"), await city.HasSchool("Desk"));
        await city.HasCentre(house);
        var people = new List<Guid>(taught.Participants);
        for (var i = 0; i < 10; i++)
        {
            people.Add(await city.HasNewcomer($"Guest{i}", status: i % 2 == 0 ? LegalStatus.Refugee : LegalStatus.ThirdCountryNational));
        }

        string[] genders = ["f", "m", "f", "x", ""];
        int[] births = [2015, 2000, 1990, 1970, 1955];
        foreach (var (person, i) in people.Select((person, i) => (person, i)))
        {
            var (gender, born) = (genders[i % genders.Length], new DateOnly(births[i / 5 % births.Length], 11, 17));
            await city.InDatabase(db => db.Set<Courses.Participants.Participant>().Where(row => row.Id == person).ExecuteUpdateAsync(set => set.SetProperty(row => row.Gender, gender).SetProperty(row => row.BirthDate, born)));
        }

        // Sessions in a centre by age, a desk for everybody; one is not signed, one was cancelled, one is of the quarter before.
        foreach (var (day, number) in new[] { "2026-10-05", "2026-10-12", "2026-11-02" }.Select((day, number) => (day, number)))
        {
            await Held(city, house, "leisure", 6, 13, day, people.Take(6 + number), [("6-13", "f", 6), ("6-13", "m", 5 + number)]);
            await Held(city, house, "workshop", 18, null, day, people.Skip(number), [("18-30", "m", 5)]);
            await Held(city, desk, "walk-in-hour", null, null, day, people.Skip(8), [("31-45", "f", 2), ("0-5", "x", 7)]);
        }

        await Held(city, house, "leisure", 6, 13, "2026-11-09", people, [("6-13", "f", 9)], signed: false);
        await Held(city, house, "leisure", 6, 13, "2026-07-09", people.Take(7), [("6-13", "f", 9)]);
        await Held(city, desk, "walk-in-hour", null, null, "2026-11-10", people, [("6-13", "f", 9)], cancelled: true);

        // What was held in the centre stays there, wherever the activity goes on.
        await city.InDatabase(db => db.Set<Courses.Activities.Activity>().Where(row => row.VenueId == house.VenueId && row.KindCode == "workshop").ExecuteUpdateAsync(set => set.SetProperty(row => row.VenueId, desk.VenueId)));

        // Nine were referred, six came; one of the spring.
        await city.InDatabase(db =>
        {
            db.AddRange(Enumerable.Range(0, 10).Select(number =>
            {
                var referral = new Courses.Participants.Referral
                {
                    Office = "MA 35",
                    CaseNumber = $"Case {number}",
                    GivenName = "A",
                    FamilyName = "B",
                    SearchName = "a b",
                    BirthDate = new(1990, 1, 1),
                    Status = LegalStatus.ThirdCountryNational,
                    ReferredOn = number == 9 ? new(2026, 4, 1) : new DateOnly(2026, 10, 1).AddDays(number * 5),
                };
                if (number < 6)
                {
                    referral.Came(people[number], city.Clock.GetUtcNow());
                }

                return referral;
            }));
            return db.SaveChangesAsync();
        });

        // Modules of two programmes: some have finished.
        var runs = new Dictionary<string, Guid>();
        foreach (var (topic, seats, finished) in new[] { ("housing", 7, 6), ("waste", 6, 5), ("family", 8, 5) })
        {
            var run = runs[topic] = await city.HasRun(topic, first: new DateOnly(2026, 11, 20));
            foreach (var (person, place) in (await city.HasSeats(run, seats)).Select((person, place) => (person, place)))
            {
                if (place < finished)
                {
                    await city.InOneCommit(async services =>
                    {
                        await services.GetRequiredService<IOrientation>().Complete(person, topic, new(2026, 11, 20), default);
                        return true;
                    });
                }
            }
        }

        await city.InDatabase(db => db.Set<Courses.Orientation.Topic>().Where(row => row.Code == "family").ExecuteUpdateAsync(set => set.SetProperty(row => row.ProgrammeCode, "welcoming-estonia")));

        // What people said: of modules, and of the service.
        await city.HasQuestionnaire("module-rating");
        foreach (var (topic, sheets) in new[] { ("housing", 20), ("family", 21) })
        {
            await Answered(city, "module-rating", runs[topic], sheets, new(2026, 11, 1), ("useful", number => (number % 10) switch { < 5 => "very", < 8 => "partly", _ => "not" }), ("recommend", number => number % 3 == 0 ? "no" : "yes"), ("lecturer-respect", number => Text(3 + (number % 3))));
        }

        await Answered(city, "module-rating", runs["family"], 3, new(2026, 11, 1), isMixed: false, ("useful", _ => "not"));
        await Answered(city, "module-rating", runs["family"], 6, new(2026, 5, 1), ("useful", _ => "not"));
        await Answered(city, "service-quality", null, 12, new(2026, 10, 1), ("attitude", number => Text(1 + (number % 5))), ("information", _ => "4"), ("explanation", number => Text(2 + (number % 4))), ("advocacy", number => Text(5 - (number % 2))), ("psychosocial", _ => "3"), ("satisfaction", number => Text(1 + (number % 4))));
        await Answered(city, "service-quality", null, 3, new(2026, 10, 1), ("other-support", _ => "5"));

        // Plans: work and homes that were found, in this quarter and before; an exam above the level on entry for two.
        var coach = await city.HasCoach();
        foreach (var (person, number) in people.Skip(8).Take(8).Select((person, number) => (person, number)))
        {
            var plan = await city.HasPlan(coach, person, number == 7 ? "first-days" : "three-years");
            string[] codes = number switch { < 5 => ["job"], 5 => ["job", "home"], _ => ["home"] };
            var on = number == 0 ? new DateOnly(2026, 6, 1) : new DateOnly(2026, 10, 20).AddDays(number);
            await city.InDatabase(db => db.Set<Courses.Plans.PlanAim>().Where(aim => aim.PlanId == plan && codes.Contains(aim.Code)).ExecuteUpdateAsync(set => set.SetProperty(aim => aim.State, Courses.Plans.AimState.Reached).SetProperty(aim => aim.ReachedOn, on)));
        }

        foreach (var person in taught.Participants.Take(2))
        {
            await city.CameWith(person, "A1", new(2026, 1, 5));
            await city.Sits(await city.HasExam(desk, inDays: 0), person, desk.ProviderId);
        }

        // Two kinds of helpers.
        foreach (var (kind, template) in new[] { ("Volunteer", "language-pairs"), ("Mentor", "social-mentor") })
        {
            var helper = await city.HasHelper(kind, kind: kind);
            var person = await city.HasNewcomer($"With{kind}");
            var pair = await city.HasPair(helper, person, template, 45);
            await City.Meets(helper, pair, "2026-10-20", support: "Work");
            await city.AsNewcomer(person).Act("/my/mentor", "Confirm", ("MeetingId", (await city.LastMeetingOf(pair)).ToString()));
        }

        foreach (var (person, number) in people.Skip(8).Select((person, number) => (person, number)))
        {
            await Paid(city, person, 100_01 + (number * 9));
        }
    }

    private static Task<bool> Held(City city, (Guid ProviderId, Guid VenueId) place, string kind, int? from, int? until, string day, IEnumerable<Guid> people, (string Band, string Gender, int People)[] guests, bool signed = true, bool cancelled = false) => city.InOneCommit(async services =>
    {
        var db = services.GetRequiredService<CoursesDb>();
        var on = DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var group = await services.GetRequiredService<ITimetable>().CreateGroup(
            new NewGroup { Kind = GroupKind.Activity, Name = kind, ProviderId = place.ProviderId, VenueId = place.VenueId, Capacity = 10, Sessions = [new NewSession(on, new(9, 0), new(10, 30), 90)] }, default);
        var activity = new Activity
        {
            Id = Guid.NewGuid(),
            KindCode = kind,
            ProviderId = place.ProviderId,
            VenueId = place.VenueId,
            Title = kind,
            About = "",
            Languages = "",
            Interpreters = "",
            AgeFrom = from,
            AgeUntil = until,
            Capacity = null,
            OpenToLocals = false,
            Admission = Admission.WalkIn,
            From = new(9, 0),
            Until = new(10, 30),
            SlotMinutes = null,
            MadeAt = city.Clock.GetUtcNow(),
            MadeBy = Guid.Empty,
            MadeByName = "Test",
        };
        db.Add(activity);
        db.Add(new ActivityMeeting { Id = group, ActivityId = activity.Id });
        await db.SaveChangesAsync();
        var session = SessionInfos.Of(services.GetRequiredService<ITimetable>()).Single(one => one.GroupId == group);
        foreach (var person in people)
        {
            var mark = new Mark { SessionId = session.Id, GroupId = group, ParticipantId = person };
            mark.Set(new(MarkState.Present, 90, true, Guid.NewGuid(), false), city.Clock.GetUtcNow());
            db.Add(mark);
        }

        db.AddRange(guests.Select(one => new GuestCount { SessionId = session.Id, Band = one.Band, Gender = one.Gender, People = one.People, FactId = Guid.NewGuid() }));
        if (signed)
        {
            var register = new Register { Id = session.Id };
            register.SignOff(session, "Teacher", Guid.Empty, city.Clock.GetUtcNow());
            db.Add(register);
        }

        await db.SaveChangesAsync();
        if (cancelled)
        {
            await db.Set<Courses.Timetable.Session>().Where(row => row.Id == session.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.CancelledAt, city.Clock.GetUtcNow()));
        }

        return true;
    });

    private static Task Answered(City city, string code, Guid? run, int sheets, DateOnly month, params (string Question, Func<int, string> Choice)[] answers) => Answered(city, code, run, sheets, month, isMixed: true, answers);

    /// <summary>Sheets as they are after the night.</summary>
    private static Task Answered(City city, string code, Guid? run, int sheets, DateOnly month, bool isMixed, params (string Question, Func<int, string> Choice)[] answers) => city.InDatabase(async db =>
    {
        var edition = await (from row in db.Set<Edition>() join questionnaire in db.Set<Questionnaire>() on row.QuestionnaireId equals questionnaire.Id where questionnaire.Code == code orderby row.Number descending select row.Id).FirstAsync();
        db.AddRange(Enumerable.Range(0, sheets).Select(number => new Courses.Questionnaires.Sheet
        {
            Id = Guid.NewGuid(),
            EditionId = edition,
            SubjectId = run,
            ProviderId = null,
            Month = month,
            IsMixed = isMixed,
            IsTyped = false,
            Answers = [.. answers.Select(answer => new SheetAnswer { Id = Guid.NewGuid(), Question = answer.Question, Choice = answer.Choice(number), Written = null })],
        }));
        await db.SaveChangesAsync();
    });

    /// <summary>A provider was paid for this person, in the programme of modules.</summary>
    private static async Task Paid(City city, Guid person, long cents)
    {
        var voucher = (await city.HasVouchers(person, programme: "welcoming-estonia"))[0];
        await city.InDatabase(async db =>
        {
            var act = new Act(city.Clock.GetUtcNow(), city.Today(), Guid.Empty, "");
            db.Add(LedgerTransaction.Of(LedgerKind.Settle, await db.Set<Voucher>().SingleAsync(row => row.Id == voucher), null, "", act, new Leg(Courses.Vouchers.Account.Payable, -cents), new Leg(Courses.Vouchers.Account.Paid, cents)));
            await db.SaveChangesAsync();
        });
    }

    /// <summary>All tables, or those of a kind, as an auditor sees them.</summary>
    private static Task<Report> Counted(City city, ReportTerms? terms, ReportQuestion question) => city.InScope(services =>
    {
        SeesAll(services);
        return services.GetRequiredService<MakeReport>().Of(question, terms is null ? Enum.GetValues<Breakdown>() : [.. terms.Tables.Select(table => table.By).Distinct()], default);
    });

    private static Task<IReadOnlyList<FigureCount>> Figures(City city, ReportTerms terms, ReportQuestion question) => city.InScope(services =>
    {
        SeesAll(services);
        return services.GetRequiredService<CountFigures>().Of(question, terms.Figures, default);
    });

    private static void SeesAll(IServiceProvider services) =>
        services.GetRequiredService<IHttpContextAccessor>().HttpContext = new DefaultHttpContext { User = new(new ClaimsIdentity([new(ClaimTypes.Role, Roles.Auditor)], "test")) };

    private static ReportTerms Terms(string code) => ReportTemplates.Shipped.Select(json => ReportTerms.Read(json).Terms!).Single(terms => terms.Code == code);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static long Cents(string euros) => (long)(decimal.Parse(euros, CultureInfo.InvariantCulture) * 100);

    private static string[] Figure(IReadOnlyList<string[]> csv, string line) => [.. csv.Where(row => row[2] == line && row[4] is "Number" or "Of").Select(row => row[5])];

    private static string Title(TermsTable table) => table.Names?["en"] ?? EnglishWords["reports.by." + Definition.NameOf(table.By)];

    private static string Word(Measure measure) => EnglishWords[Definition.WordOf(measure)];

    private static Dictionary<string, string> EnglishWords { get; } = System.Xml.Linq.XDocument.Load(Path.Combine(Root(), "modules/Reporting/Words/Staff.resx")).Root!.Elements("data").ToDictionary(word => word.Attribute("name")!.Value, word => word.Element("value")!.Value);

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Courses.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }

    private static async Task<IReadOnlyList<string[]>> Csv(HttpClient client, string address)
    {
        var answer = await client.GetAsync(address);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return [.. text.TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(Fields)];
    }

    /// <summary>Of a line of CSV; texts with commas stand in quotes.</summary>
    private static string[] Fields(string line)
    {
        List<string> fields = [];
        var (field, quoted) = (new System.Text.StringBuilder(), false);
        foreach (var letter in line)
        {
            if (letter == '"')
            {
                quoted = !quoted;
            }
            else if (letter == ',' && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(letter);
            }
        }

        return [.. fields, field.ToString()];
    }

    private static async Task<long> SumOf(HttpClient client, string set, string filter, string? column)
    {
        var answer = await client.GetAsync(column is null ? $"/odata/{set}/$count?$filter={Uri.EscapeDataString(filter)}" : $"/odata/{set}?$apply={Uri.EscapeDataString($"filter({filter})/aggregate({column} with sum as All)")}");
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{set} {filter}: {text}");
        return column is null ? long.Parse(text, CultureInfo.InvariantCulture) : JsonDocument.Parse(text).RootElement.GetProperty("value")[0].GetProperty("All") is { ValueKind: JsonValueKind.Number } sum ? sum.GetInt64() : 0;
    }

    private static Task<long> Scalar(City city, string sql)
    {
        var whole = $"select cast(({sql}) as bigint) as \"Value\"";
        return city.InDatabase(db => db.Database.SqlQueryRaw<long>(whole).SingleAsync());
    }
}
