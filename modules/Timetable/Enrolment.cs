using Courses.Contracts.Timetable;

namespace Courses.Timetable;

/// <summary>
/// A person and a class: the seat or the place in line that the person has now, one row whatever happens. The time in the class is its stays; what happened stands in the changes.
/// </summary>
internal sealed class Enrolment
{
    /// <summary>Reason of a change: the person left. Only this one can be taken back.</summary>
    public const string Left = "withdrawn";

    public Guid Id { get; private set; }

    public required Guid GroupId { get; init; }

    public required Guid ParticipantId { get; init; }

    public EnrolmentState State { get; internal set; }

    public string? ProgrammeCode { get; private set; }

    public int? WaitingNumber { get; private set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public List<Stay> Stays { get; } = [];

    public List<EnrolmentChange> Changes { get; } = [];

    /// <summary>The stay that lasts; null without a seat.</summary>
    public Stay? Stay => Stays.SingleOrDefault(stay => stay.Until is null);

    public void Enrol(string? programmeCode, DateOnly from, StayBegin began, DateTimeOffset now, Guid by)
    {
        (State, ProgrammeCode, WaitingNumber) = (EnrolmentState.Enrolled, programmeCode, null);
        Stays.Add(new()
        {
            Booking = this,
            GroupId = GroupId,
            ParticipantId = ParticipantId,
            ProgrammeCode = programmeCode,
            From = Stays.Max(stay => stay.Until) is { } last && last >= from ? last.AddDays(1) : from,
            Began = began,
            BegunAt = now,
            BegunBy = by,
        });
        Changes.Add(new() { State = State, At = now, By = by });
    }

    public void Wait(int number, string? programmeCode, DateTimeOffset now, Guid by)
    {
        (State, ProgrammeCode, WaitingNumber) = (EnrolmentState.Waiting, programmeCode, number);
        Changes.Add(new() { State = State, At = now, By = by });
    }

    /// <summary>Gives seat or place in line up. The last day counts for a stay only.</summary>
    public void Withdraw(string reason, StayEnd how, DateOnly lastDay, DateTimeOffset now, Guid by)
    {
        Changes.Add(new() { State = EnrolmentState.Withdrawn, Reason = reason, WaitingNumber = WaitingNumber, At = now, By = by });
        Stay?.End(how, lastDay, now, by);
        (State, WaitingNumber) = (EnrolmentState.Withdrawn, null);
    }

    /// <summary>The seat belongs to this programme when it belonged to none.</summary>
    public void BelongTo(string? programmeCode)
    {
        ProgrammeCode ??= programmeCode;
        if (Stay is { } stay)
        {
            stay.ProgrammeCode ??= programmeCode;
        }
    }

    /// <summary>All time in the class that belonged to no programme belongs to this one, and so does the seat when it belonged to none; a place in line does not. Answers what it took.</summary>
    public (IReadOnlyList<Stay> Stays, bool WithSeat) Assign(string programmeCode)
    {
        Stay[] stays = [.. Stays.Where(stay => stay.ProgrammeCode is null)];
        foreach (var stay in stays)
        {
            stay.ProgrammeCode = programmeCode;
        }

        var withSeat = ProgrammeCode is null && State != EnrolmentState.Waiting;
        ProgrammeCode = withSeat ? programmeCode : ProgrammeCode;
        return (stays, withSeat);
    }

    /// <summary>Takes back what <see cref="Assign"/> did.</summary>
    public void Unassign(string programmeCode, IEnumerable<Stay> stays, bool withSeat)
    {
        foreach (var stay in stays.Where(stay => stay.ProgrammeCode == programmeCode))
        {
            stay.ProgrammeCode = null;
        }

        ProgrammeCode = withSeat && ProgrammeCode == programmeCode ? null : ProgrammeCode;
    }

    /// <summary>Takes back that the person left. The changes must be loaded.</summary>
    public void ComeBack(EnrolmentChange left, DateTimeOffset now, Guid by)
    {
        (State, WaitingNumber) = left.WaitingNumber is { } number ? (EnrolmentState.Waiting, number) : (EnrolmentState.Enrolled, (int?)null);
        if (State == EnrolmentState.Enrolled)
        {
            Stays.MaxBy(stay => stay.BegunAt)!.GoOn();
        }

        Changes.Add(new() { State = State, Reason = "came-back", At = now, By = by });
    }
}

/// <summary>What became of an enrolment, when, by whom and why.</summary>
internal sealed class EnrolmentChange
{
    public Guid Id { get; private set; }

    public Guid EnrolmentId { get; private set; }

    public required EnrolmentState State { get; init; }

    public string Reason { get; init; } = "";

    /// <summary>The number in the line that was given up with it.</summary>
    public int? WaitingNumber { get; init; }

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
