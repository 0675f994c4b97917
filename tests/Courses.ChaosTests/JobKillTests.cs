using System.Diagnostics;
using System.Globalization;
using Courses.Benchmarks;
using Courses.Platform.Database;
using Courses.Platform.Jobs;
using Courses.Platform.Jobs.Scheduling;
using Courses.Platform.Work;
using Courses.Tests.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.ChaosTests;

/// <summary>Nodes that run recurring jobs and the work of people are killed (kill -9). COURSES_KILLS_OF_NODES makes it longer: tools/chaos jobs.</summary>
public sealed class JobKillTests
{
    private const int PiecesAKill = 4;

    /// <summary>A third of them were committed by a process that died before it could queue them.</summary>
    private const int Unqueued = 3;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>Two nodes, one after the other killed at random moments: nothing may be lost, and nothing that must not overlap may.</summary>
    [FactOn("PostgreSql")]
    public async Task Nothing_is_lost_and_nothing_overlaps_however_often_nodes_are_killed()
    {
        var wanted = int.TryParse(Environment.GetEnvironmentVariable("COURSES_KILLS_OF_NODES"), out var set) ? set : 4;
        await using var cluster = new Cluster();
        await cluster.Start();
        await using var product = await BenchmarkHost.Start(cluster.Connection);
        await Witness.Arrange(cluster.Connection);
        await using var one = await JobNode.Started(cluster.Connection, witnessed: true);
        await using var two = await JobNode.Started(cluster.Connection, witnessed: true);

        var random = new Random();
        var kills = 0;

        // A kill may meet a node that has nothing in hand: they go on until one met work, or had every chance to.
        for (; kills < wanted || (kills < 5 * wanted && !await Witness.SawWorkTakenOver(cluster.Connection)); kills++)
        {
            for (var piece = 0; piece < PiecesAKill; piece++)
            {
                await Ask(product, queued: random.Next(Unqueued) > 0);
            }

            await Until(product, db => db.Set<WorkItem>().AnyAsync(row => row.State == WorkState.Running));
            await Task.Delay(random.Next(2_000));
            await (random.Next(2) == 0 ? one : two).KilledAndStartedAgain();
        }

        var witness = await Witness.Heard(cluster.Connection);
        Counts.Write("kills of a node", kills);
        Counts.Write("pieces of work asked for", witness.Asked);
        Counts.Write("pieces done", witness.Done);
        Counts.Write("steps of them stored, each once", witness.Steps);
        Counts.Write("pieces that were begun more than once", witness.TakenOver);
        Counts.Write("runs of the recurring job", witness.Ticks);
        Counts.Write("longest pause between two of its runs, seconds", witness.LongestPause.ToString("0.0", CultureInfo.InvariantCulture));
        Counts.Write("overlaps", witness.Overlaps);
        Assert.Equal(kills * PiecesAKill, witness.Asked);
        Assert.Equal(witness.Asked, witness.Done);
        Assert.Equal(witness.Asked * Witness.StepsEach, witness.Steps);
        Assert.Equal(0, witness.Overlaps);
        Assert.True(witness.TakenOver > 0 && witness.Ticks > 0, "No kill met anything.");
    }

    /// <summary>The canary: nodes whose lock never refuses are seen to overlap.</summary>
    [FactOn("PostgreSql")]
    public async Task Without_our_lock_the_overlap_is_seen()
    {
        await using var cluster = new Cluster();
        await cluster.Start();
        await using var product = await BenchmarkHost.Start(cluster.Connection);
        await Witness.Arrange(cluster.Connection);
        await Witness.MakesEveryLockFree(cluster.Connection);
        await using var node = await JobNode.Started(cluster.Connection + ";Search Path=public,pg_catalog", witnessed: true);
        await Ask(product, queued: true);
        Assert.NotEqual(0, (await Witness.Heard(cluster.Connection)).Overlaps);
    }

    /// <summary>A node that is killed has another go on with its work, and run its recurring job, within a minute.</summary>
    [Fact]
    public async Task What_ran_on_a_node_that_was_killed_goes_on_elsewhere_within_a_minute()
    {
        await using var cluster = Town.IsOnPostgreSql ? new Cluster() : null;
        await (cluster?.Start() ?? Task.CompletedTask);
        var connection = cluster?.Connection ?? Cluster.GivenConnection;
        await using var product = await BenchmarkHost.Start(connection);
        await using var one = await JobNode.Started(connection);
        var work = await Ask(product, queued: true, name: JobNode.Hold);
        var desk = product.Services.GetRequiredService<JobDesk>();
        product.Services.GetRequiredService<JobScheduler>().Trigger(JobNode.Long);
        await Until(product, async db => await Starts(db, work) == 1 && await Runs(db) == 1);
        await using var two = await JobNode.Started(connection);
        await Until(product, async _ => await desk.Nodes(CancellationToken.None) is { Count: 2 });

        await one.Kill();
        var watch = Stopwatch.StartNew();
        await Until(product, async db => await Starts(db, work) == 2);
        Counts.Write("seconds until another node went on with the work", watch.Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture));
        await Until(product, async db => await Runs(db) == 2);
        Counts.Write("seconds until another node had run the recurring job and begun the work", watch.Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Minute);

        Task<int> Starts(CoursesDb db, Guid id) => db.Set<WorkItem>().Where(row => row.Id == id).Select(row => row.Starts).SingleAsync();
        Task<int> Runs(CoursesDb db) => db.Set<JobRun>().CountAsync(run => run.Job == JobNode.Long);
    }

    /// <summary>Queued twice: the store promises at least once.</summary>
    private static async Task<Guid> Ask(WebApplication product, bool queued, string name = JobNode.Piece)
    {
        await using var scope = product.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CoursesDb>();
        var now = TimeProvider.System.GetUtcNow();
        var item = new WorkItem { Name = name, Arguments = "{}", AskedBy = Guid.NewGuid(), AskedByName = "Chaos", AskedAs = "[]", AskedAt = now };

        // The watch of the nodes finds what was not queued a minute after it should have been; here it need not wait so long.
        item.Queue(queued ? now : now.AddSeconds(-50));
        db.Add(item);
        await db.SaveChangesAsync();
        if (queued)
        {
            product.Services.GetRequiredService<JobScheduler>().Enqueue(item.Name, item.Id);
            product.Services.GetRequiredService<JobScheduler>().Enqueue(item.Name, item.Id);
        }

        return item.Id;
    }

    private static async Task Until(WebApplication product, Func<CoursesDb, Task<bool>> isSo)
    {
        using var patience = new CancellationTokenSource(2 * Minute);
        while (true)
        {
            await using var scope = product.Services.CreateAsyncScope();
            if (await isSo(scope.ServiceProvider.GetRequiredService<CoursesDb>()))
            {
                return;
            }

            await Task.Delay(100, patience.Token);
        }
    }
}
