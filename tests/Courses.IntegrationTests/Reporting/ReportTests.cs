using System.Globalization;
using System.Net;
using System.Security.Claims;
using System.Text.Json;
using System.Text.RegularExpressions;
using Courses.Attendance;
using Courses.Contracts.Access;
using Courses.Contracts.Attendance;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Orientation;
using Courses.Contracts.Timetable;
using Courses.Platform;
using Courses.Reporting.Reports;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Reporting;

public sealed partial class ReportTests(City city) : IClassFixture<City>
{
    private static readonly ReportPeriod Autumn = new(PeriodKind.Quarter, 2026, 4);

    [Fact]
    public async Task Counts_each_person_once_and_each_hour_on_its_side()
    {
        await city.HasReportedClass(people: 3, signed: true);
        var report = await Report(city, Autumn);
        Assert.Equal(2, report.Total[Measure.Persons]);
        Assert.Equal(24 * 90, report.Total[Measure.Held]);
        Assert.Equal(16 * 90, report.Total[Measure.Attended]);
        Assert.Equal(report.Total[Measure.Held], report[Breakdown.Programme].Lines.Sum(line => line[Measure.Held]));
        Assert.Equal(0, (await Report(city, new(PeriodKind.Quarter, 2026, 2))).Total[Measure.Persons]);
    }

    [Fact]
    public async Task Tells_hours_excused_by_word_from_those_excused_by_a_certificate()
    {
        await using var own = await City.New();
        var taught = await own.HasReportedClass(people: 1, signed: true);
        await own.InDatabase(async db =>
        {
            var marks = await db.Set<Mark>().Where(mark => mark.GroupId == taught.GroupId && mark.ParticipantId == taught.Participants[0]).OrderBy(mark => mark.SessionId).Take(3).ToListAsync();
            foreach (var (mark, proof) in marks.Zip([ExcuseProof.Word, ExcuseProof.Word, ExcuseProof.Certificate]))
            {
                mark.Set(new Assessment(MarkState.Excused, 0, false, Guid.NewGuid(), false) { Excuse = proof }, own.Clock.GetUtcNow());
            }

            await db.SaveChangesAsync();
        });
        var report = await Report(own, Autumn);
        Assert.Equal((2 * 90, 1 * 90, 5 * 90), (report.Total[Measure.ExcusedByWord], report.Total[Measure.ExcusedByCertificate], report.Total[Measure.Held]));
        Assert.Equal(report.Total[Measure.ExcusedByWord], report[Breakdown.Programme].Lines.Sum(line => line[Measure.ExcusedByWord]));
        var csv = (await own.As(Roles.Auditor).GetStringAsync("/admin/reports/2026-Q4.csv")).Split('\n', StringSplitOptions.TrimEntries);
        Assert.Contains("Hours excused by word,Hours excused by certificate", csv[0], StringComparison.Ordinal);
        Assert.Contains(",4,2,", csv.Single(line => line.StartsWith("2026-Q4,All programmes", StringComparison.Ordinal)), StringComparison.Ordinal);
        var page = await own.As(Roles.Auditor).GetStringAsync("/admin/reports?quarter=2026-Q4");
        Assert.Contains("Hours excused by certificate", page, StringComparison.Ordinal);
        var behind = Links.In(page).Single(link => Uri.UnescapeDataString(link).Contains("Excuse eq 'Certificate'", StringComparison.Ordinal) && !link.Contains("ProgrammeCode", StringComparison.Ordinal));
        Assert.Contains(taught.Participants[0].ToString(), await own.As(Roles.Auditor).GetStringAsync(behind.Replace("/admin/rows/", "/odata/", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_file_that_leaves_the_house_tells_of_no_fewer_than_five_people()
    {
        await using var own = await City.New();
        await own.HasReportedClass(people: 3, signed: true);
        var (auditor, persons) = (own.As(Roles.Auditor), 3);
        var csv = (await auditor.GetStringAsync("/admin/reports/2026-Q4.csv")).Split('\n', StringSplitOptions.TrimEntries);
        Assert.Equal("Persons", csv[0].Split(',')[persons]);
        Assert.Equal(SmallCounts.Few, csv.Single(line => line.StartsWith("2026-Q4,All programmes,", StringComparison.Ordinal)).Split(',')[persons]);
        Assert.Contains("another count is hidden", await auditor.GetStringAsync("/admin/reports"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_a_page_and_files_of_a_month_a_quarter_or_a_year_for_those_who_report()
    {
        foreach (var role in new[] { Roles.Administrator, Roles.Auditor })
        {
            var client = city.As(role);
            Assert.Contains("Quarter 3 of 2026", await client.GetStringAsync("/admin/reports"), StringComparison.Ordinal);
            Assert.Contains("<h2>Quarter 4 of 2026 ", await client.GetStringAsync("/admin/reports?quarter=2026-Q4"), StringComparison.Ordinal);
            Assert.Contains("<h2>November 2026 ", await client.GetStringAsync("/admin/reports?period=2026-11&by=gender"), StringComparison.Ordinal);
            Assert.Contains("<h2>Year 2026 ", await client.GetStringAsync("/admin/reports?period=2026&by=month&outside=true"), StringComparison.Ordinal);
            Assert.Contains("2026-Q4,All programmes,", await client.GetStringAsync("/admin/reports/2026-Q4.csv"), StringComparison.Ordinal);
        }

        var auditor = city.As(Roles.Auditor);
        foreach (var wrong in new[] { "quarter=2026-Q7", "period=2026-13", "period=2026-00", "period=last", "by=shoe-size", "programme=nobody-has-it" })
        {
            var answer = await auditor.GetAsync("/admin/reports?" + wrong);
            Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, wrong);
            Assert.Contains("There is no such report.", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        foreach (var none in new[] { "last.csv", "last.xlsx", "2026-Q4.csv?by=shoe-size" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await auditor.GetAsync("/admin/reports/" + none)).StatusCode);
        }

        Assert.NotEqual(HttpStatusCode.OK, (await city.As(Roles.Coach).GetAsync("/admin/reports")).StatusCode);
        Assert.NotEqual(HttpStatusCode.OK, (await city.As(Roles.Coach).GetAsync("/admin/reports/2026.xlsx")).StatusCode);
    }

    [Fact]
    public async Task The_workbook_is_read_back_by_another_library_and_says_what_the_page_and_CSV_say()
    {
        await using var own = await City.New();
        await HasACityFullOfNumbers(own);
        var auditor = own.As(Roles.Auditor);
        var sheets = Sheets.Read(await auditor.GetByteArrayAsync("/admin/reports/2026-Q4.xlsx"));
        Assert.Equal(["By programme", "By provider", "By class or module", "By month", "By gender", "By age", "By legal status", "By level", "By level of course or exam", "By kind of support", "By difficulty", "By age and gender", "By module", "By kind of activity", "By ages it is for", "By reception centre", "By kind of helper", "By kind of aim", "How the numbers are counted"], sheets.Select(sheet => sheet.Name));
        foreach (var (by, (_, rows)) in Enum.GetValues<Breakdown>().Zip(sheets))
        {
            var lines = (await auditor.GetStringAsync($"/admin/reports/2026-Q4.csv?by={Definition.NameOf(by)}")).TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(lines.Select(Fields), rows);
            var page = WebUtility.HtmlDecode(await auditor.GetStringAsync($"/admin/reports?period=2026-Q4&outside=true&by={Definition.NameOf(by)}"));
            Assert.DoesNotContain("/admin/rows/AttendanceMarks", page, StringComparison.Ordinal);
            Assert.Contains(decimal.Parse(rows[^1][4], CultureInfo.InvariantCulture).ToString("N1", CultureInfo.GetCultureInfo("en")), page, StringComparison.Ordinal);
        }

        // One total, whatever the report is broken down by.
        Assert.Single(sheets.SkipLast(1).Select(sheet => string.Join('|', sheet.Rows[^1][3..])).Distinct());

        static string[] Fields(string line) => [.. CsvField().Matches(line).Select(field => field.Groups["quoted"] is { Success: true } quoted ? quoted.Value.Replace("\"\"", "\"", StringComparison.Ordinal) : field.Groups["plain"].Value)];
    }

    /// <summary>What the report counts and what OData answers to the link at the number are two ways to say the same.</summary>
    [Fact]
    public async Task Every_number_is_the_sum_of_the_rows_behind_it()
    {
        await using var own = await City.New();
        await HasACityFullOfNumbers(own);
        var auditor = own.As(Roles.Auditor);
        var clock = own.Services.GetRequiredService<CityTime>();
        List<string> wrong = [];
        HashSet<Measure> notZero = [];
        Dictionary<(string, string, string?), long> asked = [];
        foreach (var (question, tables) in new (ReportQuestion, Breakdown[])[] { (new(Autumn), Enum.GetValues<Breakdown>()), (new(Autumn, "inlt"), [Breakdown.Programme, Breakdown.Gender]) })
        {
            var report = await Whole(own, question);
            foreach (var table in tables.Select(by => report[by]))
            {
                foreach (var line in table.Lines.Where(line => !line.IsEmpty).Append(report.Total))
                {
                    foreach (var measure in Definition.Measures)
                    {
                        var behind = RowsBehind.Of(measure, question, table.By, ReferenceEquals(line, report.Total) ? null : line, clock);
                        var rows = 0L;
                        if (behind is { } there && !asked.TryGetValue((there.Set, there.Filter, RowsBehind.ColumnOf(measure)), out rows))
                        {
                            asked.Add((there.Set, there.Filter, RowsBehind.ColumnOf(measure)), rows = await SumOf(auditor, there.Set, there.Filter, RowsBehind.ColumnOf(measure)));
                        }

                        notZero.UnionWith(rows > 0 ? [measure] : Array.Empty<Measure>());
                        if (rows != line[measure])
                        {
                            wrong.Add($"{question.Programme} {table.By} '{line.Key}' {measure}: {line[measure]}, rows {rows}: {behind}");
                        }
                    }
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Contains((await Whole(own, new(Autumn, "inlt"))).Tables, table => table.By == Breakdown.Programme && table.Lines is [{ Key: "inlt" } line] && line[Measure.Held] > 0);
        Assert.Superset(new HashSet<Measure>([Measure.Persons, Measure.Held, Measure.Attended, Measure.ModulesRegistered, Measure.ModulesFinished, Measure.Issued]), notZero);
    }

    /// <summary>Of hours is read only what the tables tell apart, and lessons are counted by the month where all of a programme's people had them.</summary>
    [Fact]
    public async Task A_table_says_the_same_alone_as_among_all_others()
    {
        await using var own = await City.New();
        await HasACityFullOfNumbers(own);

        // One of a class is there for another programme and since a later day, and of three registers of another nobody has counted the marks.
        var since = DateOnly.FromDateTime(own.Clock.GetUtcNow().UtcDateTime).AddDays(-8);
        var (stay, group) = await own.InDatabase(async db =>
        {
            var one = await db.Set<Courses.Timetable.Stay>().Where(stay => stay.ProgrammeCode == "inlt").OrderBy(stay => stay.Id).Select(stay => new { stay.Id, stay.GroupId }).FirstAsync();
            return (one.Id, one.GroupId);
        });
        await own.InDatabase(db => db.Set<Courses.Timetable.Stay>().Where(one => one.Id == stay).ExecuteUpdateAsync(set => set.SetProperty(one => one.ProgrammeCode, "start-wien").SetProperty(one => one.From, since)));
        await own.InDatabase(db => db.Set<Register>()
            .Where(register => register.SignedOffAt != null && !db.Set<Courses.Timetable.Session>().Any(session => session.Id == register.Id && session.GroupId == group)).OrderBy(register => register.Id).Take(3)
            .ExecuteUpdateAsync(set => set.SetProperty(register => register.Marks, (int?)null)));
        var expected = await own.InDatabase(db => db.Set<Courses.Timetable.Session>()
            .Where(session => session.GroupId == group && session.LocalDate >= since && db.Set<Register>().Any(register => register.Id == session.Id && register.SignedOffAt != null)).CountAsync());
        var ofProgramme = (await Whole(own, new(Autumn)))[Breakdown.Programme].Lines.Single(line => line.Key == "start-wien");
        Assert.True(expected > 1 && ofProgramme[Measure.Lessons] == expected, $"{expected} {ofProgramme[Measure.Lessons]}");
        foreach (var only in new[] { null, "inlt", "start-wien" })
        {
            var whole = await Whole(own, new(Autumn, only));
            Assert.True(whole.Total[Measure.Lessons] > 1, only);
            foreach (var by in Enum.GetValues<Breakdown>())
            {
                var alone = await Whole(own, new(Autumn, only), by);
                Assert.Equal(Said(whole.Total), Said(alone.Total));
                Assert.Equal(whole[by].Lines.Select(Said), alone[by].Lines.Select(Said));
            }
        }

        static string Said(ReportLine line) => $"{line.Key} {line.Name} {string.Join(' ', line.Values)}";
    }

    [Fact]
    public async Task Each_number_leads_to_rows_that_can_be_read()
    {
        await city.HasReportedClass(signed: true);
        var client = city.As(Roles.Administrator);
        var page = await client.GetStringAsync("/admin/reports?quarter=2026-Q4");
        var links = Links.In(page);
        Assert.True(links.Count >= 7, page);
        foreach (var link in links)
        {
            var answer = await client.GetAsync(link);
            Assert.True(answer.IsSuccessStatusCode, $"{link}: {await answer.Content.ReadAsStringAsync()}");
        }
    }

    /// <summary>Hours of unsigned registers stood in the report while no decision knew them.</summary>
    [Fact]
    public async Task An_unsigned_register_counts_in_a_report_as_in_a_decision_not_at_all_and_the_page_says_so()
    {
        await using var own = await City.New();
        await own.HasAllProgrammes();
        var person = await own.HasLearner();
        await own.HasAttended(person, "inlt", "ppa?l?e");
        var standing = (await own.Ask<IEligibility, IReadOnlyList<ProgrammeAnswer>>(eligibility => eligibility.Check(person, default))).Single(answer => answer.ProgrammeCode == "inlt").Attendance!;
        var line = (await Report(own, new(PeriodKind.Year, own.Clock.GetUtcNow().Year, 1)))[Breakdown.Programme].Lines.Single(line => line.Key == "inlt");
        Assert.Equal((standing.HeldMinutes, standing.AttendedMinutes), ((int)line[Measure.Held], (int)line[Measure.Attended]));

        await own.HasReportedClass(people: 2);
        Assert.Equal(line.Values, (await Report(own, new(PeriodKind.Year, own.Clock.GetUtcNow().Year, 1)))[Breakdown.Programme].Lines.Single(one => one.Key == "inlt").Values);
        var page = await own.As(Roles.Auditor).GetStringAsync("/admin/reports?period=2026-Q4");
        Assert.Contains("10 lessons of this period (20 hours) have no signed register yet and are not counted.", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.Contains("here as in decisions on benefits", page, StringComparison.Ordinal);
    }

    /// <summary>Who finished in the period was set against who began in it: a coach's entry for somebody without a seat made more finish than had begun.</summary>
    [Fact]
    public async Task Those_who_finished_are_some_of_those_who_were_registered()
    {
        await using var own = await City.New();
        var (with, without, waited) = (await own.HasPerson("With"), await own.HasPerson("Without"), await own.HasPerson("Waited"));
        await HasModules(own, with, without, waited);
        var report = await Report(own, Autumn);
        Assert.Equal((1, 1), (report.Total[Measure.ModulesRegistered], report.Total[Measure.ModulesFinished]));
        Assert.Equal(2, report.Total[Measure.Persons]);
    }

    /// <summary>A run of one seat: one person has it and finishes, one finishes without, one only waited for it and left.</summary>
    private static async Task HasModules(City own, Guid with, Guid without, Guid waited)
    {
        var run = await own.HasRun(capacity: 1);
        await own.InOneCommit(async services =>
        {
            var timetable = services.GetRequiredService<ITimetable>();
            await timetable.TakeSeat(run, with, "start-wien", default);
            await timetable.TakeSeat(run, waited, "start-wien", default);
            await timetable.GiveBackSeat(run, waited, "Changed plans", default);
            return true;
        });
        var start = await own.Ask<ITimetable, DateOnly>(timetable => timetable.Groups.Where(group => group.Id == run).Select(group => group.StartsOn).SingleAsync());
        foreach (var person in new[] { with, without })
        {
            await own.InOneCommit(async services =>
            {
                await services.GetRequiredService<IOrientation>().Complete(person, "housing", start, default);
                return true;
            });
        }
    }

    /// <summary>Two classes of two providers, one of them of a programme; people of two genders; a module; vouchers.</summary>
    private static async Task HasACityFullOfNumbers(City own)
    {
        await own.HasAllProgrammes();
        var inlt = await own.HasReportedClass(people: 8, programme: "inlt", signed: true);
        var none = await own.HasReportedClass(people: 3, provider: "Volunteers, \"Hand in Hand\"", signed: true);
        await own.HasReportedClass(people: 1);
        await own.InDatabase(db => db.Set<Courses.Participants.Participant>().Where(person => inlt.Participants.Take(5).Contains(person.Id)).ExecuteUpdateAsync(set => set.SetProperty(person => person.Gender, "f")));
        await own.InDatabase(db => db.Set<Courses.Participants.Participant>().Where(person => person.Id == none.Participants[0]).ExecuteUpdateAsync(set => set.SetProperty(person => person.Gender, "m")));
        await own.InDatabase(db => db.Set<Courses.Timetable.Stay>().Where(stay => stay.GroupId == inlt.GroupId).ExecuteUpdateAsync(set => set.SetProperty(stay => stay.From, new DateOnly(2026, 10, 1))));
        await own.HasVouchers(inlt.Participants[0], programme: "start-wien");
        await HasModules(own, inlt.Participants[1], none.Participants[0], await own.HasPerson("Waited"));
        await own.Runs("register-counts");
    }

    private static async Task<long> SumOf(HttpClient client, string set, string filter, string? column)
    {
        if (column is null)
        {
            return long.Parse(await Got($"/odata/{set}/$count?$filter={Uri.EscapeDataString(filter)}"), CultureInfo.InvariantCulture);
        }

        var answer = JsonDocument.Parse(await Got($"/odata/{set}?$apply={Uri.EscapeDataString($"filter({filter})/aggregate({column} with sum as All)")}"));
        return answer.RootElement.GetProperty("value")[0].GetProperty("All") is { ValueKind: JsonValueKind.Number } sum ? sum.GetInt64() : 0;

        async Task<string> Got(string address)
        {
            var got = await client.GetAsync(address);
            var text = await got.Content.ReadAsStringAsync();
            Assert.True(got.IsSuccessStatusCode, $"{address}: {text}");
            return text;
        }
    }

    /// <summary>All tables, or one, as an auditor sees them.</summary>
    private static Task<Report> Whole(City own, ReportQuestion question, Breakdown? only = null) => own.InScope(services =>
    {
        services.GetRequiredService<IHttpContextAccessor>().HttpContext = new DefaultHttpContext { User = new(new ClaimsIdentity([new(ClaimTypes.Role, Roles.Auditor)], "test")) };
        return services.GetRequiredService<MakeReport>().Of(question, only is { } one ? [one] : Enum.GetValues<Breakdown>(), default);
    });

    private static Task<Report> Report(City own, ReportPeriod period) =>
        own.InScope(services => services.GetRequiredService<MakeReport>().Of(new(period), [Breakdown.Programme], default));

    [GeneratedRegex("(?<=^|,)(\"(?<quoted>([^\"]|\"\")*)\"|(?<plain>[^,\"]*))(?=,|$)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CsvField();
}
