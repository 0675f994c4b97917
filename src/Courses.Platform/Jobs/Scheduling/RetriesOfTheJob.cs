using System.Globalization;
using Courses.Platform.Work;
using Hangfire.States;

namespace Courses.Platform.Jobs.Scheduling;

/// <summary>What becomes of a run that failed: each job says itself how often and when it is tried again.</summary>
internal sealed class RetriesOfTheJob(JobRunner runner) : IElectStateFilter
{
    private const string Tried = "Tried";

    /// <summary>Until a node that knows the name, or the end of an update, comes by.</summary>
    private static readonly TimeSpan UntilAnotherNode = TimeSpan.FromSeconds(15);
    private const int TriesOfStrangers = 240;

    public void OnStateElection(ElectStateContext context)
    {
        if (context.CandidateState is not FailedState failed)
        {
            return;
        }

        var tried = context.GetJobParameter<int>(Tried);
        var pause = failed.Exception switch
        {
            UnknownHere => tried < TriesOfStrangers ? UntilAnotherNode : (TimeSpan?)null,
            TryAgain again => again.Pause,

            // The work itself tells its failures in its row; what comes up to here is the way to it: the database was away, or the node stops.
            _ when context.BackgroundJob.Job?.Method.Name == nameof(JobDispatcher.DoWork) => tried < TriesOfStrangers ? UntilAnotherNode : null,
            _ when PausesOf(context) is var pauses => tried < pauses.Count ? pauses[tried] : null,
            _ => null,
        };
        if (pause is { } wait)
        {
            context.SetJobParameter(Tried, tried + 1);
            context.CandidateState = new ScheduledState(wait) { Reason = string.Create(CultureInfo.InvariantCulture, $"Try {tried + 1} failed: {failed.Exception.GetType().Name}") };
        }
        else
        {
            // Our own rows tell of the failure; the store need not keep it for ever.
            context.CandidateState = new DeletedState { Reason = failed.Exception.GetType().Name };
        }
    }

    private IReadOnlyList<TimeSpan> PausesOf(ElectStateContext context) =>
        context.BackgroundJob.Job?.Args is [string name, ..] && runner.Find(name) is { } job ? job.Retries.Pauses : [];
}
