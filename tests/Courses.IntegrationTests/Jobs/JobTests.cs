using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using Courses.Contracts.Access;
using Courses.IntegrationTests.Access;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Jobs;
using Courses.Platform.Jobs.Scheduling;
using Courses.Tests.Shared;
using Hangfire;
using Hangfire.Common;
using Hangfire.Storage;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Courses.IntegrationTests.Jobs;

public sealed class JobTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task Run_now_writes_the_run_down_and_shows_it()
    {
        var admin = city.As(Roles.Administrator);
        Assert.Equal(HttpStatusCode.Redirect, (await admin.Submit("/admin/jobs?handler=Run", ("name", "recompute-stale"))).StatusCode);
        var page = await admin.GetStringAsync("/admin/jobs");
        Assert.Contains("Recompute who changed", page, StringComparison.Ordinal);
        Assert.Contains("it is tried again after 1 min, 2 min, 4 min, 8 min, 16 min", page, StringComparison.Ordinal);
        Assert.Contains("the next run does what was left", page, StringComparison.Ordinal);
        Assert.True(await city.InDatabase(db => db.Set<JobRun>().AnyAsync(run => run.Job == "recompute-stale" && run.EndedAt != null && run.Error == null)));
        Assert.Equal(HttpStatusCode.NotFound, (await admin.Submit("/admin/jobs?handler=Run", ("name", "no-such-job"))).StatusCode);
    }

    [Fact]
    public async Task The_page_and_the_health_check_tell_that_nobody_runs_jobs_until_somebody_does()
    {
        await using var alone = await City.New();
        Assert.Contains("No server runs jobs", await alone.As(Roles.Administrator).GetStringAsync("/admin/jobs"), StringComparison.Ordinal);
        var ready = await alone.CreateClient().GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        Assert.Contains("No node runs jobs", await ready.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        await using var node = Node(alone);
        var desk = node.Services.GetRequiredService<JobDesk>();
        var overview = await Eventually(() => desk.Overview(CancellationToken.None), seen => seen.Nodes is { Count: 1 } && seen.Jobs.All(job => job.NextRun is not null));
        Assert.Equal(node.Services.GetRequiredService<JobRunner>().Jobs.Count, overview.Jobs.Count);
        Assert.Equal("Healthy", await alone.CreateClient().GetStringAsync("/health/ready"));
        Assert.Contains($"data-node=\"{Environment.MachineName.ToLowerInvariant()}\"", await alone.As(Roles.Administrator).GetStringAsync("/admin/jobs"), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_run_started_by_hand_has_nothing_of_the_culture_of_who_started_it()
    {
        var seen = new ConcurrentQueue<string>();
        await using var node = Node(city, services => services.AddSingleton(seen).AddJob<TellsItsCulture>("tells-its-culture", JobSchedule.Every(TimeSpan.FromHours(12))));
        var desk = node.Services.GetRequiredService<JobDesk>();
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = new("fa-IR");
        await Eventually(() => desk.Nodes(CancellationToken.None), nodes => nodes is { Count: > 0 });
        await desk.RunNow("tells-its-culture", CancellationToken.None);
        await Eventually(() => Task.FromResult(seen.Count), count => count == 1);

        // And where no node runs jobs, in the request itself. The run before tells first and ends then.
        await Eventually(() => node.Services.GetRequiredService<JobRunner>().Run("tells-its-culture", CancellationToken.None), ran => ran is not null);
        Assert.Equal("fa-IR", CultureInfo.CurrentCulture.Name);
        Assert.Equal(["//2026-11-27", "//2026-11-27"], seen);
    }

    [Fact]
    public async Task A_job_does_not_overlap_itself_on_two_nodes()
    {
        var inside = new Inside();
        await using var one = Node(city, services => services.AddSingleton(inside).AddJob<Waits>("waits", JobSchedule.Every(TimeSpan.FromHours(12))));
        await using var two = Node(city, services => services.AddSingleton(inside).AddJob<Waits>("waits", JobSchedule.Every(TimeSpan.FromHours(12))));
        Assert.Equal(1, await Most(inside, one, two));
        var refused = await Assert.ThrowsAsync<RuleBroken>(async () =>
        {
            await using var held = await one.Services.GetRequiredService<ClusterLocks>().TryTake("job:waits", CancellationToken.None);
            await using var off = city.WithWebHostBuilder(builder => builder.ConfigureTestServices(services => services.AddSingleton(inside).AddJob<Waits>("waits", JobSchedule.Every(TimeSpan.FromHours(12)))));
            await one.Services.GetServices<IHostedService>().OfType<JobServer>().Single().StopAsync(CancellationToken.None);
            await two.Services.GetServices<IHostedService>().OfType<JobServer>().Single().StopAsync(CancellationToken.None);
            await Eventually(() => off.Services.GetRequiredService<JobDesk>().Nodes(CancellationToken.None), nodes => nodes is []);
            await off.Services.GetRequiredService<JobDesk>().RunNow("waits", CancellationToken.None);
        });
        Assert.Equal("jobs.runs-already", refused.Code);
    }

    /// <summary>The canary: with a lock that everybody gets, the same two runs are inside together.</summary>
    [Fact]
    public async Task Without_the_lock_it_would()
    {
        var inside = new Inside();
        void Lockless(IServiceCollection services)
        {
            services.AddSingleton(inside).AddJob<Waits>("waits-unguarded", JobSchedule.Every(TimeSpan.FromHours(12)));
            services.AddSingleton(provider => EveryLockIsFree.Of(Engines.Named(TestDatabase.Engine)));
        }

        await using var one = Node(city, Lockless);
        await using var two = Node(city, Lockless);
        Assert.Equal(2, await Most(inside, one, two, "waits-unguarded"));
    }

    /// <summary>The server took its time to end the session, and a run right after the last was told that the job runs already.</summary>
    [Fact]
    public async Task A_lock_that_was_given_back_is_free_at_once()
    {
        var locks = city.Services.GetRequiredService<ClusterLocks>();
        for (var i = 0; i < 200; i++)
        {
            var taken = await locks.TryTake("again", CancellationToken.None);
            Assert.True(taken is not null, $"After {i} times it was not free yet.");
            await taken.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_lock_is_free_when_the_session_that_held_it_breaks_and_the_holder_hears_of_it()
    {
        var (host, port) = city.DatabaseServer;
        await using var line = new Line(host, port);
        await using var far = city.WithWebHostBuilder(builder => builder.UseSetting("COURSES_CONNECTION", city.ConnectionThrough(line.Port)));
        await using var held = await far.Services.GetRequiredService<ClusterLocks>().TryTake("torn", CancellationToken.None);
        Assert.NotNull(held);
        var near = city.Services.GetRequiredService<ClusterLocks>();
        Assert.Null(await near.TryTake("torn", CancellationToken.None));

        line.Cut();
        await using var taken = await near.Take("torn", CancellationToken.None);
        await Eventually(() => Task.FromResult(held.Lost.IsCancellationRequested), heard => heard);
    }

    /// <summary>A node says so while it works; the store would hand the job to the next one otherwise, after <see cref="JobScheduler.TakenOverAfter"/>.</summary>
    [Fact]
    public async Task A_job_that_works_for_long_stays_with_its_node()
    {
        var inside = new Inside();
        await using var node = Node(city, services => services.AddSingleton(inside).AddJob<Waits>("waits-long", JobSchedule.Every(TimeSpan.FromHours(12))));
        var id = long.Parse(node.Services.GetRequiredService<JobScheduler>().Trigger("waits-long"), CultureInfo.InvariantCulture);
        await inside.Entered.WaitAsync();
        var fetched = await Fetched();
        Assert.NotNull(fetched);
        await Eventually(Fetched, again => again > fetched);
        inside.MayLeave.SetResult();

        Task<DateTime?> Fetched() => city.InDatabase(db => db.Database.SqlQuery<DateTime?>($"select max(fetchedat) as \"Value\" from hangfire.jobqueue where jobid = {id}").SingleAsync());
    }

    /// <summary>On SQL Server the store plans by the server's clock.</summary>
    [FactOn("PostgreSql")]
    public async Task Jobs_live_on_the_day_that_a_developer_has_set()
    {
        await using var alone = await City.New();
        var (yesterday, today) = (new ClockAhead(TimeSpan.FromDays(127)), new ClockAhead(TimeSpan.FromDays(128)));
        void Nightly(IServiceCollection services) => services.AddSingleton(new ConcurrentQueue<string>()).AddJob<TellsItsCulture>("nightly", JobSchedule.Daily(new(2, 30)));
        await using (var before = alone.WithWebHostBuilder(builder => builder.ConfigureTestServices(services =>
        {
            services.AddSingleton<TimeProvider>(yesterday);
            Nightly(services);
        })))
        {
            before.Services.GetRequiredService<JobScheduler>().Plan();
        }

        await using var node = Node(alone, services =>
        {
            services.AddSingleton<TimeProvider>(today);
            Nightly(services);
        });
        await Eventually(() => node.Services.GetRequiredService<JobDesk>().Nodes(CancellationToken.None), nodes => nodes is { Count: 1 });
        var run = await Eventually(() => alone.InDatabase(db => db.Set<JobRun>().SingleOrDefaultAsync(run => run.Job == "nightly" && run.EndedAt != null)), run => run is not null);
        Assert.InRange(run!.StartedAt, today.GetUtcNow().AddMinutes(-5), today.GetUtcNow());
        Assert.InRange(node.Services.GetRequiredService<JobScheduler>().NextRuns()["nightly"], today.GetUtcNow(), today.GetUtcNow().AddDays(2));
    }

    [Fact]
    public async Task A_job_that_was_lost_or_switched_off_by_another_version_is_put_back_and_the_page_says_so()
    {
        await using var node = Node(city);
        var (scheduler, desk) = (node.Services.GetRequiredService<JobScheduler>(), node.Services.GetRequiredService<JobDesk>());
        await Eventually(() => desk.Nodes(CancellationToken.None), nodes => nodes is { Count: > 0 });
        scheduler.Recurring.RemoveIfExists("recompute-all");
        using (var connection = scheduler.Store.GetConnection())
        using (var write = connection.CreateWriteTransaction())
        {
            // As Hangfire leaves a job whose class a node could not find five times.
            write.SetRangeInHash("recurring-job:vouchers-expire", [new("NextExecution", ""), new("Error", "Could not load the job"), new("RetryAttempt", "5")]);
            write.AddToSet("recurring-jobs", "vouchers-expire", -1);

            // As a node leaves one whose clock was a year ahead.
            var farAway = TimeProvider.System.GetUtcNow().UtcDateTime.AddYears(1);
            write.SetRangeInHash("recurring-job:missing-registers", [new("NextExecution", JobHelper.SerializeDateTime(farAway))]);
            write.AddToSet("recurring-jobs", "missing-registers", JobHelper.ToTimestamp(farAway));
            write.Commit();
        }

        Assert.DoesNotContain("vouchers-expire", scheduler.NextRuns().Keys);
        await node.Services.GetServices<IHostedService>().OfType<JobServer>().Single().Watch(CancellationToken.None);
        Assert.Contains("vouchers-expire", scheduler.NextRuns().Keys);
        Assert.Contains("recompute-all", scheduler.NextRuns().Keys);
        Assert.InRange(scheduler.NextRuns()["missing-registers"], TimeProvider.System.GetUtcNow().AddMinutes(-1), TimeProvider.System.GetUtcNow().AddHours(1));
        var page = WebUtility.HtmlDecode(await city.As(Roles.Administrator).GetStringAsync("/admin/jobs"));
        Assert.Contains("was missing in the schedule", page, StringComparison.Ordinal);
        Assert.Contains("switched off by a server of another version", page, StringComparison.Ordinal);
        Assert.Contains("by a server whose clock was wrong", page, StringComparison.Ordinal);
        Assert.Empty(scheduler.Repair());
    }

    [Fact]
    public async Task A_node_leaves_a_job_that_it_does_not_know_to_another_version()
    {
        await using var node = Node(city);
        var scheduler = node.Services.GetRequiredService<JobScheduler>();
        scheduler.Trigger("from-the-future");
        var monitor = scheduler.Store.GetMonitoringApi();
        await Eventually(() => Task.FromResult(monitor.ScheduledJobs(0, 100)), jobs => jobs.Any(job => job.Value.Job.Args[0] is "from-the-future"));
    }

    [Theory]
    [InlineData(null, "Deleted")]
    [InlineData(1, "Scheduled")]
    public async Task A_failed_run_is_tried_again_as_its_job_says(int? minutes, string state)
    {
        var name = $"fails-{state}".ToLowerInvariant();
        await using var node = Node(city, services => services.AddJob<Fails>(name, JobSchedule.Every(TimeSpan.FromHours(12)), minutes is { } pause ? new(TimeSpan.FromMinutes(pause)) : null));
        var scheduler = node.Services.GetRequiredService<JobScheduler>();
        scheduler.Trigger(name);
        var monitor = scheduler.Store.GetMonitoringApi();
        await Eventually(
            () => Task.FromResult(state == "Scheduled" ? monitor.ScheduledJobs(0, 100).Select(job => job.Value.Job) : monitor.DeletedJobs(0, 100).Select(job => job.Value.Job)),
            jobs => jobs.Any(job => job.Args[0] is string failed && failed == name));
        Assert.True(await city.InDatabase(db => db.Set<JobRun>().AnyAsync(run => run.Job == name && run.Error!.Contains("on purpose"))));
    }

    [Fact]
    public async Task Jobs_start_by_themselves_when_the_database_comes_back()
    {
        await using var alone = await City.New();
        var (host, port) = alone.DatabaseServer;
        await using var line = new Line(host, port);
        line.Cut();
        await using var node = Node(alone, connection: alone.ConnectionThrough(line.Port));
        Assert.NotNull(node.Services);
        Assert.Empty((await alone.Services.GetRequiredService<JobDesk>().Nodes(CancellationToken.None))!);
        line.Mend();
        await Eventually(() => alone.Services.GetRequiredService<JobDesk>().Nodes(CancellationToken.None), nodes => nodes is { Count: 1 });
    }

    /// <summary>Found by killing nodes: for ten minutes after such a death no node started its jobs. On SQL Server such a lock ends with its session.</summary>
    [FactOn("PostgreSql")]
    public async Task A_node_that_died_while_it_held_the_schedule_keeps_no_other_from_working()
    {
        await using var alone = await City.New();
        await alone.InDatabase(db => db.Database.ExecuteSqlRawAsync(
            "insert into hangfire.lock (resource, acquired) select l, now() - interval '31 seconds' from unnest(array['hangfire:lock:recurring-job:recompute-all', 'hangfire:recurring-jobs:lock']) as l"));
        await using var node = Node(alone);
        await Eventually(() => node.Services.GetRequiredService<JobDesk>().Overview(CancellationToken.None), seen => seen.Nodes is { Count: 1 } && seen.Jobs.All(job => job.NextRun is not null));
    }

    [Fact]
    public async Task A_database_that_was_not_migrated_is_named_and_breaks_no_page()
    {
        await using var alone = await City.New();
        await alone.InDatabase(db => db.Database.ExecuteSqlRawAsync(TestDatabase.Engine == "PostgreSql" ? "drop schema hangfire cascade" : "drop table hangfire.[Server]"));
        Assert.Contains("has not been run for this version", WebUtility.HtmlDecode(await alone.As(Roles.Administrator).GetStringAsync("/admin/jobs")), StringComparison.Ordinal);
        Assert.Contains("Degraded", await alone.CreateClient().GetStringAsync("/health/ready"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrating_takes_off_the_schedule_what_no_module_registers_any_more()
    {
        var scheduler = city.Services.GetRequiredService<JobScheduler>();
        scheduler.Recurring.AddOrUpdate("of-an-old-version", Job.FromExpression<JobDispatcher>(dispatcher => dispatcher.RunJob("of-an-old-version", CancellationToken.None)), "0 3 * * *", new RecurringJobOptions());
        Assert.Contains("of-an-old-version", scheduler.NextRuns().Keys);
        await city.Services.MigrateDatabase(CancellationToken.None);
        Assert.DoesNotContain("of-an-old-version", scheduler.NextRuns().Keys);
    }

    /// <summary>What lies in the store of a running city; a rename would make its jobs unknown.</summary>
    [Fact]
    public void The_store_holds_the_names_that_it_always_held()
    {
        Assert.NotNull(city.Services.GetRequiredService<JobScheduler>());
        var call = InvocationData.SerializeJob(Job.FromExpression<JobDispatcher>(dispatcher => dispatcher.RunJob("x", CancellationToken.None)));
        Assert.Equal(("Courses.Platform.Jobs.JobDispatcher, Courses.Platform", "RunJob"), (call.Type, call.Method));
        var work = InvocationData.SerializeJob(Job.FromExpression<JobDispatcher>(dispatcher => dispatcher.DoWork("x", Guid.Empty, CancellationToken.None)));
        Assert.Equal(("Courses.Platform.Jobs.JobDispatcher, Courses.Platform", "DoWork"), (work.Type, work.Method));
    }

    [Fact]
    public async Task The_dashboard_is_for_administrators_keeps_to_the_policy_of_every_page_and_takes_no_post_without_its_token()
    {
        await using var node = Node(city);
        await Eventually(() => node.Services.GetRequiredService<JobDesk>().Nodes(CancellationToken.None), nodes => nodes is { Count: > 0 });
        var admin = city.As(Roles.Administrator);
        var shown = await admin.GetAsync("/admin/jobs/hangfire/recurring");
        var html = await shown.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, shown.StatusCode);
        Assert.Contains("recompute-all", html, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-inline", Assert.Single(shown.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        foreach (var file in Regex.Matches(html, "(src|href)=\"(?<file>/admin/jobs/hangfire/(js|css)[^\"]*)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Select(match => match.Groups["file"].Value))
        {
            Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync(file)).StatusCode);
        }

        Assert.Empty(Regex.Matches(html, "<script(?![^>]*src=)|<style|\\son[a-z]+=", RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.Equal(HttpStatusCode.Forbidden, (await city.As(Roles.Coach).GetAsync("/admin/jobs/hangfire/recurring")).StatusCode);

        using var form = new FormUrlEncodedContent([new("jobs[]", "recompute-stale")]);
        Assert.Equal(HttpStatusCode.BadRequest, (await admin.PostAsync("/admin/jobs/hangfire/recurring/trigger", form)).StatusCode);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/admin/jobs/hangfire/recurring/trigger") { Content = new FormUrlEncodedContent([new("jobs[]", "recompute-stale")]) };
        request.Headers.Add(Meta(html, "csrf-header"), Meta(html, "csrf-token"));
        Assert.Equal(HttpStatusCode.NoContent, (await admin.SendAsync(request)).StatusCode);
    }

    private static string Meta(string html, string name) =>
        WebUtility.HtmlDecode(Regex.Match(html, $"name=\"{name}\" content=\"(?<content>[^\"]*)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["content"].Value);

    /// <summary>A node of the city that runs jobs, by the real clock.</summary>
    internal static WebApplicationFactory<Program> Node(City city, Action<IServiceCollection>? with = null, string? connection = null, params (string Name, string Value)[] settings)
    {
        var node = city.WithWebHostBuilder(builder =>
        {
            builder.UseSetting("COURSES_JOBS", "on");
            if (connection is not null)
            {
                builder.UseSetting("COURSES_CONNECTION", connection);
            }

            foreach (var (name, value) in settings)
            {
                builder.UseSetting(name, value);
            }

            builder.ConfigureTestServices(services =>
            {
                services.AddSingleton(TimeProvider.System);
                with?.Invoke(services);
            });
        });
        Assert.NotNull(node.Services);
        return node;
    }

    internal static async Task<T> Eventually<T>(Func<Task<T>> look, Func<T, bool> until)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            var seen = await look();
            if (until(seen))
            {
                return seen;
            }

            await Task.Delay(20, patience.Token);
        }
    }

    /// <summary>Two runs of one job, on two nodes, and how many were inside at once.</summary>
    private static async Task<int> Most(Inside inside, WebApplicationFactory<Program> one, WebApplicationFactory<Program> two, string job = "waits")
    {
        var first = one.Services.GetRequiredService<JobRunner>().Run(job, CancellationToken.None);
        await inside.Entered.WaitAsync();
        var second = two.Services.GetRequiredService<JobRunner>().Run(job, CancellationToken.None);
        await Task.WhenAny(second, inside.Entered.WaitAsync());
        inside.MayLeave.SetResult();
        await Task.WhenAll(first, second);
        return inside.Most;
    }

    private sealed class TellsItsCulture(ConcurrentQueue<string> seen) : ISweep
    {
        public Task<int> Run(CancellationToken cancel)
        {
            seen.Enqueue($"{CultureInfo.CurrentCulture.Name}/{CultureInfo.CurrentUICulture.Name}/{new DateOnly(2026, 11, 27).ToString("yyyy-MM-dd", CultureInfo.CurrentCulture)}");
            return Task.FromResult(0);
        }
    }

    private sealed class Inside
    {
        private int now;

        public SemaphoreSlim Entered { get; } = new(0);

        public TaskCompletionSource MayLeave { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Most { get; private set; }

        public async Task Enter()
        {
            Most = Math.Max(Most, Interlocked.Increment(ref now));
            Entered.Release();
            await MayLeave.Task;
            Interlocked.Decrement(ref now);
        }
    }

    private sealed class Waits(Inside inside) : ISweep
    {
        public async Task<int> Run(CancellationToken cancel)
        {
            await inside.Enter();
            return 1;
        }
    }

    private sealed class Fails : ISweep
    {
        public Task<int> Run(CancellationToken cancel) => throw new InvalidOperationException("on purpose");
    }

    /// <summary>The engine, but for its lock, which never refuses.</summary>
    public class EveryLockIsFree : DispatchProxy
    {
        private IEngine engine = null!;

        public static IEngine Of(IEngine engine)
        {
            var free = Create<IEngine, EveryLockIsFree>();
            ((EveryLockIsFree)(object)free).engine = engine;
            return free;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod!.Name == "get_TryLock" ? engine.TryLock.Replace("pg_try_advisory_lock(hashtextextended(@name, 0))", "@name is not null", StringComparison.Ordinal).Replace("@result >= 0", "1 = 1", StringComparison.Ordinal) : targetMethod.Invoke(engine, args);
    }
}
