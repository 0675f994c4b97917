using Courses.Contracts.Eligibility;
using Courses.Contracts.Timetable;
using Courses.Platform.Database;
using Courses.Platform.Errors;

namespace Courses.Timetable;

/// <summary>
/// A class or a module run. Its seats are numbers in this row, changed under its lock and held by a check constraint: taken and offered together
/// never exceed the capacity.
/// </summary>
internal sealed class Group : IVersioned
{
    public Guid Id { get; private set; }

    public required GroupKind Kind { get; init; }

    public required string Name { get; set; }

    public required Guid ProviderId { get; init; }

    public required Guid VenueId { get; set; }

    /// <summary>The venue's zone when the group was made: its sessions keep it.</summary>
    public required string TimeZone { get; init; }

    public Guid? TeacherId { get; set; }

    public required int Capacity { get; set; }

    public int SeatsTaken { get; internal set; }

    public int SeatsOffered { get; internal set; }

    public int InLine { get; internal set; }

    public int LastWaitingNumber { get; internal set; }

    public bool Childcare { get; set; }

    public string? HelpLanguage { get; set; }

    public string Bring { get; set; } = "";

    public DateOnly StartsOn { get; internal set; }

    public DateOnly EndsOn { get; internal set; }

    public int PlannedMinutes { get; internal set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? CancelledAt { get; internal set; }

    public Guid? CancelledBy { get; internal set; }

    public string? CancelReason { get; internal set; }

    public int Version { get; set; }

    public int FreeSeats => Capacity - SeatsTaken - SeatsOffered;

    public static Group Create(NewGroup wanted, string timeZone, DateTimeOffset now) => new()
    {
        Kind = wanted.Kind,
        Name = wanted.Name,
        ProviderId = wanted.ProviderId,
        VenueId = wanted.VenueId,
        TimeZone = timeZone,
        TeacherId = wanted.TeacherId,
        Capacity = wanted.Capacity,
        Childcare = wanted.Childcare,
        HelpLanguage = wanted.HelpLanguage,
        Bring = wanted.Bring,
        StartsOn = wanted.Sessions.Min(session => session.On),
        EndsOn = wanted.Sessions.Max(session => session.On),
        PlannedMinutes = wanted.Sessions.Sum(session => session.PlannedMinutes),
        CreatedAt = now,
    };

    /// <summary>A seat when one is free and nobody is before the person in line; otherwise the next place in the line.</summary>
    public Enrolment Admit(Enrolment? mine, Guid participantId, string? programmeCode, SeatLimits limits, DateTimeOffset now, Guid by)
    {
        var today = LocalTime.Day(now, TimeZone);
        if (CancelledAt is not null)
        {
            throw new RuleBroken("group.closed");
        }

        if (EndsOn < today)
        {
            throw new RuleBroken("group.ended");
        }

        if (mine is { State: not EnrolmentState.Withdrawn })
        {
            throw new RuleBroken("group.already-enrolled");
        }

        mine ??= new() { GroupId = Id, ParticipantId = participantId, CreatedAt = now };
        if (FreeSeats > 0 && InLine == 0)
        {
            limits.Take(participantId, Id, programmeCode);
            SeatsTaken++;
            mine.Enrol(programmeCode, today, StayBegin.Booked, now, by);
        }
        else
        {
            InLine++;
            mine.Wait(++LastWaitingNumber, programmeCode, now, by);
        }

        return mine;
    }

    /// <summary>The one who was offered a seat takes it, for the programme that pays now or else the one they waited for.</summary>
    public void Accept(Enrolment mine, Offer offer, string? programmeCode, SeatLimits limits, DateTimeOffset now, Guid by)
    {
        if (CancelledAt is not null)
        {
            throw new RuleBroken("group.closed");
        }

        limits.Take(mine.ParticipantId, Id, programmeCode ?? mine.ProgrammeCode);
        offer.Close(OfferEnd.Accepted, now);
        SeatsOffered--;
        SeatsTaken++;
        mine.Enrol(programmeCode ?? mine.ProgrammeCode, LocalTime.Day(now, TimeZone), StayBegin.OfferTaken, now, by);
    }

    /// <summary>The seat, the offered seat or the place in line comes back.</summary>
    public void Release(Enrolment mine, Offer? offer, Parting how, DateOnly lastDay, DateTimeOffset now, Guid by)
    {
        if (mine.State == EnrolmentState.Enrolled)
        {
            SeatsTaken--;
        }
        else if (offer is not null)
        {
            offer.Close(how.OfferEnd, now);
            SeatsOffered--;
        }
        else
        {
            InLine--;
        }

        mine.Withdraw(how.Reason, how.StayEnd, lastDay, now, by);
    }

    /// <summary>Takes back that the person left today: the same seat, if nobody was given it, or the same place in line.</summary>
    public void TakeBack(Enrolment mine, EnrolmentChange left, SeatLimits limits, DateTimeOffset now, Guid by)
    {
        if (CancelledAt is not null)
        {
            throw new RuleBroken("group.closed");
        }

        if (mine.State != EnrolmentState.Withdrawn || left.Reason != Enrolment.Left || LocalTime.Day(left.At, TimeZone) != LocalTime.Day(now, TimeZone))
        {
            throw new RuleBroken("leave.too-late-to-undo");
        }

        if (left.WaitingNumber is not null)
        {
            InLine++;
        }
        else if (FreeSeats > 0)
        {
            limits.Take(mine.ParticipantId, Id, mine.ProgrammeCode);
            SeatsTaken++;
        }
        else
        {
            throw new RuleBroken("leave.seat-gone");
        }

        mine.ComeBack(left, now, by);
    }

    /// <summary>A seat for somebody whom the provider or a coach brings from another class; the line is not asked, but a seat must be free.</summary>
    public Enrolment Receive(Enrolment? mine, Enrolment from, SeatLimits limits, DateTimeOffset now, Guid by)
    {
        if (CancelledAt is not null)
        {
            throw new RuleBroken("group.closed");
        }

        if (EndsOn < LocalTime.Day(now, TimeZone))
        {
            throw new RuleBroken("group.ended");
        }

        if (mine is { State: not EnrolmentState.Withdrawn })
        {
            throw new RuleBroken("group.already-enrolled");
        }

        if (FreeSeats <= 0)
        {
            throw new RuleBroken("move.no-seat");
        }

        limits.Take(from.ParticipantId, Id, from.ProgrammeCode);
        SeatsTaken++;
        mine ??= new() { GroupId = Id, ParticipantId = from.ParticipantId, CreatedAt = now };
        mine.Enrol(from.ProgrammeCode, LocalTime.Day(now, TimeZone), StayBegin.Moved, now, by);
        return mine;
    }

    public Offer OfferSeat(Enrolment next, TimeSpan answerWithin, DateTimeOffset now)
    {
        SeatsOffered++;
        InLine--;
        return new() { GroupId = Id, EnrolmentId = next.Id, ParticipantId = next.ParticipantId, OfferedAt = now, ExpiresAt = now + answerWithin };
    }

    /// <summary>Other seats than before: never fewer than people have or were offered.</summary>
    public void Resize(int seats)
    {
        if (CancelledAt is not null)
        {
            throw new RuleBroken("group.cancelled-already");
        }

        if (seats < Math.Max(1, SeatsTaken + SeatsOffered))
        {
            throw new RuleBroken("group.seats-in-use", SeatsTaken + SeatsOffered);
        }

        Capacity = seats;
    }

    /// <summary>What was agreed on at the start is agreed on anew, but for the sessions. Whoever is in the group stays in it.</summary>
    public void Change(GroupTerms to, string name)
    {
        Resize(to.Seats);
        (Name, TeacherId, VenueId, Childcare, HelpLanguage, Bring) = (name, to.TeacherId, to.VenueId, to.Childcare, to.HelpLanguage, to.Bring);
    }

    public void Cancel(string reason, DateTimeOffset now, Guid by)
    {
        if (CancelledAt is not null)
        {
            throw new RuleBroken("group.closed");
        }

        (CancelledAt, CancelledBy, CancelReason) = (now, by, reason);
    }

    /// <summary>Dates and hours follow from the sessions that are left.</summary>
    public void Follow(IReadOnlyCollection<Session> sessions)
    {
        var held = sessions.Where(session => session.CancelledAt is null).ToArray();
        PlannedMinutes = held.Sum(session => session.PlannedMinutes);
        if (held is not [])
        {
            StartsOn = held.Min(session => session.LocalDate);
            EndsOn = held.Max(session => session.LocalDate);
        }
    }
}

internal static class GroupLimits
{
    public static RuleBroken Broken(this GroupLimit limit) => new("group.larger-than-programme", limit.ProgrammeName, limit.People);
}

/// <summary>In which way a seat or a place in line is given up: as it stands in the changes, what ends the stay, and what ends the offer.</summary>
internal sealed record Parting(string Reason, StayEnd StayEnd, OfferEnd OfferEnd)
{
    public static readonly Parting OfferRanOut = new("offer-ran-out", StayEnd.Left, OfferEnd.RanOut);
    public static readonly Parting ClassCancelled = new("class-cancelled", StayEnd.ClassCancelled, OfferEnd.GroupCancelled);
    public static readonly Parting Moved = new("moved", StayEnd.Moved, OfferEnd.Declined);

    public static Parting Left(string reason) => new(reason, StayEnd.Left, OfferEnd.Declined);
}
