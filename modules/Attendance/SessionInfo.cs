using Courses.Contracts.Timetable;

namespace Courses.Attendance;

/// <summary>A session with what the register needs to know of its group.</summary>
internal sealed record SessionInfo
{
    public required Guid Id { get; init; }

    public required Guid GroupId { get; init; }

    public required string GroupName { get; init; }

    public required GroupKind Kind { get; init; }

    public required Guid ProviderId { get; init; }

    public required Guid VenueId { get; init; }

    public required Guid? TeacherId { get; init; }

    public required DateTimeOffset StartsAt { get; init; }

    public required DateTimeOffset EndsAt { get; init; }

    public required DateOnly LocalDate { get; init; }

    public required TimeOnly LocalFrom { get; init; }

    public required TimeOnly LocalUntil { get; init; }

    public required int PlannedMinutes { get; init; }

    public required DateTimeOffset? CancelledAt { get; init; }
}

internal static class SessionInfos
{
    public static IQueryable<SessionInfo> Of(ITimetable timetable) =>
        from session in timetable.Sessions
        join @group in timetable.Groups on session.GroupId equals @group.Id
        select new SessionInfo
        {
            Id = session.Id,
            GroupId = session.GroupId,
            GroupName = @group.Name,
            Kind = @group.Kind,
            ProviderId = session.ProviderId,
            VenueId = @group.VenueId,
            TeacherId = @group.TeacherId,
            StartsAt = session.StartsAt,
            EndsAt = session.EndsAt,
            LocalDate = session.LocalDate,
            LocalFrom = session.LocalFrom,
            LocalUntil = session.LocalUntil,
            PlannedMinutes = session.PlannedMinutes,

            // A class that is cancelled takes along what had not begun; what was held before stays held.
            CancelledAt = session.CancelledAt,
        };

    /// <summary>The people whom the register of that day expects.</summary>
    public static IQueryable<StayRow> Expected(this ITimetable timetable, Guid groupId, DateOnly on) =>
        timetable.Stays.Where(stay => stay.GroupId == groupId && stay.From <= on && (stay.Until == null || stay.Until >= on));
}
