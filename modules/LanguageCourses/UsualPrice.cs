namespace Courses.LanguageCourses;

/// <summary>
/// What a seat usually costs. Courses of the programmes that the product knows cost from about one to about twelve euros an academic hour; a price far from that is more
/// often a slip of the decimal sign than meant, so it is asked about, and taken when somebody says so.
/// </summary>
internal static class UsualPrice
{
    public const long LeastCentsPerHour = 20;
    public const long MostCentsPerHour = 3_000;

    /// <summary>Nothing to pay is usual. Without hours only the sum tells.</summary>
    public static bool IsOdd(long cents, int academicHours) =>
        cents > 0 && (cents > 500_000 || (academicHours > 0 && (cents < LeastCentsPerHour * academicHours || cents > MostCentsPerHour * academicHours)));
}
