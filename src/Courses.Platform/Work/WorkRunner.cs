using System.Globalization;
using Courses.Platform.Database;
using Courses.Platform.Jobs;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Courses.Platform.Work;

/// <summary>Does work on this node: once at a time on the whole cluster, in a scope of its own, in the name of who asked.</summary>
public sealed class WorkRunner(IServiceScopeFactory scopes, ClusterLocks locks, IEnumerable<WorkDefinition> definitions, TimeProvider clock, ILogger<WorkRunner> log)
{
    /// <summary>So often a node says that it is still at it, and looks whether somebody cancelled.</summary>
    private static readonly TimeSpan Pulse = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, WorkDefinition> kinds = definitions.ToDictionary(kind => kind.Name, StringComparer.Ordinal);

    public WorkDefinition? Find(string name) => kinds.GetValueOrDefault(name);

    public async Task Run(Guid id, CancellationToken stopping)
    {
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (CultureInfo.InvariantCulture, CultureInfo.InvariantCulture);
        await using var held = await locks.TryTake($"work:{id}", stopping);
        if (held is null || await Change(id, item => item.Start(Environment.MachineName, clock.GetUtcNow())) is not { State: WorkState.Running } item)
        {
            return;
        }

        var kind = Find(item.Name) ?? throw new UnknownHere(item.Name);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping, held.Lost);
        using var cancelled = new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop.Token, cancelled.Token);
        var pulse = Beat(id, cancelled, either.Token);
        try
        {
            var done = await Do(item, kind, either.Token);
            await Change(id, row => row.Finish(done, clock.GetUtcNow()));
        }
        catch (Exception) when (cancelled.IsCancellationRequested)
        {
            await Change(id, row => row.Cancel(clock.GetUtcNow()));
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            await Change(id, row => row.Wait(clock.GetUtcNow()));
            throw;
        }
        catch (Exception error)
        {
            log.LogError(error, "The work {Kind} {Work} failed", item.Name, id);
            if (item.Starts <= kind.Retries.Pauses.Count && error is not Errors.RuleBroken)
            {
                var pause = kind.Retries.Pauses[item.Starts - 1];
                await Change(id, row => row.Wait(clock.GetUtcNow() + pause, error.ToString()));
                throw new TryAgain(pause, error);
            }

            await Change(id, row => row.Fail(error, clock.GetUtcNow()));
        }
        finally
        {
            await cancelled.CancelAsync();
            await pulse;
        }
    }

    private async Task<WorkDone> Do(WorkItem item, WorkDefinition kind, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();

        // Who calls is read from the request; here the request is over and its person stays.
        var http = scope.ServiceProvider.GetRequiredService<IHttpContextAccessor>();
        http.HttpContext = new DefaultHttpContext { User = WorkCaller.Read(item.AskedAs), RequestServices = scope.ServiceProvider };
        try
        {
            return await ((IWork)scope.ServiceProvider.GetRequiredService(kind.Work)).Run(new(item.Id, item.Arguments, (done, total) => Progress(item.Id, done, total)), cancel);
        }
        finally
        {
            http.HttpContext = null;
        }
    }

    private Task<int> Progress(Guid id, int done, int total) => InScope(db => db.Set<WorkItem>().Where(row => row.Id == id)
        .ExecuteUpdateAsync(set => set.SetProperty(row => row.DoneCount, done).SetProperty(row => row.TotalCount, total), CancellationToken.None));

    private async Task Beat(Guid id, CancellationTokenSource cancelled, CancellationToken until)
    {
        while (!until.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Pulse, until);
                var now = clock.GetUtcNow();
                await InScope(db => db.Set<WorkItem>().Where(row => row.Id == id).ExecuteUpdateAsync(set => set.SetProperty(row => row.SignAt, now), until));
                if (await InScope(db => db.Set<WorkItem>().AnyAsync(row => row.Id == id && row.CancelAskedAt != null, until)))
                {
                    await cancelled.CancelAsync();
                }
            }
            catch (Exception) when (until.IsCancellationRequested)
            {
            }
            catch (Exception error)
            {
                // The work itself will meet the same trouble, or not.
                log.LogWarning(error, "The work {Work} could not give a sign", id);
            }
        }
    }

    private Task<WorkItem?> Change(Guid id, Action<WorkItem> act) => InScope(db => db.Transact(
        async () =>
        {
            var item = await db.Lock<WorkItem>(id, CancellationToken.None);
            if (item is not null)
            {
                act(item);
            }

            return item;
        },
        CancellationToken.None));

    private async Task<T> InScope<T>(Func<CoursesDb, Task<T>> act)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<CoursesDb>());
    }
}

/// <summary>It failed and is to be tried again after the pause.</summary>
internal sealed class TryAgain(TimeSpan pause, Exception error) : Exception(error.Message, error)
{
    public TimeSpan Pause => pause;
}
