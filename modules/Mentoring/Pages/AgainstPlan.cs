namespace Courses.Mentoring.Pages;

/// <summary>Hours by what they are for, against what was planned.</summary>
internal sealed record AgainstPlan(IReadOnlyList<PlannedPart> Parts);

/// <summary>One part of the plan: hours of the clock that are planned, and the minutes that both sides confirmed.</summary>
internal sealed record PlannedPart(string Name, int Hours, int Minutes)
{
    /// <summary>Never more than all of it is drawn; the number beside says how much more there is.</summary>
    public int Percent => (int)Math.Min(100, Minutes * 100L / (Hours * 60L));

    public string Share => $"{Minutes * 100L / (Hours * 60L)} %";
}
