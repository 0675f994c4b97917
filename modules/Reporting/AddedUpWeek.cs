using Microsoft.EntityFrameworkCore;

namespace Courses.Reporting;

/// <summary>What a week, from Monday to Sunday, held at one provider for one programme, added up ahead from signed registers. <see cref="Features.AddUpAttendance"/> writes it.</summary>
internal sealed record AddedUpWeek : IAddedUp
{
    public required Guid Id { get; init; }

    public required DateOnly Monday { get; init; }

    public required string? ProgrammeCode { get; init; }

    public required Guid ProviderId { get; init; }

    public required long HeldMinutes { get; init; }

    public required long AttendedMinutes { get; init; }

    internal static void Tables(ModelBuilder model) => model.Entity<AddedUpWeek>(sum =>
    {
        sum.ToTable("attendance_of_week", "reporting");
        sum.Property(row => row.Id).ValueGeneratedNever();
        sum.Property(row => row.ProgrammeCode).HasMaxLength(60);
        sum.HasIndex(row => row.Monday);
    });
}
