using Microsoft.EntityFrameworkCore;

namespace Courses.Reporting;

/// <summary>How many people of one language and legal status are registered, and how many of them ever had a seat, added up ahead. <see cref="Features.AddUpAttendance"/> writes it.</summary>
internal sealed record AddedUpPeople : IAddedUp
{
    public required Guid Id { get; init; }

    public required string Language { get; init; }

    public required string? Status { get; init; }

    public required int Registered { get; init; }

    public required int TookPart { get; init; }

    internal static void Tables(ModelBuilder model) => model.Entity<AddedUpPeople>(sum =>
    {
        sum.ToTable("uptake", "reporting");
        sum.Property(row => row.Id).ValueGeneratedNever();
        sum.Property(row => row.Language).HasMaxLength(10);
        sum.Property(row => row.Status).HasMaxLength(40);
    });
}
