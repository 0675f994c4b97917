using Courses.Platform.Database;

namespace Courses.Exams;

/// <summary>The result in one part, by whom and when it was entered. A correction is another row that names the one before.</summary>
internal sealed class ExamResult : IAppendOnly
{
    public Guid Id { get; private set; }

    public required Guid RegistrationId { get; init; }

    public required string Part { get; init; }

    public required Outcome Outcome { get; init; }

    /// <summary>Of 100; null where none were given.</summary>
    public required int? Points { get; init; }

    public required DateTimeOffset EnteredAt { get; init; }

    public required Guid EnteredBy { get; init; }

    public required string EnteredByName { get; init; }

    /// <summary>The row that this one takes the place of.</summary>
    public Guid? Corrects { get; init; }

    /// <summary>Why it was corrected.</summary>
    public string? Reason { get; init; }
}

internal enum Outcome
{
    Passed,
    Failed,

    /// <summary>Was not there.</summary>
    Absent,
}

internal static class ResultsThatStand
{
    /// <summary>Without those that another row corrects.</summary>
    public static IQueryable<ExamResult> Standing(this CoursesDb db) => db.Set<ExamResult>().Where(row => !db.Set<ExamResult>().Any(later => later.Corrects == row.Id));
}
