using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Courses.Contracts.Access;
using Courses.Platform.Languages;
using Courses.Reporting.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Reporting;

public sealed partial class DashboardTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task Shows_the_city_and_leads_to_the_rows()
    {
        var taught = await city.HasReportedClass(people: 4, signed: true);
        await city.Runs(AddUpAttendance.Name);
        foreach (var role in new[] { Roles.Administrator, Roles.Auditor })
        {
            var client = city.As(role);
            var page = await client.GetStringAsync("/admin");
            Assert.Contains("<svg class=\"chart\"", page, StringComparison.Ordinal);
            Assert.Contains("Adult education", page, StringComparison.Ordinal);
            Assert.Contains("Attendance added up on 16 November 2026", page, StringComparison.Ordinal);
            foreach (var link in Links.In(page))
            {
                var answer = await client.GetAsync(link);
                Assert.True(answer.IsSuccessStatusCode, $"{link}: {await answer.Content.ReadAsStringAsync()}");
                Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
            }

            Assert.NotEmpty(Links.In(page));
        }

        Assert.Contains("Die Stadt auf einen Blick", await German(city.As(Roles.Administrator), "/admin"), StringComparison.Ordinal);
        Assert.NotEqual(HttpStatusCode.OK, (await city.As(Roles.ProviderManager, taught.ProviderId).GetAsync("/admin")).StatusCode);
    }

    /// <summary>An activity is no class and no module: who only comes to one is no learner, and the rows behind a number are as many as it says.</summary>
    [Fact]
    public async Task Who_comes_to_activities_alone_is_not_among_the_learners()
    {
        await using var own = await City.New();
        var taught = await own.HasReportedClass(people: 3, signed: true);
        await own.CameToAnActivity(taught.ProviderId, [taught.Participants[0], await own.HasNewcomer()]);
        var client = own.As(Roles.Administrator);
        var page = await client.GetStringAsync("/admin");
        Assert.Equal("3", Tile().Match(page).Groups["figure"].Value);
        var rows = Links.In(page).Where(link => link.StartsWith("/admin/rows/Enrolments", StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, rows.Length);
        foreach (var link in rows)
        {
            Assert.Contains("3 rows", await client.GetStringAsync(link), StringComparison.Ordinal);
        }
    }

    /// <summary>What the city misses of a provider the provider finds, however long ago it was; and a session at which nobody was expected or seen has no register to miss. In the class people were seen who had no seat yet; at the excursion they were expected, and nobody was marked.</summary>
    [Fact]
    public async Task The_city_and_the_provider_miss_the_same_registers()
    {
        await using var own = await City.New();
        var taught = await own.HasReportedClass(people: 2, signed: true);
        var empty = await own.HasReportedClass(people: 0);
        var excursion = await own.CameToAnActivity(taught.ProviderId, taught.Participants);
        await own.InDatabase(db => db.Set<Courses.Attendance.Register>().Where(row => db.Set<Courses.Timetable.Session>().Any(session => session.Id == row.Id && session.GroupId == excursion && session.LocalDate < new DateOnly(2026, 11, 1))).ExecuteDeleteAsync());
        await own.InDatabase(async db =>
        {
            var sessions = await db.Set<Courses.Timetable.Session>().Where(row => row.GroupId == taught.GroupId).OrderBy(row => row.StartsAt).ToListAsync();
            var register = await db.Set<Courses.Attendance.Register>().SingleAsync(row => row.Id == sessions[0].Id);
            db.Remove(register);
            await db.SaveChangesAsync();
        });
        await own.InDatabase(db => db.Set<Courses.Timetable.Stay>().Where(row => row.GroupId == excursion).ExecuteUpdateAsync(set => set.SetProperty(row => row.From, new DateOnly(2026, 1, 1))));
        await own.InDatabase(db => db.Set<Courses.Attendance.Mark>().Where(row => row.GroupId == excursion).ExecuteDeleteAsync());
        own.Clock.Advance(TimeSpan.FromDays(100));
        await own.InDatabase(db => db.Set<Courses.Timetable.Session>().Where(row => (row.GroupId == taught.GroupId || row.GroupId == excursion) && row.LocalDate > new DateOnly(2026, 11, 15)).ExecuteUpdateAsync(set => set.SetProperty(row => row.CancelledAt, own.Clock.GetUtcNow())));
        var client = own.As(Roles.Administrator);
        var link = Links.In(await client.GetStringAsync("/admin")).First(address => address.StartsWith("/admin/rows/Sessions", StringComparison.Ordinal));
        Assert.Contains("2 rows", await client.GetStringAsync(link), StringComparison.Ordinal);
        Assert.Contains("German A1.1, evening", await own.As(Roles.ProviderManager, taught.ProviderId).GetStringAsync("/provider/registers?tab=missing"), StringComparison.Ordinal);
        Assert.Contains("German A1.1, evening", await own.As(Roles.ProviderManager, taught.ProviderId).GetStringAsync("/teacher/registers?list=missing"), StringComparison.Ordinal);
        foreach (var page in new[] { "/provider/registers?tab=missing", "/teacher/registers?list=missing" })
        {
            Assert.DoesNotContain("German A1.1, evening", await own.As(Roles.ProviderManager, empty.ProviderId).GetStringAsync(page), StringComparison.Ordinal);
        }

        // A report says how many lessons it does not count, also those of a class without people; what takes place beside courses is none.
        var month = await client.GetStringAsync("/admin/reports?period=2026-10");
        Assert.Contains("4 lessons of this period (8 hours) have no signed register", WebUtility.HtmlDecode(month), StringComparison.Ordinal);
        Assert.Contains("4 rows", await client.GetStringAsync(Links.In(month).Single(address => address.StartsWith("/admin/rows/Sessions", StringComparison.Ordinal) && address.Contains("RegisterSignedAt%20eq%20null", StringComparison.Ordinal))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_number_opens_a_table_with_names_for_who_may_see_them_sorted_searched_and_as_csv()
    {
        var taught = await city.HasReportedClass(people: 3, programme: "inlt");
        var mayRead = city.As(Roles.Administrator, caseData: true);
        var filter = "?$filter=" + Uri.EscapeDataString($"GroupId eq {taught.GroupId}");
        var table = await mayRead.GetStringAsync("/admin/rows/Enrolments" + filter);
        Assert.Contains("3 rows", table, StringComparison.Ordinal);
        Assert.Contains("Participant/GivenName", table, StringComparison.Ordinal);
        Assert.DoesNotContain(taught.GroupId + "<", table, StringComparison.Ordinal);

        // The headings are words of the reader's language.
        using var inGerman = new HttpRequestMessage(HttpMethod.Get, "/admin/rows/Enrolments" + filter) { Headers = { { "Accept-Language", "de" } } };
        var german = await (await mayRead.SendAsync(inGerman)).Content.ReadAsStringAsync();
        Assert.All([">Given name<", ">Class: Number<"], heading => Assert.Contains(heading, table, StringComparison.Ordinal));
        Assert.All([">Vorname<", ">Kurs: Nummer<"], heading => Assert.Contains(heading, german, StringComparison.Ordinal));
        Assert.DoesNotContain("Participant/GivenName", await city.As(Roles.Auditor).GetStringAsync("/admin/rows/Enrolments" + filter), StringComparison.Ordinal);
        Assert.DoesNotContain("Participant/GivenName", await city.As(Roles.Administrator).GetStringAsync("/admin/rows/Enrolments" + filter), StringComparison.Ordinal);

        var sorted = WebUtility.HtmlDecode(await mayRead.GetStringAsync("/admin/rows/AttendanceMarks" + filter + "&$orderby=Date%20desc"));
        Assert.Contains("aria-sort=\"descending\"", sorted, StringComparison.Ordinal);
        var csv = Csv().Match(sorted).Groups["link"].Value;
        Assert.Equal("text/csv", (await mayRead.GetAsync(csv)).Content.Headers.ContentType!.MediaType);
        Assert.Contains("Participant/FamilyName", await mayRead.GetStringAsync(csv), StringComparison.Ordinal);

        // The workbook has the same rows, read back by another library.
        var lines = (await mayRead.GetStringAsync(csv)).TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var (name, rows) = Sheets.Read(await mayRead.GetByteArrayAsync(csv.Replace("=csv", "=xlsx", StringComparison.Ordinal))).Single();
        Assert.Equal(("AttendanceMarks", lines.Length, lines[0]), (name, rows.Count, string.Join(',', rows[0])));
        var minutes = Array.IndexOf(rows[0], "PlannedMinutes");
        Assert.Equal(lines[1..].Sum(line => int.Parse(line.Split(',')[minutes], CultureInfo.InvariantCulture)), rows.Skip(1).Sum(row => int.Parse(row[minutes], CultureInfo.InvariantCulture)));
        Assert.Equal(HttpStatusCode.NotAcceptable, (await mayRead.GetAsync($"/odata/Classes({taught.GroupId})?$format=xlsx")).StatusCode);
        Assert.Contains("No rows.", await mayRead.GetStringAsync("/admin/rows/Classes?q=nobody-is-called-like-it"), StringComparison.Ordinal);

        // What cannot be asked is said on the page; what does not exist is not there.
        var refused = await mayRead.GetAsync("/admin/rows/Classes?$filter=Nonsense%20eq%201");
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("These rows cannot be shown.", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await mayRead.GetAsync("/admin/rows/Secrets")).StatusCode);
    }

    [Fact]
    public void Every_column_has_words_and_what_is_new_is_readable()
    {
        var words = city.Services.GetRequiredService<Words>();
        var columns = typeof(Courses.Reporting.Sets.Participant).Assembly.GetTypes().Where(type => type.Namespace == "Courses.Reporting.Sets").SelectMany(type => type.GetProperties())
            .Where(column => column.GetMethod is { IsPublic: true } && (column.PropertyType.IsValueType || column.PropertyType == typeof(string)) && !column.Name.EndsWith("Id", StringComparison.Ordinal)).Select(column => column.Name).Distinct();
        Assert.Equal([], columns.Where(column => !words.Knows("rows.column." + column)));
        Assert.Equal("Seats taken by people", Courses.Reporting.Pages.RowsModel.Readable("SeatsTakenByPeople"));
    }

    [Fact]
    public async Task Long_tables_come_in_pages_that_hold_every_row_once()
    {
        var taught = await city.HasReportedClass(people: 15);
        var client = city.As(Roles.Administrator);
        var first = "/admin/rows/AttendanceMarks?$filter=" + Uri.EscapeDataString($"GroupId eq {taught.GroupId}");
        var (seen, pages) = (0, 0);
        for (var address = first; address is not null && pages < 100; pages++)
        {
            var page = WebUtility.HtmlDecode(await client.GetStringAsync(address));
            seen += page.Split("<tr>").Length - 2;
            address = More().Match(page) is { Success: true } more ? more.Groups["link"].Value : null;
        }

        Assert.InRange(pages, 2, 99);
        Assert.Contains($">{seen} rows<", await client.GetStringAsync(first), StringComparison.Ordinal);
    }

    [GeneratedRegex("href=\"(?<link>/odata/[^\"]+csv)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Csv();

    [GeneratedRegex("href=\"(?<link>/admin/rows/[^\"]*skiptoken[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex More();

    [GeneratedRegex("<span class=\"figure\">(?<figure>[^<]*)</span>\\s*<span>newcomers in", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Tile();

    private static async Task<string> German(HttpClient client, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.AcceptLanguage.ParseAdd("de");
        return await (await client.SendAsync(request)).Content.ReadAsStringAsync();
    }
}

public sealed class EmptyDashboardTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task Says_so_when_there_is_nothing_yet()
    {
        var page = await city.As(Roles.Administrator).GetStringAsync("/admin");
        Assert.Contains("No register has been taken", page, StringComparison.Ordinal);
        Assert.Contains("No voucher has been issued yet", page, StringComparison.Ordinal);
    }
}

internal static partial class Links
{
    /// <summary>The addresses of rows in a page.</summary>
    public static IReadOnlyList<string> In(string page) => [.. Rows().Matches(page).Select(match => WebUtility.HtmlDecode(match.Groups["link"].Value)).Distinct()];

    [GeneratedRegex("href=\"(?<link>/admin/rows/[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Rows();
}
