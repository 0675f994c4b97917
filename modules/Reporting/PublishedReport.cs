using Microsoft.EntityFrameworkCore;

namespace Courses.Reporting;

/// <summary>What everybody may read of a delivered report: without what would tell of fewer than five people. It stays as it was published until it is withdrawn.</summary>
internal sealed class PublishedReport
{
    public const int LongestReason = 500;

    public Guid Id { get; private set; }

    public required Guid DeliveredId { get; init; }

    public required int Year { get; init; }

    /// <summary>The code of a kind of report; empty for the integration report of the year.</summary>
    public string Kind { get; init; } = "";

    /// <summary>Of a kind of report, as <see cref="Reports.ReportPeriod"/> writes it; empty for the integration report, which is of its year.</summary>
    public string Period { get; init; } = "";

    /// <summary>JSON, as <see cref="Reports.PublicReport"/> writes it.</summary>
    public required byte[] Content { get; init; }

    public required DateTimeOffset PublishedAt { get; init; }

    public required Guid PublishedBy { get; init; }

    public required string PublishedByName { get; init; }

    public DateTimeOffset? WithdrawnAt { get; private set; }

    public Guid? WithdrawnBy { get; private set; }

    /// <summary>Everybody who looks for the report reads it.</summary>
    public string? WithdrawnReason { get; private set; }

    internal static void Tables(ModelBuilder model) => model.Entity<PublishedReport>(report =>
    {
        report.ToTable("published_report", "reporting");
        report.Property(row => row.Year).HasColumnName("report_year");
        report.Property(row => row.Kind).HasMaxLength(60);
        report.Property(row => row.Period).HasMaxLength(10);
        report.Property(row => row.PublishedByName).HasMaxLength(200);
        report.Property(row => row.WithdrawnReason).HasMaxLength(LongestReason);
        report.HasOne<DeliveredReport>().WithMany().HasForeignKey(row => row.DeliveredId).OnDelete(DeleteBehavior.Restrict);
        report.HasIndex(row => new { row.Year, row.Kind, row.Period }).IsUnique().HasFilter("withdrawn_at is null");
    });
}
