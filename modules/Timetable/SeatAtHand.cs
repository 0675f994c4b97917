using Courses.Contracts.Timetable;
using Courses.Platform.Database;

namespace Courses.Timetable;

/// <summary>What one person finds in a locked group. Several wishes share their enrolments and limits: what one takes, the next one sees.</summary>
internal sealed class SeatAtHand(CoursesDb db, Group group, SeatWish wish, Dictionary<(Guid Group, Guid Person), Enrolment> enrolments, Offer? offer, SeatLimits limits, DateTimeOffset now) : ISeatAtHand
{
    private Enrolment? Mine => enrolments.GetValueOrDefault((wish.GroupId, wish.ParticipantId));

    public Guid? EnrolmentId => Mine?.Id;

    public DateOnly? EnrolledFrom => Mine is { State: EnrolmentState.Enrolled } mine ? mine.Stays.Min(stay => stay.From) : null;

    public Seat Take()
    {
        if (Mine is { State: EnrolmentState.Waiting } waiting && offer is not null)
        {
            group.Accept(waiting, offer, wish.ProgrammeCode, limits, now, wish.By);
            return new(waiting.Id, null) { FromOffer = true };
        }

        var known = Mine;
        var mine = group.Admit(known, wish.ParticipantId, wish.ProgrammeCode, limits, now, wish.By);
        if (known is null)
        {
            db.Add(mine);
            enrolments.Add((wish.GroupId, wish.ParticipantId), mine);
        }

        return new(mine.Id, mine.State == EnrolmentState.Waiting ? group.InLine : null);
    }

    public Seat Keep()
    {
        if (Mine!.ProgrammeCode is null && limits.TooFewHours(wish.ParticipantId, wish.GroupId, wish.ProgrammeCode) is { } refusal)
        {
            throw refusal;
        }

        Mine.BelongTo(wish.ProgrammeCode);
        return new(Mine.Id, null);
    }
}
