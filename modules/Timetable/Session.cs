using Courses.Contracts.Timetable;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace Courses.Timetable;

/// <summary>One meeting of a group. The local time is what people agreed on; the instants follow from it and the zone.</summary>
internal sealed class Session
{
    public Guid Id { get; private set; }

    public required Guid GroupId { get; init; }

    public required Guid ProviderId { get; init; }

    public required string TimeZone { get; init; }

    public DateOnly LocalDate { get; internal set; }

    /// <summary>1 is Monday, 7 is Sunday; stored, because SQL Server has no portable word for it.</summary>
    public int Weekday { get; internal set; }

    public TimeOnly LocalFrom { get; internal set; }

    public TimeOnly LocalUntil { get; internal set; }

    public DateTimeOffset StartsAt { get; internal set; }

    public DateTimeOffset EndsAt { get; internal set; }

    public int PlannedMinutes { get; internal set; }

    public DateTimeOffset? CancelledAt { get; internal set; }

    public List<SessionChange> Changes { get; } = [];

    public static Session Create(Group group, NewSession wanted)
    {
        var session = new Session { GroupId = group.Id, ProviderId = group.ProviderId, TimeZone = group.TimeZone };
        session.Put(wanted);
        return session;
    }

    public void Move(NewSession to, string reason, DateTimeOffset now, Guid by)
    {
        MustStillBeAhead(now);
        MustNotHaveBegun(now);
        Changes.Add(Change(SessionChangeKind.Moved, reason, now, by));
        Put(to);
        if (StartsAt <= now)
        {
            throw new RuleBroken("session.move-to-past");
        }
    }

    /// <summary>What has begun has people in it: only the city says afterwards that it did not take place.</summary>
    public void Cancel(string reason, bool byCity, DateTimeOffset now, Guid by)
    {
        if (CancelledAt is not null)
        {
            throw new RuleBroken("session.cancelled");
        }

        if (!byCity)
        {
            MustStillBeAhead(now);
            MustNotHaveBegun(now);
        }

        Changes.Add(Change(SessionChangeKind.Cancelled, reason, now, by));
        CancelledAt = now;
    }

    private void MustNotHaveBegun(DateTimeOffset now)
    {
        if (StartsAt <= now)
        {
            throw new RuleBroken("session.begun");
        }
    }

    private void MustStillBeAhead(DateTimeOffset now)
    {
        if (CancelledAt is not null)
        {
            throw new RuleBroken("session.cancelled");
        }

        if (EndsAt <= now)
        {
            throw new RuleBroken("session.over");
        }
    }

    private void Put(NewSession at)
    {
        if (at.On.Year is < 2000 or > 2100)
        {
            throw new RuleBroken("session.odd-year", at.On.Year);
        }

        (LocalDate, LocalFrom, LocalUntil, PlannedMinutes) = (at.On, at.From, at.Until, at.PlannedMinutes);
        Weekday = at.On.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)at.On.DayOfWeek;
        StartsAt = LocalTime.Instant(at.On, at.From, TimeZone);
        EndsAt = LocalTime.Instant(at.On, at.Until, TimeZone);
        if (at.Until <= at.From || EndsAt <= StartsAt)
        {
            throw new RuleBroken("session.ends-before-start");
        }

        if (PlannedMinutes <= 0 || PlannedMinutes > (EndsAt - StartsAt).TotalMinutes)
        {
            throw new RuleBroken("session.longer-than-time");
        }

        if (EndsAt - StartsAt > NewSession.Longest)
        {
            throw new RuleBroken("session.too-long", (int)NewSession.Longest.TotalHours);
        }

        if (PlannedMinutes < NewSession.Shortest.TotalMinutes)
        {
            throw new RuleBroken("session.too-short", (int)NewSession.Shortest.TotalMinutes);
        }
    }

    private SessionChange Change(SessionChangeKind kind, string reason, DateTimeOffset now, Guid by) => new()
    {
        Kind = kind,
        Reason = reason,
        At = now,
        By = by,
        WasStartingAt = StartsAt,
        WasEndingAt = EndsAt,
    };
}

internal enum SessionChangeKind
{
    Moved,
    Cancelled,
}

/// <summary>A session was moved or cancelled: when, by whom, why, and what it was before.</summary>
internal sealed class SessionChange
{
    public Guid Id { get; private set; }

    public Guid SessionId { get; private set; }

    public required SessionChangeKind Kind { get; init; }

    public required string Reason { get; init; }

    public required DateTimeOffset At { get; init; }

    public required Guid By { get; init; }

    public required DateTimeOffset WasStartingAt { get; init; }

    public required DateTimeOffset WasEndingAt { get; init; }
}

internal static class LastDays
{
    /// <summary>The last day that counts for who leaves now: today when a session of today has begun, else yesterday. Nobody is absent in the evening from what they left in the morning.</summary>
    public static async Task<DateOnly> LastDayIn(this CoursesDb db, Group group, DateTimeOffset now, CancellationToken cancel)
    {
        var today = LocalTime.Day(now, group.TimeZone);
        var hasBegun = await db.Set<Session>().AnyAsync(session => session.GroupId == group.Id && session.CancelledAt == null && session.LocalDate == today && session.StartsAt <= now, cancel);
        return hasBegun ? today : today.AddDays(-1);
    }
}
