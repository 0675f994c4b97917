using Courses.Contracts.Attendance;
using Courses.Contracts.Timetable;
using Courses.Platform;

namespace Courses.Attendance;

/// <summary>A person who has a seat in a running class and was there for less than half of what was held for them, by signed registers. Excused lessons count on neither side.</summary>
internal sealed record RareGuest
{
    public required Guid GroupId { get; init; }

    public required Guid ParticipantId { get; init; }

    public required int AttendedMinutes { get; init; }

    public required int HeldMinutes { get; init; }
}

/// <summary>Whom the caller may see of them: a manager those of the provider, a teacher those of the own classes. It is no decision, and says nothing of a benefit.</summary>
internal sealed class RareGuests(ITimetable timetable, IAttendance attendance, Recorders recorders, CityTime city)
{
    /// <summary>Eight hours of 45 minutes: before that nobody comes rarely.</summary>
    private const int FewestMinutes = 8 * 45;

    public DateOnly Today => city.Today;

    public IQueryable<RareGuest> All()
    {
        var (recorder, today) = (recorders.Current(), Today);
        return (
            from @group in timetable.Groups
            where @group.ProviderId == recorder.ProviderId && (recorder.TeacherId == null || @group.TeacherId == recorder.TeacherId) && @group.CancelledAt == null && @group.StartsOn <= today && @group.EndsOn >= today
            join enrolment in timetable.Enrolments on @group.Id equals enrolment.GroupId
            where enrolment.State == EnrolmentState.Enrolled
            join mark in attendance.Marks on new { enrolment.GroupId, enrolment.ParticipantId } equals new { mark.GroupId, mark.ParticipantId }
            where mark.State != MarkState.Excused
            join session in timetable.Sessions on mark.SessionId equals session.Id
            where session.CancelledAt == null
            join register in attendance.Registers on session.Id equals register.SessionId
            group new { mark.PresentMinutes, session.PlannedMinutes } by new { mark.GroupId, mark.ParticipantId } into lessons
            select new RareGuest
            {
                GroupId = lessons.Key.GroupId,
                ParticipantId = lessons.Key.ParticipantId,
                AttendedMinutes = lessons.Sum(lesson => lesson.PresentMinutes),
                HeldMinutes = lessons.Sum(lesson => lesson.PlannedMinutes),
            }).Where(row => row.HeldMinutes >= FewestMinutes && row.AttendedMinutes * 2 < row.HeldMinutes);
    }
}
