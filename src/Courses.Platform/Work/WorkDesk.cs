using System.Text.Json;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Jobs;
using Courses.Platform.Jobs.Scheduling;
using Courses.Platform.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Courses.Platform.Work;

/// <summary>Where people ask for work, look after it, cancel it and start it again.</summary>
public sealed class WorkDesk(CoursesDb db, Caller caller, JobDesk jobs, IServiceProvider services, WorkRunner runner, TimeProvider clock, ILogger<WorkDesk> log)
{
    /// <summary>So long a request waits for the result: short work is done before the answer goes out.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Asks for work in the caller's name, and answers its id. What must be stored with it, or not at all, is done in <paramref name="together"/>, in the same transaction.
    /// It is queued once that is committed; should this process die in between, the watch of a node finds it.
    /// </summary>
    public async Task<Guid> Ask<T>(string name, T arguments, Func<Task>? together, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var item = await db.Transact(
            async () =>
            {
                if (together is not null)
                {
                    await together();
                }

                var asked = new WorkItem
                {
                    Name = runner.Find(name)?.Name ?? throw new NotFound("work"),
                    Arguments = JsonSerializer.Serialize(arguments),
                    AskedBy = caller.Id,
                    AskedByName = caller.Name,
                    AskedAs = WorkCaller.Write(caller),
                    AskedAt = now,
                };
                asked.Queue(now);
                db.Add(asked);
                return asked;
            },
            cancel);
        await Queue(item.Name, item.Id);
        return item.Id;
    }

    /// <summary>Waits a moment for the end; answers the work as it is then.</summary>
    public async Task<WorkItem> WaitFor(Guid id, CancellationToken cancel)
    {
        var until = TimeProvider.System.GetTimestamp() + (long)(Patience.TotalSeconds * TimeProvider.System.TimestampFrequency);
        while (true)
        {
            var item = await db.Set<WorkItem>().AsNoTracking().SingleAsync(row => row.Id == id, cancel);
            if (item.HasEnded || TimeProvider.System.GetTimestamp() > until)
            {
                return item;
            }

            await Task.Delay(Look, cancel);
        }
    }

    /// <summary>What the caller asked for and may look after, when it has not come to an end yet.</summary>
    public Task<Guid?> Open<T>(string name, T arguments, CancellationToken cancel)
    {
        var (by, asked) = (caller.Id, JsonSerializer.Serialize(arguments));
        return db.Set<WorkItem>().Where(row => row.AskedBy == by && row.EndedAt == null && row.Name == name && row.Arguments == asked)
            .OrderBy(row => row.AskedAt).Select(row => (Guid?)row.Id).FirstOrDefaultAsync(cancel);
    }

    public async Task Cancel(Guid id, CancellationToken cancel)
    {
        var item = await Change(id, item => item.AskToCancel(caller.Name, clock.GetUtcNow()), cancel);
        if (item.HasEnded)
        {
            await runner.GiveUp(item);
        }
    }

    public async Task Retry(Guid id, CancellationToken cancel)
    {
        var item = await Change(id, item => item.Retry(clock.GetUtcNow()), cancel);
        await Queue(item.Name, id);
    }

    /// <summary>Hands it to the scheduler; where no node runs jobs, begins it here, beside the request.</summary>
    private async Task Queue(string name, Guid id)
    {
        try
        {
            if (await jobs.Nodes(CancellationToken.None) is { Count: > 0 })
            {
                await Task.Run(() => services.GetRequiredService<JobScheduler>().Enqueue(name, id));
                return;
            }
        }
        catch (Exception error)
        {
            log.LogWarning(error, "The work {Work} could not be queued; the watch of a node will", id);
            return;
        }

        _ = Task.Run(async () =>
        {
            try
            {
                await runner.Run(id, CancellationToken.None);
            }
            catch (Exception error)
            {
                log.LogWarning(error, "The work {Work} stopped", id);
            }
        });
    }

    private Task<WorkItem> Change(Guid id, Action<WorkItem> act, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var item = await db.Lock<WorkItem>(id, cancel) ?? throw new NotFound("work");
            act(item);
            return item;
        },
        cancel);
}
