using Courses.Contracts.Timetable;

namespace Courses.Timetable;

/// <summary>
/// From one day to another a person belongs to a class: the sessions of these days count, attended or not, and no others. Somebody who leaves and comes again has several; days never overlap.
/// Waiting for a seat is no stay.
/// </summary>
internal sealed class Stay
{
    public Guid Id { get; private set; }

    public Guid EnrolmentId { get; set; }

    /// <summary>Whose payment covers it: the own enrolment, or after a move that in the new class.</summary>
    public Guid BookingId { get; set; }

    public Enrolment Booking { get; internal set; } = null!;

    public required Guid GroupId { get; init; }

    public required Guid ParticipantId { get; init; }

    /// <summary>The programme whose hours these are; another programme that pays later does not take them over.</summary>
    public string? ProgrammeCode { get; internal set; }

    public required DateOnly From { get; init; }

    /// <summary>The last day that counts; null while it lasts. One day before <see cref="From"/> when no session was in it.</summary>
    public DateOnly? Until { get; private set; }

    public required StayBegin Began { get; init; }

    public required DateTimeOffset BegunAt { get; init; }

    public required Guid BegunBy { get; init; }

    public StayEnd? Ended { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    public Guid? EndedBy { get; private set; }

    public void End(StayEnd how, DateOnly lastDay, DateTimeOffset now, Guid by) => (Until, Ended, EndedAt, EndedBy) = (lastDay, how, now, by);

    /// <summary>It ended by mistake: as if nothing had happened.</summary>
    public void GoOn() => (Until, Ended, EndedAt, EndedBy) = (null, null, null, null);
}
