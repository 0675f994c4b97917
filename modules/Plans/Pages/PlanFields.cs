namespace Courses.Plans.Pages;

/// <summary>What forms about plans send.</summary>
internal static class PlanFields
{
    /// <summary><c>coach:id</c> or <c>provider:id</c>; null for anything else.</summary>
    public static Receiver? Receiver(string? to) => to?.Split(':') is [var kind, var id] && Guid.TryParse(id, out var who)
        ? kind switch { "coach" => new(who, null), "provider" => new(null, who), _ => null }
        : null;
}
