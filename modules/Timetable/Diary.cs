using Courses.Contracts.Eligibility;
using Courses.Contracts.Timetable;
using Courses.Contracts.Vouchers;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Timetable;

/// <summary>
/// One row for each person who ever asked for a seat; the id is the person's. Its lock is what keeps one person from taking two seats at the same moment: an evening, and the hours that a programme
/// gives, can be used once. What is in the diary are the stays.
/// </summary>
internal sealed class Diary : IVersioned
{
    public required Guid Id { get; init; }

    public int Version { get; set; }
}

/// <summary>Opens the diaries of people who are about to get seats. The groups are locked before, vouchers after: docs/concurrency.md.</summary>
internal sealed class Diaries(CoursesDb db, IServiceProvider services, TimeProvider clock)
{
    /// <summary>Locks the diaries and answers what stands in them, for all wishes at once.</summary>
    public async Task<SeatLimits> Lock(IReadOnlyList<SeatWish> wishes, IReadOnlyDictionary<Guid, Group> groups, CancellationToken cancel)
    {
        var people = wishes.Select(wish => wish.ParticipantId).Distinct().ToArray();
        var mine = await db.Engine.InsertNew(db, [.. people.Order().Select(id => new Diary { Id = id })], nameof(Diary.Id), cancel);

        // Whoever inserted a row holds its lock.
        await db.LockAll<Diary>(people.Except(mine), cancel);
        return await Read(wishes, groups, cancel);
    }

    /// <summary>The same without locks: good for telling, not for taking.</summary>
    public async Task<SeatLimits> Read(IReadOnlyList<SeatWish> wishes, IReadOnlyDictionary<Guid, Group> groups, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var people = wishes.Select(wish => wish.ParticipantId).Distinct().ToArray();
        var wanted = wishes.Select(wish => wish.GroupId).Distinct().ToArray();
        var busy = await (
            from stay in db.Set<Stay>()
            where people.Contains(stay.ParticipantId) && stay.Until == null
            join @group in db.Set<Group>() on stay.GroupId equals @group.Id
            join session in db.Set<Session>() on stay.GroupId equals session.GroupId
            where session.CancelledAt == null && session.EndsAt > now && session.LocalDate >= stay.From
                && db.Set<Session>().Any(other => wanted.Contains(other.GroupId) && other.GroupId != session.GroupId && other.CancelledAt == null
                    && other.StartsAt < session.EndsAt && other.EndsAt > session.StartsAt)
            select new BusyTime(stay.ParticipantId, @group.Id, @group.Name, session.LocalDate, session.LocalFrom, session.LocalUntil, session.StartsAt, session.EndsAt)).ToListAsync(cancel);
        var counted = wishes.Where(wish => wish.ProgrammeCode is not null && groups.TryGetValue(wish.GroupId, out var group) && group.Kind == GroupKind.LanguageClass).ToArray();
        var hours = counted is [] ? new Dictionary<(Guid, string), HoursGiven>() : await services.GetRequiredService<IEligibility>()
            .HoursOf([.. counted.Select(wish => wish.ParticipantId).Distinct()], [.. counted.Select(wish => wish.ProgrammeCode!).Distinct()], cancel);

        // Most people want one class and are busy nowhere; then nobody needs to know when it meets.
        var meetings = busy is [] && hours.Count == 0 && people.Length == wishes.Count ? [] : await db.Set<Session>()
            .Where(session => wanted.Contains(session.GroupId) && session.CancelledAt == null && session.EndsAt > now)
            .OrderBy(session => session.StartsAt)
            .Select(session => new Meeting(session.GroupId, session.LocalDate, session.LocalFrom, session.LocalUntil, session.StartsAt, session.EndsAt, session.PlannedMinutes))
            .ToListAsync(cancel);
        return new(busy, meetings.ToLookup(meeting => meeting.GroupId), groups, hours);
    }
}

/// <summary>When somebody is in another class already.</summary>
internal sealed record BusyTime(Guid ParticipantId, Guid GroupId, string GroupName, DateOnly On, TimeOnly From, TimeOnly Until, DateTimeOffset StartsAt, DateTimeOffset EndsAt);

/// <summary>A session to come.</summary>
internal sealed record Meeting(Guid GroupId, DateOnly On, TimeOnly From, TimeOnly Until, DateTimeOffset StartsAt, DateTimeOffset EndsAt, int PlannedMinutes);

/// <summary>What speaks against a seat: another class at the same time, or more hours than the programme gives. Seats that are taken meanwhile count.</summary>
internal sealed class SeatLimits(List<BusyTime> busy, ILookup<Guid, Meeting> meetings, IReadOnlyDictionary<Guid, Group> groups, IReadOnlyDictionary<(Guid, string), HoursGiven> hours)
{
    private readonly Dictionary<(Guid, string), HoursGiven> hours = new(hours);

    /// <summary>Where nothing is looked at.</summary>
    public static readonly SeatLimits None = new([], Array.Empty<Meeting>().ToLookup(meeting => meeting.GroupId), new Dictionary<Guid, Group>(), new Dictionary<(Guid, string), HoursGiven>());

    public RuleBroken? RefusalFor(Guid participantId, Guid groupId, string? programmeCode) => Overlap(participantId, groupId) ?? TooFewHours(participantId, groupId, programmeCode);

    public RuleBroken? TooFewHours(Guid participantId, Guid groupId, string? programmeCode)
    {
        if (programmeCode is null || KindOf(groupId) != GroupKind.LanguageClass || !hours.TryGetValue((participantId, programmeCode), out var given))
        {
            return null;
        }

        var needed = MinutesOf(groupId);
        return needed <= given.LeftMinutes ? null : new("seat.too-few-hours", given.LeftHours, given.HoursOf(needed), "");
    }

    /// <summary>From now on the seat stands in the diary. Broken rules: <c>seat.overlaps</c>, <c>seat.too-few-hours</c>.</summary>
    public void Take(Guid participantId, Guid groupId, string? programmeCode)
    {
        if (RefusalFor(participantId, groupId, programmeCode) is { } refusal)
        {
            throw refusal;
        }

        busy.AddRange(meetings[groupId].Select(meeting => new BusyTime(participantId, groupId, groups[groupId].Name, meeting.On, meeting.From, meeting.Until, meeting.StartsAt, meeting.EndsAt)));
        if (programmeCode is not null && KindOf(groupId) == GroupKind.LanguageClass && hours.TryGetValue((participantId, programmeCode), out var given))
        {
            hours[(participantId, programmeCode)] = given with { AheadMinutes = given.AheadMinutes + MinutesOf(groupId) };
        }
    }

    private RuleBroken? Overlap(Guid participantId, Guid groupId) => (
        from meeting in meetings[groupId]
        from other in busy
        where other.ParticipantId == participantId && other.GroupId != groupId && other.StartsAt < meeting.EndsAt && other.EndsAt > meeting.StartsAt
        select new RuleBroken("seat.overlaps", Shown.Apart(other.GroupName), Shown.DayAndTimes(other.On, other.From, other.Until))).FirstOrDefault();

    private GroupKind? KindOf(Guid groupId) => groups.GetValueOrDefault(groupId)?.Kind;

    private int MinutesOf(Guid groupId) => meetings[groupId].Sum(meeting => meeting.PlannedMinutes);
}

/// <summary>Who else teaches or meets at these times.</summary>
internal static class TakenTimesOf
{
    public static async Task<IReadOnlyList<TakenTime>> TakenTimes(
        this CoursesDb db, IReadOnlyList<(DateTimeOffset From, DateTimeOffset Until)> times, Guid? teacherId, Guid venueId, Guid? exceptGroup, CancellationToken cancel)
    {
        if (times is [])
        {
            return [];
        }

        var (first, last) = (times.Min(time => time.From), times.Max(time => time.Until));
        var begun = first - NewSession.Longest;
        var others = await (
            from session in db.Set<Session>()
            join @group in db.Set<Group>() on session.GroupId equals @group.Id
            where session.CancelledAt == null && @group.CancelledAt == null && @group.Id != exceptGroup && session.StartsAt > begun && session.StartsAt < last && session.EndsAt > first
                && (@group.VenueId == venueId || (teacherId != null && @group.TeacherId == teacherId))
            orderby session.StartsAt
            select new { @group.Name, @group.TeacherId, session.LocalDate, session.LocalFrom, session.LocalUntil, session.StartsAt, session.EndsAt }).ToListAsync(cancel);
        return [.. others.Where(other => times.Any(time => other.StartsAt < time.Until && other.EndsAt > time.From))
            .Select(other => new TakenTime(teacherId is not null && other.TeacherId == teacherId, other.Name, other.LocalDate, other.LocalFrom, other.LocalUntil))];
    }

    public static Refusal Question(this TakenTime taken) => new(taken.IsTeacher ? "session.ask-teacher" : "session.ask-room", [taken.GroupName, Shown.DayAndTimes(taken.On, taken.From, taken.Until)]);
}
