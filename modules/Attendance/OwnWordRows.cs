namespace Courses.Attendance;

internal static class OwnWordRows
{
    /// <summary>What people said of their own minutes; not what was sent as such without their pass, or before the lesson neared its end.</summary>
    public static IQueryable<AttendanceFact> OwnWords(this IQueryable<AttendanceFact> facts) => facts.Where(fact => fact.Source == FactSource.Person && fact.HeldFor == null);
}
