using Courses.Tests.Shared;

namespace Courses.ChaosTests;

/// <summary>
/// The power fails at random moments, of the host (kill -9) and of the database (an immediate stop), while twenty tablets sync and phones book. Whatever a device was told
/// must be stored, once. COURSES_KILLS and COURSES_RESTARTS make it longer: tools/chaos.
/// </summary>
public sealed class PowerCutTests
{
    private const int HoldersAKill = 30;

    [Fact]
    public async Task What_was_acknowledged_is_stored_once_however_often_the_power_fails()
    {
        var kills = Setting("COURSES_KILLS", 8);
        var restarts = Town.IsOnPostgreSql ? Setting("COURSES_RESTARTS", 1) : 0;
        await using var town = await Town.Built(HoldersAKill * (kills + restarts));
        await town.Live(async () =>
        {
            // Restarts of the database lie somewhere between the kills.
            var random = new Random();
            var moments = Enumerable.Repeat(true, restarts).Concat(Enumerable.Repeat(false, kills)).ToArray();
            random.Shuffle(moments);
            foreach (var isDatabase in moments)
            {
                // Half of the power cuts meet a host that is still cold, the others one that answers bookings again.
                if (random.Next(2) == 0)
                {
                    await town.Heard.AnotherBooking(atMost: TimeSpan.FromSeconds(10));
                }

                await Task.Delay(random.Next(100, 1500));
                if (isDatabase)
                {
                    await town.Cluster!.Crash();
                    await town.Cluster.Start();
                    await town.Host.BecomesReady();
                }
                else
                {
                    await town.Host.Kill();
                    await town.Host.Start();
                }
            }
        });

        var (promises, broken) = await town.Compare();
        Counts.Write("kills of the server", kills);
        Counts.Write("restarts of the database", Town.IsOnPostgreSql ? restarts : "0 (SQL Server is not the test's to restart)");
        Counts.Write("requests without an answer, repeated", town.Heard.Unanswered);
        Counts.Write("facts acknowledged", town.Heard.Acknowledged.Count);
        Counts.Write("facts stored", promises.FactsStored);
        Counts.Write("bookings tapped", town.Heard.Taps.Count);
        Counts.Write("bookings answered", promises.BookingsAnswered);
        Counts.Write("bookings stored", promises.BookingsStored);
        Counts.Write("ledger transactions, each summing to zero", promises.LedgerTransactions);
        Counts.Write("broken promises", broken.Count);
        Assert.True(broken.Count == 0, string.Join('\n', broken));
        Assert.True(promises.FactsStored > 0 && promises.BookingsStored > 0 && town.Heard.Unanswered > 0, "The devices were never in trouble.");
    }

    [Fact]
    public async Task Devices_that_repeat_under_new_ids_and_keys_are_noticed()
    {
        // The canary: the same check with devices that do not say that they repeat.
        await using var town = await Town.Built(holders: 300, guarded: false);
        await town.Live(() => town.Heard.BothLost(atMost: TimeSpan.FromMinutes(2)));
        var (_, broken) = await town.Compare();
        Assert.Contains(broken, finding => finding.Contains("things that a tablet saw are stored under several ids", StringComparison.Ordinal));
        Assert.Contains(broken, finding => finding.Contains("bookings are stored that no phone was told of", StringComparison.Ordinal));
    }

    private static int Setting(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), out var set) ? set : otherwise;
}
