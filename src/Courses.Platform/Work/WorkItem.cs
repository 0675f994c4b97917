using System.Globalization;
using System.Text.Json;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace Courses.Platform.Work;

public enum WorkState
{
    Waiting,
    Running,
    Done,
    Failed,
    Cancelled,
}

/// <summary>One piece of work that a person asked for, from the asking to the result. Its row is what counts; the scheduler's store only carries its id to a node.</summary>
public sealed class WorkItem : IVersioned
{
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>What takes its node down with it each time is given up.</summary>
    private const int MostStarts = 10;

    public Guid Id { get; private set; }

    public int Version { get; set; }

    public required string Name { get; init; }

    /// <summary>As JSON.</summary>
    public required string Arguments { get; init; }

    public required Guid AskedBy { get; init; }

    public required string AskedByName { get; init; }

    /// <summary>What the person was when asking: role, organisation and permissions, as JSON. The work runs as that.</summary>
    public required string AskedAs { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    public WorkState State { get; private set; }

    /// <summary>When it was last handed to the scheduler, or is to be handed again.</summary>
    public DateTimeOffset QueuedAt { get; private set; }

    public DateTimeOffset? StartedAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>The last sign of life of the node that works on it.</summary>
    public DateTimeOffset? SignAt { get; private set; }

    public string? Node { get; private set; }

    public int Starts { get; private set; }

    public int DoneCount { get; private set; }

    public int TotalCount { get; private set; }

    public DateTimeOffset? CancelAskedAt { get; private set; }

    public string? CancelAskedByName { get; private set; }

    /// <summary>The sentence for who asked.</summary>
    public string? Code { get; private set; }

    /// <summary>The sentence's details as a JSON array of strings.</summary>
    public string Details { get; private set; } = "[]";

    /// <summary>Where the result stands.</summary>
    public string? Link { get; private set; }

    /// <summary>For operators.</summary>
    public string? Error { get; private set; }

    public bool HasEnded => State is WorkState.Done or WorkState.Failed or WorkState.Cancelled;

    public bool CanRetry => State is WorkState.Failed or WorkState.Cancelled;

    public IReadOnlyList<string> SaidDetails => JsonSerializer.Deserialize<string[]>(Details) ?? [];

    public int Percent => TotalCount == 0 ? 0 : Math.Min(100, (int)(DoneCount * 100L / TotalCount));

    public void Queue(DateTimeOffset at) => QueuedAt = at;

    /// <summary>Begins, on a node that holds the lock of this work; false when there is nothing to begin.</summary>
    public bool Start(string node, DateTimeOffset now)
    {
        if (HasEnded)
        {
            return false;
        }

        if (CancelAskedAt is not null)
        {
            End(WorkState.Cancelled, now, "work.cancelled");
            return false;
        }

        if (Starts >= MostStarts)
        {
            End(WorkState.Failed, now, "work.given-up");
            return false;
        }

        (State, Node, StartedAt, SignAt, Starts) = (WorkState.Running, node, StartedAt ?? now, now, Starts + 1);
        return true;
    }

    public void Finish(WorkDone done, DateTimeOffset now)
    {
        End(WorkState.Done, now, done.Code, done.Details);
        Link = done.Link;
    }

    public void Cancel(DateTimeOffset now) => End(WorkState.Cancelled, now, "work.cancelled");

    /// <summary>Its node stops, or it will be tried again: the next node goes on.</summary>
    public void Wait(DateTimeOffset until, string? error = null) => (State, QueuedAt, Error) = (WorkState.Waiting, until, error);

    public void Fail(Exception error, DateTimeOffset now)
    {
        if (error is RuleBroken rule)
        {
            End(WorkState.Failed, now, rule.Code, rule.Details);
        }
        else
        {
            End(WorkState.Failed, now, "work.failed");
            Error = error.ToString();
        }
    }

    public void AskToCancel(string by, DateTimeOffset now)
    {
        if (HasEnded)
        {
            throw new RuleBroken("work.ended-already");
        }

        (CancelAskedAt, CancelAskedByName) = (now, by);
        if (State == WorkState.Waiting)
        {
            End(WorkState.Cancelled, now, "work.cancelled");
        }
    }

    /// <summary>Once more from where it stopped.</summary>
    public void Retry(DateTimeOffset now)
    {
        if (!CanRetry)
        {
            throw new RuleBroken("work.cannot-retry");
        }

        (State, QueuedAt, StartedAt, EndedAt, SignAt, Starts) = (WorkState.Waiting, now, null, null, null, 0);
        (CancelAskedAt, CancelAskedByName, Code, Details, Error) = (null, null, null, "[]", null);
    }

    private void End(WorkState state, DateTimeOffset now, string code, IEnumerable<object>? details = null)
    {
        (State, EndedAt, Code, Error) = (state, now, code, null);
        Details = JsonSerializer.Serialize((details ?? []).Select(detail => Convert.ToString(detail, CultureInfo.InvariantCulture)));
    }

    internal static void Tables(ModelBuilder model) => model.Entity<WorkItem>(work =>
    {
        work.ToTable("work", "platform");
        work.Property(row => row.Name).HasMaxLength(60);
        work.Property(row => row.Arguments).HasMaxLength(-1);
        work.Property(row => row.AskedAs).HasMaxLength(-1);
        work.Property(row => row.Node).HasMaxLength(200);
        work.Property(row => row.Code).HasMaxLength(80);
        work.Property(row => row.Details).HasMaxLength(2000);
        work.Property(row => row.Error).HasMaxLength(-1);
        work.Ignore(row => row.HasEnded);
        work.Ignore(row => row.CanRetry);
        work.Ignore(row => row.SaidDetails);
        work.Ignore(row => row.Percent);
        work.HasIndex(row => new { row.State, row.QueuedAt });
        work.HasIndex(row => new { row.AskedBy, row.AskedAt });
    });
}
