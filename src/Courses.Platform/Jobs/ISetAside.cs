namespace Courses.Platform.Jobs;

/// <summary>What a job could not do and set aside while it did the rest: each item is named on the jobs page until it is set right.</summary>
public interface ISetAside
{
    Task<IReadOnlyList<SetAsideItem>> Items(CancellationToken cancel);
}

/// <summary>One thing set aside: which job, what it is called, where it can be set right, and what went wrong.</summary>
public sealed record SetAsideItem(string Job, string Name, string Link, string Why, DateTimeOffset Since);
