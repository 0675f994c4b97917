using System.Net;
using Courses.Contracts.Access;
using Courses.Reporting.Features;
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
