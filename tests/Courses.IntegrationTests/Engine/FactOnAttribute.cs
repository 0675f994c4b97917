namespace Courses.IntegrationTests.Engine;

/// <summary>A test of what one engine alone does: skipped, and counted as skipped, on the other.</summary>
internal sealed class FactOnAttribute : FactAttribute
{
    public FactOnAttribute(string engine)
    {
        if (TestDatabase.Engine != engine)
        {
            Skip = $"The tests run on {TestDatabase.Engine}.";
        }
    }
}
