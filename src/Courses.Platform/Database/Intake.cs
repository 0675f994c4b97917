using Microsoft.Extensions.DependencyInjection;

namespace Courses.Platform.Database;

/// <summary>
/// Where writes of many people meet: while one commit is under way the next ones gather, and the commit after it takes them all. Nobody gets an
/// answer before the commit that holds their write is done, so an answer still means that it is stored for good.
/// </summary>
/// <param name="scopes">Each commit has a scope of its own: it belongs to none of the requests that wait for it.</param>
/// <param name="engine">Knows a database that is away from a write that failed: it is away for all of them, and asking once for each would only keep them waiting.</param>
/// <param name="measure">How much a write weighs, and how much a commit takes.</param>
/// <param name="commit">Writes them all in one transaction and answers each, in their order. It may be called again for each alone.</param>
public sealed class Intake<TWrite, TAnswer>(
    IServiceScopeFactory scopes, IEngine engine, IntakeMeasure<TWrite> measure, Func<IServiceProvider, IReadOnlyList<TWrite>, Task<IReadOnlyList<TAnswer>>> commit)
{
    /// <summary>Commits under way at a time: while one waits for the database or for a row's lock, another one works.</summary>
    private static readonly int Lanes = Math.Clamp(2 * Environment.ProcessorCount, 4, 16);
    private readonly Lock gate = new();
    private readonly Queue<Waiting> queue = [];
    private int waitingWeight;

    /// <summary>Lanes that are open, and those of them whose commit takes longer than anybody should wait for.</summary>
    private (int Open, int Held) lanes;

    private sealed record Waiting(TWrite Write, TaskCompletionSource<TAnswer> Answered);

    /// <summary>A caller who goes away gets no answer; what was handed over is stored all the same.</summary>
    public Task<TAnswer> Take(TWrite write, CancellationToken cancel)
    {
        var waiting = new Waiting(write, new(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (gate)
        {
            queue.Enqueue(waiting);
            waitingWeight += measure.WeightOf(write);
            if (IsWorthALane)
            {
                OpenLane();
            }
        }

        return waiting.Answered.Task.WaitAsync(cancel);
    }

    /// <summary>With little waiting, the next lane that is done takes it along: fewer and larger commits. Only under the gate.</summary>
    private bool IsWorthALane => lanes.Open == lanes.Held || waitingWeight >= measure.WorthAnotherCommit;

    /// <summary>Only under the gate.</summary>
    private void OpenLane()
    {
        if (lanes.Open == Lanes)
        {
            return;
        }

        lanes.Open++;

        // The lane outlives the request that opens it and must not look like it.
        using (ExecutionContext.SuppressFlow())
        {
            _ = Task.Run(Run, CancellationToken.None);
        }
    }

    private async Task Run()
    {
        while (Next() is { } taken)
        {
            var underWay = Commit(taken);
            if (await Task.WhenAny(underWay, Task.Delay(measure.Patience)) != underWay)
            {
                await Held(underWay);
            }
        }
    }

    /// <summary>It waits for a lock that somebody else holds. Nobody waits with it.</summary>
    private async Task Held(Task underWay)
    {
        lock (gate)
        {
            lanes.Held++;
            if (queue.Count > 0 && IsWorthALane)
            {
                OpenLane();
            }
        }

        await underWay;
        lock (gate)
        {
            lanes.Held--;
        }
    }

    private List<Waiting>? Next()
    {
        lock (gate)
        {
            lanes.Open--;
            if (queue.Count == 0 || !IsWorthALane)
            {
                return null;
            }

            lanes.Open++;
            var taken = new List<Waiting> { queue.Dequeue() };
            for (var weight = measure.WeightOf(taken[0].Write); queue.TryPeek(out var next) && (weight += measure.WeightOf(next.Write)) <= measure.MostInOneCommit;)
            {
                taken.Add(queue.Dequeue());
            }

            waitingWeight -= taken.Sum(waiting => measure.WeightOf(waiting.Write));
            return taken;
        }
    }

    private async Task Commit(List<Waiting> taken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var answers = await commit(scope.ServiceProvider, [.. taken.Select(waiting => waiting.Write)]);
            if (answers.Count != taken.Count)
            {
                throw new InvalidOperationException($"{taken.Count} writes got {answers.Count} answers.");
            }

            foreach (var (waiting, answer) in taken.Zip(answers))
            {
                waiting.Answered.SetResult(answer);
            }
        }
        catch (Exception error) when (taken.Count > 1 && !engine.IsAway(error))
        {
            // One of them is the reason: each on its own, so that the others do not suffer for it. A database that is away is away for all of them.
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
}

/// <param name="WeightOf">What one write weighs, e.g. its rows.</param>
/// <param name="MostInOneCommit">A commit takes no more; a single write that weighs more has one to itself.</param>
/// <param name="WorthAnotherCommit">With less waiting, another commit beside the running one would only share what one can do.</param>
public sealed record IntakeMeasure<TWrite>(Func<TWrite, int> WeightOf, int MostInOneCommit, int WorthAnotherCommit)
{
    /// <summary>A commit that takes longer waits for a lock that somebody else holds, and those who gather must not wait with it.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMilliseconds(200);
}
