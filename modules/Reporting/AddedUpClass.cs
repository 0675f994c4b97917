using Microsoft.EntityFrameworkCore;

namespace Courses.Reporting;

/// <summary>What a month held for one class or run, added up ahead from its signed registers. <see cref="Features.AddUpAttendance"/> writes it.</summary>
internal sealed record AddedUpClass : IAddedUp
{
    public required Guid Id { get; init; }

    public required int Year { get; init; }

    public required int Month { get; init; }

    public required Guid GroupId { get; init; }

    public required int Marks { get; init; }

    public required int Present { get; init; }

    /// <summary>Late, or left early.</summary>
    public required int Late { get; init; }

    public required int Excused { get; init; }

    public required int ExcusedByCertificate { get; init; }

    public required int Absent { get; init; }

    public required long AttendedMinutes { get; init; }

    public required long HeldMinutes { get; init; }

    internal static void Tables(ModelBuilder model) => model.Entity<AddedUpClass>(sum =>
    {
        sum.ToTable("attendance_of_class", "reporting");
        sum.Property(row => row.Id).ValueGeneratedNever();
        sum.Property(row => row.Year).HasColumnName("in_year");
        sum.Property(row => row.Month).HasColumnName("in_month");
        sum.HasIndex(row => new { row.Year, row.Month });
        sum.HasIndex(row => row.GroupId);
    });
}
