using System.Net;
using Courses.Attendance;
using Courses.Contracts.Access;
using Courses.Contracts.Attendance;
using Courses.Reporting.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Reporting;

public sealed class ReportTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task Counts_each_person_once_and_each_hour_on_its_side()
    {
        await city.HasReportedClass(people: 3);
        var (lines, total) = await Report(new(2026, 4));
        Assert.Equal(2, total.Persons);
        Assert.Equal(24 * 90, total.HeldMinutes);
        Assert.Equal(16 * 90, total.AttendedMinutes);
        Assert.Equal(total.HeldMinutes, lines.Sum(line => line.HeldMinutes));
        var (_, before) = await Report(new(2026, 2));
        Assert.Equal(0, before.Persons);
    }

    [Fact]
    public async Task Tells_hours_excused_by_word_from_those_excused_by_a_certificate()
    {
        await using var own = await City.New();
        var taught = await own.HasReportedClass(people: 1);
        await own.InDatabase(async db =>
        {
            var marks = await db.Set<Mark>().Where(mark => mark.GroupId == taught.GroupId && mark.ParticipantId == taught.Participants[0]).OrderBy(mark => mark.SessionId).Take(3).ToListAsync();
            foreach (var (mark, proof) in marks.Zip([ExcuseProof.Word, ExcuseProof.Word, ExcuseProof.Certificate]))
            {
                mark.Set(new Assessment(MarkState.Excused, 0, false, Guid.NewGuid(), false) { Excuse = proof }, own.Clock.GetUtcNow());
            }

            await db.SaveChangesAsync();
        });
        await using var scope = own.Services.CreateAsyncScope();
        var (lines, total) = await ActivatorUtilities.CreateInstance<FunderReport>(scope.ServiceProvider).Of(new(2026, 4), CancellationToken.None);
        Assert.Equal((2 * 90, 1 * 90, 5 * 90), (total.ExcusedByWordMinutes, total.ExcusedByCertificateMinutes, total.HeldMinutes));
        Assert.Equal(total.ExcusedByWordMinutes, lines.Sum(line => line.ExcusedByWordMinutes));
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
        await own.HasReportedClass(people: 3);
        var (auditor, persons) = (own.As(Roles.Auditor), 3);
        var csv = (await auditor.GetStringAsync("/admin/reports/2026-Q4.csv")).Split('\n', StringSplitOptions.TrimEntries);
        Assert.Equal("Persons", csv[0].Split(',')[persons]);
        Assert.Equal(SmallCounts.Few, csv.Single(line => line.StartsWith("2026-Q4,All programmes,", StringComparison.Ordinal)).Split(',')[persons]);
        Assert.Contains("another count is hidden", await auditor.GetStringAsync("/admin/reports"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_a_page_and_a_table_for_those_who_report()
    {
        foreach (var role in new[] { Roles.Administrator, Roles.Auditor })
        {
            var client = city.As(role);
            Assert.Contains("Quarter 3 of 2026", await client.GetStringAsync("/admin/reports"), StringComparison.Ordinal);
            Assert.Contains("Quarter 4 of 2026", await client.GetStringAsync("/admin/reports?quarter=2026-Q4"), StringComparison.Ordinal);
            var csv = await client.GetStringAsync("/admin/reports/2026-Q4.csv");
            Assert.Contains("2026-Q4,All programmes,", csv, StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.BadRequest, (await city.As(Roles.Auditor).GetAsync("/admin/reports?quarter=2026-Q7")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await city.As(Roles.Auditor).GetAsync("/admin/reports/last.csv")).StatusCode);
        Assert.NotEqual(HttpStatusCode.OK, (await city.As(Roles.Coach).GetAsync("/admin/reports")).StatusCode);
    }

    [Fact]
    public async Task Each_number_leads_to_rows_that_can_be_read()
    {
        await city.HasReportedClass();
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

    private async Task<(IReadOnlyList<ReportLine> Lines, ReportLine Total)> Report(Quarter quarter)
    {
        await using var scope = city.Services.CreateAsyncScope();
        return await ActivatorUtilities.CreateInstance<FunderReport>(scope.ServiceProvider).Of(quarter, CancellationToken.None);
    }
}
