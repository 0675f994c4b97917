using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Claims;
using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Jobs;
using Courses.Platform.Jobs.Scheduling;
using Courses.Platform.Users;
using Courses.Platform.Work;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Courses.IntegrationTests.Jobs;

/// <summary>Work that a person waits for: in their name, on whichever node, with progress, cancel, retry; and never lost.</summary>
public sealed class WorkTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task Work_runs_in_the_name_of_who_asked_and_in_no_culture_and_tells_the_result()
    {
        var (steps, coach) = (new Steps(), Guid.NewGuid());
        await using var node = await Working(steps);
        var id = await Ask(node.Services, steps, coach, culture: "fa-IR");
        steps.MayEnd.SetResult();
        var work = await Ended(id);
        Assert.Equal((WorkState.Done, "work.test", "Roxana"), (work.State, work.Code, steps.Callers.Single().Name));
        Assert.Equal((coach, "", true), (steps.Callers.Single().Id, steps.Callers.Single().Culture, steps.Callers.Single().IsCoach));
        Assert.Equal((3, 7), (work.DoneCount, work.TotalCount));
    }

    [Fact]
    public async Task Who_asked_and_administrators_see_it_and_nobody_else()
    {
        var steps = new Steps();
        await using var node = await Working(steps);
        var owner = city.As(Roles.Coach);
        var id = await Ask(node.Services, steps, await city.AccountOf(Roles.Coach));
        await steps.Begun.Task;
        await JobTests.Eventually(() => owner.GetStringAsync($"/work/{id}"), page => page.Contains("3 of 7 done", StringComparison.Ordinal));
        Assert.Contains("http-equiv=\"refresh\"", await owner.GetStringAsync($"/work/{id}"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await city.As(Roles.Administrator).GetAsync($"/work/{id}")).StatusCode);
        Assert.Contains($"/work/{id}", await city.As(Roles.Administrator).GetStringAsync("/admin/jobs"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await city.As(Roles.Teacher, Guid.NewGuid()).GetAsync($"/work/{id}")).StatusCode);
        steps.MayEnd.SetResult();
        await Ended(id);
    }

    [Fact]
    public async Task What_is_cancelled_stops_and_starts_again_from_where_it_was()
    {
        var steps = new Steps();
        await using var node = await Working(steps);
        var owner = city.As(Roles.Coach);
        var id = await Ask(node.Services, steps, await city.AccountOf(Roles.Coach));
        await steps.Begun.Task;
        Assert.Equal(HttpStatusCode.Redirect, (await owner.Submit($"/work/{id}?handler=Cancel")).StatusCode);
        Assert.Equal(WorkState.Cancelled, (await Ended(id)).State);
        Assert.Contains("It was stopped", await owner.GetStringAsync($"/work/{id}"), StringComparison.Ordinal);

        steps.MayEnd.SetResult();
        Assert.Equal(HttpStatusCode.Redirect, (await owner.Submit($"/work/{id}?handler=Retry")).StatusCode);
        Assert.Equal(WorkState.Done, (await Ended(id)).State);
        Assert.Equal(HttpStatusCode.Conflict, (await owner.Submit($"/work/{id}?handler=Cancel")).StatusCode);
    }

    [Fact]
    public async Task A_broken_rule_is_told_as_its_sentence_and_a_fault_only_to_operators()
    {
        var steps = new Steps { Fails = new RuleBroken("import.nothing-to-do") };
        await using var node = await Working(steps);
        var ruled = await Ended(await Ask(node.Services, steps, Guid.NewGuid()));
        Assert.Equal((WorkState.Failed, "import.nothing-to-do"), (ruled.State, ruled.Code));

        steps.Fails = new InvalidOperationException("secret detail");
        var owner = city.As(Roles.Coach);
        var id = await Ask(node.Services, steps, await city.AccountOf(Roles.Coach));
        Assert.Equal("work.failed", (await Ended(id)).Code);
        Assert.DoesNotContain("secret detail", await owner.GetStringAsync($"/work/{id}"), StringComparison.Ordinal);
        Assert.Contains("secret detail", await city.As(Roles.Administrator).GetStringAsync($"/work/{id}"), StringComparison.Ordinal);
        Assert.Equal(2, steps.Callers.Count);
    }

    [Fact]
    public async Task Work_whose_process_died_before_it_was_queued_is_found_again()
    {
        var steps = new Steps();
        steps.MayEnd.SetResult();
        await using var node = await Working(steps);
        var item = await Wanted("test-steps", Guid.NewGuid(), TimeProvider.System.GetUtcNow().AddMinutes(-2));
        await node.Services.GetServices<IHostedService>().OfType<JobServer>().Single().Watch(CancellationToken.None);
        Assert.Equal(WorkState.Done, (await Ended(item)).State);
    }

    [Fact]
    public async Task What_is_queued_twice_is_done_once()
    {
        var steps = new Steps();
        await using var node = await Working(steps);
        var id = await Ask(node.Services, steps, Guid.NewGuid());
        await steps.Begun.Task;
        await node.Services.GetRequiredService<WorkRunner>().Run(id, CancellationToken.None);
        steps.MayEnd.SetResult();
        await Ended(id);
        await node.Services.GetRequiredService<WorkRunner>().Run(id, CancellationToken.None);
        Assert.Single(steps.Callers);
    }

    [Fact]
    public async Task A_node_that_stops_leaves_its_work_to_the_next()
    {
        var steps = new Steps();
        var first = await Working(steps);
        var id = await Ask(first.Services, steps, Guid.NewGuid());
        await steps.Begun.Task;
        await first.DisposeAsync();
        steps.MayEnd.SetResult();
        await using var second = await Working(steps);
        Assert.Equal(WorkState.Done, (await Ended(id)).State);
        Assert.Equal(2, steps.Callers.Count);
    }

    /// <summary>Here both nodes have the lock: the first as one that lost it and has not noticed yet.</summary>
    [Fact]
    public async Task A_node_that_lost_its_work_to_another_has_nothing_more_to_say_about_it()
    {
        var (lost, steps) = (new Steps(), new Steps());
        steps.MayEnd.SetResult();
        await using var first = await Working(lost, "test-lost", services => services.AddSingleton(_ => JobTests.EveryLockIsFree.Of(Engines.Named(TestDatabase.Engine))));
        var id = await Ask(first.Services, lost, Guid.NewGuid(), "test-lost");
        await lost.Begun.Task;
        await using var second = JobTests.Node(city, services => services.AddSingleton(steps).AddWork<TakesSteps>("test-lost").AddSingleton(_ => JobTests.EveryLockIsFree.Of(Engines.Named(TestDatabase.Engine))));
        await second.Services.GetRequiredService<WorkRunner>().Run(id, CancellationToken.None);
        Assert.Equal(WorkState.Done, (await Ended(id)).State);

        lost.Fails = new InvalidOperationException("too late");
        lost.MayEnd.SetResult();
        await first.DisposeAsync();
        Assert.Equal((WorkState.Done, 2), ((await Ended(id)).State, (await Ended(id)).Starts));
    }

    [Fact]
    public async Task A_kind_that_says_so_is_tried_again_by_itself_and_the_page_says_that()
    {
        var steps = new Steps { Fails = new InvalidOperationException("on purpose") };
        await using var node = await Working(steps, "test-again", retries: new(TimeSpan.FromMinutes(5)));
        var owner = city.As(Roles.Coach);
        var id = await Ask(node.Services, steps, await city.AccountOf(Roles.Coach), "test-again");
        var monitor = node.Services.GetRequiredService<JobScheduler>().Store.GetMonitoringApi();
        await JobTests.Eventually(() => Task.FromResult(monitor.ScheduledJobs(0, 100)), jobs => jobs.Any(job => job.Value.Job.Args is ["test-again", Guid scheduled, ..] && scheduled == id));
        Assert.Contains("is tried again by itself", await owner.GetStringAsync($"/work/{id}"), StringComparison.Ordinal);

        steps.Fails = null;
        steps.MayEnd.SetResult();
        await node.Services.GetRequiredService<WorkRunner>().Run(id, CancellationToken.None);
        Assert.Equal((WorkState.Done, 2), ((await Ended(id)).State, (await Ended(id)).Starts));
    }

    /// <summary>The canary is the kind without a turn: there both are inside.</summary>
    [Theory]
    [InlineData("lists", 1)]
    [InlineData(null, 2)]
    public async Task Work_that_takes_turns_is_done_one_at_a_time_for_each_person(string? turn, int inside)
    {
        var (steps, kind, person) = (new Steps(), $"test-turns-{inside}", Guid.NewGuid());
        await using var node = JobTests.Node(city, services => services.AddSingleton(steps).AddWork<TakesSteps>(kind, turn: turn));
        var runner = node.Services.GetRequiredService<WorkRunner>();
        var (first, second, other) = (await Wanted(kind, person), await Wanted(kind, person), await Wanted(kind, Guid.NewGuid()));
        var running = new List<Task> { runner.Run(first, CancellationToken.None) };
        await steps.Begun.Task;

        // The second comes back at once where it must wait, and stays inside where not.
        running.Add(runner.Run(second, CancellationToken.None));
        await JobTests.Eventually(() => Task.FromResult(true), _ => running[1].IsCompleted || steps.Callers.Count == 2);
        Assert.Equal(inside, steps.Callers.Count);
        running.Add(runner.Run(other, CancellationToken.None));
        await JobTests.Eventually(() => Task.FromResult(steps.Callers.Count), count => count == inside + 1);

        steps.MayEnd.SetResult();
        await Task.WhenAll(running);
        Assert.Equal([WorkState.Done, WorkState.Done, WorkState.Done], [(await Ended(first)).State, (await Ended(second)).State, (await Ended(other)).State]);
        Assert.Equal(3, steps.Callers.Count);
    }

    [Fact]
    public async Task A_coach_has_one_person_worked_out_anew()
    {
        var person = await city.HasLearner();
        var coach = city.As(Roles.Coach);
        Assert.Equal(HttpStatusCode.Redirect, (await coach.Submit($"/coach/decisions/{person}?handler=Recompute")).StatusCode);
        Assert.Contains("Worked out anew", await coach.GetStringAsync($"/coach/decisions/{person}"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await coach.GetAsync($"/coach/decisions/{Guid.NewGuid()}")).StatusCode);
    }

    /// <summary>Committed and not queued.</summary>
    private async Task<Guid> Wanted(string kind, Guid by, DateTimeOffset? at = null)
    {
        var now = TimeProvider.System.GetUtcNow();
        var item = new WorkItem { Name = kind, Arguments = "{}", AskedBy = by, AskedByName = "Roxana", AskedAs = "[]", AskedAt = now };
        item.Queue(at ?? now);
        await city.InDatabase(async db =>
        {
            db.Add(item);
            await db.SaveChangesAsync();
        });
        return item.Id;
    }

    private Task<WorkItem> Ended(Guid id) =>
        JobTests.Eventually(() => city.InDatabase(db => db.Set<WorkItem>().AsNoTracking().SingleAsync(work => work.Id == id)), work => work.HasEnded);

    private async Task<Microsoft.AspNetCore.Mvc.Testing.WebApplicationFactory<Program>> Working(Steps steps, string kind = "test-steps", Action<IServiceCollection>? with = null, Retries? retries = null)
    {
        var node = JobTests.Node(city, services =>
        {
            services.AddSingleton(steps).AddWork<TakesSteps>(kind, retries);
            with?.Invoke(services);
        });
        await JobTests.Eventually(() => node.Services.GetRequiredService<JobDesk>().Nodes(CancellationToken.None), nodes => nodes is { Count: > 0 });
        return node;
    }

    private static async Task<Guid> Ask(IServiceProvider services, Steps steps, Guid by, string kind = "test-steps", string culture = "en")
    {
        Assert.NotNull(steps);
        await using var scope = services.CreateAsyncScope();
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = new(culture);
        scope.ServiceProvider.GetRequiredService<IHttpContextAccessor>().HttpContext = new DefaultHttpContext
        {
            User = new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, by.ToString()), new(ClaimTypes.Name, "Roxana"), new(ClaimTypes.Role, Roles.Coach)], "test")),
        };
        return await scope.ServiceProvider.GetRequiredService<WorkDesk>().Ask(kind, new { }, null, CancellationToken.None);
    }

    private sealed class Steps
    {
        public ConcurrentQueue<(Guid Id, string Name, bool IsCoach, string Culture)> Callers { get; } = new();

        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource MayEnd { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Exception? Fails { get; set; }
    }

    private sealed class TakesSteps(Steps steps, Caller caller) : IWork
    {
        public async Task<WorkDone> Run(WorkOrder order, CancellationToken cancel)
        {
            steps.Callers.Enqueue((caller.Id, caller.Name, caller.Is(Roles.Coach), CultureInfo.CurrentCulture.Name));
            await order.Report(3, 7);
            steps.Begun.TrySetResult();
            if (steps.Fails is null)
            {
                await steps.MayEnd.Task.WaitAsync(cancel);
            }

            return steps.Fails is { } failure ? throw failure : new("work.test", null);
        }
    }
}
