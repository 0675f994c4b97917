using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Courses.Attendance;
using Courses.Contracts.Access;
using Courses.Reporting.Features;
using Microsoft.EntityFrameworkCore;

namespace Courses.IntegrationTests.Reporting;

/// <summary>What start pages count is what the tables say, each number opens into its rows, and everybody sees their own.</summary>
public sealed partial class StartPageTests
{
    [Fact]
    public async Task The_citys_weeks_uptake_and_expiring_vouchers_are_what_the_tables_say()
    {
        await using var city = await City.New();
        await city.HasAllProgrammes();
        var taught = await city.HasReportedClass(people: 5, programme: "inlt", signed: true);
        await city.HasReportedClass(people: 4, signed: true);
        await city.HasReportedClass(people: 2);
        await city.InDatabase(db => db.Set<Courses.Participants.Participant>().Where(person => person.Id == taught.Participants[0]).ExecuteUpdateAsync(set => set.SetProperty(person => person.Language, "ar")));
        await city.HasVouchers(taught.Participants[0], VoucherCity.Terms() with { Count = 2, ValidMonths = 0 }, "inlt");
        await city.HasVouchers(taught.Participants[1], programme: "inlt");
        Assert.NotEqual(0, await city.Runs(AddUpAttendance.Name));
        Assert.Equal(0, await city.Runs(AddUpAttendance.Name));
        var page = WebUtility.HtmlDecode(await city.As(Roles.Administrator).GetStringAsync("/admin"));

        // Weeks begin on Monday, in SQL that says so in its own way.
        const string held = """
            from attendance.mark join timetable.session on session.id = mark.session_id join attendance.register on register.id = session.id
            where session.cancelled_at is null and register.signed_off_at is not null and mark.state <> 'Excused'
            """;
        var days = await city.InDatabase(db => db.Database.SqlQueryRaw<Day>(
            $"select session.local_date as \"On\", cast(sum(mark.present_minutes) as int) as \"Attended\", cast(sum(session.planned_minutes) as int) as \"Held\" {held} group by session.local_date").ToListAsync());
        var weeks = days.GroupBy(day => ISOWeek.GetWeekOfYear(day.On.ToDateTime(TimeOnly.MinValue))).Select(week => $"{Hours(week.Sum(day => day.Attended))} {Hours(week.Sum(day => day.Held))}").Order(StringComparer.Ordinal).ToList();
        Assert.True(weeks.Count > 3);
        Assert.Equal(weeks, Cells(Section(page, "weeks")).Select(row => $"{row[0]} {row[1]}").Order(StringComparer.Ordinal));

        var people = await city.InDatabase(db => db.Database.SqlQueryRaw<Uptake>(
            "select p.language as \"Name\", cast(count(*) as int) as \"Registered\", cast(sum(case when exists (select 1 from timetable.stay s where s.participant_id = p.id) then 1 else 0 end) as int) as \"TookPart\" from participants.participant p where p.merged_into is null group by p.language")
            .ToListAsync());
        Assert.Equal(2, people.Count);
        Assert.Equal(people.Select(row => $"{row.Registered} {row.TookPart}").Order(StringComparer.Ordinal), Cells(Section(page, "languages")).Select(row => $"{row[0]} {row[1]}").Order(StringComparer.Ordinal));
        var total = people.Sum(row => row.Registered);
        Assert.Equal(total, Cells(Section(page, "statuses")).Sum(row => int.Parse(row[0], CultureInfo.InvariantCulture)));

        // Two vouchers of EUR 100 end today; the other one is good for years.
        Assert.Contains("vouchers expire within 30 days, with 200 € left", Plain(page), StringComparison.Ordinal);
        foreach (var link in Links.In(page))
        {
            Assert.Equal(HttpStatusCode.OK, (await city.As(Roles.Administrator).GetAsync(link)).StatusCode);
        }

        // A number and its rows are the same.
        var week = Links.In(page).First(link => link.Contains("AttendanceMarks", StringComparison.Ordinal) && !link.Contains("PresentMinutes", StringComparison.Ordinal));
        Assert.Contains(" rows<", await city.As(Roles.Administrator).GetStringAsync(week), StringComparison.Ordinal);
        var took = Links.In(page).Single(link => Uri.UnescapeDataString(link).EndsWith("Language eq 'ar' and Stays/any(s:s/GroupKind ne 'Activity')", StringComparison.Ordinal));
        Assert.Contains(">1 row<", await city.As(Roles.Administrator).GetStringAsync(took), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everybody_sees_what_waits_for_them_and_nothing_of_others()
    {
        await using var city = await City.New();
        var taught = await city.HasTaughtClass(people: 3, sessions: 7);
        var other = await city.HasTaughtClass(people: 2);
        await city.InDatabase(async db =>
        {
            db.AddRange(Enumerable.Range(0, 3).Select(i => new Review { Key = $"walk-in:{i}", Code = ReviewCodes.WalkIn, ProviderId = taught.ProviderId, SessionId = taught.Session, DeviceId = null, At = city.Clock.GetUtcNow() }));
            db.Add(new Review { Key = "walk-in:other", Code = ReviewCodes.WalkIn, ProviderId = other.ProviderId, SessionId = other.Session, DeviceId = null, At = city.Clock.GetUtcNow() });
            await db.SaveChangesAsync();
        });
        var manager = city.As(Roles.ProviderManager, taught.ProviderId);
        var start = WebUtility.HtmlDecode(await manager.GetStringAsync("/provider/classes"));
        Assert.Equal("3", Tile(start, "/provider/registers"));
        Assert.Equal("1", Tile(WebUtility.HtmlDecode(await city.As(Roles.ProviderManager, other.ProviderId).GetStringAsync("/provider/classes")), "/provider/registers"));
        var free = await city.InDatabase(db => db.Database.SqlQuery<int>(
            $"select cast(coalesce(sum(capacity - seats_taken), 0) as int) as \"Value\" from timetable.study_group where provider_id = {taught.ProviderId} and cancelled_at is null and capacity > seats_taken").SingleAsync());
        Assert.Equal(free.ToString(CultureInfo.InvariantCulture), Tile(start, "/provider/classes"));

        // Seven lessons of ninety minutes: one person was at two of them, and two excused ones count on neither side; the others came.
        foreach (var (person, marks) in taught.People.Zip(new[] { "PPAAAEE", "PPPPPPP", "PPPPAAA" }))
        {
            await city.HasSignedRegisters(taught.GroupId, person.Id, marks);
        }

        foreach (var (reader, home) in new[] { (manager, "/provider/classes"), (city.As(Roles.Teacher, taught.ProviderId), "/teacher") })
        {
            Assert.Equal("1", Tile(WebUtility.HtmlDecode(await reader.GetStringAsync(home)), "/teacher/rare"));
            var rare = WebUtility.HtmlDecode(await reader.GetStringAsync("/teacher/rare"));
            Assert.Contains("Amina0 H.", rare, StringComparison.Ordinal);
            Assert.DoesNotContain("Amina1 H.", rare, StringComparison.Ordinal);
            Assert.Matches(@"<td class=""number"">4</td><td class=""number"">10</td><td class=""number"">40 %</td>", rare);
        }

        foreach (var stranger in new[] { city.As(Roles.ProviderManager, other.ProviderId), city.As(Roles.Teacher, other.ProviderId) })
        {
            Assert.Contains("Everybody comes at least half of the time", await stranger.GetStringAsync("/teacher/rare"), StringComparison.Ordinal);
        }

        var coach = city.As(Roles.Coach);
        var desk = WebUtility.HtmlDecode(await coach.GetStringAsync("/coach"));
        Assert.Contains("Needs you today", desk, StringComparison.Ordinal);
        Assert.Equal(3, Links.In(desk).Count);
        foreach (var link in Links.In(desk))
        {
            var answer = await coach.GetAsync(link);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{link}: {await answer.Content.ReadAsStringAsync()}");
        }

        // What is not a coach's is not there either.
        Assert.NotEqual(HttpStatusCode.OK, (await coach.GetAsync("/admin/rows/VoucherTransactions")).StatusCode);
    }

    private static string Hours(int minutes) => Math.Round(minutes / 45m, 1).ToString("N0", CultureInfo.InvariantCulture);

    private static string Section(string page, string id) => page[page.IndexOf($"aria-labelledby=\"{id}\"", StringComparison.Ordinal)..] is var rest ? rest[..rest.IndexOf("</section>", StringComparison.Ordinal)] : "";

    private static string Plain(string page) => page.Replace("\u2066", "", StringComparison.Ordinal).Replace("\u2069", "", StringComparison.Ordinal).Replace('\u00A0', ' ');

    /// <summary>The numbers of each row of the table.</summary>
    private static IEnumerable<string[]> Cells(string section) => section.Split("<tr>").Skip(2).Select(row => Numbers().Matches(row).Select(match => match.Groups["text"].Value).ToArray());

    private static string Tile(string page, string address) => Regex.Match(page, $"href=\"{Regex.Escape(address)}\">\\s*<span class=\"figure\">(?<number>[^<]*)<", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["number"].Value;

    private sealed record Day(DateOnly On, int Attended, int Held);

    private sealed record Uptake(string Name, int Registered, int TookPart);

    [GeneratedRegex("<td class=\"number\">(<a [^>]*>)?(?<text>[^<]+)<", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Numbers();
}
