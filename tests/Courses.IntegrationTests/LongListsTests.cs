using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Courses.Contracts.Access;
using Courses.Contracts.Attendance;
using Courses.Contracts.Timetable;
using Courses.IntegrationTests.Vouchers;
using Courses.Timetable;
using Courses.Vouchers;
using Microsoft.EntityFrameworkCore;

namespace Courses.IntegrationTests;

/// <summary>Pages that teachers and providers open on slow lines stay light however long their lists grow, and every row is a few links away.</summary>
public sealed partial class LongListsTests
{
    private const int Limit = 60_000;

    [Fact]
    public async Task A_settlement_of_many_vouchers_is_read_class_by_class()
    {
        const int classes = 30, people = 8;
        await using var city = await City.New();
        var at = await city.HasProviderWhoTakesVouchers();
        List<(Guid Class, Guid Person)> seats = [];
        for (var i = 0; i < classes; i++)
        {
            var lesson = await city.HasClassFor(at, startsInDays: 1, from: new(8 + (i % 10), 0));
            for (var j = 0; j < people; j++)
            {
                var person = Guid.NewGuid();
                var voucher = await city.HasVoucher(person, j == 3 ? VoucherCity.Terms() with { PaysFrom = ProofGrade.Seen } : null);
                await RedeemVoucherTests.Json(await RedeemVoucherTests.Redeem(city.AsNewcomer(person), voucher, lesson));
                seats.Add((lesson, person));
            }
        }

        // All there, half there, excused within and beyond the share, on a teacher's word alone; one class waits for two registers.
        city.Clock.Advance(TimeSpan.FromDays(7));
        string[] marks = ["PPPP", "PAAP", "EPPP", "HHPP", "EEEP", "AAAA", "PHAE", "PPPA"];
        foreach (var ((lesson, person), i) in seats.Select((seat, i) => (seat, i)))
        {
            await city.HasSignedRegisters(lesson, person, i < people ? "PP" : marks[i % marks.Length]);
        }

        // Some came to their class a lesson later, and some left after the second; not those who wait for registers.
        var last = seats[^1].Class;
        var days = await city.InDatabase(db => db.Set<Courses.Timetable.Session>().Where(session => session.GroupId == last).Select(session => session.LocalDate).Distinct().OrderBy(day => day).ToListAsync());
        var (late, gone) = (seats.Where((_, i) => i >= people && i % people == 1).Select(seat => seat.Person).ToArray(), seats.Where((_, i) => i >= people && i % people == 3).Select(seat => seat.Person).ToArray());
        Assert.True(days.Count > 2);
        Assert.Equal(classes - 1, await city.InDatabase(db => db.Set<Courses.Timetable.Stay>().Where(stay => late.Contains(stay.ParticipantId)).ExecuteUpdateAsync(set => set.SetProperty(stay => stay.From, days[1]))));
        Assert.Equal(classes - 1, await city.InDatabase(db => db.Set<Courses.Timetable.Stay>().Where(stay => gone.Contains(stay.ParticipantId)).ExecuteUpdateAsync(set => set.SetProperty(stay => stay.Until, days[1]))));

        var manager = city.As(Roles.ProviderManager, at.Provider);
        var page = await Light(manager, "/provider/settlement");
        Assert.Contains("2 registers are not signed", page, StringComparison.Ordinal);
        var lists = await Light(manager, "/provider/settlement?list=ready");
        List<string> found = [];
        foreach (var link in ClassLinks().Matches(lists + page).Select(match => match.Groups["link"].Value).Distinct())
        {
            found.AddRange(Proofs().Matches(await Light(manager, "/provider/settlement" + link)).Select(match => match.Groups["id"].Value));
        }

        var all = await city.InDatabase(db => db.Set<Redemption>().Select(row => row.Id.ToString()).ToListAsync());
        Assert.Equal(all.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
        Assert.Equal(all.Count, Proofs().Count(await manager.GetStringAsync("/provider/settlement?all=true")));

        // What the engine adds up for the city's page is what each lesson says.
        var (open, sums) = (await city.Ask<Payables, IReadOnlyList<Payable>>(payables => payables.Open(null, default)), await city.Ask<PayablesInSum, IReadOnlyList<Payable>>(payables => payables.Of(default)));
        Assert.Equal(open.Select(row => (row.RedemptionId, row.Earned, row.DueCents, row.IsDue)), sums.Select(row => (row.RedemptionId, row.Earned, row.DueCents, row.IsDue)));
        Assert.True(open.Select(row => row.Earned).Distinct().Count() > 6, string.Join(", ", open.Select(row => row.Earned).Distinct()));

        var administrator = city.As(Roles.Administrator);
        var batch = (await administrator.Submit("/admin/settlements")).Headers.Location!.ToString();
        var (own, whole) = (batch.Replace("/admin/settlements/", "/provider/settlement/", StringComparison.Ordinal), 0);
        foreach (var (reader, address) in new[] { (administrator, batch), (administrator, $"{batch}?provider={at.Provider}"), (manager, own) })
        {
            whole += Proofs().Count(await Light(reader, address));
            Assert.Equal(all.Count - people, Proofs().Count(await reader.GetStringAsync(address + (address.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "all=true")));
        }

        Assert.Equal(0, whole);
        Assert.Equal(people, Proofs().Count(await Light(manager, $"{own}?class={seats[^1].Class}")));
    }

    [Fact]
    public async Task Lessons_and_registers_of_many_classes_come_in_pages()
    {
        const int classes = 16;
        await using var city = await City.New();
        var provider = await city.HasProvider();
        var today = city.Today();
        List<Guid> groups = [];
        Guid teacher = default;
        for (var i = 0; i < classes; i++)
        {
            var taught = await city.HasTaughtClass(people: 1, providerId: provider);
            teacher = taught.TeacherId;
            groups.Add(await city.Ask<ITimetable, Guid>(async timetable =>
            {
                var venue = await timetable.Groups.Where(group => group.Id == taught.GroupId).Select(group => group.VenueId).SingleAsync();
                var id = await timetable.CreateGroup(
                    new()
                    {
                        Kind = GroupKind.LanguageClass,
                        Name = $"German for carers and nurses, intensive course in the morning, group {i}",
                        ProviderId = provider,
                        VenueId = venue,
                        TeacherId = teacher,
                        Capacity = 20,
                        Sessions = [.. Enumerable.Range(-12, 20).Select(day => new NewSession(today.AddDays(day), new(20, 0), new(21, 30), 90))],
                    },
                    default);
                await timetable.TakeSeat(id, taught.People[0].Id, null, default);
                return id;
            }));
        }

        await city.InDatabase(db => db.Set<Stay>().Where(stay => groups.Contains(stay.GroupId)).ExecuteUpdateAsync(set => set.SetProperty(stay => stay.From, today.AddDays(-30))));
        var (person, manager) = (city.As(Roles.Teacher, provider), city.As(Roles.ProviderManager, provider));
        await Light(person, "/teacher");
        await Light(manager, "/provider/registers");
        var begun = await Light(manager, "/teacher/registers");
        foreach (var list in new[] { "today", "missing" })
        {
            Assert.Contains($"/teacher/registers?list={list}", begun, StringComparison.Ordinal);
        }

        // Each lesson stands in one list, on one page.
        var lessons = await city.InDatabase(db => db.Set<Courses.Timetable.Session>().Where(session => groups.Contains(session.GroupId)).Select(session => new { session.Id, session.LocalDate }).ToListAsync());
        var shown = (await Walk(person, "/teacher/registers?list=today")).Concat(await Walk(person, "/teacher/registers?list=missing")).Concat(await Walk(person, "/teacher/registers?list=coming")).ToList();
        Assert.Equal(shown.Count, shown.Distinct().Count());
        Assert.Empty(lessons.Select(lesson => lesson.Id.ToString()).Except(shown));
        var missing = lessons.Where(lesson => lesson.LocalDate < today).Select(lesson => lesson.Id.ToString()).ToList();
        Assert.Equal(missing.Order(StringComparer.Ordinal), (await Walk(manager, "/provider/registers?tab=missing")).Intersect(missing).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_report_by_class_comes_in_pages_and_each_number_opens_into_its_rows()
    {
        const int classes = 22;
        await using var city = await City.New();
        HashSet<string> groups = [];
        for (var i = 0; i < classes; i++)
        {
            groups.Add((await city.HasReportedClass(people: 1, signed: true)).GroupId.ToString());
        }

        var reader = city.As(Roles.Administrator);
        const string report = "/admin/reports?period=2026-Q4&by=class";
        var first = await Light(reader, report);
        var second = await Light(reader, More().Match(first).Groups["link"].Value);
        Assert.Equal((15, 7), (Behind().Count(first), Behind().Count(second)));
        Assert.Equal(groups.Order(StringComparer.Ordinal), Behind().Matches(first + second).Select(match => match.Groups["id"].Value).Order(StringComparer.Ordinal));
        Assert.Equal(classes, Behind().Count(WebUtility.HtmlDecode(await reader.GetStringAsync(report + "&all=true"))));
        var rows = (await reader.GetAsync(Behind().Match(first).Groups["link"].Value)).Headers.Location!.ToString();
        Assert.StartsWith("/admin/rows/AttendanceMarks", rows, StringComparison.Ordinal);
        Assert.Contains(">8 rows<", await reader.GetStringAsync(rows), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await reader.GetAsync("/admin/reports?period=2026-Q4&by=month&behind=Held&of=nonsense")).StatusCode);
    }

    private static async Task<string> Light(HttpClient reader, string address)
    {
        var answer = await reader.GetAsync(address);
        var page = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{address}: {answer.StatusCode} {page}");
        Assert.True(Encoding.UTF8.GetByteCount(page) <= Limit, $"{address} weighs {Encoding.UTF8.GetByteCount(page):N0} bytes");
        return WebUtility.HtmlDecode(page);
    }

    /// <summary>The registers to which all pages of a list lead.</summary>
    private static async Task<List<string>> Walk(HttpClient reader, string first)
    {
        List<string> seen = [];
        for (var (address, pages) = (first, 0); address is not null; pages++)
        {
            Assert.True(pages < 50, address);
            var page = await Light(reader, address);
            seen.AddRange(Registers().Matches(page).Select(match => match.Groups["id"].Value));
            address = More().Match(page) is { Success: true } more ? more.Groups["link"].Value : null!;
        }

        return seen;
    }

    [GeneratedRegex("href=\"(?<link>\\?class=[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ClassLinks();

    [GeneratedRegex("href=\"/settlements/proof/(?<id>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Proofs();

    [GeneratedRegex("href=\"/teacher/registers/(?<id>[0-9a-f-]{36})", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Registers();

    [GeneratedRegex("href=\"(?<link>/admin/reports[^\"]*behind=Held&of=(?<id>[0-9a-f-]{36}))\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Behind();

    [GeneratedRegex("href=\"(?<link>[^\"]+)\" id=\"more\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex More();
}
