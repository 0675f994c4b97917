using Microsoft.EntityFrameworkCore;

namespace Courses.Platform.Jobs;

/// <summary>What the watch over the schedule had to put right. The code is a sentence for operators.</summary>
internal sealed class JobEvent
{
    public Guid Id { get; private set; }

    public required string Job { get; init; }

    public required string Code { get; init; }

    public required string Node { get; init; }

    public required DateTimeOffset At { get; init; }

    public static void Tables(ModelBuilder model) => model.Entity<JobEvent>(seen =>
    {
        seen.ToTable("job_event", "platform");
        seen.Property(row => row.Job).HasMaxLength(100);
        seen.Property(row => row.Code).HasMaxLength(80);
        seen.Property(row => row.Node).HasMaxLength(200);
        seen.HasIndex(row => row.At);
    });
}
