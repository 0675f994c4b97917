using Courses.Platform.Database;
using Courses.Reporting.Features;
using Courses.Reporting.Pages;
using Microsoft.EntityFrameworkCore;

namespace Courses.Reporting;

/// <summary>What a week, from Monday to Sunday, held at one provider for one programme, added up ahead from signed registers. <see cref="Features.AddUpAttendance"/> writes it.</summary>
internal sealed record AddedUpWeek : IAddedUp
{
    private const int Weeks = 12;

    public required Guid Id { get; init; }

    public required DateOnly Monday { get; init; }

    public required string? ProgrammeCode { get; init; }

    public required Guid ProviderId { get; init; }

    public required long HeldMinutes { get; init; }

    public required long AttendedMinutes { get; init; }

    /// <summary>The last twelve weeks that held anything, of one provider or of all, the oldest first.</summary>
    internal static async Task<IReadOnlyList<WeekLine>> Lines(CoursesDb db, DateOnly today, Guid? provider, CancellationToken cancel)
    {
        var first = AddUpAttendance.MondayOf(today).AddDays(-7 * (Weeks - 1));
        return [.. (await db.Set<AddedUpWeek>().Where(week => week.Monday >= first && (provider == null || week.ProviderId == provider)).GroupBy(week => week.Monday)
            .Select(week => new { Monday = week.Key, Attended = week.Sum(sum => sum.AttendedMinutes), Held = week.Sum(sum => sum.HeldMinutes) }).ToListAsync(cancel))
            .Where(week => week.Held > 0).OrderBy(week => week.Monday).Select(week => new WeekLine(week.Monday, new(week.Attended, week.Held)))];
    }

    internal static void Tables(ModelBuilder model) => model.Entity<AddedUpWeek>(sum =>
    {
        sum.ToTable("attendance_of_week", "reporting");
        sum.Property(row => row.Id).ValueGeneratedNever();
        sum.Property(row => row.ProgrammeCode).HasMaxLength(60);
        sum.HasIndex(row => row.Monday);
    });
}
