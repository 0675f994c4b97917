namespace Courses.Contracts.Access;

/// <summary>The audit trail: who did what to whose record. A row commits with the act it tells of.</summary>
public interface IAudit
{
    /// <summary>Adds a row to the running unit of work.</summary>
    /// <param name="act">Stable name of the act, e.g. <c>pass.replaced</c>.</param>
    /// <param name="subject">The record it was done to.</param>
    /// <param name="details">What an auditor needs to understand it; no more personal data than that.</param>
    void Record(string act, Guid subject, string details = "");
}
