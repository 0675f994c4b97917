using Courses.Contracts.Timetable;

namespace Courses.Timetable;

/// <summary>A person's place in a group: one row, whatever happens; what happened stands in its changes.</summary>
internal sealed class Enrolment
{
    public Guid Id { get; private set; }

    public required Guid GroupId { get; init; }

    public required Guid ParticipantId { get; init; }

    public EnrolmentState State { get; internal set; }

    public DateOnly From { get; internal set; }

    public DateOnly? Until { get; internal set; }

    public string? ProgrammeCode { get; internal set; }

    public int? WaitingNumber { get; internal set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public List<EnrolmentChange> Changes { get; } = [];

    public void Enrol(string? programmeCode, DateOnly from, DateTimeOffset now, Guid by)
    {
        (State, From, Until, ProgrammeCode, WaitingNumber) = (EnrolmentState.Enrolled, from, null, programmeCode, null);
        Changes.Add(new() { State = State, At = now, By = by });
    }

    public void Wait(int number, string? programmeCode, DateOnly from, DateTimeOffset now, Guid by)
    {
        (State, From, Until, ProgrammeCode, WaitingNumber) = (EnrolmentState.Waiting, from, null, programmeCode, number);
        Changes.Add(new() { State = State, At = now, By = by });
    }

    public void Withdraw(string reason, DateOnly until, DateTimeOffset now, Guid by)
    {
        (State, Until, WaitingNumber) = (EnrolmentState.Withdrawn, until, null);
        Changes.Add(new() { State = State, Reason = reason, At = now, By = by });
    }
}

/// <summary>What became of an enrolment, when, by whom and why.</summary>
internal sealed class EnrolmentChange
{
    public Guid Id { get; private set; }

    public Guid EnrolmentId { get; private set; }

    public required EnrolmentState State { get; init; }

    public string Reason { get; init; } = "";

    public required DateTimeOffset At { get; init; }

    public required Guid By { get; init; }
}

internal enum OfferEnd
{
    Accepted,
    Declined,
    RanOut,
    GroupCancelled,
}

/// <summary>A free seat, kept for the next in line until it expires.</summary>
internal sealed class Offer
{
    public Guid Id { get; private set; }

    public required Guid GroupId { get; init; }

    public required Guid EnrolmentId { get; init; }

    public required Guid ParticipantId { get; init; }

    public required DateTimeOffset OfferedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? ClosedAt { get; private set; }

    public OfferEnd? End { get; private set; }

    public void Close(OfferEnd end, DateTimeOffset now) => (End, ClosedAt) = (end, now);
}
