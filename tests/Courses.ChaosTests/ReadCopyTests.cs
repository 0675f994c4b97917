using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Courses.Access;
using Courses.Access.Tokens;
using Courses.Benchmarks;
using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Tests.Shared;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Courses.ChaosTests;

/// <summary>
/// OData, reports and dashboards read from a real standby, which says how old it is. What is written meanwhile, and every page on which something is decided, is the database's own. When the standby is too far behind
/// or gone, nobody notices but for the number that is newer.
/// </summary>
public sealed partial class ReadCopyTests
{
    private const string Email = "reader@city.example";
    private const string Password = "correct horse battery";

    [FactOn("PostgreSql")]
    public async Task What_only_looks_reads_the_standby_while_it_is_near_enough()
    {
        await using var cluster = new Cluster();
        await cluster.Start();
        await using var product = await BenchmarkHost.Start(cluster.Connection);
        var token = await HasReader(product.Services);
        await HasProvider(product.Services);
        await using var standby = await cluster.Standby();
        await using var host = Host(cluster, standby, mostBehind: 300);
        await using var impatient = Host(cluster, standby, mostBehind: 0);
        await host.Start();
        await impatient.Start();

        // The standby stands still from here on; the database goes on.
        await Execute(standby, "select pg_wal_replay_pause()");
        await Paused(standby);
        await HasProvider(product.Services);

        var (count, asOf) = await Providers(host, token);
        Assert.Equal("1", count);
        Assert.NotNull(asOf);
        var now = TimeProvider.System.GetUtcNow();
        Assert.InRange(DateTimeOffset.Parse(asOf, CultureInfo.InvariantCulture), now.AddMinutes(-5), now);
        using var browser = await StaffSignIn.At(host.Address, Email, Password);
        Assert.Contains("read from a copy", await browser.GetStringAsync("/admin"), StringComparison.Ordinal);
        var deciding = await browser.GetStringAsync("/admin/providers");
        Assert.DoesNotContain("read from a copy", deciding, StringComparison.Ordinal);
        Assert.Equal(2, School().Count(deciding));

        // Where nothing may be behind, the same question comes to the database itself.
        Assert.Equal(("2", null), await Providers(impatient, token));

        await Execute(standby, "select pg_wal_replay_resume()");
        await Until(async () => (await Providers(host, token)).Count == "2");

        // It is gone: whoever asks gets an answer, now from the database, and when it is back it is read again.
        await standby.Crash();
        await HasProvider(product.Services);
        Assert.Equal(("3", null), await Providers(host, token));
        Assert.DoesNotContain("read from a copy", await browser.GetStringAsync("/admin"), StringComparison.Ordinal);
        await standby.Start();
        await Until(async () => (await Providers(host, token)).AsOf is not null);
    }

    private static HostProcess Host(Cluster cluster, Cluster standby, int mostBehind) => new(
        cluster.Connection, HostProcess.FreePort(), ("COURSES_JOBS", "off"), ("ASPNETCORE_ENVIRONMENT", "Development"), ("Logging__LogLevel__Default", "None"),
        ("COURSES_READ_CONNECTION", standby.Connection), ("COURSES_READ_MAX_LAG", mostBehind.ToString(CultureInfo.InvariantCulture)));

    private static async Task<string> HasReader(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var now = TimeProvider.System.GetUtcNow();
        var account = new Account { UserName = Email, Email = Email, Name = "Reader", CreatedAt = now };
        account.Give(Roles.Administrator, null, caseData: false, "test", now);
        var made = await scope.ServiceProvider.GetRequiredService<UserManager<Account>>().CreateAsync(account, Password);
        Assert.True(made.Succeeded, string.Join(" ", made.Errors.Select(error => error.Description)));
        var (row, token) = AccessToken.For(account.Id, "Excel", 30, now);
        var db = scope.ServiceProvider.GetRequiredService<CoursesDb>();
        db.Add(row);
        await db.SaveChangesAsync();
        return token;
    }

    private static async Task HasProvider(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        await VoucherHolders.HasProvider(scope.ServiceProvider.GetRequiredService<CoursesDb>());
    }

    private static async Task<(string Count, string? AsOf)> Providers(HostProcess host, string token)
    {
        using var client = new HttpClient { BaseAddress = host.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Email}:{token}")));
        using var answer = await client.GetAsync(new Uri("/odata/Providers/$count", UriKind.Relative));
        var body = (await answer.Content.ReadAsStringAsync()).Trim('\uFEFF');
        Assert.True(answer.IsSuccessStatusCode, body);
        return (body, answer.Headers.TryGetValues(ReadCopy.Header, out var values) ? values.Single() : null);
    }

    private static async Task Execute(Cluster on, string statement)
    {
        await using var source = NpgsqlDataSource.Create(on.Connection);
        await using var command = source.CreateCommand(statement);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task Paused(Cluster standby)
    {
        await using var source = NpgsqlDataSource.Create(standby.Connection);
        await Until(async () =>
        {
            await using var command = source.CreateCommand("select pg_get_wal_replay_pause_state()");
            return await command.ExecuteScalarAsync() is "paused";
        });
    }

    private static async Task Until(Func<Task<bool>> isSo)
    {
        var patience = System.Diagnostics.Stopwatch.StartNew();
        while (!await isSo())
        {
            Assert.True(patience.Elapsed < TimeSpan.FromMinutes(1), "The standby does not come on.");
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
    }

    [GeneratedRegex(">School [0-9a-f]{32}<", RegexOptions.None, 1000)]
    private static partial Regex School();
}
