using System.Diagnostics;
using System.Globalization;
using Courses.Attendance;
using Courses.Benchmarks;
using Courses.Platform.Chain;
using Courses.Platform.Database;
using Courses.Tests.Shared;
using Courses.Vouchers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Courses.ChaosTests;

/// <summary>
/// The drill that a city should hold, too: a backup is made while tablets sync and phones book and what they say is chained, and it is restored into an empty database. The books balance, the chain holds under
/// every head that was kept before the backup began, nothing that was acknowledged before is missing, and the heads of after it say that something was lost.
/// </summary>
public sealed class RestoreDrillTests
{
    [FactOn("PostgreSql")]
    public async Task A_backup_that_was_made_while_people_write_comes_back_whole()
    {
        await using var town = await Town.Built(holders: 200);
        var (kept, backup) = (new List<string>(), Path.Combine(Path.GetTempPath(), $"drill-{Guid.NewGuid():N}.dump"));
        Guid[] before = [];
        string[] keptBefore = [];
        try
        {
            await town.Live(async () =>
            {
                using var end = new CancellationTokenSource();
                var chaining = Chain(town, kept, end.Token);
                await Until(() => town.Heard.Acknowledged.Count > 200 && kept.Count > 2);
                before = [.. town.Heard.Acknowledged.Keys];
                keptBefore = [.. kept];
                await Shell("pg_dump -Fc -f \"$0\" \"$1\"", backup, town.Cluster!.Connection);
                var then = (Facts: town.Heard.Acknowledged.Count, Heads: kept.Count);
                await Until(() => town.Heard.Acknowledged.Count > then.Facts + 50 && kept.Count > then.Heads + 1);
                await end.CancelAsync();
                await chaining;
            });

            var connection = town.Cluster!.Connection.Replace("Database=chaos", "Database=restored", StringComparison.Ordinal);
            await Shell("createdb \"$1\" && pg_restore --exit-on-error -d \"$1\" \"$0\"", backup, connection);
            await using var restored = BenchmarkHost.Build(connection);
            await using var scope = restored.Services.CreateAsyncScope();
            var (db, services) = (scope.ServiceProvider.GetRequiredService<CoursesDb>(), scope.ServiceProvider);

            Assert.Empty(await Books.Findings(db));
            var facts = (await db.Set<AttendanceFact>().Select(fact => fact.FactId).ToListAsync()).ToHashSet();
            Assert.DoesNotContain(before, fact => !facts.Contains(fact));
            Assert.DoesNotContain(facts, fact => !town.Heard.Acknowledged.ContainsKey(fact));
            Assert.Empty((await Look(services, keptBefore)).Faults);
            Assert.Empty(await services.GetRequiredService<DerivedWalk>().Everything(CancellationToken.None));
            Assert.All((await Look(services, [.. kept])).Faults, fault => Assert.Equal(ChainFault.HeadMissing, fault.Fault));
            Assert.Contains((await Look(services, [kept[^1]])).Faults, fault => fault.Kept == kept[^1]);

            // It goes on from there.
            await services.GetRequiredService<RowChain>().Extend(RowChain.LongLookBack, CancellationToken.None);
            var verdict = await Look(services, keptBefore);
            Assert.Empty(verdict.Faults);
            Assert.Equal(0, verdict.Waiting);
            Counts.Write("facts acknowledged before the backup began, of which restored", $"{before.Length}, {before.Count(facts.Contains)}");
            Counts.Write("rows restored under the chain", verdict.Rows);

            // The canary: a backup that lost one row, or holds another amount, is not whole.
            await db.Set<AttendanceFact>().Where(fact => fact.FactId == before[0]).ExecuteDeleteAsync();
            var entry = await db.Set<LedgerEntry>().OrderBy(row => row.Id).Select(row => row.Id).FirstAsync();
            await db.Set<LedgerEntry>().Where(row => row.Id == entry).ExecuteUpdateAsync(set => set.SetProperty(row => row.AmountCents, row => row.AmountCents + 1));
            Assert.Equal([ChainFault.RowDeleted, ChainFault.RowChanged], (await Look(services, keptBefore)).Faults.Select(fault => fault.Fault));
        }
        finally
        {
            File.Delete(backup);
        }
    }

    private static Task<ChainVerdict> Look(IServiceProvider services, IReadOnlyCollection<string> kept) =>
        new ChainWalk(services.GetRequiredService<CoursesDb>(), services.GetRequiredService<RowChain>(), services.GetRequiredService<IChainSeal>()).Run(kept, CancellationToken.None);

    /// <summary>As the job of each minute, only sooner; each head is kept.</summary>
    private static async Task Chain(Town town, List<string> kept, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            var head = await town.InProduct(async services =>
            {
                await services.GetRequiredService<RowChain>().Extend(RowChain.UsualLookBack, CancellationToken.None);
                return await services.GetRequiredService<RowChain>().MakeHead(CancellationToken.None);
            });
            if (head is not null)
            {
                kept.Add(head.Hash);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), CancellationToken.None);
        }
    }

    private static async Task Until(Func<bool> isSo)
    {
        var watch = Stopwatch.StartNew();
        while (!isSo())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(3), "The devices do not come on.");
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }

    /// <summary>With the programs of the PostgreSQL that the tests run on.</summary>
    private static async Task Shell(string command, string backup, string connection)
    {
        var parts = new NpgsqlConnectionStringBuilder(connection);
        using var shell = HostProcess.Launch(
            "bash", ["-c", $". tools/postgres.sh && find_postgres && PATH=$PG_BIN:$PATH && {command}", backup, parts.Database!], [("PGHOST", parts.Host!), ("PGPORT", parts.Port.ToString(CultureInfo.InvariantCulture)), ("PGUSER", parts.Username!)]);
        await shell.WaitForExitAsync();
        Assert.True(shell.ExitCode == 0, $"'{command}' ended with {shell.ExitCode}.");
    }
}
