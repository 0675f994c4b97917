using Microsoft.EntityFrameworkCore;

namespace Courses.Reporting;

/// <summary>What everybody may read of a delivered report of a year: without what would tell of fewer than five people. It stays as it was published until it is withdrawn.</summary>
internal sealed class PublishedReport
{
    public Guid Id { get; private set; }

    public required Guid DeliveredId { get; init; }

    public required int Year { get; init; }

    /// <summary>JSON, as <see cref="Reports.PublicReport"/> writes it.</summary>
    public required byte[] Content { get; init; }

    public required DateTimeOffset PublishedAt { get; init; }

    public required Guid PublishedBy { get; init; }

    public required string PublishedByName { get; init; }

    public DateTimeOffset? WithdrawnAt { get; private set; }

    public Guid? WithdrawnBy { get; private set; }

    public void Withdraw(DateTimeOffset now, Guid by) => (WithdrawnAt, WithdrawnBy) = (now, by);

    internal static void Tables(ModelBuilder model) => model.Entity<PublishedReport>(report =>
    {
        report.ToTable("published_report", "reporting");
        report.Property(row => row.Year).HasColumnName("report_year");
        report.Property(row => row.PublishedByName).HasMaxLength(200);
        report.HasOne<DeliveredReport>().WithMany().HasForeignKey(row => row.DeliveredId).OnDelete(DeleteBehavior.Restrict);
        report.HasIndex(row => row.Year).IsUnique().HasFilter("withdrawn_at is null");
    });
}
