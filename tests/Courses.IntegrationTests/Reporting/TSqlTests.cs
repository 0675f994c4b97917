using Courses.Contracts.Access;
using Courses.Contracts.Attendance;
using Courses.Reporting;
using Courses.Reporting.Reports;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Reporting;

/// <summary>What the metadata advertises, and what the pages ask, becomes T-SQL.</summary>
public sealed class TSqlTests(OnSqlServer host) : IClassFixture<OnSqlServer>
{
    [Fact]
    public async Task Everything_that_metadata_advertises_becomes_a_statement()
    {
        var sets = Advertised.In((await host.Get("/odata/$metadata", Roles.Administrator)).Text);
        Assert.NotEmpty(sets);
        foreach (var query in sets.SelectMany(set => set.Queries.Select(query => $"/odata/{set.Set}?{query}").Append($"/odata/{set.Set}/$count")))
        {
            await BecomesAStatement(query, Roles.Administrator);
        }
    }

    [Fact]
    public async Task Every_question_over_several_sets_becomes_a_statement()
    {
        foreach (var question in Questions.OfTheStar)
        {
            await BecomesAStatement(Questions.Encoded(question), Roles.Administrator);
        }
    }

    /// <summary>On an empty server no page has rows whose collections could be asked for.</summary>
    [Fact]
    public async Task What_belongs_to_the_rows_of_a_page_becomes_a_statement()
    {
        try
        {
            host.FindsRows = true;
            var (questions, asked) = (0, 0);
            foreach (var question in Questions.OfTheStar.Where(question => question.Contains("$expand", StringComparison.Ordinal)))
            {
                await BecomesAStatement(Questions.Encoded(question), Roles.Administrator);
                questions++;
                asked += host.Statements.Count;
            }

            Assert.True(asked > 2 * questions, $"{questions} questions were {asked} statements.");
        }
        finally
        {
            host.FindsRows = false;
        }
    }

    /// <summary>A plan for any number of rows is a plan for a tenth of the table: what was asked often took two and a half times as long.</summary>
    [Theory]
    [InlineData("/odata/Sessions", 1001)]
    [InlineData("/odata/Sessions?$top=20", 20)]
    [InlineData("/odata/AttendanceMarks?$apply=groupby((ProviderId),aggregate($count as N))", 1001)]
    public async Task How_many_rows_a_page_has_stands_in_the_statement(string question, int rows)
    {
        await BecomesAStatement(question, Roles.Administrator);
        Assert.Contains($"TOP({rows})", Assert.Single(host.Statements), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Groups_are_made_by_the_database_in_one_statement()
    {
        foreach (var question in Questions.OfGroups.Where(question => !question.Contains("$count=true", StringComparison.Ordinal)))
        {
            await BecomesAStatement(Questions.Encoded(question), Roles.Administrator);
            Assert.Contains("GROUP BY", Assert.Single(host.Statements), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(Roles.Coach)]
    [InlineData(Roles.ProviderManager)]
    [InlineData(Roles.Teacher)]
    public async Task What_a_role_may_see_of_a_set_becomes_a_statement(string role)
    {
        foreach (var (set, _) in Advertised.In((await host.Get("/odata/$metadata", role)).Text))
        {
            await BecomesAStatement($"/odata/{set}?$count=true", role);
        }
    }

    /// <summary>The roster of a tablet keeps what it gave, to tell changes by, and writing needs a real transaction.</summary>
    private const string Writes = "/api/attendance/roster";

    /// <summary>The scheduler's own pages ask its own statements, past the context.</summary>
    private const string Foreign = "/admin/jobs/hangfire/{**page}";

    [Fact]
    public async Task Every_page_that_needs_no_record_asks_in_T_SQL()
    {
        var wrong = new List<string>();
        var asked = 0;
        foreach (var door in (await Access.Door.All(host.Services)).Where(door => door.Method == HttpMethod.Get && !door.ForAnyone && door.Route is not Writes and not Foreign))
        {
            foreach (var role in door.Roles ?? [])
            {
                host.Statements.Clear();
                var (status, text) = await host.Get(door.Address(Guid.NewGuid()), role);
                asked += host.Statements.Count;
                wrong.AddRange(host.Refused.Select(what => $"{door.Route} as {role}: {what}"));
                if (status >= 500)
                {
                    wrong.Add($"{door.Route} as {role}: {status} {text[..Math.Min(1500, text.Length)]}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(asked > 100, $"Only {asked} statements were asked: something keeps the pages from asking.");
    }

    /// <summary>Nobody has loaded one on this server, so no page asks for it.</summary>
    [Fact]
    public async Task Every_kind_of_report_that_is_shipped_asks_in_T_SQL()
    {
        host.Statements.Clear();
        foreach (var terms in ReportTemplates.Shipped.Select(json => ReportTerms.Read(json).Terms!))
        {
            await using var scope = host.Services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<IHttpContextAccessor>().HttpContext = new DefaultHttpContext { User = OnSqlServer.Somebody(Roles.Auditor) };
            var question = terms.QuestionOf(ReportPeriod.Of(terms.Period, new(2026, 11, 16)));
            await scope.ServiceProvider.GetRequiredService<MakeReport>().Of(question, [.. terms.Tables.Select(table => table.By).Distinct()], default);
            await scope.ServiceProvider.GetRequiredService<CountFigures>().Of(question, terms.Figures, default);
            await scope.ServiceProvider.GetRequiredService<CountPlan>().Of(question.Period, question.Programme, terms.Plan, default);
        }

        Assert.True(host.Statements.Count > 100, $"{host.Statements.Count}");
        Assert.True(host.Refused.Count == 0, string.Join('\n', host.Refused));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Months_of_attendance_are_asked_in_T_SQL_whether_somebody_is_stale_or_not(bool isSomebodyStale)
    {
        host.Statements.Clear();
        await using var scope = host.Services.CreateAsyncScope();
        var attendance = scope.ServiceProvider.GetRequiredService<IAttendance>();
        try
        {
            host.FindsRows = isSomebodyStale;
            var months = await attendance.Months(default);
            host.FindsRows = false;
            await months.ToListAsync();
            await months.Where(month => month.ProgrammeCode == null && month.Month >= 24_322).GroupBy(month => month.GroupId).Select(of => new { of.Key, Held = of.Sum(month => (long)month.HeldMinutes) }).ToListAsync();
            await attendance.AddUp([Guid.NewGuid()], default);
        }
        finally
        {
            host.FindsRows = false;
        }

        Assert.Equal(isSomebodyStale, host.Statements.Any(statement => statement.Contains("UNION ALL", StringComparison.Ordinal)));
        Assert.True(host.Refused.Count == 0, string.Join('\n', host.Refused));
    }

    private async Task BecomesAStatement(string query, string role)
    {
        host.Statements.Clear();
        var (status, text) = await host.Get(query, role);
        Assert.True(status == 200 && host.Statements.Any(statement => statement.Contains("SELECT", StringComparison.Ordinal)), $"{query} became no statement: {status} {text}");
        Assert.True(host.Refused.Count == 0, $"{query}: {string.Join('\n', host.Refused)}");
    }
}
