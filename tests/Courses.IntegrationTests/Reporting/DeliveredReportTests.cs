using System.Net;
using System.Text;
using Courses.Access;
using Courses.Attendance;
using Courses.Contracts.Access;
using Courses.Contracts.Attendance;
using Courses.Reporting;
using Courses.Reporting.Reports;
using Microsoft.EntityFrameworkCore;

namespace Courses.IntegrationTests.Reporting;

public sealed class DeliveredReportTests
{
    private const string October = "/admin/reports/deliver?period=2026-10";

    [Fact]
    public async Task A_delivered_report_is_frozen_and_what_changed_since_stands_beside_it_by_name()
    {
        await using var city = await City.New();
        var taught = await city.HasReportedClass(people: 6, signed: true);
        var (administrator, auditor) = (city.As(Roles.Administrator), city.As(Roles.Auditor));
        var address = await Deliver(administrator, "Funder, Unit 3");
        var delivered = await city.InDatabase(db => db.Set<DeliveredReport>().AsNoTracking().SingleAsync());
        var page = await Read(auditor, address);
        Assert.Contains("Delivered report: October 2026", page, StringComparison.Ordinal);

        // Whoever wants to deliver it once more reads who had done so, and finds no form.
        var asked = await Read(administrator, October);
        Assert.Contains("Delivered to Funder, Unit 3 on 16 November 2026", asked, StringComparison.Ordinal);
        Assert.Contains($"href=\"{address}\"", asked, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"Recipient\"", asked, StringComparison.Ordinal);
        Assert.Contains("name=\"Recipient\"", await Read(administrator, October.Replace("2026-10", "2026-09", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("Delivered to Funder, Unit 3 on 16 November 2026", page, StringComparison.Ordinal);
        Assert.Contains("It is what it was", page, StringComparison.Ordinal);
        Assert.Contains("every number is the same", page, StringComparison.Ordinal);
        Assert.Contains(delivered.Sha256, page, StringComparison.Ordinal);
        var (content, workbook) = (await auditor.GetByteArrayAsync(address + ".json"), Sheets.Read(await auditor.GetByteArrayAsync(address + ".xlsx")));
        Assert.Equal(delivered.Sha256, FrozenReport.HashOf(content));

        // Three lessons in October: of 36 hours that six people had, 24 were attended.
        Assert.Equal((6 * 3 * 90, 4 * 3 * 90), (FrozenReport.Read(content).Report.Total[Measure.Held], FrozenReport.Read(content).Report.Total[Measure.Attended]));
        Assert.Contains("Delivered to Funder, Unit 3", await Read(auditor, "/admin/reports?period=2026-10"), StringComparison.Ordinal);

        city.Clock.Advance(TimeSpan.FromHours(1));

        // What takes place beside courses is in no hour of it, and counted as what it is.
        Assert.Contains("Nothing that counts was changed since.", await Read(auditor, address), StringComparison.Ordinal);
        await city.CameToAnActivity(taught.ProviderId, taught.Participants);
        page = await Read(auditor, address);
        Assert.Contains("1 register of an activity was signed.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<span>24.0</span><br>", Flat(page), StringComparison.Ordinal);
        await Corrects(city, taught);
        page = await Read(auditor, address);
        Assert.Contains("It is what it was", page, StringComparison.Ordinal);
        Assert.Contains("some numbers are others", page, StringComparison.Ordinal);
        Assert.Contains("<span>24.0</span><br>", Flat(page), StringComparison.Ordinal);
        Assert.Contains("<ins>today 26.0</ins>", page, StringComparison.Ordinal);
        Assert.Contains("1 mark was corrected in signed registers.", page, StringComparison.Ordinal);
        Assert.Contains("Tanja Teacher", page, StringComparison.Ordinal);
        Assert.Contains("Was on the excursion.", page, StringComparison.Ordinal);
        Assert.Contains("Classes and modules whose numbers changed", page, StringComparison.Ordinal);
        Assert.Single(Links.In(page), link => link.Contains("CorrectedAfterSignOff", StringComparison.Ordinal));
        foreach (var link in Links.In(page))
        {
            var rows = await auditor.GetAsync(link);
            Assert.True(rows.IsSuccessStatusCode, $"{link}: {await rows.Content.ReadAsStringAsync()}");
        }

        // Files of what was delivered are those of then.
        Assert.Equal(content, await auditor.GetByteArrayAsync(address + ".json"));
        Assert.Equal(workbook.SelectMany(sheet => sheet.Rows), Sheets.Read(await auditor.GetByteArrayAsync(address + ".xlsx")).SelectMany(sheet => sheet.Rows));
        Assert.Contains("Delivered a report", await Read(auditor, $"/admin/audit?Subject={delivered.Id}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_is_delivered_once_by_an_administrator_and_when_its_time_is_over()
    {
        await using var city = await City.New();
        var administrator = city.As(Roles.Administrator);
        var refused = await administrator.Submit("/admin/reports/deliver?period=2026-Q4", ("Recipient", "Funder"));
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("The period is not over until the end of 31 December 2026.", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await administrator.Submit(October, ("Recipient", " "))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await administrator.GetAsync("/admin/reports/deliver?period=then")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await administrator.GetAsync(October + "&programme=nobody-has-it")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await administrator.GetAsync($"/admin/reports/delivered/{Guid.NewGuid()}")).StatusCode);
        Assert.NotEqual(HttpStatusCode.OK, (await city.As(Roles.Auditor).GetAsync(October)).StatusCode);

        // Two clicks at once are one delivery, and the other is told so.
        var clicks = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => city.As(Roles.Administrator).Submit(October, ("Recipient", "Funder"))));
        Assert.Equal([HttpStatusCode.Redirect, HttpStatusCode.Conflict], clicks.Select(click => click.StatusCode).Order());
        var again = await administrator.Submit(October, ("Recipient", "Another funder"));
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.Contains("This report has been delivered already.", await again.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("Funder", await city.InDatabase(db => db.Set<DeliveredReport>().Select(row => row.Recipient).SingleAsync()));
        Assert.Equal(1, await city.InDatabase(db => db.Set<AuditEntry>().CountAsync(entry => entry.Act == "report.delivered")));
    }

    /// <summary>Whoever may write in the database changes the numbers, and the hash beside them: the trail, which is chained, still has the first.</summary>
    [Fact]
    public async Task A_delivered_report_whose_numbers_were_changed_says_so()
    {
        await using var city = await City.New();
        await city.HasReportedClass(people: 6, signed: true);
        var address = await Deliver(city.As(Roles.Administrator), "Funder");
        var auditor = city.As(Roles.Auditor);
        var changed = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(await auditor.GetByteArrayAsync(address + ".json")).Replace("Funder", "Nobody", StringComparison.Ordinal));
        await city.InDatabase(db => db.Set<DeliveredReport>().ExecuteUpdateAsync(set => set.SetProperty(row => row.Content, changed)));
        Assert.Contains("It is not what it was", await Read(auditor, address), StringComparison.Ordinal);
        await city.InDatabase(db => db.Set<DeliveredReport>().ExecuteUpdateAsync(set => set.SetProperty(row => row.Sha256, FrozenReport.HashOf(changed))));
        Assert.Contains("It is not what it was", await Read(auditor, address), StringComparison.Ordinal);
    }

    private static async Task<string> Deliver(HttpClient administrator, string recipient)
    {
        var answer = await administrator.Submit(October, ("Recipient", recipient));
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        return answer.Headers.Location!.ToString();
    }

    /// <summary>Somebody who was absent at the first lesson of the class was there after all.</summary>
    private static Task Corrects(City city, ReportedClass taught) => city.InDatabase(async db =>
    {
        var absent = taught.Participants[2];
        var mark = (await (from one in db.Set<Mark>()
                           join session in db.Set<Courses.Timetable.Session>() on one.SessionId equals session.Id
                           where one.ParticipantId == absent
                           orderby session.StartsAt
                           select one).FirstAsync());
        var fact = new AttendanceFact
        {
            FactId = Guid.NewGuid(),
            SessionId = mark.SessionId,
            ParticipantId = absent,
            Kind = FactKind.Present,
            Source = FactSource.Correction,
            DeviceId = Guid.NewGuid(),
            DeviceSequence = 1,
            DeviceTime = city.Clock.GetUtcNow(),
            ReceivedAt = city.Clock.GetUtcNow(),
            RecordedBy = "Tanja Teacher",
            Note = "Was on the excursion.",
        };
        db.Add(fact);
        mark.Set(new(MarkState.Present, 90, false, fact.FactId, false), city.Clock.GetUtcNow(), correctedAfterSignOff: true);
        await db.SaveChangesAsync();
    });

    private static async Task<string> Read(HttpClient client, string address) => WebUtility.HtmlDecode(await client.GetStringAsync(address));

    private static string Flat(string page) => string.Concat(page.Split('\n', StringSplitOptions.TrimEntries));
}
