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
internal sealed class RareGuests(ITimetable timetable, Months months, Recorders recorders, CityTime city)
{
    /// <summary>Eight hours of 45 minutes: before that nobody comes rarely.</summary>
    private const int FewestMinutes = 8 * 45;

    public DateOnly Today => city.Today;

    public async Task<IQueryable<RareGuest>> All(CancellationToken cancel)
    {
        var (recorder, today) = (recorders.Current(), Today);
        return (
            from @group in timetable.Groups
            where @group.ProviderId == recorder.ProviderId && (recorder.TeacherId == null || @group.TeacherId == recorder.TeacherId) && @group.CancelledAt == null && @group.StartsOn <= today && @group.EndsOn >= today
            join enrolment in timetable.Enrolments on @group.Id equals enrolment.GroupId
            where enrolment.State == EnrolmentState.Enrolled
            join month in await months.Rows(cancel) on new { enrolment.GroupId, enrolment.ParticipantId } equals new { month.GroupId, month.ParticipantId }
            group month by new { month.GroupId, month.ParticipantId } into all
            select new RareGuest
            {
                GroupId = all.Key.GroupId,
                ParticipantId = all.Key.ParticipantId,
                AttendedMinutes = all.Sum(month => month.AttendedMinutes),
                HeldMinutes = all.Sum(month => month.HeldMinutes),
            }).Where(row => row.HeldMinutes >= FewestMinutes && row.AttendedMinutes * 2 < row.HeldMinutes);
    }
}
