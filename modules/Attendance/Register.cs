using Courses.Platform.Database;
using Courses.Platform.Errors;

namespace Courses.Attendance;

/// <summary>
/// The register of one session, and the lock under which its marks are derived: docs/concurrency.md. Its id is the session's.
/// </summary>
internal sealed class Register : IVersioned
{
    /// <summary>So long before the end a register may be signed; nobody knows earlier who stayed.</summary>
    public static readonly TimeSpan LastMinutes = TimeSpan.FromMinutes(15);

    public required Guid Id { get; init; }

    public int Version { get; set; }

    public DateTimeOffset? SignedOffAt { get; private set; }

    public string SignedOffBy { get; private set; } = "";

    public Guid? SignedOffById { get; private set; }

    /// <summary>When the provider was told that this register is missing.</summary>
    public DateTimeOffset? ChasedAt { get; private set; }

    public bool IsSignedOff => SignedOffAt is not null;

    public void SignOff(SessionInfo session, string by, Guid byId, DateTimeOffset now)
    {
        if (session.CancelledAt is not null)
        {
            throw new RuleBroken("attendance.session-cancelled");
        }

        if (now < session.EndsAt - LastMinutes)
        {
            throw new RuleBroken("attendance.session-not-over");
        }

        if (!IsSignedOff)
        {
            (SignedOffAt, SignedOffBy, SignedOffById) = (now, by, byId);
        }
    }

    public void Chase(DateTimeOffset now) => ChasedAt ??= now;
}
