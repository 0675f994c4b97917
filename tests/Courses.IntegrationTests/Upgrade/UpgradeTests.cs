using System.Net;
using Courses.Contracts.Access;
using Courses.Eligibility;
using Courses.IntegrationTests.Reporting;
using Courses.Platform.Requests;
using Courses.Tests.Shared;
using Courses.Vouchers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Courses.IntegrationTests.Upgrade;

/// <summary>
/// The demo city of the build of 2026-11-21 (<c>Courses.Seed --people 90</c>, written by pg_dump on 2026-11-27), brought to today's tables by today's migrations.
/// From that build on cities have data, so migrations only add. On SQL Server there is no such city: that build's first migration could not be applied there.
/// </summary>
public sealed class UpgradeTests(UpgradedCity upgraded) : IClassFixture<UpgradedCity>
{
    /// <summary>Gone or different for a reason: table or table.column, and why nothing is lost with it.</summary>
    private static readonly Dictionary<string, string> ForAReason = new(StringComparer.Ordinal)
    {
        ["quartz."] = "the timetable of jobs, which stands in the program",
        ["platform.migration"] = "the list of migrations gets longer",
        ["eligibility.stale"] = "whoever has marks is worked out once, which adds up the months of attendance",
        ["platform.client_request"] = "keys became hashes: the test below",
        ["access.protection_key"] = "a host that finds no key for its cookies makes one",
    };

    [FactOn("PostgreSql")]
    public void Everything_that_the_city_knew_is_there_and_as_it_was()
    {
        Assert.Equal(2914, upgraded.Before.Rows["attendance.mark"], tolerance: 10);
        Assert.Equal(93, upgraded.Before.Rows["participants.participant"]);
        var lost = upgraded.Before.LostIn(upgraded.After).Distinct().Where(what => !ForAReason.Keys.Any(gone => what.StartsWith(gone, StringComparison.Ordinal))).ToList();
        Assert.True(lost.Count == 0, "The upgrade lost or changed:\n" + string.Join('\n', lost));
    }

    [FactOn("PostgreSql")]
    public async Task Todays_tables_are_those_of_the_model()
    {
        var (applied, known) = await upgraded.City.InDatabase(async db => ((await db.Database.GetAppliedMigrationsAsync()).ToList(), db.Database.GetMigrations().ToList()));
        Assert.Equal(known, applied);
        var there = upgraded.After.Columns.Select(column => (column.Table.Replace("\"", "", StringComparison.Ordinal), column.Column.Trim('"'))).ToHashSet();
        var missing = await upgraded.City.InDatabase(db => Task.FromResult((
            from entity in db.Model.GetEntityTypes()
            where entity.GetTableName() is not null
            from property in entity.GetProperties()
            let column = ($"{entity.GetSchema()}.{entity.GetTableName()}", property.GetColumnName())
            where !there.Contains(column)
            select column).ToList()));
        Assert.Empty(missing);
    }

    [FactOn("PostgreSql")]
    public async Task A_key_that_was_sent_before_still_finds_its_answer() => await upgraded.City.InDatabase(async db =>
    {
        await db.Database.ExecuteSqlRawAsync("insert into platform.client_request (key, content_hash, answer, at) values ('book:someone:Key-1', 'hash', '1', now())");
        var keys = new ClientKeys(db, TimeProvider.System);
        Assert.False(await keys.IsKnown("book:someone", "Key-1", default));
        var migrations = db.GetService<IMigrationsAssembly>();
        var updates = migrations.Migrations.Values.SelectMany(migration => migrations.CreateMigration(migration, db.Database.ProviderName!).UpOperations).OfType<SqlOperation>()
            .Where(update => update.Sql.Contains("platform.client_request", StringComparison.Ordinal));
        foreach (var update in updates)
        {
            // Once more: it leaves alone what is a hash already.
            await db.Database.ExecuteSqlRawAsync(update.Sql);
            await db.Database.ExecuteSqlRawAsync(update.Sql);
        }

        Assert.True(await keys.IsKnown("book:someone", "Key-1", default));
        Assert.False(await keys.IsKnown("book:someone", "key-1", default));
    });

    [FactOn("PostgreSql")]
    public async Task The_money_adds_up()
    {
        Assert.True(upgraded.Before.Rows["vouchers.redemption"] > 0, "Nothing was paid in this city.");
        Assert.Empty(await upgraded.City.InDatabase(Books.Findings));
    }

    /// <summary>Marks of earlier versions say less of themselves, and are no fault for that.</summary>
    [FactOn("PostgreSql")]
    public async Task What_stands_there_is_what_follows_from_the_facts_and_the_ledger() => Assert.Empty(await upgraded.City.Derives());

    [FactOn("PostgreSql")]
    public async Task A_voucher_keeps_the_terms_under_which_it_was_issued()
    {
        var excused = await upgraded.City.InDatabase(db => db.Set<Voucher>().Select(voucher => voucher.ExcusedPercent).ToListAsync());
        Assert.NotEmpty(excused);
        Assert.All(excused, percent => Assert.Equal(100, percent));
    }

    [FactOn("PostgreSql")]
    public async Task Nobody_is_decided_anew_because_of_an_upgrade()
    {
        Assert.True(upgraded.Before.Rows["eligibility.decision"] > 600, "Nobody was decided on in this city.");
        Assert.Equal(0, await upgraded.City.Ask<Recompute, int>(recompute => recompute.Everybody(CancellationToken.None)));
    }

    [FactOn("PostgreSql")]
    public async Task The_pages_and_reports_of_the_city_answer()
    {
        var administrator = upgraded.City.As(Roles.Administrator, caseData: true);
        var sets = Advertised.In(await administrator.GetStringAsync("/odata/$metadata")).Select(set => $"/odata/{set.Set}?$top=5").ToList();
        Assert.NotEmpty(sets);
        foreach (var page in new[] { "/admin", "/admin/reports", "/admin/jobs", "/admin/messages" }.Concat(sets))
        {
            var answer = await administrator.GetAsync(page);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{page}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }
    }

    [FactOn("PostgreSql")]
    public async Task A_changed_value_a_lost_row_and_a_lost_column_are_noticed()
    {
        await using var connection = new NpgsqlConnection(upgraded.Connection);
        await connection.OpenAsync();
        await Run("create schema canary; create table canary.cage (id int primary key, bird text); insert into canary.cage values (1, 'finch'), (2, null)");
        var before = await Census.Of(upgraded.Connection);
        Assert.Empty(before.LostIn(await Census.Of(upgraded.Connection)));
        await Run("update canary.cage set bird = 'crow' where id = 1");
        Assert.Equal(["canary.cage.bird: other values"], before.LostIn(await Census.Of(upgraded.Connection)));
        await Run("delete from canary.cage where id = 2");
        Assert.Equal("canary.cage: 2 rows, now 1", Assert.Single(before.LostIn(await Census.Of(upgraded.Connection)).Distinct()));
        await Run("drop table canary.cage");
        Assert.Equal(["canary.cage.bird", "canary.cage.id"], before.LostIn(await Census.Of(upgraded.Connection)).Order());

        async Task Run(string sql)
        {
#pragma warning disable CA2100 // Written above.
            await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync();
        }
    }
}

/// <summary>Restored and migrated once for the class.</summary>
public sealed class UpgradedCity : IAsyncLifetime
{
    private static readonly DateTimeOffset DayOfTheDump = new(2026, 11, 27, 7, 0, 0, TimeSpan.Zero);

    internal City City { get; private set; } = null!;

    internal string Connection { get; private set; } = "";

    internal Census Before { get; private set; } = null!;

    internal Census After { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (TestDatabase.Engine != "PostgreSql")
        {
            return;
        }

        Connection = await TestDatabase.CreateEmpty();
        City = City.On(Connection);
        City.Clock.MoveTo(DayOfTheDump);
        await Dump.Restore("demo-city-2026-11-21.sql.gz", Connection);
        Before = await Census.Of(Connection);
        await City.InDatabase(db => db.Database.MigrateAsync());
        After = await Census.Of(Connection);
    }

    public Task DisposeAsync() => City is IAsyncLifetime city ? city.DisposeAsync() : Task.CompletedTask;
}
