using System.Data.Common;
using System.Diagnostics;
using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Attendance;

/// <summary>
/// Where the tablets' deliveries meet: while one commit is under way the next ones gather, and the commit after it takes them all. Nobody gets an
/// answer before the commit that holds his facts is done, so an answer still means that the facts are stored for good.
/// </summary>
internal sealed class FactIntake(IServiceScopeFactory scopes, IEngine engine)
{
    /// <summary>What one commit takes at most.</summary>
    private const int MostFacts = 1000;

    /// <summary>Commits under way at a time: while one waits for the database or for a register's lock, another one works.</summary>
    private static readonly int Lanes = Math.Clamp(2 * Environment.ProcessorCount, 4, 16);

    /// <summary>With fewer facts another commit would only share what one can do.</summary>
    private const int WorthAnotherLane = 300;

    /// <summary>Whoever waits so long waits for a lock that somebody else holds, and the others must not wait with them.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);
    private readonly Lock gate = new();
    private readonly Queue<Waiting> queue = [];
    private int waitingFacts;
    private int running;

    private sealed record Waiting(Delivery Delivery, long Since, TaskCompletionSource<IReadOnlyList<Answer>> Answered);

    /// <summary>A caller who goes away gets no answer; what was handed over is stored all the same.</summary>
    public Task<IReadOnlyList<Answer>> Record(IReadOnlyList<AttendanceFact> facts, Recorder recorder, CancellationToken cancel)
    {
        var waiting = new Waiting(new(facts, recorder), Stopwatch.GetTimestamp(), new(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (gate)
        {
            queue.Enqueue(waiting);
            waitingFacts += facts.Count;
            if (running == 0 || (running < Lanes && (waitingFacts >= WorthAnotherLane || Stopwatch.GetElapsedTime(queue.Peek().Since) > Patience)))
            {
                running++;
                // The lane outlives the request that opens it and must not look like it.
                using (ExecutionContext.SuppressFlow())
                {
                    _ = Task.Run(Run, CancellationToken.None);
                }
            }
        }

        return waiting.Answered.Task.WaitAsync(cancel);
    }

    private async Task Run()
    {
        while (Next() is { } taken)
        {
            await Commit(taken);
        }
    }

    private List<Waiting>? Next()
    {
        lock (gate)
        {
            if (queue.Count == 0)
            {
                running--;
                return null;
            }

            var taken = new List<Waiting> { queue.Dequeue() };
            for (var facts = taken[0].Delivery.Facts.Count; queue.TryPeek(out var next) && (facts += next.Delivery.Facts.Count) <= MostFacts;)
            {
                taken.Add(queue.Dequeue());
            }

            waitingFacts -= taken.Sum(waiting => waiting.Delivery.Facts.Count);
            return taken;
        }
    }

    private async Task Commit(List<Waiting> taken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var answers = await scope.ServiceProvider.GetRequiredService<RegisterBook>().Record([.. taken.Select(waiting => waiting.Delivery)], CancellationToken.None);
            foreach (var (waiting, answer) in taken.Zip(answers))
            {
                waiting.Answered.SetResult(answer);
            }
        }
        catch (Exception error) when (taken.Count > 1 && !IsAway(error))
        {
            // One of them is the reason: each on its own, so that the others do not suffer for it.
            foreach (var waiting in taken)
            {
                await Commit([waiting]);
            }
        }
        catch (Exception error)
        {
            foreach (var waiting in taken)
            {
                waiting.Answered.SetException(error);
            }
        }
    }

    /// <summary>The database is away for all of them: asking once for each would only keep them waiting.</summary>
    private bool IsAway(Exception error) =>
        error is RetryLimitExceededException || (error is DbException failure && engine.IsAway(failure)) || (error.InnerException is { } inner && IsAway(inner));
}
