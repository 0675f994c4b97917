namespace Courses.Contracts.Access;

/// <summary>The audit trail: who did what to whose record. A row commits with the act it tells of.</summary>
public interface IAudit
{
    /// <summary>Adds a row to the running unit of work.</summary>
    /// <param name="act">Stable name of the act, e.g. <c>pass.replaced</c>.</param>
    /// <param name="subject">The record it was done to.</param>
    /// <param name="details">What an auditor needs to understand it; no more personal data than that.</param>
    void Record(string act, Guid subject, string details = "");

    /// <summary>Where, by whom and when something was done: for whoever compares it with what stands there, or hands it out as evidence.</summary>
    /// <param name="act">Stable name of the act.</param>
    IQueryable<AuditedAct> Acts(string act);

    /// <summary>Takes the details out of all lines about these records, because somebody is erased: who did what and when stays. Answers how many lines had any.</summary>
    Task<int> Empty(IReadOnlyCollection<Guid> subjects, CancellationToken cancel);
}

/// <summary>One line of the trail, without names.</summary>
public sealed record AuditedAct
{
    public required Guid Id { get; init; }

    public required Guid Subject { get; init; }

    /// <summary>The account, device or person that acted; empty for the system's own jobs.</summary>
    public required Guid By { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Details { get; init; }
}
