namespace Courses.Tests.Shared;

/// <summary>A test of what one engine alone does, or that is written for one: skipped, and counted as skipped, on the other.</summary>
internal sealed class FactOnAttribute : FactAttribute
{
    private static readonly string Engine = Environment.GetEnvironmentVariable("COURSES_DB") ?? "PostgreSql";

    public FactOnAttribute(string engine)
    {
        if (Engine != engine)
        {
            Skip = $"The tests run on {Engine}.";
        }
    }
}
