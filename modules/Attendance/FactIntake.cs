using System.Data.Common;
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
    private const int MostFacts = 500;

    /// <summary>Commits under way at a time: while one waits for the database or for a register's lock, another one works.</summary>
    private static readonly int Lanes = Math.Clamp(2 * Environment.ProcessorCount, 4, 16);
    private readonly Lock gate = new();
    private readonly Queue<Waiting> queue = [];
    private int running;

    private sealed record Waiting(Delivery Delivery, TaskCompletionSource<IReadOnlyList<Answer>> Answered);

    /// <summary>A caller who goes away gets no answer; what was handed over is stored all the same.</summary>
    public Task<IReadOnlyList<Answer>> Record(IReadOnlyList<AttendanceFact> facts, Recorder recorder, CancellationToken cancel)
    {
        var waiting = new Waiting(new(facts, recorder), new(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (gate)
        {
            queue.Enqueue(waiting);
            if (running < Lanes)
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
    private bool IsAway(Exception error) => error is RetryLimitExceededException || (error is DbException failure && engine.IsAway(failure));
}
