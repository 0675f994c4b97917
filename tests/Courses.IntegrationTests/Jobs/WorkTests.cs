using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Claims;
using Courses.Contracts.Access;
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
        var item = new WorkItem { Name = "test-steps", Arguments = "{}", AskedBy = Guid.NewGuid(), AskedByName = "Roxana", AskedAs = "[]", AskedAt = TimeProvider.System.GetUtcNow() };
        item.Queue(TimeProvider.System.GetUtcNow().AddMinutes(-2));
        await city.InDatabase(async db =>
        {
            db.Add(item);
            await db.SaveChangesAsync();
        });
        await node.Services.GetServices<IHostedService>().OfType<JobServer>().Single().Watch(CancellationToken.None);
        Assert.Equal(WorkState.Done, (await Ended(item.Id)).State);
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

    [Fact]
    public async Task A_coach_has_one_person_worked_out_anew()
    {
        var person = await city.HasLearner();
        var coach = city.As(Roles.Coach);
        Assert.Equal(HttpStatusCode.Redirect, (await coach.Submit($"/coach/decisions/{person}?handler=Recompute")).StatusCode);
        Assert.Contains("Worked out anew", await coach.GetStringAsync($"/coach/decisions/{person}"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await coach.GetAsync($"/coach/decisions/{Guid.NewGuid()}")).StatusCode);
    }

    private Task<WorkItem> Ended(Guid id) =>
        JobTests.Eventually(() => city.InDatabase(db => db.Set<WorkItem>().AsNoTracking().SingleAsync(work => work.Id == id)), work => work.HasEnded);

    private async Task<Microsoft.AspNetCore.Mvc.Testing.WebApplicationFactory<Program>> Working(Steps steps)
    {
        var node = JobTests.Node(city, services => services.AddSingleton(steps).AddWork<TakesSteps>("test-steps"));
        await JobTests.Eventually(() => node.Services.GetRequiredService<JobDesk>().Nodes(CancellationToken.None), nodes => nodes is { Count: > 0 });
        return node;
    }

    private static async Task<Guid> Ask(IServiceProvider services, Steps steps, Guid by, string culture = "en")
    {
        Assert.NotNull(steps);
        await using var scope = services.CreateAsyncScope();
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = new(culture);
        scope.ServiceProvider.GetRequiredService<IHttpContextAccessor>().HttpContext = new DefaultHttpContext
        {
            User = new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, by.ToString()), new(ClaimTypes.Name, "Roxana"), new(ClaimTypes.Role, Roles.Coach)], "test")),
        };
        return await scope.ServiceProvider.GetRequiredService<WorkDesk>().Ask("test-steps", new { }, null, CancellationToken.None);
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
            if (steps.Fails is { } failure)
            {
                throw failure;
            }

            await steps.MayEnd.Task.WaitAsync(cancel);
            return new("work.test", null);
        }
    }
}
