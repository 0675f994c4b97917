using Courses.Contracts.Attendance;
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

    /// <summary>How many marks there are, counted when the register is signed and with each change since. Null before, and in registers that an earlier version signed until the job has counted them.</summary>
    public int? Marks { get; private set; }

    /// <summary>Marks of people who were there for a minute or more.</summary>
    public int? InRoom { get; private set; }

    /// <summary>Marks that say anything else than that the person was there all the time.</summary>
    public int? NotWhole { get; private set; }

    public int? Scanned { get; private set; }

    public int? Excused { get; private set; }

    /// <summary>Marks that were corrected after the signature.</summary>
    public int? Corrected { get; private set; }

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

    /// <summary>Lists ask so many numbers of so many registers that they are kept.</summary>
    public void Count(IEnumerable<Mark> marks) => (Marks, InRoom, NotWhole, Scanned, Excused, Corrected) = Counted(marks);

    public bool IsCountedAs(IEnumerable<Mark> marks) => (Marks, InRoom, NotWhole, Scanned, Excused, Corrected) == Counted(marks);

    private static (int? Marks, int? InRoom, int? NotWhole, int? Scanned, int? Excused, int? Corrected) Counted(IEnumerable<Mark> marks)
    {
        Mark[] all = [.. marks];
        return (all.Length, all.Count(mark => mark.PresentMinutes > 0), all.Count(mark => mark.State != MarkState.Present), all.Count(mark => mark.Scanned), all.Count(mark => mark.State == MarkState.Excused),
            all.Count(mark => mark.CorrectedAfterSignOff));
    }

    public void Chase(DateTimeOffset now) => ChasedAt ??= now;
}
