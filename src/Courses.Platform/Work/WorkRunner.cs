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
        for (Guid? next = id; next is { } piece;)
        {
            next = await RunInTurn(piece, stopping);
        }
    }

    /// <summary>Answers what waited for its turn meanwhile.</summary>
    private async Task<Guid?> RunInTurn(Guid id, CancellationToken stopping)
    {
        var asked = await InScope(db => db.Set<WorkItem>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, stopping));
        if (asked is null || asked.HasEnded)
        {
            return null;
        }

        var kind = Find(asked.Name) ?? throw new UnknownHere(asked.Name);
        if (kind.Turn is null)
        {
            await RunAlone(id, kind, stopping);
            return null;
        }

        await using (var turn = await locks.TryTake($"work-turn:{kind.Turn}:{asked.AskedBy}", stopping))
        {
            if (turn is null)
            {
                // Whoever has the turn looks for this one when it is over.
                return null;
            }

            using var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping, turn.Lost);
            await RunAlone(id, kind, stop.Token);
        }

        var (names, now) = (kinds.Values.Where(other => other.Turn == kind.Turn).Select(other => other.Name).ToArray(), clock.GetUtcNow());
        return await InScope(db => db.Set<WorkItem>()
            .Where(row => row.AskedBy == asked.AskedBy && names.Contains(row.Name) && row.State == WorkState.Waiting && row.QueuedAt <= now)
            .OrderBy(row => row.AskedAt).Select(row => (Guid?)row.Id).FirstOrDefaultAsync(stopping));
    }

    private async Task RunAlone(Guid id, WorkDefinition kind, CancellationToken stopping)
    {
        await using var held = await locks.TryTake($"work:{id}", stopping);
        var endsHere = false;
        var item = held is null ? null : await Change(id, row => endsHere = !row.HasEnded && !row.Start(Environment.MachineName, clock.GetUtcNow()));
        if (item is not { HasEnded: false })
        {
            await (endsHere ? GiveUp(item!) : Task.CompletedTask);
            return;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping, held!.Lost);
        using var cancelled = new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop.Token, cancelled.Token);
        var pulse = Beat(id, cancelled, either.Token);
        try
        {
            var done = await Do(item, kind, either.Token);
            await End(row => row.Finish(done, clock.GetUtcNow()));
        }
        catch (Exception) when (cancelled.IsCancellationRequested)
        {
            await End(row => row.Cancel(clock.GetUtcNow()));
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            await End(row => row.Wait(clock.GetUtcNow()));
            throw;
        }
        catch (Exception error)
        {
            log.LogError(error, "The work {Kind} {Work} failed", item.Name, id);
            if (item.Starts <= kind.Retries.Pauses.Count && error is not Errors.RuleBroken)
            {
                var pause = kind.Retries.Pauses[item.Starts - 1];
                await End(row => row.Wait(clock.GetUtcNow() + pause, error.ToString()));
                throw new TryAgain(pause, error);
            }

            await End(row => row.Fail(error, clock.GetUtcNow()));
        }
        finally
        {
            await cancelled.CancelAsync();
            await pulse;
        }

        // Who lost the lock, and with it the work to another node, has nothing more to say about it.
        Task<WorkItem?> End(Action<WorkItem> end) => Change(id, row =>
        {
            if (row.Starts == item.Starts)
            {
                end(row);
            }
        });
    }

    /// <summary>Lets the kind know that a piece ended without being run.</summary>
    internal async Task GiveUp(WorkItem item)
    {
        if (Find(item.Name) is { } kind)
        {
            await using var scope = scopes.CreateAsyncScope();
            await ((IWork)scope.ServiceProvider.GetRequiredService(kind.Work)).GiveUp(new(item.Id, item.Arguments, (_, _) => Task.CompletedTask), CancellationToken.None);
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
