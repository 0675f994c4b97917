using Microsoft.EntityFrameworkCore;

namespace Courses.Reporting;

/// <summary>
/// What a month held for the people of one programme, provider, level, gender and age band, added up ahead: dashboards and OData read thousands of rows instead of millions. Signed registers only; level, gender and age are
/// those of the moment of adding up. <see cref="Features.AddUpAttendance"/> writes it.
/// </summary>
internal sealed record AddedUp : IAddedUp
{
    public required Guid Id { get; init; }

    public required int Year { get; init; }

    public required int Month { get; init; }

    public required string? ProgrammeCode { get; init; }

    public required Guid ProviderId { get; init; }

    public required string? Level { get; init; }

    public required string Gender { get; init; }

    public required string AgeBand { get; init; }

    /// <summary>Who came at least once. A person of two programmes or providers stands in two rows.</summary>
    public required int People { get; init; }

    public required long HeldMinutes { get; init; }

    public required long AttendedMinutes { get; init; }

    public required long ExcusedByWordMinutes { get; init; }

    public required long ExcusedByCertificateMinutes { get; init; }

    internal static void Tables(ModelBuilder model)
    {
        model.Entity<AddedUp>(sum =>
        {
            sum.ToTable("attendance_sum", "reporting");
            sum.Property(row => row.Id).ValueGeneratedNever();
            sum.Property(row => row.Year).HasColumnName("in_year");
            sum.Property(row => row.Month).HasColumnName("in_month");
            sum.Property(row => row.ProgrammeCode).HasMaxLength(60);
            sum.Property(row => row.Level).HasMaxLength(10);
            sum.Property(row => row.Gender).HasMaxLength(10);
            sum.Property(row => row.AgeBand).HasMaxLength(10);
            sum.HasIndex(row => new { row.Year, row.Month });
        });
        model.Entity<AddedUpAt>(at =>
        {
            at.ToTable("attendance_sums_at", "reporting");
            at.Property(row => row.Id).ValueGeneratedNever();
        });
    }
}

/// <summary>The instant to which all sums are true: what was committed before it is in them. One row.</summary>
internal sealed class AddedUpAt
{
    public static readonly Guid Only = new("5a0c3d3e-7a39-4c0a-9d60-3f1b7f0a1c55");

    public required Guid Id { get; init; }

    public required DateTimeOffset TrueAt { get; set; }
}
