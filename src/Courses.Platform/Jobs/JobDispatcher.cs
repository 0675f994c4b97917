using Courses.Platform.Work;

namespace Courses.Platform.Jobs;

/// <summary>
/// The one class whose name lies in the scheduler's store, so it is never renamed and never moves, nor do its methods. What is to be done travels as a stable name:
/// a node that does not know the class would switch the job off for the whole cluster, a node that does not know a name only leaves it to another.
/// </summary>
internal sealed class JobDispatcher(JobRunner jobs, WorkRunner work)
{
    public async Task RunJob(string name, CancellationToken cancel)
    {
        var job = jobs.Find(name) ?? throw new UnknownHere(name);
        if (await jobs.Run(name, cancel) is null && job.Retries.Pauses.Count > 0)
        {
            // Perhaps the other run dies. An interval comes back by itself, a night does not.
            throw new RunsElsewhere(name);
        }
    }

    /// <summary>The kind of work is said for whoever looks into the store; the row says it too.</summary>
    public Task DoWork(string name, Guid id, CancellationToken cancel) => work.Find(name) is null ? throw new UnknownHere(name) : work.Run(id, cancel);
}

/// <summary>The job belongs to another version of the product.</summary>
internal sealed class UnknownHere(string name) : Exception($"This version knows no job '{name}'; a node of another version will.");

/// <summary>The lock is held: another run has not ended yet.</summary>
internal sealed class RunsElsewhere(string name) : Exception($"'{name}' is still running on another node.");
