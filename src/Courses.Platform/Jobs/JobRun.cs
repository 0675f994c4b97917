using Microsoft.EntityFrameworkCore;

namespace Courses.Platform.Jobs;

/// <summary>One run of a job: what operators see.</summary>
internal sealed class JobRun
{
    /// <summary>Errors that are sentences for operators, not the text of an exception.</summary>
    public const string Died = "jobs.died";
    public const string Stopped = "jobs.stopped";

    public Guid Id { get; private set; }

    public required string Job { get; init; }

    public required string Node { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; set; }

    public int Items { get; set; }

    public string? Error { get; set; }

    public static void Tables(ModelBuilder model) => model.Entity<JobRun>(run =>
    {
        run.ToTable("job_run", "platform");
        run.Property(row => row.Job).HasMaxLength(100);
        run.Property(row => row.Node).HasMaxLength(200);
        run.Property(row => row.Error).HasMaxLength(-1);
        run.HasIndex(row => new { row.Job, row.StartedAt });
    });
}
