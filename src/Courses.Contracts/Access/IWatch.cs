namespace Courses.Contracts.Access;

/// <summary>What the watch list needs of the trails: who looks at people in a way that colleagues do not, and what was done about a sign. Signs prove nothing; somebody asks.</summary>
public interface IWatch
{
    /// <summary>How people were looked at in the last days, as far as it is unusual by the limits that the city has set.</summary>
    Task<IReadOnlyList<UnusualLook>> UnusualLooks(CancellationToken cancel);

    /// <summary>Writes into the trail, in the running unit of work, what was done about a sign.</summary>
    /// <param name="subject">The provider or the account that the sign is about.</param>
    /// <param name="sign">The sign, e.g. <c>watch.reason.no-scans</c> or <see cref="UnusualLook.Sign"/>.</param>
    /// <param name="done">What was done, in the words of whoever did it.</param>
    void Answer(Guid subject, string sign, string done);

    /// <summary>What was done since, the newest first.</summary>
    Task<IReadOnlyList<WatchAnswer>> Answers(DateTimeOffset since, CancellationToken cancel);
}

public enum LookSign
{
    /// <summary>The pages of more people opened in a day than usual for the role, by far.</summary>
    Many,

    /// <summary>The page of one person opened on several days, and nothing done after it.</summary>
    Again,

    /// <summary>People looked at or searched for at night.</summary>
    Night,
}

/// <summary>Something unusual in how one account looked at people.</summary>
public sealed record UnusualLook
{
    public required Guid AccountId { get; init; }

    public required string Account { get; init; }

    /// <summary>One of <see cref="Roles"/>.</summary>
    public required string Role { get; init; }

    public required LookSign Kind { get; init; }

    /// <summary>People of that day, days with that person, or looks at night.</summary>
    public required int Count { get; init; }

    /// <summary>What is usual for colleagues in the role on a day; 0 where it is not compared.</summary>
    public int Usual { get; init; }

    /// <summary>The day, or the last one.</summary>
    public required DateOnly On { get; init; }

    /// <summary>The pass number of the one person whom it is about.</summary>
    public string? PassNumber { get; init; }

    /// <summary>Names the sign in an answer: the same sign on another day or about another person is another one.</summary>
    public required string Sign { get; init; }
}

/// <summary>What was done about a sign.</summary>
/// <param name="Subject">The provider or account.</param>
/// <param name="Sign">The sign.</param>
/// <param name="Done">In the words of whoever did it.</param>
/// <param name="By">Their name.</param>
/// <param name="At">When it was written down.</param>
public sealed record WatchAnswer(Guid Subject, string Sign, string Done, string By, DateTimeOffset At);
