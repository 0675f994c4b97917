namespace Courses.Platform.Jobs;

/// <summary>Something that an operator must see at once; shown on top of the jobs page as long as it holds.</summary>
public interface IAlarm
{
    /// <summary>None when all is well.</summary>
    Task<Alarm?> Now(CancellationToken cancel);
}

/// <summary>The sentence, what fills its blanks, and the page that tells more.</summary>
public sealed record Alarm(string Code, IReadOnlyList<object> Details, string Link);
